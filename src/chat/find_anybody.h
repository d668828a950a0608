/// Finding whom a deed in a room is about, who need not be a member of it.
///
/// Thread:     domain.
#pragma once

#include <functional>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/ports.h"
#include "chat/room_store.h"

namespace chat {

/// Asks the store. Somebody who is no member has the role of a plain member. `then` runs not at all once the ports'
/// lifeline has ended.
/// errors  no_such_person, and the store's
void find_anybody(Ports& ports, const RoomId& room, const UserId& user,
                  std::move_only_function<void(base::Result<Member, Refusal>)> then);

}  // namespace chat
