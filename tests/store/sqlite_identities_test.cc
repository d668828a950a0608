#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"

namespace store::sqlite {
namespace {

using chat::StoreError;

constexpr base::Milliseconds kSecond{1000};
constexpr base::Milliseconds kHour{3600 * 1000};
constexpr base::Milliseconds kMonth{30LL * 24 * 3600 * 1000};

class SqliteIdentities : public SqliteFixture {
protected:
    std::uint64_t count_of(const char* counter) { return metrics_.counter(counter, "").value(); }

    void change_database(const char* sql) {
        SqliteDatabase({.file = database_file(), .vfs = {}}).execute(sql);
    }
    /// A number that another connection reads from the file.
    std::int64_t number(const char* sql) {
        return SqliteDatabase({.file = database_file(), .vfs = {}}).number(sql);
    }

    Answer<chat::Known> create_account(const std::string& id, base::Milliseconds lifetime,
                                       chat::NewAccount account = {}) {
        account.user.id = chat::UserId(id);
        account.user.nickname = "Name of " + id;
        account.user.role = chat::Role::member;
        account.name_key = "key of " + id;
        account.password_hash = "hash";
        account.created = clock_.wall();
        account.session = {.session = session_of("account " + id, lifetime),
                           .token = "account token of " + id};
        return ask<chat::Known>(
            [&](auto reply) { store().create_account(std::move(account), std::move(reply)); });
    }
};

TEST_F(SqliteIdentities, writes_the_use_of_a_session_about_once_a_minute) {
    open();
    ASSERT_TRUE(create_room("lobby").has_value());
    const base::WallTime start = clock_.wall();
    ASSERT_TRUE(create_guest("ada", kMonth).has_value());
    const auto use_at = [&](base::WallTime now) {
        const auto found = find_user("token of ada", now);
        // The writing, if any, is before this in the writer's queue.
        EXPECT_TRUE(
            append(message_of("lobby", "ada", std::to_string(now.time_since_epoch().count())))
                .has_value());
        return found && found->has_value();
    };
    const auto kept = [&] {
        const std::int64_t used = number("SELECT used_ms FROM sessions");
        EXPECT_EQ(number("SELECT expires_ms FROM sessions"), used + kMonth.count());
        return base::WallTime(base::Milliseconds(used));
    };

    EXPECT_TRUE(use_at(start + 59 * kSecond));
    EXPECT_EQ(kept(), start) << "too little to write";
    EXPECT_TRUE(use_at(start + 61 * kSecond));
    EXPECT_EQ(kept(), start + 61 * kSecond);
    EXPECT_TRUE(use_at(start + 61 * kSecond + kMonth - kSecond));
    EXPECT_FALSE(use_at(start + 3 * kMonth));
    EXPECT_TRUE(use_at(start)) << "a clock that was put back";
    EXPECT_EQ(kept(), start);
}

TEST_F(SqliteIdentities, removes_expired_sessions_and_guests_without_a_trace_when_idle) {
    Options options;
    options.idle_interval = base::Milliseconds(1);
    options.sweep_interval = kHour;
    options.sweep_sessions_max = 3;
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    for (int i = 0; i < 10; ++i)
        ASSERT_TRUE(create_guest("guest" + std::to_string(i), kHour).has_value());
    ASSERT_TRUE(create_guest("writer", kHour).has_value());
    ASSERT_TRUE(append(message_of("lobby", "writer", "1")).has_value());
    ASSERT_TRUE(create_guest("fresh", kMonth).has_value());
    ASSERT_TRUE(create_guest("two places", kHour).has_value());
    ASSERT_TRUE(ask<chat::Known>([&](auto reply) {
                    chat::Session session = session_of("two places", kMonth);
                    session.id = chat::SessionId("the other");
                    store().begin_session({.session = std::move(session), .token = "other token"},
                                          std::move(reply));
                }).has_value());
    ASSERT_TRUE(create_account("silent", kHour).has_value());

    close();
    clock_.advance(2 * kHour);
    open(options);
    while (count_of("store_sessions_removed_total") < 13)
        std::this_thread::yield();

    EXPECT_EQ(number("SELECT count(*) FROM sessions"), 2);
    EXPECT_EQ(number("SELECT count(*) FROM users"), 4);
    EXPECT_EQ(number("SELECT count(*) FROM memberships"), 3);
    EXPECT_EQ(page({.room = chat::kLobby})->events.at(0).actor, chat::UserId("writer"));
    EXPECT_TRUE(find_user("token of fresh", clock_.wall())->has_value());
    EXPECT_TRUE(find_user("other token", clock_.wall())->has_value());
    EXPECT_EQ(number("SELECT count(*) FROM accounts"), 1) << "an account outlives its sessions";
    EXPECT_TRUE(create_guest("guest1", kMonth).has_value()) << "may come again";
}

TEST_F(SqliteIdentities, keeps_accounts_and_invites_from_one_run_to_the_next) {
    open();
    ASSERT_TRUE(create_account("ada", kMonth).has_value());
    const chat::Invite invite{.id = chat::InviteId("one"),
                              .creator = chat::UserId("ada"),
                              .creator_name = "Name of ada",
                              .created = clock_.wall(),
                              .expires = clock_.wall() + kHour,
                              .uses_max = 5};
    ASSERT_TRUE(ask<chat::Invite>([&](auto reply) {
                    store().create_invite({.invite = invite, .code = "code", .note = {}},
                                          std::move(reply));
                }).has_value());
    const auto account = [&] {
        return ask<std::optional<chat::Account>>(
            [&](auto reply) { store().find_account("key of ada", std::move(reply)); });
    };
    const auto before = account();
    close();

    open();

    ASSERT_TRUE(before.has_value());
    EXPECT_TRUE(before->has_value());
    EXPECT_EQ(account(), before);
    EXPECT_TRUE(find_user("account token of ada", clock_.wall())->has_value());
    const auto kept = ask<std::optional<chat::Invite>>(
        [&](auto reply) { store().find_invite("code", clock_.wall(), std::move(reply)); });
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(*kept, invite);
}

TEST_F(SqliteIdentities, an_account_that_cannot_be_written_leaves_the_guest_as_it_was) {
    open();
    ASSERT_TRUE(create_guest("ada", kMonth).has_value());
    const auto guest = find_user("token of ada", clock_.wall());
    ASSERT_TRUE(ask<chat::Invite>([&](auto reply) {
                    store().create_invite({.invite = {.id = chat::InviteId("one"),
                                                      .creator = chat::UserId("ada"),
                                                      .creator_name = {},
                                                      .created = clock_.wall(),
                                                      .expires = clock_.wall() + kHour},
                                           .code = "code",
                                           .note = {}},
                                          std::move(reply));
                }).has_value());
    change_database(
        "CREATE TRIGGER refuse BEFORE INSERT ON sessions "
        "BEGIN SELECT RAISE(ABORT, 'poison'); END");

    chat::NewAccount wanted;
    wanted.invite = "code";
    EXPECT_EQ(create_account("ada", kMonth, wanted).error(), StoreError::unavailable);

    EXPECT_EQ(number("SELECT count(*) FROM accounts"), 0);
    EXPECT_EQ(number("SELECT uses FROM invites"), 0);
    ASSERT_TRUE(guest.has_value());
    EXPECT_TRUE(guest->has_value());
    const auto now = find_user("token of ada", clock_.wall());
    ASSERT_TRUE(now.has_value());
    ASSERT_TRUE(now->has_value());
    EXPECT_EQ((*now)->user, (*guest)->user);

    change_database("DROP TRIGGER refuse");
    EXPECT_TRUE(create_account("ada", kMonth, wanted).has_value());
}

TEST_F(SqliteIdentities, answers_the_accounts_port_unavailable_when_closed) {
    open();
    store().close();
    EXPECT_EQ(create_account("ada", kMonth).error(), StoreError::unavailable);
    EXPECT_EQ(ask<bool>([&](auto reply) { store().has_owner(std::move(reply)); }).error(),
              StoreError::unavailable);
}

}  // namespace
}  // namespace store::sqlite
