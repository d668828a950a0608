// Several Parlors on one PostgreSQL database, each with a store of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/settings.h"
#include "store/postgres_fixture.h"
#include "store/postgres_node.h"

namespace store::postgres {
namespace {

using chat::EventKind;
using chat::StoreError;
using testing::ElementsAre;

class PostgresNodes : public testing::Test {
protected:
    PostgresNodes() {
        EXPECT_TRUE(one_.create_room("lobby"));
        EXPECT_TRUE(one_.create_guest("ada", "lobby"));
        EXPECT_TRUE(one_.create_guest("bob", "lobby"));
    }

    /// Begins to post `count` messages of `author` in each of the rooms; their answers come into `answers`.
    using Answers = std::vector<base::Result<chat::Appended, StoreError>>;
    static void post(PostgresNode& node, const std::string& author,
                     const std::vector<std::string>& rooms, int count, Answers& answers) {
        for (int i = 0; i < count; ++i) {
            for (const std::string& room : rooms) {
                node.store().append(
                    message_of(room, author, author + std::to_string(i), std::to_string(i)),
                    [&answers](auto answer) { answers.push_back(std::move(answer)); });
            }
        }
    }

    /// The log is 1, 2, 3 ..., counts its messages, and has each author's in the order in which they posted them.
    static void check_log(const std::vector<chat::Event>& log, std::size_t messages) {
        std::map<std::string, int> next;
        chat::Ordinal ordinal = 0;
        for (std::size_t i = 0; i < log.size(); ++i) {
            const chat::Event& event = log[i];
            ASSERT_EQ(event.seq, i + 1);
            if (event.kind == EventKind::message) {
                ++ordinal;
                EXPECT_EQ(event.text, std::to_string(next[event.actor.value()]++));
            }
            EXPECT_EQ(event.ordinal, ordinal);
        }
        EXPECT_EQ(ordinal, messages);
    }

    void execute(const std::string& sql) { PostgresDatabase(settings_).execute(sql.c_str()); }

