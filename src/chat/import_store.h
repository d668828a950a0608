/// ImportStore: the port through which the domain puts a log that was taken away into a room.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Invariant:  as Store: a reply with a value means committed.
/// Elsewhere:  tests/store/store_contract_imports_test.cc is the suite that every form passes.
#pragma once

#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace chat {

/// How far the log reaches by now.
struct Imported {
    Seq head = 0;
    Ordinal ordinal = 0;
};

class ImportStore {
public:
    virtual ~ImportStore() = default;

    /// Adds events to the log of a closed room that nobody is in, as they are: they keep their seqs, messages read as
    /// their changes say, and what they say of members, names, pins and retention does not happen. Nobody is meant by them.
    ///
    /// events  ascending by seq without a gap; those up to the head are there already and are left out
    ///         none: only whether it could be done
    /// errors  no_such_room, not_allowed (somebody is in it, or it is not closed), overtaken (they do not follow the
    ///         head), no_such_message (a change of what is no message, or an answer to none), unavailable
    virtual void import_events(RoomId room, std::vector<Event> events,
                               StoreReply<Imported> reply) = 0;
};

}  // namespace chat
