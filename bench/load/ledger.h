/// Ledger: what each connection has been given, checked against what was sent.
///
/// Thread:     any one.
/// Invariant:  counts every message of every sender once per connection; what is missing, repeated or in the
///             wrong order shows in wrong() and missing().
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "load/stamp.h"

namespace load {

class Ledger {
public:
    Ledger(std::uint32_t connections, std::uint32_t senders)
        : senders_(senders), next_(std::size_t{connections} * senders), sent_(senders) {}

    /// Numbers the next message of `sender`.
    Stamp send(std::uint32_t sender) { return {.sender = sender, .number = sent_[sender]++}; }

    void deliver(std::uint32_t connection, Stamp stamp) {
        if (stamp.sender >= senders_) [[unlikely]] {
            ++wrong_;
            return;
        }
        std::uint32_t& next = next_[(std::size_t{connection} * senders_) + stamp.sender];
        if (stamp.number != next) [[unlikely]] {
            ++wrong_;
        }
        next = stamp.number + 1;
        ++delivered_;
    }

    [[nodiscard]] std::uint64_t delivered() const { return delivered_; }

    [[nodiscard]] std::uint64_t sent() const {
        return std::accumulate(sent_.begin(), sent_.end(), std::uint64_t{0});
    }

    /// Deliveries that were not the one due: after a loss, a repeat, or out of order.
    [[nodiscard]] std::uint64_t wrong() const { return wrong_; }

    /// Deliveries still due, when nothing went wrong.
    [[nodiscard]] std::uint64_t missing() const {
        const std::uint64_t due = sent() * (next_.size() / senders_);
        return due > delivered_ ? due - delivered_ : 0;
    }

private:
    std::uint32_t senders_;
    std::vector<std::uint32_t> next_;  ///< by connection and sender: the number due next
    std::vector<std::uint32_t> sent_;
    std::uint64_t delivered_ = 0;
    std::uint64_t wrong_ = 0;
};

}  // namespace load
