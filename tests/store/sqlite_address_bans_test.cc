#include <gtest/gtest.h>

#include <filesystem>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/migrations/sqlite.h"
#include "store/sqlite/options.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite_fixture.h"

namespace store::sqlite {
namespace {

constexpr base::Milliseconds kHour{3600 * 1000};
constexpr base::Milliseconds kMonth{30LL * 24 * 3600 * 1000};

class SqliteAddressBans : public SqliteFixture {
protected:
    bool ban(const std::vector<chat::AddressBan>& bans,
             const std::vector<chat::AuditEntry>& notes = {}) {
        return ask<void>([&](auto reply) {
                   store().administration().ban_addresses(bans, notes, std::move(reply));
               })
            .has_value();
    }
    std::vector<chat::AddressBan> bans() {
        const auto held = ask<std::vector<chat::AddressBan>>([&](auto reply) {
            store().administration().address_bans(clock_.wall(), std::move(reply));
        });
        EXPECT_TRUE(held.has_value());
        return held ? *held : std::vector<chat::AddressBan>();
    }
    std::vector<chat::AuditEntry> audit() {
        const auto page = ask<chat::AuditPage>(
            [&](auto reply) { store().administration().audit({}, std::move(reply)); });
        EXPECT_TRUE(page.has_value());
        return page ? page->entries : std::vector<chat::AuditEntry>();
    }
    /// By the command line, without an end.
    chat::AddressBan ban_of(const char* network) {
        return {.id = chat::AddressBanId(network),
                .network = network,
                .terms = {.by = {.user = {}, .nickname = "the command line"},
                          .created = clock_.wall(),
                          .reason = "noise"}};
    }
};

TEST_F(SqliteAddressBans, are_kept_from_one_run_to_the_next) {
    open();
    chat::AddressBan brief = ban_of("192.0.2.0/24");
    brief.terms.until = clock_.wall() + kHour;
    const chat::AddressBan endless = ban_of("2001:db8::/64");
    const chat::AuditEntry note{.time = clock_.wall(), .action = chat::AuditAction::address_banned};
    ASSERT_TRUE(ban({brief, endless}, {note, note}));
    const std::vector<chat::AuditEntry> noted = audit();
    close();

    open();
    EXPECT_EQ(bans(), (std::vector{endless, brief}));
    EXPECT_EQ(audit(), noted);
    EXPECT_EQ(noted.size(), 2U);
    close();
    clock_.advance(kHour);
    open();
    EXPECT_EQ(bans(), (std::vector{endless}));
    ASSERT_TRUE(ban({ban_of("198.51.100.7")}));
    EXPECT_EQ(SqliteDatabase({.file = database_file(), .vfs = {}})
                  .number("SELECT count(*) FROM address_bans"),
              2)
        << "what is over is not kept";
}

TEST_F(SqliteAddressBans, leave_a_guest_known_whom_a_note_names) {
    Options options;
    options.idle_interval = base::Milliseconds(1);
    options.sweep_interval = kHour;
    open(options);
    ASSERT_TRUE(create_room("lobby").has_value());
    ASSERT_TRUE(create_guest("eve", kHour).has_value());
    const chat::Named eve{.user = chat::UserId("eve"), .nickname = "eve"};
    ASSERT_TRUE(
        ban({ban_of("192.0.2.7")},
            {{.time = clock_.wall(), .action = chat::AuditAction::address_banned, .person = eve}}));

    close();
    clock_.advance(2 * kHour);
    open(options);
    while (metrics_.counter("store_sessions_removed_total", "").value() < 1)
        std::this_thread::yield();
    ASSERT_TRUE(create_guest("fay", kMonth).has_value());

    ASSERT_EQ(audit().size(), 1U);
    EXPECT_EQ(audit()[0].person, eve) << "nobody else is given their number";
}

TEST_F(SqliteAddressBans, come_to_a_database_from_before_there_were_any) {
    std::filesystem::create_directory(directory());
    {
        SqliteDatabase database({.file = database_file(), .vfs = {}});
        migrate(database, migrations::sqlite().first(10));
        database.execute("INSERT INTO audit VALUES (7, 5, 0, 'nobody', 5, 0, '', 'before', 0)");
    }

    open();

    EXPECT_TRUE(bans().empty());
    ASSERT_TRUE(ban({ban_of("192.0.2.7")},
                    {{.time = clock_.wall(), .action = chat::AuditAction::address_banned}}));
    EXPECT_EQ(bans(), (std::vector{ban_of("192.0.2.7")}));
    ASSERT_EQ(audit().size(), 2U);
    EXPECT_EQ(audit()[0].number, 8U);
    EXPECT_EQ(audit()[1].detail, "before");
}

}  // namespace
}  // namespace store::sqlite
