/// RoomTable: who is in which room of one namespace, on one loop.
///
/// Thread:     loop.
/// Owns:       the rooms; a room without members is forgotten.
/// Invariant:  a member's seat names its place in the room's list and the list names the seat: both ways O(1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "socketio/socket.h"

namespace engineio {
class Session;
}

namespace socketio {

/// A set of sockets with a name; packed, because deliveries walk along it.
struct Room {
    struct Member {
        engineio::Session* session = nullptr;
        Socket* socket = nullptr;
        std::uint32_t seat = 0;  ///< index in the socket's seats
    };

    const std::string* name = nullptr;
    std::vector<Member> members;
};

class RoomTable {
public:
    enum class Joined : std::uint8_t { yes, already, over_bound };

    void enter(Socket& socket, engineio::Session& session);  ///< into the namespace itself
    void exit(Socket& socket);                               ///< out of it and of all rooms

    Joined join(Socket& socket, engineio::Session& session, std::string_view name,
                std::size_t rooms_max);
    void leave(Socket& socket, std::string_view name);
    [[nodiscard]] static bool is_in(const Socket& socket, std::string_view name);

    /// The room's members; the whole namespace's for an empty name.
    [[nodiscard]] const std::vector<Room::Member>& members(std::string_view name) const;

    [[nodiscard]] std::size_t rooms() const { return rooms_.size(); }

private:
    struct Hash {
        using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's word
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    void leave_seat(Socket& socket, std::size_t seat);

    std::vector<Room::Member> everyone_;
    std::unordered_map<std::string, Room, Hash, std::equal_to<>> rooms_;
};

}  // namespace socketio
