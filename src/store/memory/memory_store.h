/// MemoryStore: keeps everything in memory and loses it with the process, and finds in it by looking at all of it. For
/// tests and for trying things out.
///
/// Thread:     the domain's; replies are posted to the executor in the order of the calls.
/// Owns:       all it was told.
/// Invariant:  what chat/store.h, its neighbours and chat/search.h promise, except that "durable" means as long
///             as the object lives.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/address_ban.h"
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
#include "store/change.h"
#include "store/memory/people.h"

namespace store {

class MemoryStore final : public chat::Store,
                          public chat::AccountStore,
                          public chat::RoomStore,
                          public chat::RoomRecords,
                          public chat::AdminStore,
                          public chat::ExportStore,
                          public chat::ImportStore,
                          public chat::Searcher {
public:
    explicit MemoryStore(base::Executor& replies) : replies_(replies) {}

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

    void pins(chat::RoomId room, chat::StoreReply<std::vector<chat::Pin>> reply) override;
    void versions(chat::RoomId room, chat::Seq message,
                  chat::StoreReply<chat::Versions> reply) override;
    void mutes(chat::RoomId room, base::WallTime now,
               chat::StoreReply<std::vector<chat::MuteEntry>> reply) override;
    void make_link(chat::NewRoomLink link, chat::StoreReply<chat::RoomLink> reply) override;
    void links(chat::RoomId room, base::WallTime now,
               chat::StoreReply<std::vector<chat::RoomLink>> reply) override;
    void revoke_link(chat::RoomId room, chat::RoomLinkId link, chat::Named by, base::WallTime time,
                     chat::StoreReply<void> reply) override;
    void find_link(chat::SecretHash token, base::WallTime now,
                   chat::StoreReply<std::optional<chat::RoomLink>> reply) override;
    void expire(chat::RoomId room, base::WallTime before, std::uint32_t limit,
                chat::StoreReply<chat::Expired> reply) override;
    void room_audit(chat::RoomAuditRequest request,
                    chat::StoreReply<chat::RoomAuditPage> reply) override;

    void accounts(chat::AccountsRequest request,
                  chat::StoreReply<chat::AccountsPage> reply) override;
    void find_entry(chat::UserId user,
                    chat::StoreReply<std::optional<chat::AccountEntry>> reply) override;
    void set_role(chat::PersonDeed deed, chat::Role role,
                  chat::StoreReply<chat::AccountEntry> reply) override;
    void suspend(chat::PersonDeed deed, chat::Suspension suspension,
                 chat::StoreReply<chat::AccountEntry> reply) override;
    void reinstate(chat::PersonDeed deed, chat::StoreReply<chat::AccountEntry> reply) override;
    void end_sessions(chat::PersonDeed deed, chat::StoreReply<void> reply) override;
    void settings(chat::StoreReply<chat::KeptSettings> reply) override;
    void change_settings(chat::SettingsChange change, std::vector<chat::AuditEntry> notes,
                         chat::StoreReply<chat::KeptSettings> reply) override;
    void address_bans(base::WallTime now,
                      chat::StoreReply<std::vector<chat::AddressBan>> reply) override;
    void ban_addresses(std::vector<chat::AddressBan> bans, std::vector<chat::AuditEntry> notes,
                       chat::StoreReply<void> reply) override;
    void lift_address_ban(chat::AddressBanId ban, chat::AuditEntry note,
                          chat::StoreReply<void> reply) override;
    void note(chat::AuditEntry entry, chat::StoreReply<void> reply) override;
    void audit(chat::AuditRequest request, chat::StoreReply<chat::AuditPage> reply) override;
    void size(chat::StoreReply<chat::StoreSize> reply) override;

    void import_events(chat::RoomId room, std::vector<chat::Event> events,
                       chat::StoreReply<chat::Imported> reply) override;
    void said(chat::SaidRequest request, chat::StoreReply<chat::SaidPage> reply) override;

    void search(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) override;
    void first_at(chat::RoomId room, base::WallTime time,
                  chat::StoreReply<chat::FoundTime> reply) override;

private:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    struct StoredRoom {
        chat::Room room;
        std::vector<chat::Event> log;  ///< log[seq - 1]; messages folded, but without their quotes
        std::map<std::pair<chat::UserId, chat::Nonce>, chat::Seq> nonces;
        std::vector<chat::Ban> bans;         ///< the newest last
        std::vector<chat::MuteEntry> mutes;  ///< the newest last; may be over
        /// The last pinned last.
        struct KeptPin {
            chat::Seq message = 0;
            chat::Seq pinned = 0;  ///< of the event that did it
        };
        std::vector<KeptPin> pins;
        std::map<chat::Seq, std::string>
            first_words;  ///< of messages that were edited and are there
        /// Of members: messages behind what they have read by which they are meant, ascending.
        std::unordered_map<chat::UserId, std::vector<chat::Seq>> meant;
        std::vector<chat::NewRoomLink> links;
        std::deque<chat::RoomAuditEntry> audit;  ///< the oldest first
        chat::Named retention_by;                ///< who said how long messages are kept
        chat::Seq erased = 0;                    ///< nothing is kept of messages up to there
    };
    /// One message of all, in the order of their coming.
    struct Said {
        chat::RoomId room;
        chat::Seq seq = 0;
    };

    Answer<chat::Appended> decide(const chat::Append& append);
    [[nodiscard]] Answer<void> judge_membership(StoredRoom& room, const chat::Append& append);
    [[nodiscard]] Answer<void> judge_room_change(const StoredRoom& room,
                                                 const chat::Append& append) const;
    /// Whether somebody has all the rooms that one may have.
    [[nodiscard]] bool is_full(const chat::UserId& user) {
        const People::Memberships* const memberships = people_.find_memberships(user);
        return memberships != nullptr && memberships->size() >= chat::kMembershipsMax;
    }
    void change_room(StoredRoom& room, const chat::Append& append);
    /// append  is_restraint
    [[nodiscard]] Answer<void> judge_restraint(const StoredRoom& room,
                                               const chat::Append& append) const;
    static void restrain(StoredRoom& room, const chat::Append& append);
    [[nodiscard]] static std::optional<chat::Mute> mute_in(const StoredRoom& room,
                                                           const chat::UserId& user);
    /// append  is_about_pin
    [[nodiscard]] static Answer<void> judge_pinning(const StoredRoom& room,
                                                    const chat::Append& append);
    /// What the event does to the room's pins.
    static void move_pin(StoredRoom& room, const chat::Event& event);
    [[nodiscard]] Answer<std::vector<chat::Pin>> pins_of(const chat::RoomId& id) const;
    [[nodiscard]] Answer<chat::Versions> versions_of(const chat::RoomId& id,
                                                     chat::Seq message) const;
    /// Whom the room's last message means, who have it unread from now on. Null: nobody.
    std::shared_ptr<const std::vector<chat::UserId>> mention(StoredRoom& room,
                                                             const chat::Append& append);
    void move_membership(const chat::Append& append, const chat::Event& event);
    Answer<chat::Opened> open(chat::Room room, const std::vector<chat::UserId>& users);
    [[nodiscard]] Answer<chat::Roster> page_of(const chat::RosterRequest& request) const;
    Answer<std::optional<chat::Event>> put(const chat::RoomId& id, const chat::Ban& ban);
    [[nodiscard]] std::vector<chat::User> people_of(const chat::RoomId& room) const;
    /// With what follows from what was said in its room.
    [[nodiscard]] static chat::Membership counted(const StoredRoom& room, const chat::UserId& user,
                                                  chat::Membership membership);
    /// The same of all, and with who else is in their direct rooms.
    [[nodiscard]] chat::Known complete(chat::Known known) const;
    [[nodiscard]] Answer<chat::Known> complete(Answer<chat::Known> known) const {
        if (!known) return known;
        return complete(*std::move(known));
    }
    [[nodiscard]] Answer<chat::Imported> take_in(const chat::RoomId& id,
                                                 const std::vector<chat::Event>& events);
    [[nodiscard]] Answer<chat::Page> read(const chat::PageRequest& request) const;
    Answer<chat::Room> make(chat::Room room, const chat::User& creator);
    Answer<chat::Membership> prefer(const chat::UserId& user, const chat::RoomId& room,
                                    const chat::Preference& preference);
    Answer<chat::Membership> mark(const chat::UserId& user, const chat::RoomId& room,
                                  chat::Seq seq);
    chat::Event commit(StoredRoom& room, const chat::Append& append);
    [[nodiscard]] chat::SearchPage find(const chat::SearchRequest& request) const;
    [[nodiscard]] Answer<chat::FoundTime> find_time(const chat::RoomId& room,
                                                    base::WallTime time) const;
    [[nodiscard]] bool is_of(const chat::Authors& authors, const chat::Event& message) const;
    [[nodiscard]] static Answer<Verdict> judge_target(const StoredRoom& room,
                                                      const chat::Append& append);
    /// With the quote, which changes when the quoted message does.
    [[nodiscard]] static chat::Event as_it_reads(const StoredRoom& room, const chat::Event& event);
    /// Of somebody who comes now and has read all.
    [[nodiscard]] std::optional<chat::Membership> membership_at_head(
        const chat::RoomId& room) const;

    // How long messages are kept: memory_retention.cc.
    /// append  is_about_retention
    static void change_retention(StoredRoom& room, const chat::Append& append);
    Answer<chat::Expired> take_away(const chat::RoomId& id, base::WallTime before,
                                    std::uint32_t limit);
    static void erase(StoredRoom& room, chat::Seq first, chat::Seq last);
    /// The messages from `first` to `last`, both of it, are deleted.
    static void forget_edits(StoredRoom& room, chat::Seq first, chat::Seq last);

    // Links and audits of rooms: memory_links.cc.
    Answer<chat::RoomLink> keep_link(const chat::NewRoomLink& link);
    /// Null: there is none, or it could not be used at `now`.
    [[nodiscard]] static chat::RoomLink* usable_link(StoredRoom& room,
                                                     const chat::SecretHash& token,
                                                     base::WallTime now);
    static void note_deed(StoredRoom& room, chat::RoomAuditEntry entry);
    /// An append took its place in the log.
    void note_append(const chat::Append& append);

    Answer<void> put(const std::vector<chat::AddressBan>& bans);

    void keep_note(chat::AuditEntry entry);
    /// With the note, when it was done.
    template <typename T>
    Answer<T> noted(chat::AuditEntry entry, Answer<T> done) {
        if (done) keep_note(std::move(entry));
        return done;
    }

    template <typename T>
    void answer(chat::StoreReply<T> reply, Answer<T> value) {
        replies_.post([reply = std::move(reply), value = std::move(value)]() mutable {
            reply(std::move(value));
        });
    }

    base::Executor& replies_;
    std::unordered_map<chat::RoomId, StoredRoom> rooms_;
    std::unordered_map<std::string, chat::RoomId> names_;
    People people_;
    std::vector<Said> said_;
    chat::KeptSettings settings_;
    std::vector<chat::AddressBan> address_bans_;                ///< the last made last; may be over
    std::deque<chat::AuditEntry> audit_;                        ///< the oldest first
    std::unordered_map<chat::UserId, std::string> last_names_;  ///< keys of the latest nicknames
};

}  // namespace store
