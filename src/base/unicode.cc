#include "base/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/umachine.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/check.h"

namespace base::unicode {
namespace {

constexpr unsigned char kAsciiEnd = 0x80;

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text,
                               [](char c) { return static_cast<unsigned char>(c) < kAsciiEnd; });
}

// ICU owns its normalisers for the life of the process and shares them between threads.
const icu::Normalizer2& nfc() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFCInstance(status);
    CHECK_MSG(U_SUCCESS(status), u_errorName(status));
    return *found;
}

const icu::Normalizer2& nfkc() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFKCInstance(status);
    CHECK_MSG(U_SUCCESS(status), u_errorName(status));
    return *found;
}

const icu::Normalizer2& nfkc_casefold() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = icu::Normalizer2::getNFKCCasefoldInstance(status);
    CHECK_MSG(U_SUCCESS(status), u_errorName(status));
    return *found;
}

std::string normalised(const icu::Normalizer2& form, std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    form.normalizeUTF8(0, piece, sink, nullptr, status);
    CHECK_MSG(U_SUCCESS(status), u_errorName(status));
    return out;
}

// The macro of ICU converts as it likes.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"

/// The character at `at`, which moves behind it; an octet that is none is U+FFFD.
UChar32 next_character(std::string_view text, std::size_t& at) {
    UChar32 c = 0;
    // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): so ICU wrote it
    U8_NEXT_OR_FFFD(text.data(), at, text.size(), c);
    return c;
}

#pragma GCC diagnostic pop

/// Calls `visit(code point, its octets)` for each character.
template <typename Visit>
void for_each_character(std::string_view text, Visit visit) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t from = at;
        const UChar32 c = next_character(text, at);
        visit(c, text.substr(from, at - from));
    }
}

bool is_space(UChar32 c) {
    return u_isUWhiteSpace(c) != 0;
}
bool is_control(UChar32 c) {
    return u_charType(c) == U_CONTROL_CHAR;
}
/// Shows nothing by itself: joiners, directional marks, variation selectors, fillers, tags.
bool is_invisible(UChar32 c) {
    return u_charType(c) == U_FORMAT_CHAR ||
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool is_ascii_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

std::string clean_ascii(std::string_view text) {
    constexpr char kDelete = 0x7F;
    std::string out(text);
    const auto kept = std::ranges::remove_if(out, [](char c) {
        return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') || c == kDelete;
    });
    out.erase(kept.begin(), kept.end());
    const auto last = std::find_if_not(out.rbegin(), out.rend(), is_ascii_space);
    out.erase(last.base(), out.end());
    const auto first = std::ranges::find_if_not(out, is_ascii_space);
    out.erase(out.begin(), first);
    return out;
}

const USpoofChecker& spoof_checker() {
    // Made once, at the first name; only read afterwards, which ICU allows from any thread.
    static const USpoofChecker* const kChecker = [] {
        UErrorCode status = U_ZERO_ERROR;
        USpoofChecker* made = uspoof_open(&status);
        CHECK_MSG(U_SUCCESS(status), u_errorName(status));
        return made;
    }();
    return *kChecker;
}

std::string confusables_mapped(const std::string& text) {
    const auto size = static_cast<std::int32_t>(text.size());
    std::string out(text.size() * 2 + 16, '\0');
    for (;;) {
        UErrorCode status = U_ZERO_ERROR;
        const std::int32_t needed =
            uspoof_getSkeletonUTF8(&spoof_checker(), 0, text.data(), size, out.data(),
                                   static_cast<std::int32_t>(out.size()), &status);
        if (status != U_BUFFER_OVERFLOW_ERROR) {
            CHECK_MSG(U_SUCCESS(status), u_errorName(status));
            out.resize(static_cast<std::size_t>(needed));
            return out;
        }
        out.resize(static_cast<std::size_t>(needed));
    }
}

/// Folded first, so that the case of a name does not matter.
std::string folded_and_mapped(std::string_view name) {
    return normalised(nfkc_casefold(), confusables_mapped(normalised(nfkc_casefold(), name)));
}

std::string utf8_of(UChar32 c) {
    std::string out;
    icu::UnicodeString(c).toUTF8String(out);
    return out;
}

/// Small letters whose capitals look like Latin ones, though they do not: "в", as "В" is "B". Each to its
/// Latin letter.
const std::unordered_map<std::string, char>& small_letters_of_lookalike_capitals() {
    constexpr UChar32 kGreekBegin = 0x370;
    constexpr UChar32 kCyrillicEnd = 0x530;
    static const auto kLetters = [] {
        std::unordered_map<std::string, char> letters;
        for (UChar32 c = kGreekBegin; c < kCyrillicEnd; ++c) {
            if (u_isupper(c) == 0) continue;
            const std::string looks = normalised(nfkc_casefold(), confusables_mapped(utf8_of(c)));
            const std::string small = folded_and_mapped(utf8_of(c));
            if (looks.size() == 1 && !is_ascii(small)) letters.emplace(small, looks.front());
        }
        return letters;
    }();
    return kLetters;
}

std::string full_skeleton(std::string_view name) {
    const std::string mapped = folded_and_mapped(name);
    std::string out;
    out.reserve(mapped.size());
    for_each_character(mapped, [&out](UChar32, std::string_view octets) {
        if (is_ascii(octets)) {
            out.append(octets);
            return;
        }
        const auto& letters = small_letters_of_lookalike_capitals();
        const auto latin = letters.find(std::string(octets));
        if (latin != letters.end()) {
            out.push_back(latin->second);
        } else {
            out.append(octets);
        }
    });
    // "Ian" and "lan" look alike, "Ian" and "ian" are one name: so i and l must be one letter.
    std::ranges::replace(out, 'i', 'l');
    return out;
}

/// The skeleton of each ASCII character; a skeleton is made character by character.
const std::array<std::string, kAsciiEnd>& ascii_skeletons() {
    static const auto kSkeletons = [] {
        std::array<std::string, kAsciiEnd> all;
        for (std::size_t c = 0; c < all.size(); ++c)
            all[c] = full_skeleton(std::string(1, static_cast<char>(c)));
        return all;
    }();
    return kSkeletons;
}

}  // namespace

