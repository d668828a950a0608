#include "chat/mentions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "chat/names.h"

namespace chat {
namespace {

constexpr std::size_t kNameCharactersMax = 48;
constexpr std::string_view kHere = "here";

/// How a name is written.
enum class Form : std::uint8_t { bare, quoted };

// Behind these a word can begin.
constexpr std::array<std::string_view, 18> kBefore = {
    " ", "\t",     "\n",     "\u00A0", "\u3000", "(",      "[",      "{", "\"",
    "'", "\u201C", "\u2018", "\u201E", "\u00AB", "\u00BF", "\u00A1", "-", "\u2014"};

/// The character at the front of `text`; empty at its end.
std::string_view character_at_front(std::string_view text) {
    if (text.empty()) return {};
    std::size_t octets = 1;
    while (octets < text.size() && (static_cast<unsigned char>(text[octets]) & 0xC0U) == 0x80U)
        ++octets;
    return text.substr(0, octets);
}

bool is_of_words(std::string_view character) {
    if (character.size() != 1) return base::unicode::has_letter_or_digit(character);
    const char c = character.front();
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Letters, digits and `_`, with `.` and `-` between them.
std::string_view bare_name(std::string_view text) {
    std::size_t end = 0;
    std::size_t at = 0;
    for (std::size_t characters = 0; characters < kNameCharactersMax; ++characters) {
        const std::string_view character = character_at_front(text.substr(at));
        const bool is_of_word = !character.empty() && is_of_words(character);
        const bool is_between = end != 0 && (character == "." || character == "-");
        if (!is_of_word && !is_between) break;
        at += character.size();
        if (is_of_word) end = at;
    }
    return text.substr(0, end);
}

std::string_view quoted_name(std::string_view text) {
    const std::size_t end = text.find_first_of("\"\n", 1);
    if (end == std::string_view::npos || text[end] == '\n') return {};
    const std::string_view name = text.substr(1, end - 1);
    return base::unicode::count_characters(name) <= kNameCharactersMax ? name : std::string_view();
}

/// Octets from the backticks at the front of `text` to the end of the code that they begin; no code: of themselves.
std::size_t octets_of_code(std::string_view text) {
    const std::size_t ticks = std::min(text.find_first_not_of('`'), text.size());
    for (std::size_t at = text.find('`', ticks); at != std::string_view::npos;
         at = text.find('`', at)) {
        const std::size_t end = std::min(text.find_first_not_of('`', at), text.size());
        if (end - at == ticks) return end;
        at = end;
    }
    return ticks;
}

bool can_begin_behind(std::string_view before) {
    return before.empty() || std::ranges::any_of(kBefore, [before](std::string_view sign) {
               return before.ends_with(sign);
           });
}

/// Gives `see` what stands behind each sign that can mean somebody, as it is written, until it returns Visit::stop.
enum class Visit : std::uint8_t { go_on, stop };
template <typename See>
void visit_names(std::string_view text, See see) {
    for (std::size_t at = text.find_first_of("`@"); at != std::string_view::npos;
         at = text.find_first_of("`@", at)) {
        if (text[at] == '`') {
            at += octets_of_code(text.substr(at));
            continue;
        }
        const std::string_view before = text.substr(0, at);
        const std::string_view rest = text.substr(++at);
        if (!can_begin_behind(before)) continue;
        const bool is_quoted = rest.starts_with('"');
        const std::string_view name = is_quoted ? quoted_name(rest) : bare_name(rest);
        if (name.empty()) continue;
        if (see(name, is_quoted ? Form::quoted : Form::bare) == Visit::stop) return;
    }
}

bool is_here(std::string_view name, Form form) {
    return form == Form::bare && name == kHere;
}

}  // namespace

std::vector<std::string> mentioned_keys(std::string_view text, std::size_t names_max) {
    std::vector<std::string> keys;
    visit_names(text, [&](std::string_view name, Form form) {
        if (keys.size() == names_max) return Visit::stop;
        if (is_here(name, form)) return Visit::go_on;
        std::string key = key_from(name);
        const bool is_new = std::ranges::find(keys, key) == keys.end();
        if (!key.empty() && is_new) keys.push_back(std::move(key));
        return Visit::go_on;
    });
    return keys;
}

bool means_here(std::string_view text) {
    bool is_there = false;
    visit_names(text, [&](std::string_view name, Form form) {
        is_there = is_here(name, form);
        return is_there ? Visit::stop : Visit::go_on;
    });
    return is_there;
}

}  // namespace chat
