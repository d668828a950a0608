#include "chat/room_presence.h"

#include <cstdint>

#include "base/clock.h"

namespace chat {

RoomPresence::Tell RoomPresence::on_change(std::uint32_t present, base::SteadyTime now) {
    if (!is_crowd(present)) return Tell::notice;
    if (deadline_) return Tell::nothing;
    if (counted_ && now < *counted_ + kCountInterval) {
        deadline_ = *counted_ + kCountInterval;
        return Tell::nothing;
    }
    counted_ = now;
    return Tell::count;
}

RoomPresence::Tell RoomPresence::on_time(base::SteadyTime now) {
    if (!deadline_ || now < *deadline_) return Tell::nothing;
    deadline_.reset();
    counted_ = now;
    return Tell::count;
}

}  // namespace chat
