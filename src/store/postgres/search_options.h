/// SearchOptions: the bounds of searching on PostgreSQL. The defaults are right; tests set them small.
///
/// Thread:     any. A value.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace store::postgres {

struct SearchOptions {
    base::Milliseconds index_interval{250};  ///< how long a new message may stay unsearchable
    base::Milliseconds index_retry_interval{
        1'000};                                ///< after a failure, and while another node indexes
    std::uint32_t index_batch_events = 500;    ///< indexed in one transaction
    std::uint32_t searches_waiting_max = 256;  ///< over: unavailable
    std::uint32_t walk_max =
        20'000;  ///< newest messages of the index that are looked at one by one first
    std::uint32_t texts_max = 2'000;            ///< read for one page; then it ends and is asked on
    base::Milliseconds search_patience{5'000};  ///< for one statement; then unavailable
};

}  // namespace store::postgres
