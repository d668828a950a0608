/// DomainQueue: the way from the loops to the domain, with a bound.
///
/// Thread:     any to ask; the work runs on the domain's executor.
/// Owns:       the count of what waits.
/// Invariant:  at most `waiting_max` requests wait; one more is refused at once, so a flood costs its sender an answer
///             and the server no memory. What must not be lost (a connection's end) is told and never refused.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

#include "base/executor.h"

namespace api::events {

class DomainQueue {
public:
    DomainQueue(base::Executor& domain, std::uint32_t waiting_max)
        : domain_(domain), waiting_max_(waiting_max) {}

    [[nodiscard]] bool has_room() const {
        return waiting_.load(std::memory_order_relaxed) < waiting_max_;
    }

    /// Ask only after has_room(); several loops may overrun the bound by one each.
    template <typename Work>
    void ask(Work work) {
        waiting_.fetch_add(1, std::memory_order_relaxed);
        domain_.post([this, work = std::move(work)]() mutable {
            waiting_.fetch_sub(1, std::memory_order_relaxed);
            work();
        });
    }

    template <typename Work>
    void tell(Work work) {
        domain_.post(std::move(work));
    }

private:
    base::Executor& domain_;
    std::uint32_t waiting_max_;
    std::atomic<std::uint32_t> waiting_{0};
};

}  // namespace api::events
