/// Words: how a text falls into what people search for, and when two words are the same.
///
/// Thread:     any. Pure functions.
/// Invariant:  positions ascend and do not overlap. A folded word is not empty; of ASCII it has small letters and
///             digits only, so neither blanks nor quotes.
/// Elsewhere:  names that people could mistake for each other are unicode.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace base {

struct Word {
    std::string folded;       ///< without case, accents and forms of compatibility
    std::uint32_t start = 0;  ///< in UTF-16 code units, as JavaScript counts
    std::uint32_t length = 0;
    /// Of a script that puts no blanks between words: this is one character of it.
    enum class Script : std::uint8_t { spaced, unspaced } script = Script::spaced;

    friend bool operator==(const Word&, const Word&) = default;
};

/// Runs of letters, digits and marks. Each character of Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese is a word
/// by itself, so what stands within such a run is found as words side by side.
///
/// text  valid UTF-8
[[nodiscard]] std::vector<Word> words_of(std::string_view text);

}  // namespace base
