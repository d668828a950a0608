/// Options: the bounds of the SQLite store. The defaults are right; tests set them small.
///
/// Thread:     any. A value.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/sizes.h"
#include "store/sql/options.h"

namespace store::sqlite {

using base::literals::operator""_MiB;

struct Options : sql::Options {
    std::uint64_t wal_checkpoint_bytes = 8_MiB;  ///< copied beside the writer in steps of it
    std::uint64_t wal_bytes_max = 32_MiB;        ///< from here on the writer copies the rest
    /// for those who still read from a log that is twice that; then it goes on growing for a while
    base::Milliseconds wal_patience{100};
    std::uint64_t writer_cache_bytes_max = 64_MiB;
    std::uint64_t reader_cache_bytes_max = 16_MiB;
    base::Milliseconds lock_patience{5'000};  ///< for another program that has the database locked
    std::string vfs;                          ///< of SQLite; empty: the system's
    std::string search_vfs;                   ///< for the search index alone

    /// lowest: it takes the processor when nobody else does, and may wait for long on a busy machine.
    enum class Priority : std::uint8_t { lowest, normal } index_priority = Priority::lowest;
    base::Milliseconds index_interval{250};  ///< how long a new message may stay unsearchable
    std::uint32_t index_batch_events = 500;  ///< indexed in one transaction
    std::uint64_t index_cache_bytes_max = 16_MiB;
    std::uint64_t index_wal_checkpoint_bytes = 8_MiB;
    base::Milliseconds index_retry_interval{1'000};    ///< after a failing disk
    base::Milliseconds index_purge_interval{600'000};  ///< between two removals of deleted words
    std::uint32_t searches_waiting_max = 256;          ///< over: unavailable
    std::uint32_t search_effort_max = 20'000;  ///< for one page; then it ends and is asked on
};

}  // namespace store::sqlite
