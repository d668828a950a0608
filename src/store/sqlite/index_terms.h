/// Index terms: how messages and questions are written for the search index.
///
/// Thread:     any. Pure functions.
/// Invariant:  the index knows folded words (base/words.h) and tags; a tag begins with a character that no word has. Both
///             hold no blank, no quote and no capital, so they pass SQLite's `ascii` tokenizer as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chat/search.h"
#include "store/sql/place.h"

namespace store::sqlite {

/// What the index keeps of a message: its words in order, then the tags of its room, author and author's name.
[[nodiscard]] std::string document_of(std::string_view text, sql::Number room, sql::Number actor,
                                      std::string_view name_tag);

/// Whom a question asks for, as the index knows them.
struct IndexedAuthors {
    std::vector<std::string> name_tags;
    std::vector<sql::Number> actors;
};

/// The FTS5 expression for `request`; empty when nothing in it narrows the choice.
///
/// rooms    empty: rooms are not part of the expression
/// authors  null: anybody
[[nodiscard]] std::string expression_of(const chat::SearchRequest& request,
                                        const std::vector<sql::Number>& rooms,
                                        const IndexedAuthors* authors);

}  // namespace store::sqlite
