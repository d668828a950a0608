#include "chat/search_match.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/words.h"
#include "chat/search_query.h"

namespace chat {
namespace {

bool is_at(const std::vector<base::Word>& words, std::size_t at, const SearchTerm& term) {
    const std::size_t last = term.words.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) {
        const std::string_view word = words[at + i].folded;
        const bool is_beginning = i == last && term.last == SearchTerm::Last::beginning;
        const bool is_same = is_beginning ? word.starts_with(term.words[i]) : word == term.words[i];
        if (!is_same) return false;
    }
    return true;
}

/// Adds the places of `term` to `marks`. returns  whether there was one
bool find(const std::vector<base::Word>& words, const SearchTerm& term, std::vector<Mark>& marks) {
    bool is_found = false;
    for (std::size_t at = 0; at + term.words.size() <= words.size(); ++at) {
        if (!is_at(words, at, term)) continue;
        is_found = true;
        const base::Word& last = words[at + term.words.size() - 1];
        marks.push_back(
            {.start = words[at].start, .length = last.start + last.length - words[at].start});
    }
    return is_found;
}

std::vector<Mark> joined(std::vector<Mark> marks) {
    std::ranges::sort(marks, {}, &Mark::start);
    std::vector<Mark> out;
    for (const Mark& mark : marks) {
        if (out.empty() || mark.start >= out.back().start + out.back().length) {
            out.push_back(mark);
            continue;
        }
        Mark& before = out.back();
        before.length = std::max(before.length, mark.start + mark.length - before.start);
    }
    return out;
}

}  // namespace

std::optional<std::vector<Mark>> match(std::string_view text, const std::vector<SearchTerm>& wanted,
                                       const std::vector<SearchTerm>& excluded) {
    std::vector<Mark> marks;
    if (wanted.empty() && excluded.empty()) return marks;
    const std::vector<base::Word> words = base::words_of(text);
    for (const SearchTerm& term : wanted) {
        if (!find(words, term, marks)) return std::nullopt;
    }
    std::vector<Mark> ignored;
    for (const SearchTerm& term : excluded) {
        if (find(words, term, ignored)) return std::nullopt;
    }
    marks = joined(std::move(marks));
    if (marks.size() > kMarksMax) marks.resize(kMarksMax);
    return marks;
}

}  // namespace chat
