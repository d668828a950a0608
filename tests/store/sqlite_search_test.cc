#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/search.h"
#include "chat/search_query.h"
#include "store/sqlite/sqlite_database.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite_fixture.h"
#include "support/faulty_vfs.h"

namespace store::sqlite {
namespace {

using Texts = std::vector<std::string>;

class SqliteSearch : public SqliteFixture {
protected:
    [[nodiscard]] std::string index_file() const { return directory() + "/search.db"; }

    void open_and_settle(Options options = {}) {
        options.index_priority = Options::Priority::normal;
        open(options);
        ASSERT_TRUE(store().wait_until_indexed());
    }
    chat::Seq say(const std::string& text, const std::string& room = "lobby") {
        chat::Append message = message_of(room, "ada", "n" + std::to_string(++nonces_), text);
        message.time += base::Milliseconds(nonces_);  // no two are alike, in another log either
        const auto appended = append(std::move(message));
        EXPECT_TRUE(appended.has_value());
        return appended ? appended->event.seq : 0;
    }
    void change(chat::EventKind kind, chat::Seq target, const std::string& text = {}) {
        EXPECT_TRUE(append(change_of("lobby", kind, "ada", target, text)).has_value());
    }
    static chat::SearchRequest request(const std::string& typed) {
        return {.rooms = {chat::RoomId("lobby")},
                .wanted = chat::parse_search_query(typed, {})->wanted,
                .excluded = {},
                .sent = {}};
    }
    Answer<chat::SearchPage> search(const chat::SearchRequest& request) {
        return ask<chat::SearchPage>(
            [&](auto reply) { store().search(request, std::move(reply)); });
    }
    Texts found(const std::string& typed) {
        EXPECT_TRUE(store().wait_until_indexed());
        const auto page = search(request(typed));
        Texts texts;
        if (!page) {
            ADD_FAILURE() << "refused";
            return texts;
        }
        EXPECT_EQ(page->index, chat::SearchPage::Index::current);
        for (const chat::SearchHit& hit : page->hits)
            texts.push_back(hit.event.text);
        return texts;
    }
    /// What was said in the lobby `before` so many messages is taken away, and everybody told.
    void expire(int before) {
        const base::WallTime time =
            message_of("lobby", "ada", "").time + base::Milliseconds(before);
        const auto expired = ask<chat::Expired>([&](auto reply) {
            store().room_records().expire(chat::kLobby, time, 1000, std::move(reply));
        });
        ASSERT_TRUE(expired.has_value());
        change(chat::EventKind::expired, expired->up_to, std::to_string(expired->ordinal));
    }
    /// Messages that the index has, of whatever room.
    std::int64_t indexed() {
        return SqliteDatabase({.file = index_file(), .vfs = {}})
            .number("SELECT count(*) FROM docs");
    }
    std::uint64_t rebuilds() { return metrics_.counter("store_index_rebuilds_total", "").value(); }

    /// As when an older backup of the log is put back beside a newer index.
    void lose_the_log() {
        for (const char* part : {"", "-wal", "-shm"})
            std::filesystem::remove(database_file() + part);
    }

