#include "net/websocket/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/result.h"
#include "base/sizes.h"
#include "net/websocket/protocol_error.h"

namespace net::websocket {
namespace {

using base::literals::operator""_KiB;

constexpr int kRawWindowBits = -15;  ///< no zlib header, the largest window
constexpr int kCompressionLevel =
    3;  ///< messages are small and many: speed before the last percent
constexpr int kMemoryLevel = 8;
constexpr std::size_t kChunkBytes = 16_KiB;
constexpr std::size_t kPlainBytesKept = 64_KiB;  ///< more is given back after a long message

/// The empty stored block that ends each message and is not sent (RFC 7692 §7.2.1).
constexpr std::array<char, 4> kTail{'\x00', '\x00', '\xFF', '\xFF'};

void set_input(z_stream& stream, std::string_view bytes) {
    CHECK(bytes.size() <= std::numeric_limits<unsigned>::max());
    // zlib reads through this pointer only; without ZLIB_CONST its type does not say so.
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<unsigned>(bytes.size());
}

void set_output(z_stream& stream, std::span<char> space) {
    stream.next_out = reinterpret_cast<unsigned char*>(space.data());
    stream.avail_out = static_cast<unsigned>(space.size());
}

/// zlib stopped between two blocks, not inside one (zlib.h on inflate(): data_type + 128).
bool is_between_blocks(const z_stream& stream) {
    return (stream.data_type & 128) != 0;
}

}  // namespace

void Deflater::Free::operator()(z_stream_s* stream) const {
    deflateEnd(stream);
    delete stream;
}

Deflater::Deflater() = default;
Deflater::~Deflater() = default;
Deflater::Deflater(Deflater&&) noexcept = default;
Deflater& Deflater::operator=(Deflater&&) noexcept = default;

std::string Deflater::compress(std::string_view payload) {
    if (!stream_) {
        stream_.reset(new z_stream{});
        CHECK(deflateInit2(stream_.get(), kCompressionLevel, Z_DEFLATED, kRawWindowBits,
                           kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
    } else {
        CHECK(deflateReset(stream_.get()) == Z_OK);
    }

    std::string out;
    std::array<char, kChunkBytes> chunk;
    set_input(*stream_, payload);
    do {
        set_output(*stream_, chunk);
        const int status = deflate(stream_.get(), Z_SYNC_FLUSH);
        CHECK(status == Z_OK || status == Z_BUF_ERROR);
        out.append(chunk.data(), chunk.size() - stream_->avail_out);
    } while (stream_->avail_out == 0);

    CHECK(out.ends_with(std::string_view(kTail.data(), kTail.size())));
    out.resize(out.size() - kTail.size());
    return out;
}

void Inflater::Free::operator()(z_stream_s* stream) const {
    inflateEnd(stream);
    delete stream;
}

Inflater::Inflater() = default;
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

base::Result<std::string_view, ProtocolError> Inflater::decompress(std::string_view compressed,
                                                                   std::uint64_t bytes_max) {
    if (!stream_) {
        stream_.reset(new z_stream{});
        CHECK(inflateInit2(stream_.get(), kRawWindowBits) == Z_OK);
    } else {
        CHECK(inflateReset(stream_.get()) == Z_OK);
    }
    plain_.clear();
    if (plain_.capacity() > kPlainBytesKept) plain_.shrink_to_fit();

    // An empty payload is what some peers make of an empty message; by itself it is no DEFLATE.
    if (compressed.empty()) return plain_;

    for (const std::string_view input :
         {compressed, std::string_view(kTail.data(), kTail.size())}) {
        if (const auto taken = take_input(input, bytes_max); !taken)
            return base::fail(taken.error());
    }
    if (!is_between_blocks(*stream_)) return base::fail(ProtocolError::deflate_invalid);
    return plain_;
}

base::Result<void, ProtocolError> Inflater::take_input(std::string_view input,
                                                       std::uint64_t bytes_max) {
    std::array<char, kChunkBytes> chunk;
    set_input(*stream_, input);
    for (;;) {
        // One octet more than allowed is asked for: if it comes, the message is too long.
        const std::uint64_t space =
            std::min<std::uint64_t>(chunk.size(), bytes_max - plain_.size() + 1);
        set_output(*stream_, std::span(chunk).first(space));
        const int status = inflate(stream_.get(), Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return base::fail(ProtocolError::deflate_invalid);

        const std::size_t made = space - stream_->avail_out;
        if (made > bytes_max - plain_.size()) return base::fail(ProtocolError::message_too_long);
        plain_.append(chunk.data(), made);

        // A block may say that it is the last (§7.2.3.4), and another may follow.
        if (status == Z_STREAM_END) CHECK(inflateReset(stream_.get()) == Z_OK);
        const bool is_all_taken = stream_->avail_in == 0 && stream_->avail_out != 0;
        if (is_all_taken) return {};
        if (status == Z_BUF_ERROR) return base::fail(ProtocolError::deflate_invalid);
    }
}

}  // namespace net::websocket
