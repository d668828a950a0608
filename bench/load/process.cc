#include "load/process.h"

#include <sys/resource.h>
#include <sys/types.h>
#include <time.h>  // NOLINT(modernize-deprecated-headers): POSIX clocks are not in <ctime>

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace load {

std::uint64_t cpu_ns(pid_t pid) {
    clockid_t clock{};
    if (const int error = clock_getcpuclockid(pid, &clock); error != 0) {
        throw std::system_error(error, std::generic_category(), "processor clock");
    }
    timespec time{};
    if (clock_gettime(clock, &time) != 0) {
        throw std::system_error(errno, std::generic_category(), "processor clock");
    }
    constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
    return (static_cast<std::uint64_t>(time.tv_sec) * kNanosecondsPerSecond) +
           static_cast<std::uint64_t>(time.tv_nsec);
}

Memory memory(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/smaps_rollup");
    Memory found;
    std::string word;
    while (file >> word) {
        std::uint64_t kib = 0;
        if (word == "Rss:" && file >> kib) {
            found.rss_bytes = kib * 1024;
        } else if (word == "Pss:" && file >> kib) {
            found.pss_bytes = kib * 1024;
        } else if ((word == "Private_Clean:" || word == "Private_Dirty:") && file >> kib) {
            found.private_bytes += kib * 1024;
        }
    }
    if (found.rss_bytes == 0) {
        throw std::runtime_error("cannot read the memory of process " + std::to_string(pid));
    }
    return found;
}

void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

}  // namespace load
