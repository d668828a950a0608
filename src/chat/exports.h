/// Exports: what people may take away: a room's log, and all that is theirs.
///
/// Thread:     domain. Every reply runs there too.
/// Invariant:  each request is answered once. Whether somebody may is decided anew for each page: whoever is removed
///             gets nothing more.
/// Elsewhere:  the port is export_store.h; the files are written by api/rest.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

struct RoomExport {
    Room room;  ///< of its head at that moment; what comes later is not in the export
    Named by;   ///< an empty id: the command line
    base::WallTime time{};
};

struct OwnData {
    User me;
    base::WallTime time{};
    std::vector<Session> sessions;  ///< of an account; the last used first
    std::vector<RoomView> rooms;
    std::vector<Named> ignored;
};

inline constexpr std::uint32_t kExportPageEvents = 200;

class Exports {
public:
    virtual ~Exports() = default;

    /// errors  not_found (no such room, or not theirs to know), forbidden
    virtual void open_room(Credentials by, RoomId room, AccountReply<RoomExport> reply) = 0;
    /// The events behind `after`, at most kExportPageEvents and about Limits::page_bytes_max octets of them.
    /// errors  as open_room
    virtual void room_page(Credentials by, RoomId room, Seq after, AccountReply<Page> reply) = 0;

    virtual void open_own(Credentials by, AccountReply<OwnData> reply) = 0;
    /// Their messages behind `after`, with nothing of others in them.
    virtual void own_page(Credentials by, SaidPlace after, AccountReply<SaidPage> reply) = 0;
};

}  // namespace chat
