#include "load/process.h"

#include <sys/resource.h>
#include <sys/types.h>
#include <time.h>  // NOLINT(modernize-deprecated-headers): POSIX clocks are not in <ctime>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <sstream>
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

std::uint64_t cpu_ns_with_children(pid_t pid) {
    const std::string folder = "/proc/" + std::to_string(pid);
    std::uint64_t sum = cpu_ns(pid);
    std::ifstream children(folder + "/task/" + std::to_string(pid) + "/children");
    // One that ended meanwhile has left its time with its parent, or soon will.
    for (pid_t child = 0; children >> child;) {
        try {
            sum += cpu_ns(child);
            // NOLINTNEXTLINE(bugprone-empty-catch): its parent has its time
        } catch (const std::system_error&) {
        }
    }
    std::ifstream file(folder + "/stat");
    std::string line;
    std::getline(file, line);
    // The name of a process may hold spaces and brackets: what follows the last bracket is numbers.
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    constexpr int kFieldsBefore = 13;  // of the times of children that ended
    std::string skipped;
    for (int field = 0; field < kFieldsBefore; ++field)
        fields >> skipped;
    std::uint64_t user_ticks = 0;
    std::uint64_t system_ticks = 0;
    fields >> user_ticks >> system_ticks;
    constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
    const auto ticks_per_second = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK));
    return sum + ((user_ticks + system_ticks) * (kNanosecondsPerSecond / ticks_per_second));
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
