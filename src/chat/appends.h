/// Appends: gives the store what people write and do to messages and rooms, and tells what became of it.
///
/// Thread:     domain.
/// Invariant:  an append is answered before anyone hears of it; at most Limits::appends_waiting_max wait.
/// Elsewhere:  who may append what is conversation.h and changes.h; memberships.h appends for itself.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/delivery.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/pulse.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class Appends {
public:
    Appends(Ports& ports, People& people, Delivery& delivery, Pulse& pulse)
        : ports_(ports), people_(people), delivery_(delivery), pulse_(pulse) {}

    /// The text as it is kept.
    /// errors  text_empty, text_too_long
    [[nodiscard]] base::Result<std::string, ChatError> cleaned(std::string_view text) const;

    /// append  what `person` says or changes in `room`; who, where and when are filled in here. With an actor: what the
    ///         person does to that one.
    void append(KnownRoom& room, const Person& person, Append append, Reply<Posted> reply);

private:
    void on_appended(KnownRoom& room, base::Result<Appended, StoreError> appended,
                     Reply<Posted> reply);

    Ports& ports_;
    People& people_;
    Delivery& delivery_;
    Pulse& pulse_;
};

}  // namespace chat
