#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"

namespace store::sqlite {
namespace {

constexpr base::Milliseconds kHour{3600 * 1000};
constexpr base::Milliseconds kMonth{30LL * 24 * 3600 * 1000};

class SqliteMentions : public SqliteFixture {
protected:
    /// A number that another connection reads from the file.
    std::int64_t number(const char* sql) {
        return SqliteDatabase({.file = database_file(), .vfs = {}}).number(sql);
    }
    std::int64_t rows() { return number("SELECT count(*) FROM mentions"); }

    void mean(const std::string& author, const std::string& nonce,
              const std::vector<std::string>& users) {
        chat::Append said = message_of("lobby", author, nonce);
        for (const std::string& user : users)
            said.mentions.emplace_back(user);
        EXPECT_TRUE(append(std::move(said)).has_value());
    }
    Answer<chat::Membership> set_read(const std::string& user, chat::Seq seq) {
        return ask<chat::Membership>([&](auto reply) {
            store().set_read(chat::UserId(user), chat::kLobby, seq, std::move(reply));
        });
    }
    Answer<chat::Membership> prefer(const std::string& user, const chat::Preference& preference) {
        return ask<chat::Membership>([&](auto reply) {
            store().set_preference(chat::UserId(user), chat::kLobby, preference, std::move(reply));
        });
    }
};

TEST_F(SqliteMentions, are_kept_with_preferences_from_one_run_to_the_next) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(create_guest("ada", kMonth).has_value());
    ASSERT_TRUE(create_guest("bob", kMonth).has_value());
    for (const char* nonce : {"1", "2", "3"})
        mean("ada", nonce, {"bob"});
    ASSERT_TRUE(set_read("bob", 1).has_value());
    ASSERT_TRUE(
        prefer("bob", {.level = chat::NotifyLevel::mentions, .liking = chat::Liking::favourite})
            .has_value());
    close();

    open();
    chat::Membership expected{.room = chat::kLobby,
                              .read = 1,
                              .read_ordinal = 1,
                              .mentions = 2,
                              .mentions_to = 3,
                              .level = chat::NotifyLevel::mentions,
                              .liking = chat::Liking::favourite};
    const auto found = find_user("token of bob", clock_.wall());
    ASSERT_TRUE(found.has_value() && found->has_value());
    EXPECT_EQ((*found)->memberships.at(0), expected);
    expected.read = 2;
    expected.read_ordinal = 2;
    expected.mentions = 1;
    EXPECT_EQ(set_read("bob", 2), expected);
}

TEST_F(SqliteMentions, take_room_only_while_they_are_unread) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    for (const char* guest : {"ada", "bob", "eve"})
        ASSERT_TRUE(create_guest(guest, kMonth).has_value());
    for (const char* nonce : {"1", "2", "3"})
        mean("ada", nonce, {"bob", "eve", "nobody"});
    EXPECT_EQ(rows(), 6);
    ASSERT_TRUE(set_read("bob", 2).has_value());
    EXPECT_EQ(rows(), 4);
    ASSERT_TRUE(append(message_of("lobby", "bob", "1")).has_value());
    EXPECT_EQ(rows(), 3);
    ASSERT_TRUE(append(change_of("lobby", chat::EventKind::member_left, "eve", 0)).has_value());
    EXPECT_EQ(rows(), 0);
}

TEST_F(SqliteMentions, go_with_a_guest_who_left_no_trace) {
    Options options;
    options.idle_interval = base::Milliseconds(1);
    options.sweep_interval = kHour;
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(create_guest("bob", kHour).has_value());
    ASSERT_TRUE(create_guest("eve", kMonth).has_value());
    mean("ada", "1", {"bob", "eve"});
    EXPECT_EQ(rows(), 2);

    close();
    clock_.advance(2 * kHour);
    open(options);
    while (metrics_.counter("store_sessions_removed_total", "").value() < 1)
        std::this_thread::yield();

    EXPECT_EQ(rows(), 1);
    EXPECT_EQ(number("SELECT sum(mentions) FROM memberships"), 1);
    EXPECT_EQ(set_read("eve", 0)->mentions, 1U);
    ASSERT_TRUE(create_guest("bob", kMonth).has_value());
    EXPECT_EQ(set_read("bob", 1)->mentions, 0U) << "whoever comes again is somebody new";
}

}  // namespace
}  // namespace store::sqlite
