/// What another process used: processor time and memory, as the kernel tells it.
///
/// Thread:     any.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace load {

/// Processor time of all threads of `pid` since its start, those that ended included; nanoseconds.
/// Throws std::system_error when there is no such process.
std::uint64_t cpu_ns(pid_t pid);

/// The same of `pid` and its children: those that live, and those that it has seen end. Children's children only when
/// they ended.
std::uint64_t cpu_ns_with_children(pid_t pid);

struct Memory {
    std::uint64_t rss_bytes = 0;
    std::uint64_t pss_bytes = 0;      ///< shared pages counted by their share
    std::uint64_t private_bytes = 0;  ///< pages nobody else maps
};

/// Reads /proc/<pid>/smaps_rollup. Throws std::runtime_error when it cannot be read.
Memory memory(pid_t pid);

/// Raises this process's limit of open files to the hardest allowed.
void raise_file_limit();

}  // namespace load
