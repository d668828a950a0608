#include "socketio/room_table.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "socketio/socket.h"

namespace socketio {

void RoomTable::enter(Socket& socket, engineio::Session& session) {
    socket.everyone_index_ = static_cast<std::uint32_t>(everyone_.size());
    everyone_.push_back({.session = &session, .socket = &socket, .seat = 0});
}

void RoomTable::exit(Socket& socket) {
    while (!socket.seats_.empty())
        leave_seat(socket, socket.seats_.size() - 1);

    const std::uint32_t index = socket.everyone_index_;
    CHECK(everyone_.at(index).socket == &socket);
    everyone_[index] = everyone_.back();
    everyone_[index].socket->everyone_index_ = index;
    everyone_.pop_back();
}

RoomTable::Joined RoomTable::join(Socket& socket, engineio::Session& session, std::string_view name,
                                  std::size_t rooms_max) {
    if (name.empty() || is_in(socket, name)) return Joined::already;
    if (socket.seats_.size() >= rooms_max) return Joined::over_bound;

    auto found = rooms_.find(name);
    if (found == rooms_.end()) {
        found = rooms_.emplace(name, Room{}).first;
        found->second.name = &found->first;
    }
    Room& room = found->second;
    socket.seats_.push_back(
        {.room = &room, .index = static_cast<std::uint32_t>(room.members.size())});
    room.members.push_back({.session = &session,
                            .socket = &socket,
                            .seat = static_cast<std::uint32_t>(socket.seats_.size() - 1)});
    return Joined::yes;
}

void RoomTable::leave(Socket& socket, std::string_view name) {
    for (std::size_t seat = 0; seat < socket.seats_.size(); ++seat)
        if (*socket.seats_[seat].room->name == name) return leave_seat(socket, seat);
}

bool RoomTable::is_in(const Socket& socket, std::string_view name) {
    return std::ranges::any_of(
        socket.seats_, [name](const Socket::Seat& seat) { return *seat.room->name == name; });
}

const std::vector<Room::Member>& RoomTable::members(std::string_view name) const {
    static const std::vector<Room::Member> kNobody;
    if (name.empty()) return everyone_;
    const auto found = rooms_.find(name);
    return found == rooms_.end() ? kNobody : found->second.members;
}

void RoomTable::leave_seat(Socket& socket, std::size_t seat) {
    Room& room = *socket.seats_[seat].room;
    const std::uint32_t index = socket.seats_[seat].index;
    CHECK(room.members.at(index).socket == &socket);

    // The last member takes the empty place, and the socket's last seat this one's; both tell their partners.
    room.members[index] = room.members.back();
    room.members[index].socket->seats_[room.members[index].seat].index = index;
    room.members.pop_back();
    socket.seats_[seat] = socket.seats_.back();
    socket.seats_.pop_back();
    if (seat < socket.seats_.size()) {
        const Socket::Seat& moved = socket.seats_[seat];
        moved.room->members[moved.index].seat = static_cast<std::uint32_t>(seat);
    }
    if (room.members.empty()) rooms_.erase(rooms_.find(*room.name));
}

}  // namespace socketio
