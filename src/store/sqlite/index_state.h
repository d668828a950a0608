/// IndexState: what the indexer and the finder tell each other.
///
/// Thread:     any.
#pragma once

#include <atomic>
#include <cstdint>

namespace store::sqlite {

struct IndexState {
    std::atomic<bool> is_open{false};      ///< the file is there and whole, as far as is known
    std::atomic<bool> is_damaged{false};   ///< the finder says so, and the indexer begins anew
    std::atomic<std::uint64_t> behind{0};  ///< events that are not in the index
};

}  // namespace store::sqlite