    Settings settings_ = empty_postgres_database();
    PostgresNode one_{settings_};
    PostgresNode two_{settings_};
};

TEST_F(PostgresNodes, number_a_room_that_both_write_without_gaps) {
    constexpr int kMessages = 300;
    Answers first;
    Answers second;
    post(one_, "ada", {"lobby"}, kMessages, first);
    post(two_, "bob", {"lobby"}, kMessages, second);
    one_.wait_until([&] { return first.size() == kMessages; });
    two_.wait_until([&] { return second.size() == kMessages; });

    std::set<chat::Seq> seqs;
    for (const Answers* answers : {&first, &second}) {
        for (const auto& answer : *answers) {
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->outcome, chat::Appended::Outcome::committed);
            seqs.insert(answer->event.seq);
        }
    }
    EXPECT_EQ(seqs.size(), 2U * kMessages) << "no number is given twice";
    check_log(one_.log("lobby"), std::size_t{2} * kMessages);
    EXPECT_EQ(one_.log("lobby"), two_.log("lobby"));
}

TEST_F(PostgresNodes, number_many_rooms_that_both_write_in_different_orders) {
    constexpr int kMessages = 60;
    std::vector<std::string> rooms;
    for (const char* const room : {"a", "b", "c", "d", "e", "f"}) {
        rooms.emplace_back(room);
        ASSERT_TRUE(one_.create_room(room));
    }
    Answers first;
    Answers second;
    post(one_, "ada", rooms, kMessages, first);
    std::vector<std::string> backwards(rooms.rbegin(), rooms.rend());
    post(two_, "bob", backwards, kMessages, second);
    // And between them what concerns everything.
    for (int i = 0; i < 10; ++i) {
        const std::string number = std::to_string(i);
        EXPECT_TRUE(one_.create_room("one " + number));
        EXPECT_TRUE(two_.create_guest("guest " + number, "a"));
    }
    one_.wait_until([&] { return first.size() == rooms.size() * kMessages; });
    two_.wait_until([&] { return second.size() == rooms.size() * kMessages; });
    for (const Answers* answers : {&first, &second}) {
        for (const auto& answer : *answers)
            EXPECT_TRUE(answer.has_value());
    }
    for (const std::string& room : rooms) {
        SCOPED_TRACE(room);
        check_log(two_.log(room), std::size_t{2} * kMessages);
    }
}

TEST_F(PostgresNodes, know_a_nonce_that_came_to_the_other) {
    const auto first = one_.append(message_of("lobby", "ada", "n", "once"));
    const auto again = two_.append(message_of("lobby", "ada", "n", "once"));
    ASSERT_TRUE(first);
    ASSERT_TRUE(again);
    EXPECT_EQ(first->outcome, chat::Appended::Outcome::committed);
    EXPECT_EQ(again->outcome, chat::Appended::Outcome::repeated);
    EXPECT_EQ(again->event.seq, first->event.seq);
    EXPECT_EQ(one_.log("lobby").size(), 1U);
}

TEST_F(PostgresNodes, know_a_nonce_that_comes_to_both_at_once) {
    constexpr int kMessages = 200;
    Answers first;
    Answers second;
    post(one_, "ada", {"lobby"}, kMessages, first);
    post(two_, "ada", {"lobby"}, kMessages, second);
    one_.wait_until([&] { return first.size() == kMessages; });
    two_.wait_until([&] { return second.size() == kMessages; });
    for (std::size_t i = 0; i < kMessages; ++i) {
        ASSERT_TRUE(first[i]);
        ASSERT_TRUE(second[i]);
        EXPECT_EQ(first[i]->event.seq, second[i]->event.seq);
        EXPECT_NE(first[i]->outcome, second[i]->outcome) << "one of them is the repeat";
    }
    EXPECT_EQ(one_.log("lobby").size(), static_cast<std::size_t>(kMessages));
}

TEST_F(PostgresNodes, a_nonce_twice_in_one_transaction_is_one_message) {
    Answers answers;
    post(one_, "ada", {"lobby", "lobby"}, 50, answers);
    one_.wait_until([&] { return answers.size() == 100; });
    for (std::size_t i = 0; i < answers.size(); i += 2) {
        ASSERT_TRUE(answers[i]);
        ASSERT_TRUE(answers[i + 1]);
        EXPECT_EQ(answers[i]->event.seq, answers[i + 1]->event.seq);
        EXPECT_EQ(answers[i + 1]->outcome, chat::Appended::Outcome::repeated);
    }
    check_log(one_.log("lobby"), 50);
}

TEST_F(PostgresNodes, see_at_once_what_the_other_decided) {
    ASSERT_TRUE(one_.create_room("new"));
    EXPECT_TRUE(two_.append(message_of("new", "ada", "1")));
    EXPECT_EQ(one_.create_room("new").error(), StoreError::name_taken);
    EXPECT_EQ(two_.create_room("new").error(), StoreError::name_taken);

    chat::Append archive = message_of("new", "ada", "");
    archive.kind = EventKind::room_archived;
    ASSERT_TRUE(two_.append(archive));
    EXPECT_EQ(one_.append(message_of("new", "ada", "2")).error(), StoreError::archived);
    archive.kind = EventKind::room_restored;
    ASSERT_TRUE(one_.append(archive));
    EXPECT_TRUE(two_.append(message_of("new", "ada", "2")));
}

TEST_F(PostgresNodes, a_name_that_both_give_at_once_is_one_accounts) {
    const auto account = [](const std::string& user) {
        const chat::Session session{.id = chat::SessionId("session of " + user),
                                    .user = chat::UserId(user),
                                    .created = {},
                                    .used = {},
                                    .expires = base::WallTime(base::Milliseconds(9'000)),
                                    .lifetime = base::Milliseconds(9'000),
                                    .agent = {},
                                    .address = {}};
        return chat::NewAccount{
            .user = {.id = chat::UserId(user), .nickname = "Eve", .role = chat::Role::member},
            .name_key = "eve",
            .password_hash = "hash",
            .created = {},
            .session = {.session = session, .token = "token of " + user},
            .first_room = chat::RoomId("lobby")};
    };
    for (int i = 0; i < 20; ++i) {
        execute("DELETE FROM accounts");
        std::optional<base::Result<chat::Known, StoreError>> first;
        std::optional<base::Result<chat::Known, StoreError>> second;
        const std::string number = std::to_string(i);
        one_.store().create_account(account("one" + number), [&](auto a) { first = std::move(a); });
        two_.store().create_account(account("two" + number),
                                    [&](auto a) { second = std::move(a); });
        one_.wait_until([&] { return first.has_value(); });
        two_.wait_until([&] { return second.has_value(); });
        EXPECT_NE(first->has_value(), second->has_value());
        const auto& refused = *first ? *second : *first;
        EXPECT_EQ(refused.error(), StoreError::name_taken);
    }
}

TEST_F(PostgresNodes, what_another_transaction_stood_in_the_way_of_is_decided_again) {
    execute(
        "CREATE SEQUENCE tries;"
        "CREATE FUNCTION stand_in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF nextval('tries') <= 2 THEN RAISE EXCEPTION 'no' USING ERRCODE = '40P01'; END IF; "
        "RETURN NEW; END $$;"
        "CREATE TRIGGER stand_in_the_way BEFORE INSERT ON events FOR EACH ROW "
        "EXECUTE FUNCTION stand_in_the_way()");
    const auto answer = one_.append(message_of("lobby", "ada", "n", "0"));
    execute("DROP FUNCTION stand_in_the_way CASCADE; DROP SEQUENCE tries");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->event.seq, 1U);
    EXPECT_EQ(one_.count("store_conflicts_total"), 2U);
    check_log(two_.log("lobby"), 1);
}

TEST_F(PostgresNodes, what_others_always_stand_in_the_way_of_is_refused_in_the_end) {
    execute(
        "CREATE FUNCTION stand_in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$;"
        "CREATE TRIGGER stand_in_the_way BEFORE INSERT ON events FOR EACH ROW "
        "EXECUTE FUNCTION stand_in_the_way()");
    const auto refused = one_.append(message_of("lobby", "ada", "n", "0"));
    execute("DROP FUNCTION stand_in_the_way CASCADE");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), StoreError::unavailable);
    EXPECT_TRUE(one_.append(message_of("lobby", "ada", "n", "0")));
    check_log(two_.log("lobby"), 1);
}

TEST_F(PostgresNodes, a_request_that_the_database_refuses_takes_no_other_with_it) {
    execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.text = 'poison' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$;"
        "CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse()");
    Answers answers;
    post(one_, "ada", {"lobby"}, 5, answers);
    one_.store().append(message_of("lobby", "ada", "n", "poison"),
                        [&](auto answer) { answers.push_back(std::move(answer)); });
    post(one_, "bob", {"lobby"}, 5, answers);
    one_.wait_until([&] { return answers.size() == 11; });
    execute("DROP FUNCTION refuse CASCADE");
    for (std::size_t i = 0; i < answers.size(); ++i)
        EXPECT_EQ(answers[i].has_value(), i != 5);
    EXPECT_TRUE(one_.store().is_ready());
    check_log(two_.log("lobby"), 10);
}

TEST_F(PostgresNodes, a_connection_that_was_lost_while_idle_costs_nobody_anything) {
    ASSERT_TRUE(one_.append(message_of("lobby", "ada", "1", "0")));
    execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    EXPECT_TRUE(one_.append(message_of("lobby", "ada", "2", "1")));
    check_log(one_.log("lobby"), 2);
    EXPECT_TRUE(one_.store().is_ready());
}

}  // namespace
}  // namespace store::postgres
