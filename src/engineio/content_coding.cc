#include "engineio/content_coding.h"

#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "base/check.h"

namespace engineio {

namespace {

constexpr int kWindowBits = 15;
constexpr int kGzipWrapper = 16;  // added to the window bits, zlib.h deflateInit2
constexpr int kMemoryLevel = 8;

std::string_view trim(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

bool is_same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(
        a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// "q=0", "q=0.0", "q=0.000": refused.
bool is_zero_weight(std::string_view parameter) {
    parameter = trim(parameter);
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return false;
    parameter.remove_prefix(2);
    return parameter.find_first_not_of("0.") == std::string_view::npos;
}

bool accepts(std::string_view accept_encoding, std::string_view coding) {
    while (!accept_encoding.empty()) {
        const std::size_t comma = accept_encoding.find(',');
        const std::string_view item = accept_encoding.substr(0, comma);
        accept_encoding = comma == std::string_view::npos ? std::string_view()
                                                          : accept_encoding.substr(comma + 1);
        const std::size_t semicolon = item.find(';');
        if (!is_same_word(trim(item.substr(0, semicolon)), coding)) continue;
        return semicolon == std::string_view::npos || !is_zero_weight(item.substr(semicolon + 1));
    }
    return false;
}

}  // namespace

std::string_view name(ContentCoding coding) {
    switch (coding) {
        case ContentCoding::gzip:
            return "gzip";
        case ContentCoding::deflate:
            return "deflate";
        case ContentCoding::identity:
            break;
    }
    return "identity";
}

ContentCoding choose_coding(std::string_view accept_encoding) {
    if (accepts(accept_encoding, "gzip")) return ContentCoding::gzip;
    if (accepts(accept_encoding, "deflate")) return ContentCoding::deflate;
    return ContentCoding::identity;
}

std::string compress(ContentCoding coding, std::string_view body) {
    CHECK(coding != ContentCoding::identity);
    z_stream stream{};
    const int window = kWindowBits + (coding == ContentCoding::gzip ? kGzipWrapper : 0);
    CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, kMemoryLevel,
                       Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, body.size()), '\0');
    // zlib's interface predates const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    CHECK(result == Z_STREAM_END);
    return out;
}

}  // namespace engineio
