#include "app/process_metrics.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace app {
namespace {

double seconds_of(const timeval& time) {
    constexpr double kMicroseconds = 1e6;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicroseconds;
}

void describe(std::string& page, std::string_view name, std::string_view type,
              std::string_view help) {
    fmt::format_to(std::back_inserter(page), "# HELP {} {}\n# TYPE {} {}\n", name, help, name,
                   type);
}

}  // namespace

std::string process_metrics() {
    std::string page;
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0) {
        describe(page, "process_cpu_seconds_total", "counter",
                 "Processor time that this process has used");
        fmt::format_to(std::back_inserter(page), "process_cpu_seconds_total {}\n",
                       seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
    }
    std::uint64_t pages = 0;
    std::uint64_t resident_pages = 0;
    if (std::ifstream("/proc/self/statm") >> pages >> resident_pages) {
        const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
        describe(page, "process_resident_memory_bytes", "gauge",
                 "Memory of this process that is in RAM");
        fmt::format_to(std::back_inserter(page), "process_resident_memory_bytes {}\n",
                       resident_pages * page_bytes);
    }
    return page;
}

}  // namespace app
