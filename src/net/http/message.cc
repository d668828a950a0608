#include "net/http/message.h"

#include <algorithm>
#include <optional>

namespace net::http {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    const char small = lower(c);
    if (small >= 'a' && small <= 'f') return static_cast<unsigned>(small - 'a') + 10U;
    return std::nullopt;
}

/// As HTML forms write them: %XX and '+'. What is no escape stays as it is.
std::string decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto high = hex_digit(text[i + 1]);
            const auto low = hex_digit(text[i + 2]);
            if (high && low) {
                out.push_back(static_cast<char>(*high * 16U + *low));
                i += 2;
                continue;
            }
        }
        out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
    return out;
}

}  // namespace

bool equal_names(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view Request::path() const {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view Request::query() const {
    const std::string_view whole = target;
    const std::size_t mark = std::min(whole.find('?'), whole.size());
    return whole.substr(std::min(mark + 1, whole.size()));
}

std::string_view Request::field(std::string_view name) const {
    const auto found = std::ranges::find_if(
        fields, [name](const Field& field) { return equal_names(field.first, name); });
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::string query_parameter(std::string_view query, std::string_view name) {
    for (std::size_t begin = 0; begin < query.size();) {
        const std::size_t end = std::min(query.find('&', begin), query.size());
        const std::string_view pair = query.substr(begin, end - begin);
        begin = end + 1;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (decoded(pair.substr(0, equals)) != name) continue;
        return decoded(pair.substr(std::min(equals + 1, pair.size())));
    }
    return {};
}

}  // namespace net::http
