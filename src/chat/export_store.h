/// ExportStore: the port through which the domain reads what one person has said, in all rooms.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Elsewhere:  tests/store/store_contract_exports_test.cc is the suite that every form passes.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace chat {

/// Behind a message of somebody, in the order of rooms in which the store has them.
struct SaidPlace {
    RoomId room{};  ///< empty: before everything
    Seq seq = 0;

    friend bool operator==(const SaidPlace&, const SaidPlace&) = default;
};

struct SaidRequest {
    UserId user;
    SaidPlace after{};
    std::uint32_t limit = 200;
};

struct SaidPage {
    std::vector<Event>
        messages;  ///< as they stand, room by room, ascending in each; may be empty while `next` is there
    std::optional<SaidPlace> next = std::nullopt;  ///< to ask on with; nullopt: that was all
};

class ExportStore {
public:
    virtual ~ExportStore() = default;

    /// Of somebody of whom nothing is known: nothing.
    /// errors  unavailable
    virtual void said(SaidRequest request, StoreReply<SaidPage> reply) = 0;
};

}  // namespace chat
