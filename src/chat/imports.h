/// Imports: rooms that were taken away from somewhere, put here again.
///
/// Thread:     domain. Every reply runs there too.
/// Invariant:  each request is answered once. Whoever wrote what is imported is nobody of this server: a file cannot put
///             words into anybody's mouth. A repeated request changes nothing more.
/// Elsewhere:  the port is import_store.h; the file is read by api/rest, and made by exports.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chat/accounts.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"

namespace chat {

struct ImportWish {
    std::string name;
    std::string topic{};  ///< may be empty
};

inline constexpr std::uint32_t kImportEventsMax = 500;  ///< of one request

class Imports {
public:
    virtual ~Imports() = default;

    /// Makes a private room that nobody is in.
    /// errors  forbidden, name_invalid, too_many (rooms)
    virtual void begin(Credentials by, ImportWish wish, AccountReply<Room> reply) = 0;
    /// The next events of its log, at most kImportEventsMax.
    /// returns  the room's head after it
    /// errors   forbidden, not_found (no room that is being imported), import_invalid
    virtual void add(Credentials by, RoomId room, std::vector<Event> events,
                     AccountReply<Seq> reply) = 0;
    /// Opens it: `host` is its first member, and its host.
    /// host     empty: whoever does it; the name of an account
    /// errors   forbidden, not_found, no_such_person
    virtual void finish(Credentials by, RoomId room, std::string host,
                        AccountReply<Room> reply) = 0;
};

}  // namespace chat
