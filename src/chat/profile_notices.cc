#include "chat/profile_notices.h"

#include <algorithm>
#include <string>

#include "chat/bus_message.h"
#include "chat/people.h"
#include "chat/room.h"
#include "chat/rooms.h"

namespace chat {

void update_direct_room(const KnownRoom& room, const User& user) {
    if (room.room.kind != RoomKind::direct) return;
    for (Person* other : room.people.here()) {
        Place* theirs = other->place(room);
        if (other->user.id == user.id || theirs == nullptr) continue;
        const auto copy = std::ranges::find(theirs->people, user.id, &User::id);
        if (copy == theirs->people.end() || *copy == user) continue;
        *copy = user;
        std::ranges::sort(theirs->people, {}, &User::nickname);
    }
}

void update_direct_rooms(const Person& person) {
    for (const Place& place : person.places)
        update_direct_room(*place.room, person.user);
}

void ProfileNotices::tell(const Person& person) {
    ports_.bus.publish(ProfileNews{.user = person.user, .name_key = person.name_key});
    tell_here(person);
}

void ProfileNotices::tell(const User& user, const std::string& name_key) {
    ports_.bus.publish(ProfileNews{.user = user, .name_key = name_key});
}

void ProfileNotices::tell_here(const Person& person) {
    own_node_.present(person);
    for (const Connection* const connection : person.connections)
        ports_.audience.profile(connection->id, person.user);
    for (const Place& place : person.places)
        tell_room(*place.room, person.user);
}

void ProfileNotices::tell_room(const KnownRoom& room, const User& user) {
    update_direct_room(room, user);
    if (!room.live || room.present() > ports_.limits.notices_present_max) return;
    ports_.audience.profile(room.room.id, user);
}

void ProfileNotices::on_news(const ProfileNews& news) {
    Person* const person = people_.find(news.user.id);
    if (person == nullptr || person->user == news.user) return;
    if (!news.name_key.empty() && news.name_key != person->name_key) {
        // The store has decided; whoever holds the name here is about to lose it.
        if (nicknames_.take(news.name_key, news.user.id) == Nicknames::Take::taken_now) {
            nicknames_.give_back(person->name_key, news.user.id);
            person->name_key = news.name_key;
        }
    }
    person->user = news.user;
    tell_here(*person);
}

void ProfileNotices::on_elsewhere(const PresentPerson* before, const PresentPerson& now) {
    const Person* const person = people_.find(now.user.id);
    const bool is_known = person != nullptr && person->user == now.user;
    if (is_known || (before != nullptr && before->user == now.user)) return;
    for (const PresentIn& each : now.rooms) {
        const KnownRoom* const room = rooms_.find(each.room);
        if (room == nullptr) continue;
        if (before == nullptr) {
            update_direct_room(*room, now.user);  // they may have been renamed while they were away
        } else {
            tell_room(*room, now.user);
        }
    }
}

}  // namespace chat
