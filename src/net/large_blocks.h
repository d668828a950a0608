/// Large blocks of memory: whether a burst of large messages stays with the process or goes back to the system.
///
/// Thread:     any. Concerns the whole process.
#pragma once

namespace net {

/// Blocks from 128 KiB on are given back to the system when they are freed. Left alone, the C library learns from the
/// first one freed to keep all that are not larger, and a burst would stay resident in pieces for ever.
void give_large_blocks_back();

}  // namespace net
