#include "store/sql/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/change.h"
#include "store/restraint.h"
#include "store/room_change.h"
#include "store/sql/changes.h"
#include "store/sql/database.h"
#include "store/sql/identities.h"
#include "store/sql/ignored.h"
#include "store/sql/mentions.h"
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

using base::fail;
using chat::EventKind;
using chat::StoreError;

namespace {

constexpr RowSql kInsertEvents{
    .one =
        "INSERT INTO events (place, kind, actor, nickname, time_ms, ordinal, text, nonce, "
        "target, doer, doer_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    .many =
        "INSERT INTO events (place, kind, actor, nickname, time_ms, ordinal, text, nonce, "
        "target, doer, doer_name) "
        "SELECT * FROM unnest(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    .types = "iiitiittiit"};
constexpr RowSql kUpdateRooms{
    .one = "UPDATE rooms SET head = ?2, ordinal = ?3 WHERE number = ?1",
    .many =
        "UPDATE rooms SET head = v.head, ordinal = v.ordinal "
        "FROM unnest(?1, ?2, ?3) AS v (number, head, ordinal) WHERE rooms.number = v.number",
    .types = "iii"};
// In the order of their numbers, so that no two transactions wait for each other.
constexpr RowSql kMarkActors{
    .one = "UPDATE users SET has_events = 1 WHERE number = ?1",
    .many =
        "UPDATE users SET has_events = 1 WHERE number IN (SELECT number FROM users "
        "WHERE number = ANY (?1) ORDER BY number FOR UPDATE)",
    .types = "i"};

}  // namespace

std::size_t Ledger::MarkerHash::operator()(const MarkerKey& key) const {
    return std::hash<std::int64_t>{}(place_of(key.room, static_cast<chat::Seq>(key.user)));
}

Ledger::Ledger(Database& database)
    : database_(database),
      records_(database),
      changes_(database),
      room_changes_(database),
      restraints_(database),
      retention_(database),
      pins_(database),
      mentions_(database),
      ignored_(database),
      identities_(database, records_),
      administration_(database, records_, identities_.sessions()),
      address_bans_(database),
      links_(database),
      notes_(database),
      find_room_(database, "SELECT number, head, ordinal, use FROM rooms WHERE id = ?1"),
      insert_room_(database,
                   "INSERT INTO rooms (id, name, name_key, kind, created_ms, head, ordinal, topic) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6) ON CONFLICT DO NOTHING"),
      find_direct_(database, fmt::format("SELECT {} FROM rooms WHERE name_key = ?1", kRoomColumns)),
      is_person_(database, "SELECT 1 FROM users WHERE number = ?1 AND role <> 0"),
      count_memberships_(database, "SELECT count(*) FROM memberships WHERE person = ?1"),
      find_user_(database, "SELECT number, has_events FROM users WHERE id = ?1"),
      insert_user_(database,
                   "INSERT INTO users (id, nickname, role, created_ms) VALUES (?1, ?2, 0, ?3)"),
      event_ordinal_(database, "SELECT ordinal FROM events WHERE place = ?1"),
      insert_nonce_(database,
                    "INSERT INTO nonces (room, actor, nonce, seq) VALUES (?1, ?2, ?3, ?4) "
                    "ON CONFLICT DO NOTHING"),
      find_nonce_(database, "SELECT seq FROM nonces WHERE room = ?1 AND actor = ?2 AND nonce = ?3"),
      insert_membership_(database,
                         "INSERT INTO memberships (person, room, read, read_ordinal) "
                         "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"),
      delete_membership_(database, "DELETE FROM memberships WHERE person = ?1 AND room = ?2"),
      find_membership_(database,
                       "SELECT m.read, m.read_ordinal, m.role, m.mentions, m.level, m.liking, "
                       "x.muted, x.until_ms FROM memberships m "
                       "LEFT JOIN mutes x ON x.room = m.room AND x.person = m.person "
                       "WHERE m.person = ?1 AND m.room = ?2"),
      update_membership_(database,
                         "UPDATE memberships SET read = ?3, read_ordinal = ?4 "
                         "WHERE person = ?1 AND room = ?2 AND read < ?3 AND mentions = 0"),
      set_level_(database, "UPDATE memberships SET level = ?3 WHERE person = ?1 AND room = ?2"),
      set_liking_(database, "UPDATE memberships SET liking = ?3 WHERE person = ?1 AND room = ?2"),
      idle_guest_(database,
                  "SELECT id FROM users WHERE number = ?1 AND role = ?2 AND has_events = 0 "
                  "AND NOT EXISTS (SELECT 1 FROM sessions WHERE person = ?1)"),
      delete_memberships_(database, "DELETE FROM memberships WHERE person = ?1"),
      delete_user_(database, "DELETE FROM users WHERE number = ?1"),
      inert_(database,
             "SELECT 1 FROM rooms r WHERE r.number = ?1 AND r.kind = ?2 "
             "AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.room = r.number)"),
      event_kind_(database, "SELECT kind FROM events WHERE place = ?1"),
      probe_(database, "UPDATE probe SET written_ms = ?1"),
      insert_events_(database.prepare(kInsertEvents)),
      update_rooms_(database.prepare(kUpdateRooms)),
      mark_actors_(database.prepare(kMarkActors)) {
    if (database.writers() == Database::Writers::several) neighbours_.emplace(database);
}

Ledger::RoomState* Ledger::find_room(const chat::RoomId& id) {
    const auto known = rooms_.find(id);
    if (known != rooms_.end()) return &known->second;
    need_everything();  // a room that is not claimed, or not there
    Rows rows = find_room_.rows(id.value());
    if (!rows.next()) return nullptr;
    const RoomState state{.number = rows.integer(0),
                          .head = rows.count(1),
                          .ordinal = rows.count(2),
                          .use = static_cast<chat::RoomUse>(rows.integer(3))};
    return &rooms_.emplace(id, state).first->second;
}

Ledger::UserState* Ledger::find_user(const chat::UserId& id) {
    const auto known = users_.find(id);
    if (known != users_.end()) return &known->second;
    Rows rows = find_user_.rows(id.value());
    if (!rows.next()) return nullptr;
    const UserState state{.number = rows.integer(0), .has_events = rows.integer(1)};
    return &users_.emplace(id, state).first->second;
}

Ledger::UserState& Ledger::actor(const chat::UserId& id, std::string_view nickname,
                                 base::WallTime now) {
    if (UserState* const known = find_user(id)) return *known;
    need_everything();
    insert_user_.send(id.value(), nickname, milliseconds_of(now));
    return users_.emplace(id, UserState{.number = database_.last_row()}).first->second;
}

Ledger::Answer<Ledger::Place> Ledger::decide(const chat::Append& append) {
    RoomState* const room = find_room(append.room);
    if (room == nullptr) return fail(StoreError::no_such_room);
    if (!may_happen(append.kind, room->use)) return in_archive(append, *room);
    if (append.kind == EventKind::member_left) return leave(append, *room);
    if (is_about_room(append.kind)) return change_room(append, *room);
    if (is_about_host(append.kind)) return change_host(append, *room);
    if (is_restraint(append.kind)) return restrain(append, *room);
    if (is_about_pin(append.kind)) return change_pin(append, *room);
    if (is_about_retention(append.kind)) return change_retention(append, *room);
    if (is_change(append.kind)) return change(append, *room);
    if (append.kind == EventKind::message && append.target != 0) {
        return answer_to_message(append, *room);
    }
    if (append.kind == EventKind::member_joined) return join(append, *room);
    UserState& author = actor(append.actor, append.nickname, append.time);
    return message(append, *room, author);
}

Ledger::Answer<Ledger::Place> Ledger::message(const chat::Append& append, RoomState& room,
                                              UserState& author) {
    DCHECK(!append.nonce.value().empty());
    if (!take_nonce(append, room, author)) {
        return repeated(append, room, find_nonce(append, room, author));
    }
    Place place = put(append, room, author, 1);
    place.mentions = mention(append, room, author);
    markers_[{.user = author.number, .room = room.number}] = {.read = place.seq,
                                                              .ordinal = place.ordinal};
    return place;
}

Ledger::Answer<Ledger::Place> Ledger::answer_to_message(const chat::Append& append,
                                                        RoomState& room) {
    // The nonce comes first: a repeat is one, whatever became of the message that it answers.
    const UserState* const known = find_user(append.actor);
    if (known != nullptr) {
        const chat::Seq first = find_nonce(append, room, *known);
        if (first != 0) return repeated(append, room, first);
    }
    const auto judgement = judge(append, room, known);
    if (!judgement) return fail(judgement.error());
    UserState& author = actor(append.actor, append.nickname, append.time);
    Answer<Place> place = message(append, room, author);
    if (place) {
        place->standing = std::make_shared<const chat::Standing>(chat::Standing{
            .reactions = {}, .quote = records_.quote(place_of(room.number, append.target))});
    }
    return place;
}

Ledger::Answer<Ledger::Place> Ledger::change(const chat::Append& append, RoomState& room) {
    const auto judgement = judge(append, room, find_user(append.actor));
    if (!judgement) return fail(judgement.error());
    if (judgement->verdict == Verdict::repeated) return repeated(append, room, judgement->last);
    UserState& author = actor(append.actor, append.nickname, append.time);
    Place place = put(append, room, author, 0);
    changes_.apply(append, place_of(room.number, append.target), author.number,
                   place_of(room.number, place.seq));
    if (append.kind == EventKind::deleted) {
        pins_.forget(room.number, append.target, append.target);
    }
    return place;
}

Ledger::Answer<Changes::Judgement> Ledger::judge(const chat::Append& append, const RoomState& room,
                                                 const UserState* actor) {
    if (append.target == 0 || append.target > room.head) return fail(StoreError::no_such_message);
    return changes_.judge(append, place_of(room.number, append.target),
                          actor == nullptr ? std::nullopt : std::optional(actor->number));
}

Ledger::Answer<Ledger::Place> Ledger::repeated(const chat::Append& append, const RoomState& room,
                                               chat::Seq earlier) {
    std::vector<chat::Event> events = records_.events(room.number, append.room, earlier, earlier);
    if (events.empty()) return fail(StoreError::unavailable);
    Place place{.seq = earlier, .ordinal = events[0].ordinal, .earlier = {}, .standing = {}};
    place.earlier = std::move(events[0]);
    return place;
}

Ledger::Place Ledger::put(const chat::Append& append, RoomState& room, UserState& author,
                          chat::Ordinal more) {
    const bool is_message = append.kind == EventKind::message;
    const std::string_view text =
        has_text(append.kind) ? std::string_view(append.text) : std::string_view();
    const std::string_view nonce =
        is_message ? std::string_view(append.nonce.value()) : std::string_view();
    const Place place{
        .seq = room.head + 1, .ordinal = room.ordinal + more, .earlier = {}, .standing = {}};
    CHECK_MSG(place.seq <= kSeqMax, "no seq is left in a room");
    Number doer = 0;
    if (append.by) {
        UserState& by = actor(append.by->user, append.by->nickname, append.time);
        keep(by);
        doer = by.number;
    }
    insert_events_->add(place_of(room.number, place.seq), static_cast<int>(append.kind),
                        author.number, append.nickname, milliseconds_of(append.time), place.ordinal,
                        text, nonce, has_target(append.kind) ? append.target : 0, doer,
                        append.by ? std::string_view(append.by->nickname) : std::string_view());
    keep(author);
    room.head = place.seq;
    room.ordinal = place.ordinal;
    if (room.row == RoomState::Row::current) {
        room.row = RoomState::Row::behind;
        rooms_behind_.push_back(&room);
    }
    return place;
}

bool Ledger::join(Number user, const RoomState& room) {
    return insert_membership_.run(user, room.number, room.head, room.ordinal) != 0;
}

Ledger::Answer<chat::Room> Ledger::create_room(const chat::Room& room, const chat::User& creator) {
    if (!creator.id.value().empty()) {
        const UserState* const user = find_user(creator.id);
        if (user != nullptr && is_full(user->number)) return fail(StoreError::too_many_rooms);
    }
    if (insert_room_.run(room.id.value(), room.name, room.name_key, static_cast<int>(room.kind),
                         milliseconds_of(room.created), room.topic) == 0) {
        return fail(StoreError::name_taken);
    }
    CHECK_MSG(database_.last_row() < kRoomsMax, "no number is left for a room");
    chat::Room made = room;
    made.head = 0;
    made.ordinal = 0;
    if (creator.id.value().empty()) return made;
    const Answer<Place> joined = append({.room = room.id,
                                         .kind = EventKind::member_joined,
                                         .actor = creator.id,
                                         .nickname = creator.nickname,
                                         .time = room.created,
                                         .text = {},
                                         .nonce = {}});
    if (!joined) return fail(joined.error());
    room_changes_.make_host(find_room(room.id)->number, find_user(creator.id)->number);
    made.head = joined->seq;
    return made;
}

Ledger::Answer<chat::Known> Ledger::create_user(const chat::NewUser& user) {
    const Answer<Number> number = identities_.create_user(user);
    if (!number) return fail(number.error());
    if (const RoomState* const first = find_room(user.first_room)) join(*number, *first);
    return known(*number, user.user, user.session.id);
}

Ledger::Answer<chat::Known> Ledger::create_account(const chat::NewAccount& account) {
    const Answer<Identities::Made> made = identities_.create_account(account);
    if (!made) return fail(made.error());
    if (made->from == Identities::Made::From::nothing) {
        if (const RoomState* const first = find_room(account.first_room)) join(made->user, *first);
    }
    std::optional<chat::User> user = records_.user(made->user);
    if (!user) return fail(StoreError::unavailable);
    return known(made->user, *std::move(user), account.session.session.id);
}

Ledger::Answer<chat::Known> Ledger::begin_session(const chat::NewSession& session) {
    const Answer<Number> number = identities_.begin_session(session);
    if (!number) return fail(number.error());
    std::optional<chat::User> user = records_.user(*number);
    if (!user) return fail(StoreError::unavailable);
    return known(*number, *std::move(user), session.session.id);
}

Ledger::Answer<chat::Invite> Ledger::create_invite(const chat::NewInvite& invite) {
    Answer<chat::Invite> made = identities_.create_invite(invite);
    if (made) administration_.note(invite.note);
    return made;
}

Ledger::Answer<void> Ledger::revoke_invite(const chat::InviteId& invite,
                                           const chat::AuditEntry& note) {
    const Answer<void> revoked = identities_.invites().revoke(invite);
    if (revoked) administration_.note(note);
    return revoked;
}

chat::Known Ledger::known(Number user, chat::User profile, const chat::SessionId& session) {
    write_what_waits();  // read markers and heads of this transaction
    return {.user = std::move(profile),
            .session = session,
            .memberships = records_.memberships(user),
            .ignored = records_.ignored(user)};
}

Ledger::Answer<chat::Membership> Ledger::set_read(const chat::UserId& user,
                                                  const chat::RoomId& room, chat::Seq seq) {
    const RoomState* const state = find_room(room);
    if (state == nullptr) return fail(StoreError::no_such_room);
    const UserState* const reader = find_user(user);
    if (reader == nullptr) return fail(StoreError::not_a_member);

    const MarkerKey key{.user = reader->number, .room = state->number};
    std::optional<chat::Membership> now = find_membership(key, room, state->head);
    if (!now) return fail(StoreError::not_a_member);
    const chat::Seq to = std::min(seq, state->head);
    if (to <= now->read) return *std::move(now);
    {
        Rows rows = event_ordinal_.rows(place_of(key.room, to));
        if (!rows.next()) return fail(StoreError::unavailable);
        now->read_ordinal = rows.count(0);
    }
    now->read = to;
    const std::uint64_t passed = write_marker(key, {.read = to, .ordinal = now->read_ordinal});
    now->mentions -= static_cast<std::uint32_t>(passed);
    return *std::move(now);
}

Ledger::Sweep Ledger::remove_expired(base::WallTime now, std::uint32_t sessions_max) {
    const Sessions::Sweep sweep = identities_.sessions().remove_expired(now, sessions_max);
    for (const Number user : sweep.users) {
        std::string guest;
        {
            Rows rows = idle_guest_.rows(user, static_cast<int>(chat::Role::guest));
            if (!rows.next()) continue;
            guest = rows.text(0);
        }
        delete_memberships_.send(user);
        mentions_.forget(user);
        ignored_.forget(user);
        delete_user_.send(user);
        users_.erase(chat::UserId(guest));
    }
    return {.removed = sweep.users.size(), .progress = sweep.progress};
}

void Ledger::probe(base::WallTime now) {
    probe_.send(milliseconds_of(now));
}

}  // namespace store::sql
