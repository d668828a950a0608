/// Search terms: how messages and questions are written as PostgreSQL's tsvector and tsquery.
///
/// Thread:     any. Pure functions.
/// Invariant:  whatever a question finds by reading all messages (chat/search_match.h), it finds by terms; and more, so what
///             terms find is looked at again. No term holds a blank, a quote or a backslash.
/// Elsewhere:  words are base/words.h, so no text search configuration of PostgreSQL's has a say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chat/search.h"
#include "store/sql/place.h"

namespace store::postgres {

/// Grows when the terms of a text become others; then the index is made anew.
inline constexpr std::int64_t kTermsVersion = 1;

/// The terms of a message with blanks between them: its words, pairs of characters of scripts without blanks, and tags of its
/// room, its author and the author's name.
[[nodiscard]] std::string terms_of(std::string_view text, sql::Number room, sql::Number actor,
                                   std::string_view name_tag);

/// Whom a question asks for, as the index knows them.
struct IndexedAuthors {
    std::vector<std::string> name_tags;
    std::vector<sql::Number> actors;
};

/// A tsquery for `request`; empty when nothing in it narrows the choice.
///
/// rooms    empty: rooms are not part of it
/// authors  null: anybody
[[nodiscard]] std::string query_of(const chat::SearchRequest& request,
                                   const std::vector<sql::Number>& rooms,
                                   const IndexedAuthors* authors);

}  // namespace store::postgres
