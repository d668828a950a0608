/// SqlStore: keeps everything in a database that speaks SQL, durable before it is acknowledged.
///
/// Thread:     the domain's for the calls of the ports; main for the constructor and close(). Two threads of its own:
///             one writes with group commit, one reads.
/// Owns:       the engine and the ports beside these.
/// Invariant:  what chat/store.h, chat/account_store.h and chat/room_store.h promise. A failing database refuses
///             requests; what was replied stays, and the store recovers by itself.
/// Elsewhere:  the order of things in a commit is writer.h and ledger.h; searching is each engine's own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/metrics.h"
#include "store/sql/admin_requests.h"
#include "store/sql/engine.h"
#include "store/sql/export_requests.h"
#include "store/sql/import_requests.h"
#include "store/sql/options.h"
#include "store/sql/reader.h"
#include "store/sql/room_record_requests.h"
#include "store/sql/writer.h"

namespace store::sql {

class SqlStore : public chat::Store,
                 public chat::AccountStore,
                 public chat::RoomStore,
                 public chat::Searcher {
public:
    /// What must live longer than the store.
    struct Surroundings {
        base::Executor& replies;  ///< the domain's
        const base::Clock& clock;
        base::Log& log;
        base::Metrics& metrics;
    };

    /// Of a database whose tables are as this program knows them. Throws Failure.
    SqlStore(std::unique_ptr<Engine> engine, const Options& options,
             const Surroundings& surroundings);
    ~SqlStore() override;
    SqlStore(const SqlStore&) = delete;
    SqlStore& operator=(const SqlStore&) = delete;

    /// Writing works: the last commit succeeded. For /readyz.
    ///
    /// Thread:  any
    [[nodiscard]] bool is_ready() const { return writer_.is_ready(); }

    /// Decides and answers what waits, then lets go of the database. The replies are posted when it returns; what is asked
    /// later is answered `unavailable`.
    virtual void close() = 0;

    void append(chat::Append append, chat::StoreReply<chat::Appended> reply) override;
    void page(chat::PageRequest request, chat::StoreReply<chat::Page> reply) override;
    void create_room(chat::Room room, chat::User creator,
                     chat::StoreReply<chat::Room> reply) override;
    void rooms(chat::StoreReply<std::vector<chat::Room>> reply) override;
    void create_user(chat::NewUser user, chat::StoreReply<chat::Known> reply) override;
    void find_user(chat::TokenHash token, base::WallTime now,
                   chat::StoreReply<std::optional<chat::Known>> reply) override;
    void rename_user(chat::UserId user, std::string nickname, std::string name_key,
                     chat::StoreReply<chat::User> reply) override;
    void set_read(chat::UserId user, chat::RoomId room, chat::Seq seq,
                  chat::StoreReply<chat::Membership> reply) override;

    void create_account(chat::NewAccount account, chat::StoreReply<chat::Known> reply) override;
    void find_account(std::string name_key,
                      chat::StoreReply<std::optional<chat::Account>> reply) override;
    void account_of(chat::UserId user,
                    chat::StoreReply<std::optional<chat::Account>> reply) override;
    void has_owner(chat::StoreReply<bool> reply) override;
    void set_password(chat::UserId user, std::string hash, chat::SecretHash keep,
                      chat::StoreReply<void> reply) override;
    void begin_session(chat::NewSession session, chat::StoreReply<chat::Known> reply) override;
    void find_session(chat::SecretHash token, base::WallTime now,
                      chat::StoreReply<std::optional<chat::Session>> reply) override;
    void sessions(chat::UserId user, base::WallTime now,
                  chat::StoreReply<std::vector<chat::Session>> reply) override;
    void end_session(chat::UserId user, chat::SessionId session,
                     chat::StoreReply<void> reply) override;
    void end_other_sessions(chat::UserId user, chat::SessionId keep,
                            chat::StoreReply<std::vector<chat::SessionId>> reply) override;
    void change_profile(chat::UserId user, chat::ProfileChange change, std::string name_key,
                        chat::StoreReply<chat::User> reply) override;
    void set_ignored(chat::UserId user, chat::UserId other, chat::Ignoring ignoring,
                     chat::StoreReply<std::vector<chat::Named>> reply) override;
    void find_people(std::vector<chat::UserId> users,
                     chat::StoreReply<std::vector<chat::User>> reply) override;
    void create_invite(chat::NewInvite invite, chat::StoreReply<chat::Invite> reply) override;
    void invites(base::WallTime now, chat::StoreReply<std::vector<chat::Invite>> reply) override;
    void revoke_invite(chat::InviteId invite, chat::AuditEntry note,
                       chat::StoreReply<void> reply) override;
    void find_invite(chat::SecretHash code, base::WallTime now,
                     chat::StoreReply<std::optional<chat::Invite>> reply) override;
    void open_direct(chat::Room room, std::vector<chat::UserId> people,
                     chat::StoreReply<chat::Opened> reply) override;
    void find_member(chat::RoomId room, chat::UserId user,
                     chat::StoreReply<std::optional<chat::Member>> reply) override;
    void roster(chat::RosterRequest request, chat::StoreReply<chat::Roster> reply) override;
    void ban(chat::RoomId room, chat::Ban ban,
             chat::StoreReply<std::optional<chat::Event>> reply) override;
    void lift_ban(chat::RoomId room, chat::UserId user, chat::Named by, base::WallTime time,
                  chat::StoreReply<void> reply) override;
    void bans(chat::RoomId room, base::WallTime now,
              chat::StoreReply<std::vector<chat::Ban>> reply) override;
    void set_preference(chat::UserId user, chat::RoomId room, chat::Preference preference,
                        chat::StoreReply<chat::Membership> reply) override;
    void find_accounts(std::string key_prefix, std::uint32_t limit,
                       chat::StoreReply<std::vector<chat::User>> reply) override;

    void first_at(chat::RoomId room, base::WallTime time,
                  chat::StoreReply<chat::FoundTime> reply) override;

    /// The port for people in charge; lives as long as this.
    [[nodiscard]] chat::AdminStore& administration() { return admin_; }
    /// The port for imports; lives as long as this.
    [[nodiscard]] chat::ImportStore& imports() { return imports_; }
    /// The port for exports; lives as long as this.
    [[nodiscard]] chat::ExportStore& exports() { return exports_; }
    /// The port for what rooms have beside their logs; lives as long as this.
    [[nodiscard]] chat::RoomRecords& room_records() { return room_records_; }

protected:
    /// Decides and answers what waits, then closes the connections. The replies are posted when it returns; what is
    /// asked later is answered `unavailable`.
    void close_connections();

    [[nodiscard]] Metrics& metrics() { return metrics_; }

private:
    std::unique_ptr<Engine> engine_;
    const base::Clock& clock_;
    Metrics metrics_;
    Writer writer_;
    Reader reader_;
    AdminRequests admin_{writer_, reader_};
    ExportRequests exports_{reader_};
    ImportRequests imports_{writer_};
    RoomRecordRequests room_records_{writer_, reader_};
};

}  // namespace store::sql
