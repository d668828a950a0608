#include "base/utf8.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace base {
namespace {

/// What the first octet of a character says about the rest of it (RFC 3629 §4).
struct Lead {
    std::uint8_t continuations;
    std::uint8_t next_min;
    std::uint8_t next_max;
};

constexpr Lead kNoLead{.continuations = 0, .next_min = 0, .next_max = 0};

constexpr Lead lead(std::uint8_t octet) {
    if (octet < 0xC2) return kNoLead;  // a continuation, or an overlong form of ASCII
    if (octet <= 0xDF) return {.continuations = 1, .next_min = 0x80, .next_max = 0xBF};
    if (octet == 0xE0) return {.continuations = 2, .next_min = 0xA0, .next_max = 0xBF};
    if (octet == 0xED) return {.continuations = 2, .next_min = 0x80, .next_max = 0x9F};
    if (octet <= 0xEF) return {.continuations = 2, .next_min = 0x80, .next_max = 0xBF};
    if (octet == 0xF0) return {.continuations = 3, .next_min = 0x90, .next_max = 0xBF};
    if (octet <= 0xF3) return {.continuations = 3, .next_min = 0x80, .next_max = 0xBF};
    if (octet == 0xF4) return {.continuations = 3, .next_min = 0x80, .next_max = 0x8F};
    return kNoLead;
}

/// The first octet at or after `from` that is not ASCII; `text.size()` when there is none.
std::size_t skip_ascii(std::string_view text, std::size_t from) {
    constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080U;
    std::uint64_t word = 0;
    while (text.size() - from >= sizeof(word)) {
        std::memcpy(&word, text.data() + from, sizeof(word));
        if ((word & kHighBits) != 0) break;
        from += sizeof(word);
    }
    while (from < text.size() && static_cast<std::uint8_t>(text[from]) < 0x80)
        ++from;
    return from;
}

}  // namespace

bool Utf8Validator::feed(std::string_view piece) {
    if (continuations_due_ == kRefused) return false;

    std::size_t at = 0;
    while (at < piece.size()) {
        if (continuations_due_ == 0) {
            at = skip_ascii(piece, at);
            if (at == piece.size()) break;

            const Lead found = lead(static_cast<std::uint8_t>(piece[at++]));
            continuations_due_ = found.continuations == 0 ? kRefused : found.continuations;
            if (continuations_due_ == kRefused) return false;
            next_min_ = found.next_min;
            next_max_ = found.next_max;
            continue;
        }
        const auto octet = static_cast<std::uint8_t>(piece[at++]);
        if (octet < next_min_ || octet > next_max_) {
            continuations_due_ = kRefused;
            return false;
        }
        --continuations_due_;
        next_min_ = 0x80;
        next_max_ = 0xBF;
    }
    return true;
}

bool is_utf8(std::string_view text) {
    Utf8Validator validator;
    return validator.feed(text) && validator.is_complete();
}

std::string_view utf8_front(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0U) == 0x80)
        --end;
    return text.substr(0, end);
}

}  // namespace base
