/// Rates: how often one person may do what.
///
/// Thread:     domain.
/// Owns:       one token bucket for each kind of deed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"
#include "base/token_bucket.h"

namespace chat {

enum class Deed : std::uint8_t {
    post,
    change,
    look_up,
    typing,
    read,
    join_or_leave,
    create,
    connect
};
inline constexpr std::size_t kDeeds = 8;

class Rates {
public:
    explicit Rates(base::SteadyTime now)
        : buckets_{{
              {10, 30, now},   // post
              {10, 30, now},   // change: edit, delete, react, ignore, and all that hosts do
              {10, 50, now},   // look_up: history, rooms, members, bans, search, date, people
              {2, 10, now},    // typing
              {10, 50, now},   // read
              {2, 20, now},    // join_or_leave
              {0.1, 10, now},  // create: rooms, direct ones too
              {2, 20, now},    // connect
          }} {}

    /// 0: go ahead. Else how long to wait.
    [[nodiscard]] base::Milliseconds take(Deed deed, base::SteadyTime now) {
        base::TokenBucket& bucket = buckets_.at(static_cast<std::size_t>(deed));
        return bucket.take(now) ? base::Milliseconds(0) : bucket.wait(now);
    }

private:
    std::array<base::TokenBucket, kDeeds> buckets_;
};

}  // namespace chat
