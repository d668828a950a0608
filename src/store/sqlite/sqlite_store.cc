#include "store/sqlite/sqlite_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/metrics.h"
#include "store/migrations/sqlite.h"
#include "store/sqlite/admin_requests.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/finder.h"
#include "store/sqlite/identities.h"
#include "store/sqlite/identity_lookup.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/indexer.h"
#include "store/sqlite/ledger.h"
#include "store/sqlite/lookup.h"
#include "store/sqlite/open_refusal.h"
#include "store/sqlite/options.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/write_request.h"
#include "store/sqlite/writer.h"

namespace store::sqlite {

using base::fail;

struct SqliteStore::Parts {
    Parts(DataDirectory taken, const Database::Settings& writing, const Database::Settings& reading,
          const Options& options, const Surroundings& around)
        : directory(std::move(taken)),
          clock(around.clock),
          metrics(around.metrics),
          writer(writing, options, {around.replies, around.clock, around.log, metrics}),
          reader(reading, options, writer, {around.replies, around.clock, around.log, metrics}),
          finder(reading, search_settings(directory, options), options, index_state,
                 {around.replies, around.clock, around.log, metrics}),
          indexer(reading, search_settings(directory, options), options, finder, index_state,
                  {around.clock, around.log, metrics}) {}

    static Database::Settings search_settings(const DataDirectory& directory,
                                              const Options& options) {
        return {.file = directory.search_file(),
                .vfs = options.search_vfs,
                .cache_bytes_max = options.index_cache_bytes_max,
                .wal_bytes_max = options.wal_bytes_max,
                .lock_patience = options.lock_patience};
    }

    DataDirectory directory;
    const base::Clock& clock;
    Metrics metrics;
    Writer writer;
    Reader reader;
    AdminRequests admin{writer, reader};
    IndexState index_state;
    Finder finder;
    Indexer indexer;
};

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

/// The end of a session moves with each use. It is written when the session was not used for a minute, or for a
/// thirtieth of a life that is short.
bool is_worth_writing(const chat::Session& kept, base::WallTime now) {
    constexpr int kParts = 30;
    constexpr base::Milliseconds kMinute{60'000};
    const auto unused = now > kept.used ? now - kept.used : kept.used - now;
    return unused >= std::min<base::Milliseconds>(kMinute, kept.lifetime / kParts);
}

/// Moves a session on that is used `now`; writes it where that is due.
///
/// Thread:  the reader's
void use(chat::Session& session, const chat::SecretHash& token, base::WallTime now,
         Writer& writer) {
    const bool is_due = is_worth_writing(session, now);
    session.used = now;
    session.expires = now + session.lifetime;
    if (!is_due) return;
    writer.submit(make_write_request<std::monostate>(
        [token, session](Ledger& ledger) -> Ledger::Answer<std::monostate> {
            ledger.identities().prolong_session(token, session);
            return std::monostate();
        },
        {}));
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
            use(holder->session, token, now, writer);
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

void SqliteStore::create_account(chat::NewAccount account, chat::StoreReply<chat::Known> reply) {
    parts_->writer.submit(make_write_request<chat::Known>(
        [account = std::move(account)](Ledger& ledger) { return ledger.create_account(account); },
        std::move(reply)));
}

void SqliteStore::find_account(std::string name_key,
                               chat::StoreReply<std::optional<chat::Account>> reply) {
    using Found = std::optional<chat::Account>;
    parts_->reader.submit<Found>(
        [name_key = std::move(name_key)](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.identities().find_account(name_key));
        },
        std::move(reply));
}

void SqliteStore::account_of(chat::UserId user,
                             chat::StoreReply<std::optional<chat::Account>> reply) {
    using Found = std::optional<chat::Account>;
    parts_->reader.submit<Found>(
        [user = std::move(user)](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.identities().account_of(user));
        },
        std::move(reply));
}

void SqliteStore::has_owner(chat::StoreReply<bool> reply) {
    parts_->reader.submit<bool>(
        [](Lookup& lookup) { return Lookup::Answer<bool>(lookup.identities().has_owner()); },
        std::move(reply));
}

void SqliteStore::set_password(chat::UserId user, std::string hash, chat::SecretHash keep,
                               chat::StoreReply<void> reply) {
    parts_->writer.submit(make_write_request<void>(
        [user = std::move(user), hash = std::move(hash), keep = std::move(keep)](Ledger& ledger) {
            return ledger.identities().set_password(user, hash, keep);
        },
        std::move(reply)));
}

void SqliteStore::begin_session(chat::NewSession session, chat::StoreReply<chat::Known> reply) {
    parts_->writer.submit(make_write_request<chat::Known>(
        [session = std::move(session)](Ledger& ledger) { return ledger.begin_session(session); },
        std::move(reply)));
}

void SqliteStore::find_session(chat::SecretHash token, base::WallTime now,
                               chat::StoreReply<std::optional<chat::Session>> reply) {
    using Found = std::optional<chat::Session>;
    parts_->reader.submit<Found>(
        [token = std::move(token), now,
         &writer = parts_->writer](Lookup& lookup) -> Lookup::Answer<Found> {
            auto held = lookup.identities().find_session(token, now);
            if (!held) return std::nullopt;
            use(held->session, token, now, writer);
            return std::move(held->session);
        },
        std::move(reply));
}

void SqliteStore::sessions(chat::UserId user, base::WallTime now,
                           chat::StoreReply<std::vector<chat::Session>> reply) {
    using All = std::vector<chat::Session>;
    parts_->reader.submit<All>(
        [user = std::move(user), now](Lookup& lookup) {
            return Lookup::Answer<All>(lookup.identities().sessions(user, now));
        },
        std::move(reply));
}

void SqliteStore::end_session(chat::UserId user, chat::SessionId session,
                              chat::StoreReply<void> reply) {
    parts_->writer.submit(make_write_request<void>(
        [user = std::move(user), session = std::move(session)](Ledger& ledger) {
            return ledger.identities().end_session(user, session);
        },
        std::move(reply)));
}

void SqliteStore::end_other_sessions(chat::UserId user, chat::SessionId keep,
                                     chat::StoreReply<std::vector<chat::SessionId>> reply) {
    using Ended = std::vector<chat::SessionId>;
    parts_->writer.submit(make_write_request<Ended>(
        [user = std::move(user), keep = std::move(keep)](Ledger& ledger) {
            return Ledger::Answer<Ended>(ledger.identities().end_other_sessions(user, keep));
        },
        std::move(reply)));
}

void SqliteStore::change_profile(chat::UserId user, chat::ProfileChange change,
                                 std::string name_key, chat::StoreReply<chat::User> reply) {
    parts_->writer.submit(make_write_request<chat::User>(
        [user = std::move(user), change = std::move(change), name_key = std::move(name_key)](
            Ledger& ledger) { return ledger.identities().change_profile(user, change, name_key); },
        std::move(reply)));
}

void SqliteStore::find_people(std::vector<chat::UserId> users,
                              chat::StoreReply<std::vector<chat::User>> reply) {
    using Found = std::vector<chat::User>;
    parts_->reader.submit<Found>(
        [users = std::move(users)](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.identities().find_people(users));
        },
        std::move(reply));
}

