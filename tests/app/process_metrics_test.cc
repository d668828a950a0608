#include "app/process_metrics.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace {

double value_of(const std::string& page, const std::string& name) {
    const std::size_t line = page.find("\n" + name + " ");
    EXPECT_NE(line, std::string::npos) << page;
    return line == std::string::npos ? 0 : std::stod(page.substr(line + name.size() + 2));
}

TEST(ProcessMetrics, tell_what_this_process_takes) {
    const std::string page = app::process_metrics();
    EXPECT_GT(value_of(page, "process_cpu_seconds_total"), 0);
    EXPECT_TRUE(page.starts_with("# HELP process_cpu_seconds_total "));
    EXPECT_EQ(page.back(), '\n');
}

TEST(ProcessMetrics, memory_in_use_is_counted) {
    constexpr std::size_t kBytes = 64UL * 1024 * 1024;
    const double before = value_of(app::process_metrics(), "process_resident_memory_bytes");
    const std::vector<char> memory(kBytes, 'x');
    const double with = value_of(app::process_metrics(), "process_resident_memory_bytes");
    EXPECT_GE(with - before, static_cast<double>(memory.size()) / 2);
}

}  // namespace
