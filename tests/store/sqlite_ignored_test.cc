#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
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

class SqliteIgnored : public SqliteFixture {
protected:
    /// A number that another connection reads from the file.
    std::int64_t number(const char* sql) {
        return SqliteDatabase({.file = database_file(), .vfs = {}}).number(sql);
    }
    std::int64_t rows() { return number("SELECT count(*) FROM ignored"); }

    void ignore(const std::string& user, const std::string& other) {
        const auto set = ask<std::vector<chat::Named>>([&](auto reply) {
            store().set_ignored(chat::UserId(user), chat::UserId(other), chat::Ignoring::on,
                                std::move(reply));
        });
        EXPECT_TRUE(set.has_value());
    }
    /// By how many messages a guest is meant once `author` has said something to them.
    std::uint32_t mentions_after_saying(const std::string& author, const std::string& guest) {
        chat::Append said = message_of("lobby", author, "to " + guest);
        said.mentions.emplace_back(guest);
        EXPECT_TRUE(append(std::move(said)).has_value());
        const auto known = find_user("token of " + guest, clock_.wall());
        EXPECT_TRUE(known.has_value() && known->has_value());
        return known && *known ? (*known)->memberships.at(0).mentions : 999;
    }
};

TEST_F(SqliteIgnored, are_kept_from_one_run_to_the_next) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    for (const char* guest : {"ada", "bob", "eve"})
        ASSERT_TRUE(create_guest(guest, kMonth).has_value());
    ignore("bob", "ada");
    ignore("bob", "eve");
    close();

    open();
    const auto found = find_user("token of bob", clock_.wall());
    ASSERT_TRUE(found.has_value() && found->has_value());
    const std::vector<chat::Named> expected{{.user = chat::UserId("eve"), .nickname = "eve"},
                                            {.user = chat::UserId("ada"), .nickname = "ada"}};
    EXPECT_EQ((*found)->ignored, expected);
    EXPECT_EQ(mentions_after_saying("ada", "bob"), 0U);
    EXPECT_EQ(number("SELECT count(*) FROM mentions"), 0) << "nothing that nobody would delete";
}

TEST_F(SqliteIgnored, go_both_ways_with_a_guest_who_left_no_trace) {
    Options options;
    options.idle_interval = base::Milliseconds(1);
    options.sweep_interval = kHour;
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(create_guest("eve", kMonth).has_value());
    ASSERT_TRUE(create_guest("zoe", kMonth).has_value());
    ASSERT_TRUE(create_guest("bob", kHour).has_value());
    ignore("bob", "eve");
    ignore("eve", "bob");
    ignore("eve", "zoe");
    EXPECT_EQ(rows(), 3);

    close();
    clock_.advance(2 * kHour);
    open(options);
    while (metrics_.counter("store_sessions_removed_total", "").value() < 1)
        std::this_thread::yield();

    EXPECT_EQ(rows(), 1);
    // Whoever is given the number of the one who went is somebody new.
    ASSERT_TRUE(create_guest("fay", kMonth).has_value());
    EXPECT_EQ(mentions_after_saying("fay", "eve"), 1U);
    EXPECT_EQ(mentions_after_saying("zoe", "eve"), 1U) << "is still ignored";
}

}  // namespace
}  // namespace store::sqlite
