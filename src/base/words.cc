#include "base/words.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/umachine.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"

namespace base {
namespace {

constexpr UChar32 kAsciiEnd = 0x80;
constexpr UChar32 kAstral = 0x10000;
constexpr UChar32 kAccentsBegin = 0x0300;  // the block of combining diacritical marks
constexpr UChar32 kAccentsEnd = 0x0370;

// ICU owns its normalisers for the life of the process and shares them between threads.
const icu::Normalizer2& form(const icu::Normalizer2* (*get)(UErrorCode&)) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* found = get(status);
    CHECK_MSG(U_SUCCESS(status), u_errorName(status));
    return *found;
}

std::string normalised(const icu::Normalizer2& form, std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    form.normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                       sink, nullptr, status);
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

bool is_ascii_word(UChar32 c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_word(UChar32 c) {
    if (c < kAsciiEnd) return is_ascii_word(c);
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

bool is_unspaced(UChar32 c) {
    constexpr UChar32 kFirst = 0x0E00;  // Thai is the first of them
    if (c < kFirst) return false;
    constexpr UScriptCode kScripts[] = {USCRIPT_HAN,    USCRIPT_HIRAGANA, USCRIPT_KATAKANA,
                                        USCRIPT_HANGUL, USCRIPT_BOPOMOFO, USCRIPT_THAI,
                                        USCRIPT_LAO,    USCRIPT_KHMER,    USCRIPT_MYANMAR};
    return std::ranges::any_of(
        kScripts, [c](UScriptCode script) { return uscript_hasScript(c, script) != 0; });
}

char small(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string fold(std::string_view word) {
    const bool is_ascii =
        std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < kAsciiEnd; });
    if (is_ascii) {
        std::string out(word);
        std::ranges::transform(out, out.begin(), small);
        return out;
    }
    static const icu::Normalizer2& casefold = form(&icu::Normalizer2::getNFKCCasefoldInstance);
    static const icu::Normalizer2& nfd = form(&icu::Normalizer2::getNFDInstance);
    static const icu::Normalizer2& nfc = form(&icu::Normalizer2::getNFCInstance);
    const std::string apart = normalised(nfd, normalised(casefold, word));
    std::string bare;
    bare.reserve(apart.size());
    for (std::size_t at = 0; at < apart.size();) {
        const std::size_t from = at;
        const UChar32 c = next_character(apart, at);
        const bool is_accent = c >= kAccentsBegin && c < kAccentsEnd;
        // Forms of compatibility may fall into brackets and blanks: "(1)" for one sign.
        const bool is_sign = c < kAsciiEnd && !is_ascii_word(c);
        if (!is_accent && !is_sign) bare.append(apart, from, at - from);
    }
    return normalised(nfc, bare);
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> words;
    std::uint32_t units = 0;
    std::size_t began = 0;  // octet of the word under way
    std::uint32_t began_units = 0;
    bool is_within = false;
    const auto add = [&](std::size_t end, std::uint32_t end_units, Word::Script script) {
        std::string folded = fold(text.substr(began, end - began));
        if (folded.empty()) return;
        words.push_back({.folded = std::move(folded),
                         .start = began_units,
                         .length = end_units - began_units,
                         .script = script});
    };
    const auto finish = [&](std::size_t end) {
        if (std::exchange(is_within, false)) add(end, units, Word::Script::spaced);
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        const UChar32 c = next_character(text, at);
        const std::uint32_t width = c >= kAstral ? 2 : 1;
        if (!is_word(c)) {
            finish(from);
        } else if (is_unspaced(c)) {
            finish(from);
            began = from;
            began_units = units;
            add(at, units + width, Word::Script::unspaced);
        } else if (!is_within) {
            is_within = true;
            began = from;
            began_units = units;
        }
        units += width;
    }
    finish(text.size());
    return words;
}

}  // namespace base
