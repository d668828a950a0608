/// Ledger: decides writing requests, one after another, inside a transaction that the caller begins and ends.
///
/// Thread:     the writer's.
/// Owns:       its prepared statements; what it remembers of rooms, people and read markers.
/// Invariant:  what it remembers is what the database says, with the transaction under way; a transaction that
///             fails is forgotten whole, its seqs too; one beside others changes nothing that it did not claim. A request that breaks a rule changes nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/address_ban.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/sql/address_bans.h"
#include "store/sql/administration.h"
#include "store/sql/changes.h"
#include "store/sql/claim.h"
#include "store/sql/database.h"
#include "store/sql/identities.h"
#include "store/sql/ignored.h"
#include "store/sql/mentions.h"
#include "store/sql/neighbours.h"
#include "store/sql/pins.h"
#include "store/sql/place.h"
#include "store/sql/records.h"
#include "store/sql/restraints.h"
#include "store/sql/retention.h"
#include "store/sql/room_changes.h"
#include "store/sql/room_links.h"
#include "store/sql/room_notes.h"
#include "store/sql/sessions.h"
#include "store/sql/statement.h"

namespace store::sql {

class Ledger {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Every function throws Failure; after one the transaction must be rolled back.
    explicit Ledger(Database& database);

    /// claim  what is decided until the commit; where nobody else writes it says nothing
    void begin(const Claim& claim);
    void commit();
    /// Does not throw. returns false: the connection is of no more use
    bool roll_back();

    /// Where an append went.
    struct Place {
        chat::Seq seq = 0;
        chat::Ordinal ordinal = 0;
        /// Set for what is `repeated`: the event to answer with.
        std::optional<chat::Event> earlier;
        std::shared_ptr<const chat::Standing> standing;  ///< of a message that answers one
        std::shared_ptr<const std::vector<chat::UserId>> mentions = nullptr;  ///< as of Event
    };
    /// With what of it stands in the room's audit.
    Answer<Place> append(const chat::Append& append);

    /// errors  no_such_user
    Answer<chat::Opened> open_direct(const chat::Room& room,
                                     const std::vector<chat::UserId>& people);
    /// errors  no_such_room, no_such_user, too_many
    Answer<std::optional<chat::Event>> ban(const chat::RoomId& room, const chat::Ban& ban);
    /// errors  no_such_room, no_change
    Answer<void> lift_ban(const chat::RoomId& room, const chat::UserId& user, const chat::Named& by,
                          base::WallTime time);

    /// errors  no_such_room, archived, too_many_links
    Answer<chat::RoomLink> make_link(const chat::NewRoomLink& link);
    /// errors  no_such_room, link_spent
    Answer<void> revoke_link(const chat::RoomId& room, const chat::RoomLinkId& link,
                             const chat::Named& by, base::WallTime time);

    /// errors  no_such_room, no_change
    Answer<chat::Expired> expire(const chat::RoomId& id, base::WallTime before,
                                 std::uint32_t limit);

    /// errors  no_such_room, not_allowed, overtaken, no_such_message
    Answer<chat::Imported> import_events(const chat::RoomId& id,
                                         const std::vector<chat::Event>& events);

    Answer<chat::Room> create_room(const chat::Room& room, const chat::User& creator);
    Answer<chat::Known> create_user(const chat::NewUser& user);
    /// errors  as Identities::create_account
    Answer<chat::Known> create_account(const chat::NewAccount& account);
    /// errors  no_such_user, suspended
    Answer<chat::Known> begin_session(const chat::NewSession& session);
    /// errors  no_such_user, too_many
    Answer<chat::Invite> create_invite(const chat::NewInvite& invite);
    /// errors  no_such_invite
    Answer<void> revoke_invite(const chat::InviteId& invite, const chat::AuditEntry& note);
    /// errors  too_many
    Answer<void> ban_addresses(const std::vector<chat::AddressBan>& bans,
                               const std::vector<chat::AuditEntry>& notes);
    /// errors  no_change
    Answer<void> lift_address_ban(const chat::AddressBanId& ban, const chat::AuditEntry& entry);
    /// Whom it names stays known.
    void note(const chat::AuditEntry& entry);
    Answer<chat::Membership> set_read(const chat::UserId& user, const chat::RoomId& room,
                                      chat::Seq seq);
    Answer<chat::Membership> set_preference(const chat::UserId& user, const chat::RoomId& room,
                                            const chat::Preference& preference);
    /// errors  no_such_user, too_many_ignored
    Answer<std::vector<chat::Named>> set_ignored(const chat::UserId& user,
                                                 const chat::UserId& other,
                                                 chat::Ignoring ignoring);

    /// For all that is asked of people and needs nothing of rooms.
    [[nodiscard]] Identities& identities() { return identities_; }
    [[nodiscard]] Administration& administration() { return administration_; }

    /// Looks at up to `sessions_max` sessions, removes those that are over at `now`, and guests who have no session
    /// and no event left. The next call goes on behind them.
    struct Sweep {
        std::uint64_t removed = 0;
        Sessions::Sweep::Progress progress = Sessions::Sweep::Progress::all_seen;
    };
    Sweep remove_expired(base::WallTime now, std::uint32_t sessions_max);

