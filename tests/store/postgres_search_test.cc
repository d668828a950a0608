#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "base/unicode.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/search.h"
#include "chat/search_query.h"
#include "store/metrics.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/search_follower.h"
#include "store/postgres/search_lookup.h"
#include "store/postgres/search_options.h"
#include "store/postgres/search_rank.h"
#include "store/postgres/search_writer.h"
#include "store/postgres_fixture.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store {
namespace {

using chat::EventKind;
using postgres::SearchLookup;
using postgres::SearchOptions;
using postgres::SearchWriter;
using Texts = std::vector<std::string>;

/// A log that is written by hand: room n is "rn", person n "pn".
class PostgresSearch : public testing::Test {
protected:
    PostgresSearch() {
        for (int room = 1; room <= 2; ++room) {
            sql::Statement(database_,
                           "INSERT INTO rooms (number, id, name, name_key, kind, created_ms, head, "
                           "ordinal) VALUES (?1, ?2, ?2, ?2, 0, 0, 0, 0)")
                .run(room, "r" + std::to_string(room));
        }
        for (int person = 1; person <= 2; ++person) {
            sql::Statement(database_,
                           "INSERT INTO users (number, id, nickname, role, created_ms) "
                           "VALUES (?1, ?2, ?2, 1, 0)")
                .run(person, "p" + std::to_string(person));
        }
    }

    struct Said {
        sql::Number room = 1;
        std::int64_t time_ms = 1'000;
        EventKind kind = EventKind::message;
        std::int64_t target = 0;
        sql::Number actor = 1;
        std::string nickname = "Ada";
    };
    void say(const std::string& text, const Said& how) {
        sql::Statement(database_, "UPDATE rooms SET head = head + 1 WHERE number = ?1")
            .run(how.room);
        sql::Statement(database_,
                       "INSERT INTO events (place, kind, actor, nickname, time_ms, ordinal, text, "
                       "nonce, target) SELECT (number << 36) + head, ?2, ?3, ?4, ?5, 1, ?6, '', ?7 "
                       "FROM rooms WHERE number = ?1")
            .run(how.room, static_cast<int>(how.kind), how.actor, how.nickname, how.time_ms, text,
                 how.target);
    }
    void say(const std::string& text) { say(text, {}); }

    static chat::SearchRequest request(const std::string& typed) {
        const auto query = chat::parse_search_query(typed, {});
        EXPECT_TRUE(query.has_value()) << typed;
        chat::SearchRequest request{.rooms = {chat::RoomId("r1"), chat::RoomId("r2")},
                                    .wanted = {},
                                    .excluded = {},
                                    .authors = {},
                                    .sent = {},
                                    .before = {}};
        if (!query) return request;
        request.wanted = query->wanted;
        request.excluded = query->excluded;
        if (!query->from.empty()) request.authors.emplace();
        for (const std::string& name : query->from)
            request.authors->name_keys.push_back(base::unicode::skeleton(name));
        return request;
    }
    /// All pages of it, one after another.
    Texts found(chat::SearchRequest request, SearchOptions options = {}) {
        SearchLookup lookup(settings_, options);
        Texts texts;
        pages_ = 0;
        for (;;) {
            const chat::SearchPage page = lookup.search(request);
            ++pages_;
            for (const chat::SearchHit& hit : page.hits)
                texts.push_back(hit.event.text);
            if (!page.next) return texts;
            EXPECT_TRUE(!request.before || *page.next < *request.before);
            request.before = page.next;
        }
    }
    void index(SearchOptions options = {}) {
        SearchWriter writer(settings_, options);
        bool made_anew = false;
        SearchWriter::Role role = SearchWriter::Role::waits;
        while (role == SearchWriter::Role::waits)  // the last one's connection may be about to end
            role = writer.take_role(made_anew);
        ASSERT_EQ(role, SearchWriter::Role::writes);
        while (writer.index_some() != 0) {
        }
        EXPECT_EQ(writer.behind(), 0U);
    }
    std::int64_t indexed() { return database_.number("SELECT count(*) FROM search_messages"); }

