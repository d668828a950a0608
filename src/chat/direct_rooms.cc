#include "chat/direct_rooms.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/secrets.h"
#include "chat/store.h"

namespace chat {
namespace {

constexpr char kKeyBegin = '\x02';
constexpr char kKeySeparator = '+';  // no id holds it

/// users  sorted, each once
std::string key_of(const std::vector<UserId>& users) {
    std::string key(1, kKeyBegin);
    for (const UserId& user : users) {
        if (key.size() > 1) key += kKeySeparator;
        key += user.value();
    }
    return key;
}

std::vector<UserId> users_of(std::string_view key) {
    std::vector<UserId> users;
    key.remove_prefix(1);
    while (!key.empty()) {
        const std::size_t end = std::min(key.find(kKeySeparator), key.size());
        users.emplace_back(std::string(key.substr(0, end)));
        key.remove_prefix(std::min(end + 1, key.size()));
    }
    return users;
}

const Place* find_by_key(const Person& person, const std::string& name_key) {
    const auto place = std::ranges::find(person.places, name_key, [](const Place& each) {
        return std::string_view(each.room->room.name_key);
    });
    return place == person.places.end() ? nullptr : &*place;
}

}  // namespace

void DirectRooms::open(const Connection& connection, std::vector<UserId> users,
                       Reply<RoomView> reply) {
    const Person& person = *connection.person;
    if (!may(rank_on_server(person), Action::start_direct)) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    users.push_back(person.user.id);
    std::ranges::sort(users);
    const auto repeats = std::ranges::unique(users);
    users.erase(repeats.begin(), repeats.end());
    if (users.size() == 1) {
        reply(refuse(ChatError::no_such_person));
        return;
    }
    if (users.size() > ports_.limits.direct_people_max) {
        reply(refuse(ChatError::too_many_people));
        return;
    }
    std::string name_key = key_of(users);
    if (const Place* place = find_by_key(person, name_key)) {
        reply(place->view());
        return;
    }
    if (is_full(users, name_key)) {
        reply(refuse(ChatError::too_many_rooms));
        return;
    }
    ++opens_waiting_;
    ports_.room_store.open_direct(
        {.id = RoomId(ports_.random.token(kRoomIdCharacters)),
         .name = {},
         .name_key = std::move(name_key),
         .kind = RoomKind::direct,
         .created = ports_.clock.wall()},
        std::move(users),
        ports_.lifeline.guard(
            [this, asker = connection.id, user = person.user.id,
             reply = std::move(reply)](base::Result<Opened, StoreError> opened) mutable {
                --opens_waiting_;
                on_opened(asker, user, std::move(opened), std::move(reply));
            }));
}

/// Whether the server, or one of them as far as they are present, has all the rooms there may be.
bool DirectRooms::is_full(const std::vector<UserId>& users, const std::string& name_key) {
    if (rooms_.direct() + opens_waiting_ >= ports_.limits.direct_rooms_max) return true;
    return std::ranges::any_of(users, [&](const UserId& user) {
        const Person* each = people_.find(user);
        return each != nullptr && each->places.size() >= ports_.limits.rooms_joined_max &&
               find_by_key(*each, name_key) == nullptr;
    });
}

void DirectRooms::on_opened(ConnectionId asker, const UserId& user,
                            base::Result<Opened, StoreError> opened, Reply<RoomView> reply) {
    if (!opened) {
        reply(refuse(opened.error()));
        return;
    }
    const bool is_made = opened->outcome == Opened::Outcome::made;
    KnownRoom& room = rooms_.add(std::move(opened->room));
    const std::vector<Person*> seated = seat(room, opened->people);
    Person* person = people_.find(user);
    if (person == nullptr) {
        reply(refuse(ChatError::not_connected));
    } else {
        reply(person->place(room)->view());
    }
    if (is_made) ports_.bus.publish(room.snapshot());
    const auto opener = std::ranges::find(opened->people, user, &User::id);
    const Named by{.user = user,
                   .nickname = opener == opened->people.end() ? "" : opener->nickname};
    for (const Person* each : seated) {
        const bool is_opener = each == person;
        seats_.subscribe(*each, *each->place(room), asker, is_opener ? nullptr : &by);
    }
}

void DirectRooms::on_made_elsewhere(KnownRoom& room) {
    std::vector<UserId> users = users_of(room.room.name_key);
    const bool is_anybody_here = std::ranges::any_of(
        users, [this](const UserId& user) { return people_.find(user) != nullptr; });
    if (!is_anybody_here) return;
    ports_.accounts.find_people(
        std::move(users),
        ports_.lifeline.guard([this, &room](base::Result<std::vector<User>, StoreError> found) {
            if (!found) return;  // it is theirs when they come again
            std::ranges::sort(*found, {}, &User::nickname);
            for (const Person* each : seat(room, *found)) {
                seats_.subscribe(*each, *each->place(room), ConnectionId(), nullptr);
            }
        }));
}

std::vector<Person*> DirectRooms::seat(KnownRoom& room, const std::vector<User>& people) {
    std::vector<Person*> seated;
    for (const User& user : people) {
        Person* person = seats_.find(user.id);
        if (person == nullptr || person->place(room) != nullptr) continue;
        std::vector<User> others = people;
        std::erase_if(others, [&user](const User& each) { return each.id == user.id; });
        // Nobody is muted there.
        seats_.begin(
            *person,
            {.room = &room, .people = std::move(others), .mute_known = Place::MuteKnown::yes});
        seated.push_back(person);
    }
    return seated;
}

}  // namespace chat
