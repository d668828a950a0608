/// Schedule: virtual time, and what happens when. A step is one thing that happens; no time passes in it.
///
/// Thread:     one.
/// Owns:       what is still to come.
/// Invariant:  time never goes back. Of what is due at the same moment the dice say which comes first.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "sim/dice.h"

namespace sim {

/// Since the run began.
using Time = std::chrono::microseconds;

class Schedule {
public:
    explicit Schedule(Dice dice) : dice_(dice) {}

    [[nodiscard]] Time now() const { return now_; }

    void at(Time when, base::Job job) {
        entries_.push_back({.when = std::max(when, now_),
                            .lot = dice_.number(),
                            .number = ++last_number_,
                            .job = std::move(job)});
        std::ranges::push_heap(entries_, is_later);
    }
    void after(Time delay, base::Job job) { at(now_ + delay, std::move(job)); }

    /// Does what is next. False: nothing is to come until `end`, which it is now.
    bool step(Time end) {
        if (entries_.empty() || entries_.front().when > end) {
            now_ = end;
            return false;
        }
        std::ranges::pop_heap(entries_, is_later);
        Entry entry = std::move(entries_.back());
        entries_.pop_back();
        now_ = entry.when;
        entry.job();
        return true;
    }

private:
    struct Entry {
        Time when{};
        std::uint64_t lot = 0;
        std::uint64_t number = 0;
        base::Job job;
    };
    static bool is_later(const Entry& a, const Entry& b) {
        return std::tie(a.when, a.lot, a.number) > std::tie(b.when, b.lot, b.number);
    }

    Dice dice_;
    Time now_{0};
    std::uint64_t last_number_ = 0;
    std::vector<Entry> entries_;
};

/// Moments that come one after the other, as on a line or in a queue.
class InOrder {
public:
    /// `wanted`, or just after the one before.
    Time next(Time wanted) {
        last_ = std::max(last_ + Time(1), wanted);
        return last_;
    }

private:
    Time last_{0};
};

}  // namespace sim