std::string composed(std::string_view text) {
    return normalised(nfc(), text);
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

std::string clean(std::string_view text) {
    if (is_ascii(text)) return clean_ascii(text);

    std::string out;
    out.reserve(text.size());
    std::size_t end = 0;  // of what is kept when the rest is white space
    bool is_visible = false;
    for_each_character(normalised(nfc(), text), [&](UChar32 c, std::string_view octets) {
        if (is_control(c) && c != '\n' && c != '\t') return;
        const bool space = is_space(c);
        if (space && out.empty()) return;
        out.append(octets);
        if (!space) end = out.size();
        if (!space && !is_invisible(c)) is_visible = true;
    });
    out.resize(is_visible ? end : 0);
    return out;
}

std::string clean_name(std::string_view name) {
    std::string out;
    out.reserve(name.size());
    bool has_space_before = false;
    const std::string compatible = is_ascii(name) ? std::string(name) : normalised(nfkc(), name);
    for_each_character(compatible, [&](UChar32 c, std::string_view octets) {
        if (is_space(c)) {
            has_space_before = !out.empty();
            return;
        }
        if (is_control(c) || is_invisible(c)) return;
        if (has_space_before) out.push_back(' ');
        has_space_before = false;
        out.append(octets);
    });
    // What stood apart by something invisible may be composed now.
    return is_ascii(out) ? out : normalised(nfkc(), out);
}

std::string skeleton(std::string_view name) {
    if (!is_ascii(name)) return full_skeleton(name);
    std::string out;
    out.reserve(name.size() + 4);
    for (const char c : name)
        out += ascii_skeletons()[static_cast<unsigned char>(c)];
    return out;
}

bool has_letter_or_digit(std::string_view text) {
    bool found = false;
    for_each_character(
        text, [&found](UChar32 c, std::string_view) { found = found || u_isalnum(c) != 0; });
    return found;
}

bool is_emoji(std::string_view text) {
    // The longest there is, two people who kiss, each of a skin colour, has 35 octets.
    constexpr std::size_t kEmojiBytesMax = 64;
    if (text.empty() || text.size() > kEmojiBytesMax) return false;
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    return u_stringHasBinaryProperty(wide.getBuffer(), wide.length(), UCHAR_RGI_EMOJI) != 0;
}

}  // namespace base::unicode
