/// memory_world: what a Chat needs, with every store in memory, for tests of several nodes.
#pragma once

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "chat/audience.h"
#include "chat/bus.h"
#include "chat/chat.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "support/fake_passwords.h"

namespace chat {

/// What one node has for itself.
struct NodeParts {
    Store& store;  ///< the memory itself, or what stands before it
    base::Random& random;
    support::FakePasswords& passwords;
    Bus& bus;
    Audience& audience;
    base::Metrics& metrics;
};

inline Chat::World memory_world(const base::Clock& clock, store::MemoryStore& memory,
                                const NodeParts& node) {
    return {.clock = clock,
            .random = node.random,
            .store = node.store,
            .accounts = memory,
            .room_store = memory,
            .room_records = memory,
            .admin = memory,
            .exports = memory,
            .imports = memory,
            .passwords = node.passwords,
            .searcher = memory,
            .bus = node.bus,
            .audience = node.audience,
            .metrics = node.metrics,
            .log = base::Log::none()};
}

}  // namespace chat
