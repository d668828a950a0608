#include "store/sqlite/sqlite_store.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "chat/admin_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/migrations/sqlite.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/finder.h"
#include "store/sqlite/indexer.h"
#include "store/sqlite/ledger.h"
#include "store/sqlite/lookup.h"
#include "store/sqlite/open_refusal.h"
#include "store/sqlite/options.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/session_use.h"
#include "store/sqlite/sqlite_store_parts.h"
#include "store/sqlite/write_request.h"
#include "store/sqlite/writer.h"

namespace store::sqlite {

using base::fail;

namespace {

OpenRefusal refusal_of(const Failure& failure, const std::string& file) {
    if (failure.cause() == Failure::Cause::request) {
        return {.error = OpenError::damaged,
                .sentence = fmt::format("{} is damaged or no database ({}). Put back a backup, or "
                                        "point --data elsewhere.",
                                        file, failure.what())};
    }
    return {.error = OpenError::failed,
            .sentence = fmt::format("Cannot open {}: {}. Look at the disk's free space and "
                                    "permissions, or point --data elsewhere.",
                                    file, failure.what())};
}

/// Makes the file a database of ours, of the version that we know. Throws Failure.
std::optional<OpenRefusal> prepare(const Database::Settings& settings, base::Log& log) {
    Database database(settings);
    const auto steps = migrations::sqlite();
    switch (inspect(database, steps)) {
        case SchemaState::good:
            break;
        case SchemaState::foreign:
            return OpenRefusal{
                .error = OpenError::foreign_database,
                .sentence = fmt::format("{} is a database, but not one of Parlor. Point --data "
                                        "elsewhere.",
                                        settings.file)};
        case SchemaState::newer:
            return OpenRefusal{
                .error = OpenError::newer_schema,
                .sentence = fmt::format("{} was written by a newer Parlor (schema {}, this one "
                                        "knows {}). Start the newer version, or point --data "
                                        "elsewhere.",
                                        settings.file, version_of(database), steps.back().version)};
    }
    if (database.text("PRAGMA journal_mode = WAL") != "wal") {
        return OpenRefusal{
            .error = OpenError::failed,
            .sentence = fmt::format("The file system of {} cannot hold a write-ahead "
                                    "log. Point --data to a local disk.",
                                    settings.file)};
    }
    const int before = version_of(database);
    migrate(database, steps);
    // A new database is nothing to tell: a start that is refused for another reason says that reason alone.
    if (before != 0 && before != steps.back().version) {
        log.info("store_migrated", {{"from", before}, {"to", steps.back().version}});
    }
    return std::nullopt;
}

}  // namespace

base::Result<std::unique_ptr<SqliteStore>, OpenRefusal> SqliteStore::open(
    const std::string& directory, Surroundings surroundings, const Options& options) {
    auto taken = DataDirectory::take(directory);
    if (!taken) return fail(std::move(taken.error()));
    const Database::Settings writing{.file = taken->database_file(),
                                     .vfs = options.vfs,
                                     .cache_bytes_max = options.writer_cache_bytes_max,
                                     .wal_bytes_max = options.wal_bytes_max,
                                     .lock_patience = options.lock_patience};
    Database::Settings reading = writing;
    reading.cache_bytes_max = options.reader_cache_bytes_max;
    try {
        if (auto refusal = prepare(writing, surroundings.log)) return fail(*std::move(refusal));
        return std::unique_ptr<SqliteStore>(new SqliteStore(
            std::make_unique<Parts>(*std::move(taken), writing, reading, options, surroundings)));
    } catch (const Failure& failure) {
        return fail(refusal_of(failure, writing.file));
    }
}

SqliteStore::SqliteStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

SqliteStore::~SqliteStore() {
    close();
}

bool SqliteStore::is_ready() const {
    return parts_->writer.is_ready();
}

void SqliteStore::close() {
    parts_->indexer.close();
    parts_->finder.close();
    // The reader waits for the writer's decisions, which the writer makes to the last.
    parts_->reader.close();
    parts_->writer.close();
}

void SqliteStore::append(chat::Append append, chat::StoreReply<chat::Appended> reply) {
    parts_->writer.submit(
        std::make_unique<AppendRequest>(std::move(append), std::move(reply), parts_->clock.now()));
}

void SqliteStore::page(chat::PageRequest request, chat::StoreReply<chat::Page> reply) {
    parts_->reader.submit<chat::Page>(
        [request = std::move(request)](Lookup& lookup) { return lookup.page(request); },
        std::move(reply));
}

void SqliteStore::create_room(chat::Room room, chat::User creator,
                              chat::StoreReply<chat::Room> reply) {
    parts_->writer.submit(make_write_request<chat::Room>(
        [room = std::move(room), creator = std::move(creator)](Ledger& ledger) {
            return ledger.create_room(room, creator);
        },
        std::move(reply)));
}

void SqliteStore::rooms(chat::StoreReply<std::vector<chat::Room>> reply) {
    using Rooms = std::vector<chat::Room>;
    parts_->reader.submit<Rooms>(
        [](Lookup& lookup) { return Lookup::Answer<Rooms>(lookup.rooms()); }, std::move(reply));
}

void SqliteStore::create_user(chat::NewUser user, chat::StoreReply<chat::Known> reply) {
    parts_->writer.submit(make_write_request<chat::Known>(
        [user = std::move(user)](Ledger& ledger) { return ledger.create_user(user); },
        std::move(reply)));
}

void SqliteStore::find_user(chat::TokenHash token, base::WallTime now,
                            chat::StoreReply<std::optional<chat::Known>> reply) {
    using Found = std::optional<chat::Known>;
    parts_->reader.submit<Found>(
        [token = std::move(token), now,
         &writer = parts_->writer](Lookup& lookup) -> Lookup::Answer<Found> {
            auto holder = lookup.find_user(token, now);
            if (!holder) return std::nullopt;
            use_session(holder->session, token, now, writer);
            return std::move(holder->known);
        },
        std::move(reply));
}

void SqliteStore::rename_user(chat::UserId user, std::string nickname, std::string name_key,
                              chat::StoreReply<chat::User> reply) {
    change_profile(std::move(user), {.nickname = std::move(nickname)}, std::move(name_key),
                   std::move(reply));
}

void SqliteStore::set_read(chat::UserId user, chat::RoomId room, chat::Seq seq,
                           chat::StoreReply<chat::Membership> reply) {
    parts_->writer.submit(make_write_request<chat::Membership>(
        [user = std::move(user), room = std::move(room), seq](Ledger& ledger) {
            return ledger.set_read(user, room, seq);
        },
        std::move(reply)));
}

void SqliteStore::search(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) {
    parts_->finder.submit(std::move(request), std::move(reply));
}

void SqliteStore::first_at(chat::RoomId room, base::WallTime time,
                           chat::StoreReply<chat::FoundTime> reply) {
    parts_->reader.submit<chat::FoundTime>(
        [room = std::move(room), time](Lookup& lookup) { return lookup.first_at(room, time); },
        std::move(reply));
}

bool SqliteStore::wait_until_indexed() {
    return parts_->indexer.catch_up();
}

chat::AdminStore& SqliteStore::administration() {
    return parts_->admin;
}

chat::ImportStore& SqliteStore::imports() {
    return parts_->imports;
}

chat::ExportStore& SqliteStore::exports() {
    return parts_->exports;
}

chat::RoomRecords& SqliteStore::room_records() {
    return parts_->room_records;
}

}  // namespace store::sqlite
