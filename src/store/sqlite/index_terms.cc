#include "store/sqlite/index_terms.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "chat/search.h"
#include "chat/search_query.h"
#include "store/search_tags.h"
#include "store/sql/place.h"

namespace store::sqlite {
namespace {

std::string quoted(std::string_view tag) {
    return fmt::format("\"{}\"", tag);
}

std::string quoted(const chat::SearchTerm& term) {
    std::string out = "\"";
    for (const std::string& word : term.words) {
        if (out.size() > 1) out += ' ';
        out += word;
    }
    out += '"';
    if (term.last == chat::SearchTerm::Last::beginning) out += " *";
    return out;
}

std::string joined(const std::vector<std::string>& parts, std::string_view by) {
    return fmt::format("{}", fmt::join(parts, by));
}

std::string any_of(const std::vector<std::string>& parts) {
    return parts.size() == 1 ? parts.front() : "(" + joined(parts, " OR ") + ")";
}

}  // namespace

std::string document_of(std::string_view text, sql::Number room, sql::Number actor,
                        std::string_view name_tag) {
    std::string document;
    document.reserve(2 * text.size());
    for (const base::Word& word : base::words_of(text)) {
        document += word.folded;
        document += ' ';
    }
    document += room_tag(room) + ' ' + actor_tag(actor) + ' ';
    document += name_tag;
    return document;
}

std::string expression_of(const chat::SearchRequest& request, const std::vector<sql::Number>& rooms,
                          const IndexedAuthors* authors) {
    std::vector<std::string> all;
    all.reserve(request.wanted.size() + 2);  // rooms and authors
    for (const chat::SearchTerm& term : request.wanted)
        all.push_back(quoted(term));
    std::vector<std::string> any;
    any.reserve(rooms.size());
    for (const sql::Number room : rooms)
        any.push_back(quoted(room_tag(room)));
    if (!any.empty()) all.push_back(any_of(any));
    if (authors != nullptr) {
        any.clear();
        for (const std::string& tag : authors->name_tags)
            any.push_back(quoted(tag));
        for (const sql::Number actor : authors->actors)
            any.push_back(quoted(actor_tag(actor)));
        all.push_back(any_of(any));
    }
    if (all.empty()) return {};
    std::string expression = joined(all, " AND ");
    if (request.excluded.empty()) return expression;
    std::vector<std::string> none;
    none.reserve(request.excluded.size());
    for (const chat::SearchTerm& term : request.excluded)
        none.push_back(quoted(term));
    return "(" + expression + ") NOT " + any_of(none);
}

}  // namespace store::sqlite
