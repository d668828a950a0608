#include "net/tcp/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace net::tcp {

std::uint64_t raise_open_files_max() {
    static constexpr std::uint64_t kWithoutAnswer = 1024;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kWithoutAnswer;
    if (limit.rlim_cur < limit.rlim_max) {
        rlimit raised = limit;
        raised.rlim_cur = limit.rlim_max;
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) return raised.rlim_cur;
    }
    return limit.rlim_cur;
}

std::uint64_t connections_max_for(std::uint64_t open_files_max) {
    // The rest of the server has some 35 of them, most of all for the databases.
    static constexpr std::uint64_t kReservedMin = 64;
    static constexpr std::uint64_t kReservedMax = 512;
    const std::uint64_t reserved = std::clamp(open_files_max / 16, kReservedMin, kReservedMax);
    return open_files_max > 2 * reserved ? open_files_max - reserved : open_files_max / 2;
}

}  // namespace net::tcp
