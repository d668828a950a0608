#include "chat/unknown_rooms.h"

#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

UnknownRooms::Taken UnknownRooms::learn(Then& then) {
    if (asked_.size() + next_.size() >= kWaitingMax) return Taken::refused;
    next_.push_back(std::move(then));
    learn();
    return Taken::waits;
}

void UnknownRooms::learn() {
    is_wanted_again_ = true;
    if (question_ == Question::none) ask();
}

void UnknownRooms::ask() {
    question_ = Question::under_way;
    is_wanted_again_ = false;
    asked_ = std::exchange(next_, {});
    ports_.store.rooms(ports_.lifeline.guard(
        [this](const base::Result<std::vector<Room>, StoreError>& rooms) { on_answer(rooms); }));
}

void UnknownRooms::on_answer(const base::Result<std::vector<Room>, StoreError>& rooms) {
    if (rooms) {
        for (const Room& room : *rooms)
            found_(room);
    }
    question_ = Question::none;
    for (Then& then : std::exchange(asked_, {}))
        then();
    if (question_ == Question::none && is_wanted_again_) ask();
}

}  // namespace chat