    const postgres::Settings settings_ = empty_postgres_database();
    postgres::PostgresDatabase database_{settings_};
    int pages_ = 0;
};

TEST_F(PostgresSearch, the_newest_first_whatever_the_order_of_indexing) {
    say("tea late", {.room = 1, .time_ms = 3'000});
    say("tea early", {.room = 1, .time_ms = 1'000});
    say("tea between", {.room = 2, .time_ms = 2'000});
    index({.index_batch_events = 1});
    EXPECT_EQ(found(request("tea")), (Texts{"tea late", "tea between", "tea early"}));
    EXPECT_EQ(pages_, 1);
}

TEST_F(PostgresSearch, what_is_seldom_is_found_behind_what_is_walked_through) {
    for (int i = 0; i < 60; ++i)
        say(i % 20 == 0 ? "green tea" : "coffee", {.room = 1 + i % 2, .time_ms = 1'000 + i});
    index();
    SearchOptions options{.walk_max = 10, .texts_max = 5};
    EXPECT_EQ(found(request("tea"), options).size(), 3U);
    EXPECT_EQ(pages_, 1);
    EXPECT_EQ(found(request("coffee"), options).size(), 57U);
    EXPECT_GT(pages_, 3);
    chat::SearchRequest all = request("tea");
    all.wanted.clear();
    EXPECT_EQ(found(all, options).size(), 60U);
    // Without a query that narrows, pages end where the walk does.
    for (int i = 0; i < 130; ++i) {
        const std::string id = "x" + std::to_string(i);
        sql::Statement(database_,
                       "INSERT INTO rooms (number, id, name, name_key, kind, created_ms, head, "
                       "ordinal) VALUES (?1, ?2, ?2, ?2, 0, 0, 0, 0)")
            .run(10 + i, id);
        all.rooms.emplace_back(id);
    }
    EXPECT_EQ(found(all, options).size(), 60U);
    EXPECT_GT(pages_, 5);
}

TEST_F(PostgresSearch, a_whole_index_follows_edits_and_deletions_and_erasures) {
    say("green tea");
    say("black tea");
    say("red tea");
    index();
    ASSERT_EQ(indexed(), 3);
    say("black coffee", {.kind = EventKind::edited, .target = 2});
    sql::Statement(database_, "INSERT INTO standings VALUES (?1, 4, ?2, 0)")
        .run(sql::place_of(1, 2), sql::place_of(1, 4));
    say("", {.kind = EventKind::deleted, .target = 3});
    sql::Statement(database_, "INSERT INTO standings VALUES (?1, 5, 0, ?2)")
        .run(sql::place_of(1, 3), static_cast<int>(chat::Standing::Fate::deleted));
    EXPECT_EQ(found(request("tea")), (Texts{"green tea"}));  // the index is behind, and yet
    index();
    EXPECT_EQ(found(request("coffee")), (Texts{"black coffee"}));
    EXPECT_EQ(indexed(), 2);
    database_.execute("UPDATE rooms SET erased = 1 WHERE number = 1");
    say("1", {.kind = EventKind::expired, .target = 1});
    index();
    EXPECT_EQ(indexed(), 1);
}

TEST_F(PostgresSearch, the_last_name_is_that_of_the_latest_event_whichever_is_indexed_first) {
    say("one", {.room = 1, .time_ms = 9'000, .nickname = "Ada"});
    say("two", {.room = 2, .time_ms = 5'000, .nickname = "Bea"});
    index({.index_batch_events = 1});
    EXPECT_EQ(found(request("from:ada")), (Texts{"one", "two"}));
    EXPECT_EQ(found(request("from:bea")), (Texts{"two"}));
}

TEST_F(PostgresSearch, only_one_connection_writes_and_another_takes_its_place) {
    bool made_anew = false;
    index();
    auto first = std::make_unique<SearchWriter>(settings_, SearchOptions());
    while (first->take_role(made_anew) != SearchWriter::Role::writes) {
    }
    SearchWriter second(settings_, {});
    EXPECT_EQ(second.take_role(made_anew), SearchWriter::Role::waits);
    first.reset();
    while (second.take_role(made_anew) == SearchWriter::Role::waits) {
    }
    EXPECT_EQ(second.take_role(made_anew), SearchWriter::Role::writes);
}

TEST_F(PostgresSearch, an_index_of_older_terms_is_made_anew_and_of_newer_ones_left_alone) {
    say("tea");
    index();
    database_.execute("UPDATE search_state SET version = version + 1");
    bool made_anew = false;
    {
        SearchWriter writer(settings_, {});
        SearchWriter::Role role = SearchWriter::Role::waits;
        while (role == SearchWriter::Role::waits)
            role = writer.take_role(made_anew);
        EXPECT_EQ(role, SearchWriter::Role::is_late);
        EXPECT_EQ(indexed(), 1);
    }
    database_.execute("UPDATE search_state SET version = -1");
    SearchWriter writer(settings_, {});
    while (writer.take_role(made_anew) == SearchWriter::Role::waits) {
    }
    EXPECT_TRUE(made_anew);
    EXPECT_EQ(indexed(), 0);
    EXPECT_EQ(writer.behind(), 1U);
    EXPECT_EQ(writer.index_some(), 1U);
    EXPECT_EQ(found(request("tea")), (Texts{"tea"}));
}

TEST_F(PostgresSearch, a_search_says_when_much_is_not_indexed) {
    index();
    SearchLookup lookup(settings_, {});
    EXPECT_EQ(lookup.search(request("tea")).index, chat::SearchPage::Index::current);
    database_.execute("UPDATE search_state SET behind = 5000");
    EXPECT_EQ(lookup.search(request("tea")).index, chat::SearchPage::Index::behind);
    database_.execute("UPDATE search_state SET behind = 0");
}

TEST_F(PostgresSearch, who_does_not_index_waits_for_who_does) {
    base::Metrics registry;
    Metrics metrics(registry);
    postgres::SearchFollower::World world{.log = base::Log::none(), .metrics = metrics};
    say("tea");
    postgres::SearchFollower one(settings_, {}, world);
    postgres::SearchFollower two(settings_, {}, world);
    EXPECT_TRUE(one.catch_up());
    EXPECT_TRUE(two.catch_up());
    say("more tea", {.time_ms = 2'000});
    EXPECT_TRUE(two.catch_up());
    EXPECT_EQ(found(request("tea")), (Texts{"more tea", "tea"}));
    one.close();
    say("still tea", {.time_ms = 3'000});
    EXPECT_TRUE(two.catch_up());
    EXPECT_EQ(found(request("tea")).size(), 3U);
}

TEST(PostgresRanks, ascend_with_times_and_never_run_over) {
    EXPECT_LT(postgres::rank_of(1), postgres::rank_of(2));
    EXPECT_EQ(postgres::rank_of(-5), 0);
    constexpr std::int64_t kFar = std::int64_t{1} << 60;
    EXPECT_GT(postgres::rank_of(kFar), postgres::rank_of(4'000'000'000'000));
}

}  // namespace
}  // namespace store