    /// The octets of the index's files.
    std::string octets() {
        std::string all;
        for (const char* part : {"", "-wal"}) {
            std::ifstream file(index_file() + part, std::ios::binary);
            all.append(std::istreambuf_iterator<char>(file), {});
        }
        return all;
    }
    void execute(const std::string& file, const char* sql) {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }

private:
    int nonces_ = 0;
};

TEST_F(SqliteSearch, goes_on_after_a_restart_where_it_was) {
    open_and_settle();
    create_room("lobby");
    say("green tea");
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    close();
    open_and_settle();
    say("black tea");
    EXPECT_EQ(found("tea"), (Texts{"black tea", "green tea"}));
    EXPECT_EQ(rebuilds(), 0U);
    EXPECT_EQ(metrics_.counter("store_indexed_events_total", "").value(), 2U);
}

TEST_F(SqliteSearch, reads_what_it_missed) {
    open();
    create_room("lobby");
    say("green tea");
    close();
    std::filesystem::remove(index_file());
    open_and_settle();
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
}

TEST_F(SqliteSearch, rooms_that_are_indexed_anew_are_in_the_order_of_time) {
    open_and_settle();
    create_room("lobby");
    create_room("garden");
    for (int i = 0; i < 6; ++i) {
        auto message = message_of(i % 2 == 0 ? "garden" : "lobby", "ada", "t" + std::to_string(i),
                                  "tea " + std::to_string(i));
        message.time += base::Milliseconds(i);
        append(message);
    }
    close();
    std::filesystem::remove(index_file());
    open_and_settle();
    chat::SearchRequest both = request("tea");
    both.rooms.emplace_back("garden");
    const auto page = search(both);
    ASSERT_TRUE(page.has_value());
    Texts texts;
    for (const chat::SearchHit& hit : page->hits)
        texts.push_back(hit.event.text);
    EXPECT_EQ(texts, (Texts{"tea 5", "tea 4", "tea 3", "tea 2", "tea 1", "tea 0"}));
}

TEST_F(SqliteSearch, a_file_that_is_no_database_is_made_anew) {
    open_and_settle();
    create_room("lobby");
    say("green tea");
    close();
    std::ofstream(index_file(), std::ios::binary | std::ios::trunc) << std::string(8'192, '?');
    open_and_settle();
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    EXPECT_EQ(rebuilds(), 1U);
}

TEST_F(SqliteSearch, another_version_is_made_anew) {
    open_and_settle();
    create_room("lobby");
    say("green tea");
    close();
    execute(index_file(), "PRAGMA user_version = 99; DROP TABLE names");
    open_and_settle();
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    EXPECT_EQ(rebuilds(), 1U);
}

TEST_F(SqliteSearch, damage_that_is_met_while_running_is_mended) {
    open_and_settle();
    create_room("lobby");
    say("green tea");
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    close();
    execute(index_file(), "UPDATE found_data SET block = x'00' WHERE id > 10");
    open_and_settle();
    const auto page = search(request("tea"));
    EXPECT_FALSE(page.has_value());
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    EXPECT_EQ(rebuilds(), 1U);
}

TEST_F(SqliteSearch, the_index_of_another_log_is_not_believed) {
    open_and_settle();
    create_room("lobby");
    say("green tea");
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    close();
    lose_the_log();
    open();
    create_room("lobby");
    say("white coffee");
    say("black coffee");
    close();
    open_and_settle();
    EXPECT_EQ(found("tea"), Texts());
    EXPECT_EQ(found("coffee"), (Texts{"black coffee", "white coffee"}));
    EXPECT_GE(rebuilds(), 1U);
}

TEST_F(SqliteSearch, the_index_of_another_log_of_the_same_length_is_not_believed) {
    open_and_settle();
    create_room("lobby");
    say("green tea");
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    close();
    const std::string kept = index_file() + ".kept";
    std::filesystem::copy_file(index_file(), kept);
    lose_the_log();
    open();
    create_room("lobby");
    say("white coffee");
    close();
    std::filesystem::rename(kept, index_file());
    open_and_settle();
    EXPECT_EQ(found("tea"), Texts());
    EXPECT_EQ(found("coffee"), (Texts{"white coffee"}));
    EXPECT_GE(rebuilds(), 1U);
}

TEST_F(SqliteSearch, deleted_words_are_soon_nowhere_in_its_files) {
    open_and_settle();
    create_room("lobby");
    for (int i = 0; i < 50; ++i)
        say("tea number " + std::to_string(i));
    const chat::Seq secret = say("my password is xylophone");
    ASSERT_EQ(found("xylophone").size(), 1U);
    ASSERT_NE(octets().find("xylophone"), std::string::npos);
    change(chat::EventKind::deleted, secret);
    // Each time a part of the index is merged.
    for (int i = 0; i < 10; ++i)
        ASSERT_TRUE(store().wait_until_indexed());
    EXPECT_EQ(octets().find("xylophone"), std::string::npos);
    EXPECT_EQ(metrics_.counter("store_index_purges_total", "").value(), 1U);
    EXPECT_EQ(found("tea").size(), 20U);
}

TEST_F(SqliteSearch, words_that_are_too_old_are_soon_nowhere_in_its_files) {
    open_and_settle();
    create_room("lobby");
    change(chat::EventKind::retention_set, 0, "30");
    const chat::Seq first = say("my password is xylophone");
    say("tea for all");
    for (int i = 0; i < 50; ++i)
        say("tea number " + std::to_string(i));
    change(chat::EventKind::edited, first, "my password is marimba");
    ASSERT_EQ(found("marimba").size(), 1U);
    ASSERT_NE(octets().find("marimba"), std::string::npos);
    expire(2);
    // Each time a part of the index is merged.
    for (int i = 0; i < 10; ++i)
        ASSERT_TRUE(store().wait_until_indexed());
    EXPECT_EQ(octets().find("xylophone"), std::string::npos);
    EXPECT_EQ(octets().find("marimba"), std::string::npos);
    EXPECT_EQ(metrics_.counter("store_index_purges_total", "").value(), 1U);
    EXPECT_EQ(indexed(), 51);
    EXPECT_EQ(found("all"), (Texts{"tea for all"}));
}

TEST_F(SqliteSearch, what_is_too_old_leaves_the_index_in_parts_and_other_rooms_as_they_were) {
    Options options;
    options.index_batch_events = 4;
    options.index_wal_checkpoint_bytes = 1;
    open_and_settle(options);
    for (const char* room : {"attic", "lobby", "shed"})
        create_room(room);
    change(chat::EventKind::retention_set, 0, "30");
    for (int i = 0; i < 10; ++i) {
        say("tea in the attic", "attic");
        say("tea");
        say("tea in the shed", "shed");
    }
    ASSERT_TRUE(store().wait_until_indexed());
    EXPECT_EQ(indexed(), 30);
    expire(26);
    ASSERT_TRUE(store().wait_until_indexed());
    EXPECT_EQ(indexed(), 22);
    EXPECT_EQ(found("tea"), (Texts{"tea", "tea"}));
    expire(1000);
    ASSERT_TRUE(store().wait_until_indexed());
    EXPECT_EQ(indexed(), 20);
    EXPECT_EQ(found("tea"), Texts());
    EXPECT_EQ(rebuilds(), 0U);
}

TEST_F(SqliteSearch, what_is_too_old_is_in_no_index_that_lagged_or_is_made_anew) {
    open_and_settle();
    create_room("lobby");
    change(chat::EventKind::retention_set, 0, "30");
    say("my password is xylophone");
    ASSERT_EQ(found("xylophone").size(), 1U);
    close();
    // Nobody follows the log meanwhile.
    support::FaultyVfs disk;
    disk.fail_at(1, support::FaultyVfs::Fault::from_then_on);
    Options lagging;
    lagging.search_vfs = disk.name();
    open(lagging);
    say("my password is marimba");
    say("tea");
    expire(3);
    close();
    open_and_settle();
    EXPECT_EQ(found("xylophone"), Texts());
    EXPECT_EQ(found("tea"), (Texts{"tea"}));
    EXPECT_EQ(indexed(), 1);
    EXPECT_EQ(rebuilds(), 0U);
    EXPECT_EQ(octets().find("marimba"), std::string::npos) << "it never came in";
    close();

    std::filesystem::remove(index_file());
    open_and_settle();
    EXPECT_EQ(found("tea"), (Texts{"tea"}));
    EXPECT_EQ(indexed(), 1);
    EXPECT_EQ(octets().find("xylophone"), std::string::npos);
}

TEST_F(SqliteSearch, an_expired_of_an_imported_log_takes_nothing_from_the_index) {
    open_and_settle();
    const chat::Room den{.id = chat::kLobby,
                         .name = "den",
                         .name_key =
                             "\x01"
                             "den",
                         .kind = chat::RoomKind::closed};
    ASSERT_TRUE(ask<chat::Room>([&](auto reply) {
                    store().create_room(den, {}, std::move(reply));
                }).has_value());
    chat::Event said{.room = {},
                     .seq = 1,
                     .actor = chat::UserId("x-ada"),
                     .nickname = "ada",
                     .text = "green tea",
                     .nonce = chat::Nonce("1")};
    chat::Event expired = said;
    expired.seq = 2;
    expired.kind = chat::EventKind::expired;
    expired.text = "1";
    expired.target = 1;
    ASSERT_TRUE(ask<chat::Imported>([&](auto reply) {
                    store().imports().import_events(den.id, {said, expired}, std::move(reply));
                }).has_value());
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
}

TEST_F(SqliteSearch, a_page_of_much_work_ends_early_and_goes_on) {
    Options options;
    options.search_effort_max = 40;
    open_and_settle(options);
    create_room("lobby");
    std::vector<chat::RoomId> rooms;
    for (int i = 0; i < 20; ++i) {
        const std::string id = "r" + std::to_string(i);
        create_room(id);
        rooms.emplace_back(id);
    }
    create_room("garden");
    say("tea of old", "r0");
    for (int i = 0; i < 100; ++i)
        say("tea", "garden");
    ASSERT_TRUE(store().wait_until_indexed());
    chat::SearchRequest next = request("tea");
    next.rooms = rooms;
    Texts texts;
    int pages = 0;
    do {
        const auto page = search(next);
        ASSERT_TRUE(page.has_value());
        for (const chat::SearchHit& hit : page->hits)
            texts.push_back(hit.event.text);
        next.before = page->next;
        ASSERT_LT(++pages, 10);
    } while (next.before);
    EXPECT_EQ(texts, (Texts{"tea of old"}));
    EXPECT_GT(pages, 2);
}

TEST_F(SqliteSearch, a_failing_disk_stops_no_message_and_the_index_recovers) {
    support::FaultyVfs disk;
    Options options;
    options.search_vfs = disk.name();
    open_and_settle(options);
    create_room("lobby");
    say("green tea");
    EXPECT_EQ(found("tea"), (Texts{"green tea"}));
    disk.fail_at(1, support::FaultyVfs::Fault::from_then_on, support::FaultyVfs::Error::full);
    say("black tea");
    EXPECT_FALSE(store().wait_until_indexed());
    EXPECT_TRUE(store().is_ready());
    EXPECT_GE(metrics_.counter("store_index_failures_total", "").value(), 1U);
    disk.heal();
    EXPECT_EQ(found("tea"), (Texts{"black tea", "green tea"}));
    EXPECT_EQ(rebuilds(), 0U);
    close();
}

TEST_F(SqliteSearch, a_crash_at_any_moment_loses_nothing_that_was_said) {
    for (std::uint64_t moment = 1; moment <= 40; ++moment) {
        SCOPED_TRACE(moment);
        support::FaultyVfs disk;
        Options options;
        options.search_vfs = disk.name();
        options.index_batch_events = 2;
        options.index_wal_checkpoint_bytes = 1;
        open_and_settle(options);
        if (moment == 1) create_room("lobby");
        disk.fail_at(moment, support::FaultyVfs::Fault::from_then_on);
        const std::string text = "tea at moment" + std::to_string(moment);
        const chat::Seq gone = say("coffee");
        change(chat::EventKind::deleted, gone);
        say(text);
        static_cast<void>(store().wait_until_indexed());
        close();
        disk.heal();
        std::mt19937_64 chance(moment);
        disk.lose_power(chance);
        open_and_settle(options);
        EXPECT_EQ(found("moment" + std::to_string(moment)), (Texts{text}));
        EXPECT_EQ(found("coffee"), Texts());
        close();
    }
}

TEST_F(SqliteSearch, after_the_end_nothing_is_searched) {
    open_and_settle();
    create_room("lobby");
    store().close();
    const auto page = search(request("tea"));
    ASSERT_FALSE(page.has_value());
    EXPECT_EQ(page.error(), chat::StoreError::unavailable);
}

}  // namespace
}  // namespace store::sqlite
