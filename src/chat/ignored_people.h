/// IgnoredPeople: of whom somebody wants to see nothing.
///
/// Thread:     domain.
/// Invariant:  a request is answered once, after its commit and before the person's other connections hear of it;
///             nobody else hears of it, whoever is ignored least of all.
/// Elsewhere:  that their messages do not count as meaning somebody is the store's to say, and for those present
///             seats.h; hiding them is the client's.
#pragma once

#include <vector>

#include "base/result.h"
#include "chat/absent_changes.h"
#include "chat/bus_message.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/store.h"

namespace chat {

class IgnoredPeople {
public:
    IgnoredPeople(Ports& ports, People& people, AbsentChanges& absent)
        : ports_(ports), people_(people), absent_(absent) {}

    void set(const Connection& connection, const IgnoreWish& wish, Reply<std::vector<Named>> reply);

    /// Another node kept it.
    void on_elsewhere(const IgnoredNews& news);

private:
    void on_set(ConnectionId asker, const UserId& user,
                base::Result<std::vector<Named>, StoreError> kept, Reply<std::vector<Named>> reply);

    Ports& ports_;
    People& people_;
    AbsentChanges& absent_;
};

}  // namespace chat