void SqliteStore::create_invite(chat::NewInvite invite, chat::StoreReply<chat::Invite> reply) {
    parts_->writer.submit(make_write_request<chat::Invite>(
        [invite = std::move(invite)](Ledger& ledger) { return ledger.create_invite(invite); },
        std::move(reply)));
}

void SqliteStore::invites(base::WallTime now, chat::StoreReply<std::vector<chat::Invite>> reply) {
    using All = std::vector<chat::Invite>;
    parts_->reader.submit<All>(
        [now](Lookup& lookup) { return Lookup::Answer<All>(lookup.identities().invites(now)); },
        std::move(reply));
}

void SqliteStore::revoke_invite(chat::InviteId invite, chat::AuditEntry note,
                                chat::StoreReply<void> reply) {
    parts_->writer.submit(make_write_request<void>(
        [invite = std::move(invite), note = std::move(note)](Ledger& ledger) {
            return ledger.revoke_invite(invite, note);
        },
        std::move(reply)));
}

void SqliteStore::find_invite(chat::SecretHash code, base::WallTime now,
                              chat::StoreReply<std::optional<chat::Invite>> reply) {
    using Found = std::optional<chat::Invite>;
    parts_->reader.submit<Found>(
        [code = std::move(code), now](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.identities().find_invite(code, now));
        },
        std::move(reply));
}

void SqliteStore::open_direct(chat::Room room, std::vector<chat::UserId> people,
                              chat::StoreReply<chat::Opened> reply) {
    parts_->writer.submit(make_write_request<chat::Opened>(
        [room = std::move(room), people = std::move(people)](Ledger& ledger) {
            return ledger.open_direct(room, people);
        },
        std::move(reply)));
}

void SqliteStore::find_member(chat::RoomId room, chat::UserId user,
                              chat::StoreReply<std::optional<chat::Member>> reply) {
    parts_->reader.submit<std::optional<chat::Member>>(
        [room = std::move(room), user = std::move(user)](Lookup& lookup) {
            return lookup.members().find(room, user);
        },
        std::move(reply));
}

void SqliteStore::roster(chat::RosterRequest request, chat::StoreReply<chat::Roster> reply) {
    parts_->reader.submit<chat::Roster>(
        [request = std::move(request)](Lookup& lookup) { return lookup.members().roster(request); },
        std::move(reply));
}

void SqliteStore::ban(chat::RoomId room, chat::Ban ban,
                      chat::StoreReply<std::optional<chat::Event>> reply) {
    parts_->writer.submit(make_write_request<std::optional<chat::Event>>(
        [room = std::move(room), ban = std::move(ban)](Ledger& ledger) {
            return ledger.ban(room, ban);
        },
        std::move(reply)));
}

void SqliteStore::lift_ban(chat::RoomId room, chat::UserId user, chat::StoreReply<void> reply) {
    parts_->writer.submit(make_write_request<void>(
        [room = std::move(room), user = std::move(user)](Ledger& ledger) {
            return ledger.lift_ban(room, user);
        },
        std::move(reply)));
}

void SqliteStore::bans(chat::RoomId room, base::WallTime now,
                       chat::StoreReply<std::vector<chat::Ban>> reply) {
    parts_->reader.submit<std::vector<chat::Ban>>(
        [room = std::move(room), now](Lookup& lookup) { return lookup.members().bans(room, now); },
        std::move(reply));
}

void SqliteStore::set_preference(chat::UserId user, chat::RoomId room, chat::Preference preference,
                                 chat::StoreReply<chat::Membership> reply) {
    parts_->writer.submit(make_write_request<chat::Membership>(
        [user = std::move(user), room = std::move(room), preference](Ledger& ledger) {
            return ledger.set_preference(user, room, preference);
        },
        std::move(reply)));
}

void SqliteStore::find_accounts(std::string key_prefix, std::uint32_t limit,
                                chat::StoreReply<std::vector<chat::User>> reply) {
    using Found = std::vector<chat::User>;
    parts_->reader.submit<Found>(
        [key_prefix = std::move(key_prefix), limit](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.members().find_accounts(key_prefix, limit));
        },
        std::move(reply));
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

}  // namespace store::sqlite
