/// Audience: the port through which the domain speaks to the connections of this node. src/api/events has its form.
///
/// Thread:     the domain's.
/// Order:      what is said to one connection, to a room it is subscribed to, and its subscriptions themselves arrive
///             in the order of the calls. So: catch up, subscribe, and nothing is missed or repeated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/room.h"

namespace chat {

/// A room as one person sees it.
struct RoomView {
    Room room;
    Seq read = 0;
    std::uint64_t unread = 0;
    std::uint32_t present = 0;
    RoomRole role = RoomRole::member;  ///< theirs
    std::vector<User> people{};        ///< of a direct room: the others, by nickname
    std::uint32_t mentions = 0;        ///< of the unread messages: by how many they are meant
    Seq mentions_to = 0;               ///< messages up to there are in that count
    NotifyLevel level = NotifyLevel::usual;
    Liking liking = Liking::plain;
    std::optional<Mute> mute{};  ///< theirs; holds
};

struct Catchup {
    RoomId room;
    std::vector<Event> events;
    Seq head = 0;
    enum class Form : std::uint8_t { missed, reset } form = Form::missed;
};

/// Why a connection's session is over.
enum class SessionEnd : std::uint8_t {
    signed_out,        ///< by itself, in another tab
    revoked,           ///< from another session's list, or by somebody in charge
    password_changed,  ///< elsewhere
    became_account,    ///< the guest did, in another tab
    suspended,         ///< by somebody in charge
    address_banned,    ///< the session goes on elsewhere
};

enum class Coming : std::uint8_t { came, went };
enum class RoomChange : std::uint8_t {
    created,
    joined,
    left,
    preferred,  ///< they see it in another way: RoomView::level and liking
};

class Audience {
public:
    virtual ~Audience() = default;

    virtual void subscribe(ConnectionId connection, const RoomId& room) = 0;
    virtual void unsubscribe(ConnectionId connection, const RoomId& room) = 0;

    /// A logged event, a change of an earlier message as well, to all who are subscribed to its room.
    /// present  people in the room now, for membership events
    virtual void event(const Event& event, std::uint32_t present) = 0;

    /// Someone came or went: to all who are subscribed; never kept.
    virtual void coming(const RoomId& room, Coming coming, const User& user, base::WallTime time,
                        std::uint32_t present) = 0;
    /// A big room: only how many there are.
    virtual void present(const RoomId& room, std::uint32_t present) = 0;
    virtual void typing(const RoomId& room, const User& user, ConnectionId except) = 0;

    virtual void catchup(ConnectionId connection, const Catchup& catchup) = 0;
    /// How far they have read, and what is unread from there on.
    virtual void read(ConnectionId connection, const RoomView& room) = 0;
    /// by  who did it to them; null: they themselves
    virtual void room_changed(ConnectionId connection, RoomChange change, const RoomView& room,
                              const Named* by) = 0;
    /// `created`: to every connection there is.
    virtual void room_created(const RoomView& room) = 0;

    /// Whom the person ignores from now on.
    virtual void ignored(ConnectionId connection, const std::vector<Named>& people) = 0;

    /// What people call and see of `user` is new: to all who are subscribed to the room.
    virtual void profile(const RoomId& room, const User& user) = 0;
    /// The same to a connection of that person, whichever rooms it is in.
    virtual void profile(ConnectionId connection, const User& user) = 0;
    /// Told why, then closed. The connection is gone for the domain already.
    virtual void end(ConnectionId connection, SessionEnd why) = 0;
};

}  // namespace chat
