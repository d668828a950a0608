/// Options: the bounds that a store has over every engine. The defaults are right; tests set them small.
///
/// Thread:     any. A value.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/sizes.h"

namespace store::sql {

using base::literals::operator""_MiB;

struct Options {
    std::uint32_t batch_requests_max = 2'000;   ///< in one transaction; the rest waits for the next
    std::uint64_t batch_bytes_max = 8_MiB;      ///< the same
    std::uint32_t writes_waiting_max = 65'536;  ///< over: unavailable
    std::uint64_t writes_waiting_bytes_max = 64_MiB;  ///< over: unavailable
    std::uint32_t reads_waiting_max = 16'384;         ///< over: unavailable
    std::uint32_t sweep_sessions_max = 200;           ///< looked at in one transaction
    base::Milliseconds sweep_interval{600'000};       ///< between two rounds through all tokens
    base::Milliseconds probe_interval{1'000};         ///< while not ready and nobody writes
    std::uint32_t attempts_max = 5;          ///< of one transaction that others stand in the way of
    std::uint32_t doubt_questions_max = 10;  ///< about a commit that was not answered
    base::Milliseconds doubt_interval{200};  ///< between two of them
    base::Milliseconds idle_interval{1'000};  ///< without a write: time for what can wait
};

}  // namespace store::sql
