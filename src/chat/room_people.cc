#include "chat/room_people.h"

#include "chat/ids.h"
#include "chat/people.h"

namespace chat {

RoomPeople::Change RoomPeople::enter(Person& person) {
    if (!here_.insert(&person).second) return Change::none;
    if (elsewhere_.empty()) return Change::of_presence;
    here_ids_.insert(person.user.id);
    if (!elsewhere_.contains(person.user.id)) return Change::of_presence;
    ++both_;
    return Change::none;
}

RoomPeople::Change RoomPeople::leave(Person& person) {
    if (here_.erase(&person) == 0) return Change::none;
    here_ids_.erase(person.user.id);
    if (!elsewhere_.contains(person.user.id)) return Change::of_presence;
    --both_;
    return Change::none;
}

RoomPeople::Change RoomPeople::enter_elsewhere(const UserId& user) {
    if (elsewhere_.empty()) {
        for (const Person* const person : here_)
            here_ids_.insert(person->user.id);
    }
    if (++elsewhere_[user] > 1) return Change::none;
    if (!is_here(user)) return Change::of_presence;
    ++both_;
    return Change::none;
}

RoomPeople::Change RoomPeople::leave_elsewhere(const UserId& user) {
    const auto entry = elsewhere_.find(user);
    if (entry == elsewhere_.end() || --entry->second > 0) return Change::none;
    elsewhere_.erase(entry);
    const bool was_here = is_here(user);
    if (was_here) --both_;
    if (elsewhere_.empty()) here_ids_.clear();
    return was_here ? Change::none : Change::of_presence;
}

}  // namespace chat
