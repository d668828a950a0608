/// What the process takes of the machine, under the names that Prometheus's own libraries use.
///
/// Thread:     any. It reads /proc.
#pragma once

#include <string>

namespace app {

/// Lines for the page of base::Metrics: process_cpu_seconds_total and process_resident_memory_bytes. What the system does
/// not tell is left out.
[[nodiscard]] std::string process_metrics();

}  // namespace app
