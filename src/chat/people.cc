#include "chat/people.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "chat/account.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/rates.h"
#include "chat/room.h"
#include "chat/rooms.h"

namespace chat {

RoomView Place::view() const {
    return {.room = room->snapshot(),
            .read = read,
            .unread = unread(),
            .present = room->present(),
            .role = role,
            .people = people,
            .mentions = mentions,
            .mentions_to = mentions_to,
            .level = level,
            .liking = liking,
            .mute = mute};
}

void Place::take_over(const Person& person, const Membership& marker) {
    mark(marker.read, marker.read_ordinal);
    mentions = marker.mentions;
    mentions_to = marker.mentions_to;
    if (!room->live || mentions_to >= room->head()) return;
    // Messages that the store did not know of when it counted have been heard of here meanwhile.
    mentions += room->live->feed.recent().count_after(mentions_to, [&person](const Event& event) {
        return event.mentions && std::ranges::count(*event.mentions, person.user.id) > 0 &&
               !person.is_ignoring(event.actor);
    });
    mentions_to = room->head();
}

Place* Person::place(const KnownRoom& room) {
    const auto found = std::ranges::find(places, &room, &Place::room);
    return found == places.end() ? nullptr : &*found;
}

const Place* Person::place(const KnownRoom& room) const {
    const auto found = std::ranges::find(places, &room, &Place::room);
    return found == places.end() ? nullptr : &*found;
}

bool Person::is_ignoring(const UserId& other) const {
    return std::ranges::find(ignored, other, &Named::user) != ignored.end();
}

base::Milliseconds Person::take(Deed deed, base::SteadyTime now) {
    if (!rates) rates = std::make_unique<Rates>(now);
    return rates->take(deed, now);
}

Connection* People::find(ConnectionId id) {
    const auto entry = connections_.find(id);
    return entry == connections_.end() ? nullptr : &entry->second;
}

Person* People::find(const UserId& user) {
    const auto entry = people_.find(user);
    return entry == people_.end() ? nullptr : &entry->second;
}

Person& People::add(User user, std::string name_key) {
    const auto [entry, is_new] = people_.try_emplace(user.id);
    CHECK(is_new);
    entry->second.user = std::move(user);
    entry->second.name_key = std::move(name_key);
    return entry->second;
}

void People::remove(Person& person) {
    CHECK(person.connections.empty());
    people_.erase(UserId(person.user.id));
}

Connection& People::attach(Person& person, ConnectionId id, SessionId session,
                           std::string address) {
    const auto [entry, is_new] = connections_.try_emplace(id);
    CHECK(is_new);
    Connection& connection = entry->second;
    connection.id = id;
    connection.person = &person;
    connection.session = std::move(session);
    connection.address = std::move(address);
    person.connections.push_back(&connection);
    return connection;
}

Person& People::detach(Connection& connection) {
    Person& person = *connection.person;
    std::erase(person.connections, &connection);
    connections_.erase(ConnectionId(connection.id));
    return person;
}

}  // namespace chat
