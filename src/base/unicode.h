/// Unicode: the questions we ask ICU about text. Everything is UTF-8.
///
/// Thread:     any.
/// Elsewhere:  whether octets are UTF-8 at all is utf8.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base::unicode {

/// Code points in valid UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text);

/// Normalisation form C and nothing else: what one keyboard writes in two characters and another in one is the same.
[[nodiscard]] std::string composed(std::string_view text);

/// Normalisation form C, control characters (other than newline and tab) removed, outer white space trimmed.
/// Empty when nothing of it could be seen.
[[nodiscard]] std::string clean(std::string_view text);

/// As clean(), for names: NFKC, inner white space folded to one space, invisible and directional characters removed.
[[nodiscard]] std::string clean_name(std::string_view name);

/// What two names share when people could take one for the other: normalised, case-folded, confusable
/// characters mapped together (UTS 39 skeleton). As names that differ only in case are one name, i, l, I and 1 are
/// one letter too. Only for comparing.
[[nodiscard]] std::string skeleton(std::string_view name);

/// Whether there is a letter or a digit of any script in it.
[[nodiscard]] bool has_letter_or_digit(std::string_view text);

/// Whether it is exactly one emoji, as people see it: a sequence that UTS 51 recommends for general interchange
/// (RGI), fully qualified. Flags, keycaps, skin tones and families are one each.
[[nodiscard]] bool is_emoji(std::string_view text);

}  // namespace base::unicode
