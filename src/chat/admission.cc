#include "chat/admission.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/sha256.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/attendance.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/ended_sessions.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/profile_notices.h"
#include "chat/rates.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/secrets.h"
#include "chat/store.h"
#include "chat/unknown_rooms.h"

namespace chat {
namespace {

constexpr std::size_t kTokenBytesMax = 128;  // longer: none of ours
constexpr base::Milliseconds kRetryAfter{1000};

/// The lobby first, then by name.
bool stands_before(const RoomView& a, const RoomView& b) {
    const bool a_is_lobby = a.room.id == kLobby;
    const bool b_is_lobby = b.room.id == kLobby;
    if (a_is_lobby != b_is_lobby) return a_is_lobby;
    return a.room.name < b.room.name;
}

}  // namespace

void Admission::connect(ConnectRequest request, ConnectReply reply) {
    Arrival arrival{.request = std::move(request),
                    .reply = std::move(reply),
                    .since = ended_.moment(),
                    .since_absent = absent_.moment()};
    const ConnectionId id = arrival.request.connection;
    if (rooms_.find(kLobby) == nullptr || people_.find(id) != nullptr || arriving_.contains(id)) {
        refuse(arrival, {.error = ConnectError::unavailable, .suggestions = {}});
        return;
    }
    if (std::optional<ConnectRefusal> refusal = address_refusal(arrival)) {
        refuse(arrival, *std::move(refusal));
        return;
    }
    arriving_.insert(id);
    if (arrival.request.token.empty() || arrival.request.token.size() > kTokenBytesMax) {
        by_nickname(std::move(arrival));
    } else {
        by_token(std::move(arrival));
    }
}

void Admission::by_token(Arrival arrival) {
    const TokenHash hash = base::sha256(arrival.request.token);
    const base::WallTime now = ports_.clock.wall();
    ports_.store.find_user(
        hash, now,
        ports_.lifeline.guard([this, arrival = std::move(arrival)](
                                  base::Result<std::optional<Known>, StoreError> found) mutable {
            if (!found || is_cancelled(arrival)) {
                refuse_arrival(arrival, ConnectError::unavailable);
            } else if (*found) {
                learn_rooms(std::move(arrival), **std::move(found));
            } else {
                by_nickname(std::move(arrival));
            }
        }));
}

void Admission::by_nickname(Arrival arrival) {
    const bool had_token = !arrival.request.token.empty();
    if (had_token && arrival.request.nickname.empty()) {
        refuse_arrival(arrival, ConnectError::token_expired);
        return;
    }
    if (door_.guests() == DoorOptions::Guests::off) {
        refuse_arrival(arrival, ConnectError::account_needed);
        return;
    }
    const std::optional<Name> name =
        nickname_from(arrival.request.nickname, ports_.limits.nickname_characters_max);
    if (!name) {
        refuse_arrival(arrival, ConnectError::nickname_invalid);
        return;
    }
    const UserId user(ports_.random.token(kIdCharacters));
    if (nicknames_.take(name->key, user) == Nicknames::Take::held_by_another) {
        refuse_taken(arrival, *name);
        return;
    }
    arrival.request.token = ports_.random.token(kTokenCharacters);
    const base::WallTime now = ports_.clock.wall();
    NewUser guest{.user = {.id = user, .nickname = name->text, .role = Role::guest, .created = now},
                  .name_key = name->key,
                  .token = base::sha256(arrival.request.token),
                  .session = {.id = SessionId(ports_.random.token(kIdCharacters)),
                              .user = user,
                              .created = now,
                              .used = now,
                              .expires = now + ports_.limits.token_lifetime,
                              .lifetime = ports_.limits.token_lifetime},
                  .first_room = kLobby};
    ports_.store.create_user(
        std::move(guest),
        ports_.lifeline.guard([this, user, name = *name, arrival = std::move(arrival)](
                                  base::Result<Known, StoreError> made) mutable {
            if (made && !is_cancelled(arrival)) {
                admit(std::move(arrival), *made, name.key, Nickname::kept);
                return;
            }
            nicknames_.give_back(name.key, user);
            if (!made && made.error() == StoreError::name_taken) {
                refuse_taken(arrival, name);
            } else {
                refuse_arrival(arrival, ConnectError::unavailable);
            }
        }));
}

void Admission::learn_rooms(Arrival arrival, Known known) {
    const bool is_known = std::ranges::all_of(known.memberships, [this](const Membership& each) {
        return rooms_.find(each.room) != nullptr;
    });
    if (is_known) {
        on_known(std::move(arrival), std::move(known));
        return;
    }
    // Kept by both, for only one of them is called.
    const auto waiting = std::make_shared<Arrival>(std::move(arrival));
    UnknownRooms::Then go_on = [this, waiting, known = std::move(known)]() mutable {
        if (is_cancelled(*waiting)) {
            refuse_arrival(*waiting, ConnectError::unavailable);
        } else {
            on_known(std::move(*waiting), std::move(known));
        }
    };
    if (unknown_.learn(go_on) == UnknownRooms::Taken::refused) {
        refuse_arrival(*waiting, ConnectError::unavailable);
    }
}

void Admission::on_known(Arrival arrival, Known known) {
    if (std::optional<ConnectRefusal> refusal = session_refusal(arrival, known)) {
        refuse_arrival(arrival, *std::move(refusal));
        return;
    }
    const bool is_guest = known.user.role == Role::guest;
    if (is_guest && door_.guests() == DoorOptions::Guests::off) {
        refuse_arrival(arrival, ConnectError::account_needed);
        return;
    }
    // Only guests are called what they come by; an account is renamed where its name is (profiles.h).
    const bool is_renaming = is_guest && !arrival.request.nickname.empty();
    const std::string& wanted = is_renaming ? arrival.request.nickname : known.user.nickname;
    const std::optional<Name> name = nickname_from(wanted, ports_.limits.nickname_characters_max);
    if (!name) {
        refuse_arrival(arrival, ConnectError::nickname_invalid);
        return;
    }
    Person* present = people_.find(known.user.id);
    if (present != nullptr && ports_.limits.rate_limits == Limits::RateLimits::on) {
        const base::Milliseconds wait = present->take(Deed::connect, ports_.clock.now());
        if (wait > base::Milliseconds(0)) {
            ports_.metrics.rate_limited.add();
            refuse_arrival(
                arrival,
                {.error = ConnectError::rate_limited, .suggestions = {}, .retry_after = wait});
            return;
        }
    }
    if (nicknames_.take(name->key, known.user.id) == Nicknames::Take::held_by_another) {
        refuse_taken(arrival, *name);
        return;
    }
    if (name->text != known.user.nickname) {
        rename(std::move(arrival), std::move(known), *name);
    } else if (is_guest && present == nullptr) {
        keep_name(std::move(arrival), std::move(known), *name);
    } else {
        admit(std::move(arrival), known, name->key, Nickname::kept);
    }
}

std::optional<ConnectRefusal> Admission::session_refusal(const Arrival& arrival,
                                                         const Known& known) const {
    const auto because = [](ConnectError error) {
        return ConnectRefusal{.error = error, .suggestions = {}};
    };
    if (holds(known.suspension, ports_.clock.wall())) {
        return ConnectRefusal{
            .error = ConnectError::suspended, .suggestions = {}, .suspension = known.suspension};
    }
    if (ended_.contains(known.session)) return because(ConnectError::token_expired);
    if (ended_.is_doubtful(known.user.id, known.session, arrival.since)) {
        return because(ConnectError::unavailable);
    }
    const bool is_here = people_.find(known.user.id) != nullptr;
    if (!is_here && absent_.is_doubtful(known.user.id, arrival.since_absent)) {
        return because(ConnectError::unavailable);
    }
    return std::nullopt;
}

std::optional<ConnectRefusal> Admission::address_refusal(const Arrival& arrival) const {
    const AddressBan* const ban = banned_.find(arrival.request.address, ports_.clock.wall());
    if (ban == nullptr) return std::nullopt;
    return ConnectRefusal{
        .error = ConnectError::address_banned, .suggestions = {}, .suspension = ban->terms};
}

void Admission::keep_name(Arrival arrival, Known known, const Name& name) {
    ports_.accounts.find_account(
        name.key,
        ports_.lifeline.guard([this, name, arrival = std::move(arrival), known = std::move(known)](
                                  base::Result<std::optional<Account>, StoreError> found) mutable {
            std::optional<ConnectRefusal> refusal = session_refusal(arrival, known);
            if (found && !*found && !is_cancelled(arrival) && !refusal) {
                admit(std::move(arrival), known, name.key, Nickname::kept);
                return;
            }
            nicknames_.give_back(name.key, known.user.id);
            if (found && *found && (*found)->user.id != known.user.id) {
                refuse_taken(arrival, name);
            } else {
                refuse_arrival(arrival,
                               std::move(refusal).value_or(ConnectRefusal{
                                   .error = ConnectError::unavailable, .suggestions = {}}));
            }
        }));
}

void Admission::rename(Arrival arrival, Known known, const Name& name) {
    const UserId user = known.user.id;
    ports_.store.rename_user(
        user, name.text, name.key,
        ports_.lifeline.guard([this, name, arrival = std::move(arrival), known = std::move(known)](
                                  base::Result<User, StoreError> renamed) mutable {
            std::optional<ConnectRefusal> refusal = session_refusal(arrival, known);
            if (renamed && !is_cancelled(arrival) && !refusal) {
                known.user = *std::move(renamed);
                admit(std::move(arrival), known, name.key, Nickname::renamed);
                return;
            }
            nicknames_.give_back(name.key, known.user.id);
            if (!renamed && renamed.error() == StoreError::name_taken) {
                refuse_taken(arrival, name);
            } else {
                refuse_arrival(arrival,
                               std::move(refusal).value_or(ConnectRefusal{
                                   .error = ConnectError::unavailable, .suggestions = {}}));
            }
        }));
}

/// The name is held for them once; whoever becomes present keeps one hold.
void Admission::admit(Arrival arrival, const Known& known, const std::string& name_key,
                      Nickname nickname) {
    const ConnectionId id = arrival.request.connection;
    if (std::optional<ConnectRefusal> refusal = address_refusal(arrival)) {
        nicknames_.give_back(name_key, known.user.id);  // banned while the store was asked
        refuse_arrival(arrival, *std::move(refusal));
        return;
    }
    arriving_.erase(id);
    Person* person = people_.find(known.user.id);
    const bool is_new = person == nullptr;
    if (is_new) {
        person = &people_.add(known.user, name_key);
        settle(*person, known);
    } else if (nickname == Nickname::renamed) {
        // One hold is theirs already: of the old name, which may be this one.
        nicknames_.give_back(person->name_key, known.user.id);
        person->name_key = name_key;
        person->user.nickname = known.user.nickname;
    } else {
        // Who is present is known better than what the store said when the arrival began.
        nicknames_.give_back(name_key, known.user.id);
    }
    people_.attach(*person, id, known.session, std::move(arrival.request.address));
    ports_.metrics.connections.set(static_cast<std::int64_t>(people_.connections()));
    const Attendance::Arrival came = attendance_.arrive(*person);
    if (is_new) attendance_.announce(*person);
    update_direct_rooms(*person);  // they may have been renamed while they were away

    Welcome welcome{.me = person->user, .token = std::move(arrival.request.token), .rooms = {}};
    welcome.rooms.reserve(person->places.size());
    for (Place& place : person->places) {
        if (!holds(place.mute, ports_.clock.wall())) place.mute.reset();
        welcome.rooms.push_back(place.view());
    }
    std::ranges::sort(welcome.rooms, stands_before);
    welcome.ignored = person->ignored;
    arrival.reply(std::move(welcome));

    if (nickname == Nickname::renamed) {
        if (came == Attendance::Arrival::was_here) {
            notices_.tell(*person);
        } else {
            notices_.tell(person->user, name_key);
        }
    }
    if (came == Attendance::Arrival::new_here) attendance_.tell_came(*person);
    become_live(id, std::move(arrival.request.cursors));
}

void Admission::settle(Person& person, const Known& known) const {
    person.ignored = known.ignored;
    person.places.reserve(known.memberships.size());
    for (const Membership& membership : known.memberships) {
        KnownRoom* room = rooms_.find(membership.room);
        if (room == nullptr) continue;  // the store could not be asked again just now
        Place& place = person.places.emplace_back(Place{.room = room,
                                                        .role = membership.role,
                                                        .people = membership.people,
                                                        .level = membership.level,
                                                        .liking = membership.liking,
                                                        .mute = membership.mute,
                                                        .mute_known = Place::MuteKnown::yes});
        place.take_over(person, membership);
    }
}

void Admission::become_live(ConnectionId id, std::vector<std::pair<RoomId, Seq>> cursors) {
    std::ranges::sort(cursors);
    Connection* connection = people_.find(id);
    if (connection == nullptr) return;  // closed by its welcome
    for (const Place& place : connection->person->places) {
        const RoomId& room = place.room->room.id;
        const auto cursor =
            std::ranges::lower_bound(cursors, room, {}, &std::pair<RoomId, Seq>::first);
        if (cursor != cursors.end() && cursor->first == room) {
            catchups_.bring_up(*place.room, *connection, cursor->second);
        } else {
            ports_.audience.subscribe(id, room);
        }
    }
}

void Admission::refuse(Arrival& arrival, ConnectRefusal refusal) {
    ports_.metrics.connects_refused.add();
    if (refusal.error == ConnectError::unavailable) refusal.retry_after = kRetryAfter;
    arrival.reply(base::fail(std::move(refusal)));
}

void Admission::refuse_arrival(Arrival& arrival, ConnectRefusal refusal) {
    arriving_.erase(arrival.request.connection);
    refuse(arrival, std::move(refusal));
}

void Admission::refuse_arrival(Arrival& arrival, ConnectError error) {
    refuse_arrival(arrival, ConnectRefusal{.error = error, .suggestions = {}});
}

void Admission::refuse_taken(Arrival& arrival, const Name& name) {
    refuse_arrival(arrival, {.error = ConnectError::nickname_taken,
                             .suggestions = nicknames_.suggestions(
                                 name, ports_.limits.nickname_characters_max)});
}

}  // namespace chat
