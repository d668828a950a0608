#include "store/postgres/search_terms.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sizes.h"
#include "base/words.h"
#include "chat/search.h"
#include "chat/search_query.h"
#include "store/search_tags.h"
#include "store/sql/place.h"

namespace store::postgres {
namespace {

using base::literals::operator""_KiB;

constexpr std::string_view kBetween = "\uE001";  // of a pair; of private use, so in no word
constexpr std::size_t kTermBytesMax = 200;       // PostgreSQL's own bound is 2,046
constexpr std::size_t kTermsBytesMax = 512_KiB;  // PostgreSQL's own bound is 1 MiB

/// A long word is found by its beginning.
std::string_view cut(std::string_view word) {
    if (word.size() <= kTermBytesMax) return word;
    std::size_t end = kTermBytesMax;
    constexpr unsigned kTopBits = 0xC0;
    constexpr unsigned kContinuation = 0x80;
    while ((static_cast<unsigned char>(word[end]) & kTopBits) == kContinuation)
        --end;
    return word.substr(0, end);
}

bool is_unspaced(const std::string& folded) {
    const std::vector<base::Word> words = base::words_of(folded);
    return !words.empty() && words.front().script == base::Word::Script::unspaced;
}

std::string quoted(std::string_view term) {
    return fmt::format("'{}'", term);
}

/// What a text must have for the term to be in it. That its words are side by side, only those without blanks say.
std::vector<std::string> parts_of(const chat::SearchTerm& term) {
    std::vector<std::string> parts;
    const bool is_open = term.last == chat::SearchTerm::Last::beginning;
    for (std::size_t at = 0; at < term.words.size(); ++at) {
        const bool is_last = at + 1 == term.words.size();
        const std::string_view word = cut(term.words[at]);
        if (is_last && is_open) {
            parts.push_back(quoted(word) + ":*");
            continue;
        }
        const bool next_is_whole = !is_last && !(at + 2 == term.words.size() && is_open);
        if (next_is_whole && is_unspaced(term.words[at]) && is_unspaced(term.words[at + 1])) {
            parts.push_back(quoted(fmt::format("{}{}{}", word, kBetween, cut(term.words[at + 1]))));
        } else {
            parts.push_back(quoted(word));
        }
    }
    return parts;
}

std::string joined(const std::vector<std::string>& parts, std::string_view by) {
    return fmt::format("{}", fmt::join(parts, by));
}

}  // namespace

std::string terms_of(std::string_view text, sql::Number room, sql::Number actor,
                     std::string_view name_tag) {
    std::string terms = room_tag(room) + ' ' + actor_tag(actor) + ' ';
    terms += name_tag;
    const std::vector<base::Word> words = base::words_of(text);
    for (std::size_t at = 0; at < words.size() && terms.size() < kTermsBytesMax; ++at) {
        terms += ' ';
        terms += cut(words[at].folded);
        const bool is_pair = at > 0 && words[at].script == base::Word::Script::unspaced &&
                             words[at - 1].script == base::Word::Script::unspaced;
        if (!is_pair) continue;
        terms += ' ';
        terms += cut(words[at - 1].folded);
        terms += kBetween;
        terms += cut(words[at].folded);
    }
    return terms;
}

std::string query_of(const chat::SearchRequest& request, const std::vector<sql::Number>& rooms,
                     const IndexedAuthors* authors) {
    std::vector<std::string> all;
    for (const chat::SearchTerm& term : request.wanted) {
        for (std::string& part : parts_of(term))
            all.push_back(std::move(part));
    }
    std::vector<std::string> any;
    any.reserve(rooms.size());
    for (const sql::Number room : rooms)
        any.push_back(quoted(room_tag(room)));
    if (!any.empty()) all.push_back("(" + joined(any, " | ") + ")");
    if (authors != nullptr) {
        any.clear();
        for (const std::string& tag : authors->name_tags)
            any.push_back(quoted(tag));
        for (const sql::Number actor : authors->actors)
            any.push_back(quoted(actor_tag(actor)));
        if (!any.empty()) all.push_back("(" + joined(any, " | ") + ")");
    }
    if (all.empty()) return {};
    // Of what is excluded, only single words are known for sure by their terms.
    for (const chat::SearchTerm& term : request.excluded) {
        if (term.words.size() != 1 || term.words.front().size() > kTermBytesMax) continue;
        all.push_back("!" + parts_of(term).front());
    }
    return joined(all, " & ");
}

}  // namespace store::postgres