    /// Writes something of no meaning, to learn whether writing works.
    void probe(base::WallTime now);

private:
    struct RoomState {
        Number number = 0;
        chat::Seq head = 0;
        chat::Ordinal ordinal = 0;
        chat::RoomUse use = chat::RoomUse::active;
        enum class Row : std::uint8_t { current, behind } row = Row::current;
    };
    struct UserState {
        Number number = 0;
        std::int64_t has_events = 0;
    };
    /// A read marker that still has to be written.
    struct MarkerKey {
        Number user = 0;
        Number room = 0;
        friend bool operator==(const MarkerKey&, const MarkerKey&) = default;
    };
    struct MarkerHash {
        std::size_t operator()(const MarkerKey& key) const;
    };
    struct Marker {
        chat::Seq read = 0;
        chat::Ordinal ordinal = 0;
    };

    /// What is decided needs more than rooms that are claimed. Throws Overreach where that is not so.
    void need_everything() const;
    [[nodiscard]] bool is_beside_others() const { return neighbours_ && !neighbours_->is_alone(); }

    RoomState* find_room(const chat::RoomId& id);
    UserState* find_user(const chat::UserId& id);
    /// Makes a row for an actor that the store does not know.
    UserState& actor(const chat::UserId& id, std::string_view nickname, base::WallTime now);

    /// Of a guest or an account; of an actor without either nothing is known.
    UserState* find_person(const chat::UserId& id);
    /// Whether somebody has all the rooms that one may have.
    bool is_full(Number user);
    /// Whether it is closed and nobody is in it.
    bool is_inert(const RoomState& room);
    /// Makes sure that the row stays.
    void keep(UserState& user);

    Answer<Place> decide(const chat::Append& append);
    /// An append took its place in the log.
    void note_append(const chat::Append& append);
    Answer<Place> join(const chat::Append& append, RoomState& room);
    Answer<Place> in_archive(const chat::Append& append, const RoomState& room);
    Answer<Place> leave(const chat::Append& append, RoomState& room);
    Answer<Place> change_room(const chat::Append& append, RoomState& room);
    Answer<Place> change_host(const chat::Append& append, RoomState& room);
    /// append  is_restraint
    Answer<Place> restrain(const chat::Append& append, RoomState& room);
    Answer<Place> change_pin(const chat::Append& append, RoomState& room);
    /// append  is_about_retention
    Answer<Place> change_retention(const chat::Append& append, RoomState& room);
    Answer<Place> message(const chat::Append& append, RoomState& room, UserState& author);
    Answer<Place> answer_to_message(const chat::Append& append, RoomState& room);
    Answer<Place> change(const chat::Append& append, RoomState& room);
    Answer<Changes::Judgement> judge(const chat::Append& append, const RoomState& room,
                                     const UserState* actor);
    Answer<Place> repeated(const chat::Append& append, const RoomState& room, chat::Seq earlier);
    /// The seq of the author's message with this nonce; 0: there is none.
    chat::Seq find_nonce(const chat::Append& append, const RoomState& room,
                         const UserState& author);
    /// Takes the nonce of a message that will be the room's next. returns  false: it is taken
    bool take_nonce(const chat::Append& append, const RoomState& room, const UserState& author);
    bool join(Number user, const RoomState& room);
    Place put(const chat::Append& append, RoomState& room, UserState& author, chat::Ordinal more);
    /// Whom the room's last message means, who have it unread from now on. Null: nobody.
    std::shared_ptr<const std::vector<chat::UserId>> mention(const chat::Append& append,
                                                             const RoomState& room,
                                                             const UserState& author);
    /// With what waits to be written of it; without the people of a direct room.
    std::optional<chat::Membership> find_membership(const MarkerKey& key, const chat::RoomId& room,
                                                    chat::Seq head);
    /// Returns how many mentions it passed.
    std::uint64_t write_marker(const MarkerKey& key, const Marker& marker);
    void write_marker_of(const MarkerKey& key);
    void write_what_waits();
    /// Of somebody who may have said something within this transaction.
    chat::Known known(Number user, chat::User profile, const chat::SessionId& session);
    void forget();

    Database& database_;
    Records records_;
    Changes changes_;
    RoomChanges room_changes_;
    Restraints restraints_;
    Retention retention_;
    Pins pins_;
    Mentions mentions_;
    Ignored ignored_;
    Identities identities_;
    Administration administration_;
    AddressBans address_bans_;
    RoomLinks links_;
    RoomNotes notes_;
    Statement find_room_, insert_room_;
    Statement find_direct_, is_person_, count_memberships_;
    Statement find_user_, insert_user_;
    Statement event_ordinal_, insert_nonce_, find_nonce_;
    Statement insert_membership_, delete_membership_, find_membership_, update_membership_;
    Statement set_level_, set_liking_;
    Statement idle_guest_, delete_memberships_, delete_user_;
    Statement inert_, event_kind_;
    Statement probe_;
    std::unique_ptr<RowList> insert_events_, update_rooms_, mark_actors_;
    std::optional<Neighbours> neighbours_;  // none: nobody else writes

    // Caches: exact while the transaction lives and, where nobody else writes, after it is committed; cleared when it
    // fails or they are full.
    std::unordered_map<chat::RoomId, RoomState> rooms_;
    std::unordered_map<chat::UserId, UserState> users_;
    // What the transaction still has to write: one row each, however many messages.
    std::vector<RoomState*> rooms_behind_;
    std::unordered_map<MarkerKey, Marker, MarkerHash> markers_;
};

}  // namespace store::sql
