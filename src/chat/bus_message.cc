#include "chat/bus_message.h"

#include <variant>

#include "chat/event.h"
#include "chat/ids.h"

namespace chat {

const RoomId* room_of(const BusMessage& message) {
    if (const auto* const event = std::get_if<Event>(&message)) {
        // Whom it is about may be present where nobody of the room is yet, or any more.
        return is_of_member(event->kind) ? nullptr : &event->room;
    }
    if (const auto* const head = std::get_if<RoomHead>(&message)) return &head->room;
    if (const auto* const typing = std::get_if<TypingNews>(&message)) return &typing->room;
    return nullptr;
}

}  // namespace chat
