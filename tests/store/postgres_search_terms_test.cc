#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "chat/search.h"
#include "chat/search_query.h"
#include "store/postgres/search_terms.h"
#include "store/postgres_fixture.h"
#include "store/search_tags.h"

namespace store {
namespace {

using postgres::IndexedAuthors;
using postgres::query_of;
using postgres::terms_of;

std::vector<std::string> terms(const std::string& text) {
    std::istringstream in(terms_of(text, 7, 9, name_tag_of("Ada")));
    std::vector<std::string> all;
    for (std::string term; in >> term;)
        all.push_back(term);
    return all;
}

chat::SearchRequest request(const std::string& typed) {
    const auto query = chat::parse_search_query(typed, {});
    EXPECT_TRUE(query.has_value()) << typed;
    chat::SearchRequest request;
    if (query) {
        request.wanted = query->wanted;
        request.excluded = query->excluded;
    }
    return request;
}

TEST(PostgresSearchTerms, are_folded_words_pairs_and_tags) {
    EXPECT_EQ(terms("Green TEA, café"),
              (std::vector<std::string>{"\uE000r7", "\uE000a9", name_tag_of("Ada"), "green", "tea",
                                        "cafe"}));
    const std::vector<std::string> mixed = terms("绿茶x");
    EXPECT_EQ(std::vector<std::string>(mixed.begin() + 3, mixed.end()),
              (std::vector<std::string>{"绿", "茶", "绿\uE001茶", "x"}));
}

TEST(PostgresSearchTerms, long_words_and_long_texts_are_cut) {
    const std::string term = terms(std::string(300, 'a')).back();
    EXPECT_EQ(term, std::string(200, 'a'));
    std::string long_text;
    for (int i = 0; i < 200'000; ++i)
        long_text += std::to_string(i) + ' ';
    EXPECT_LT(terms_of(long_text, 1, 1, "").size(), 600'000U);
}

TEST(PostgresSearchTerms, questions_ask_for_what_narrows) {
    const IndexedAuthors nobody;
    EXPECT_EQ(query_of(request("green tea"), {}, nullptr), "'green' & 'tea'");
    EXPECT_EQ(query_of(request("\"green tea\" -black"), {}, nullptr), "'green' & 'tea' & !'black'");
    EXPECT_EQ(query_of(request("teap*"), {7, 8}, nullptr), "'teap':* & ('\uE000r7' | '\uE000r8')");
    EXPECT_EQ(query_of(request("绿茶"), {}, nullptr), "'绿\uE001茶' & '茶'");
    EXPECT_EQ(query_of(request("tea -\"black coffee\""), {}, nullptr), "'tea'");
    chat::SearchRequest excluding = request("tea -coffee");
    excluding.wanted.clear();
    EXPECT_EQ(query_of(excluding, {}, nullptr), "");
    EXPECT_EQ(query_of(excluding, {}, &nobody), "");
    EXPECT_EQ(query_of(excluding, {7}, nullptr), "('\uE000r7') & !'coffee'");
    const IndexedAuthors authors{.name_tags = {"\uE000nff"}, .actors = {3}};
    EXPECT_EQ(query_of({}, {}, &authors), "('\uE000nff' | '\uE000a3')");
}

TEST(PostgresSearchTerms, are_read_by_postgres_as_they_were_meant) {
    postgres::PostgresDatabase database(empty_postgres_database());
    sql::Statement fits(
        database, "SELECT array_to_tsvector(string_to_array(?1, ' ')) @@ CAST(?2 AS tsquery)");
    const std::string document =
        terms_of("Green tea in 東京タワー, of 2024", 7, 9, name_tag_of("Ada"));
    struct Case {
        const char* typed;
        bool fits;
    };
    for (const Case& each : {Case{"green", true}, Case{"tea 2024", true}, Case{"tee", false},
                             Case{"京タ", true}, Case{"京ワ", false}, Case{"gre*", true},
                             Case{"tea -green", false}, Case{"tea -coffee", true}}) {
        SCOPED_TRACE(each.typed);
        const std::string query = query_of(request(each.typed), {7, 8}, nullptr);
        sql::Rows rows = fits.rows(document, query);
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.integer(0), each.fits ? 1 : 0);
    }
}

}  // namespace
}  // namespace store
