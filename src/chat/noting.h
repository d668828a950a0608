/// Noting: what becomes of a note for the audit that stands for itself.
///
/// Thread:     domain.
#pragma once

#include "base/result.h"
#include "chat/ports.h"
#include "chat/store.h"

namespace chat {

/// What was done is done: a note that is not kept is only told to whoever runs the server.
[[nodiscard]] inline StoreReply<void> noting(Ports& ports) {
    return ports.lifeline.guard([&ports](const base::Result<void, StoreError>& noted) {
        if (!noted) ports.log.error("audit_note_lost");
    });
}

}  // namespace chat
