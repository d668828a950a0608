/// Admission: who may come in under which name, and what they are told first.
///
/// Thread:     domain.
/// Owns:       requests on their way through the store; the names they hold meanwhile.
/// Invariant:  each request is answered once; of two that want one name, one gets it. A connection that closed
///             meanwhile never becomes present.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/absent_changes.h"
#include "chat/attendance.h"
#include "chat/banned_addresses.h"
#include "chat/catchups.h"
#include "chat/chat.h"
#include "chat/doorkeeper.h"
#include "chat/ended_sessions.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/profile_notices.h"
#include "chat/rooms.h"
#include "chat/store.h"
#include "chat/unknown_rooms.h"

namespace chat {

class Admission {
public:
    using ConnectReply = std::move_only_function<void(base::Result<Welcome, ConnectRefusal>)>;

    Admission(Ports& ports, const Doorkeeper& door, const BannedAddresses& banned,
              const EndedSessions& ended, const AbsentChanges& absent, Rooms& rooms, People& people,
              Nicknames& nicknames, Attendance& attendance, Catchups& catchups,
              ProfileNotices& notices, UnknownRooms& unknown)
        : ports_(ports),
          door_(door),
          banned_(banned),
          ended_(ended),
          absent_(absent),
          rooms_(rooms),
          people_(people),
          nicknames_(nicknames),
          attendance_(attendance),
          catchups_(catchups),
          notices_(notices),
          unknown_(unknown) {}

    void connect(ConnectRequest request, ConnectReply reply);

    /// True when the connection was on its way in; it will not arrive.
    bool cancel(ConnectionId connection) { return arriving_.erase(connection) > 0; }

private:
    struct Arrival {
        ConnectRequest request;
        ConnectReply reply;
        EndedSessions::Moment since = 0;         ///< when the session was asked for
        AbsentChanges::Moment since_absent = 0;  ///< the same, for memberships
    };

    void by_token(Arrival arrival);
    void by_nickname(Arrival arrival);
    void on_known(Arrival arrival, Known known);
    /// Rooms of theirs that another node made are known before they come in.
    void learn_rooms(Arrival arrival, Known known);
    /// Of a guest who was away: an account may have their name by now.
    void keep_name(Arrival arrival, Known known, const Name& name);
    void rename(Arrival arrival, Known known, const Name& name);
    enum class Nickname : std::uint8_t { kept, renamed };
    void admit(Arrival arrival, const Known& known, const std::string& name_key, Nickname nickname);
    void become_live(ConnectionId id, std::vector<std::pair<RoomId, Seq>> cursors);
    void settle(Person& person, const Known& known) const;
    /// Whoever is suspended does not come in; and what the store said of the session or, of somebody who was not here,
    /// of their memberships may be past.
    [[nodiscard]] std::optional<ConnectRefusal> session_refusal(const Arrival& arrival,
                                                                const Known& known) const;
    /// Nobody comes in from there.
    [[nodiscard]] std::optional<ConnectRefusal> address_refusal(const Arrival& arrival) const;
    void refuse(Arrival& arrival, ConnectRefusal refusal);
    void refuse_arrival(Arrival& arrival, ConnectRefusal refusal);
    void refuse_arrival(Arrival& arrival, ConnectError error);
    void refuse_taken(Arrival& arrival, const Name& name);
    [[nodiscard]] bool is_cancelled(const Arrival& arrival) const {
        return !arriving_.contains(arrival.request.connection);
    }

    Ports& ports_;
    const Doorkeeper& door_;
    const BannedAddresses& banned_;
    const EndedSessions& ended_;
    const AbsentChanges& absent_;
    Rooms& rooms_;
    People& people_;
    Nicknames& nicknames_;
    Attendance& attendance_;
    Catchups& catchups_;
    ProfileNotices& notices_;
    UnknownRooms& unknown_;
    std::unordered_set<ConnectionId> arriving_;
};

}  // namespace chat
