// Connections that only stay: opened, left to settle, and weighed.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "load/dialect.h"
#include "load/latency.h"
#include "load/options.h"
#include "load/process.h"
#include "load/report.h"
#include "load/scenarios.h"
#include "load/swarm.h"

namespace load {
namespace {

class Silence final : public Listener {
public:
    void on_text(Connection& /*connection*/, std::string_view /*packet*/) override {}
};

/// Turns until the server's memory has stayed within 1 % for two seconds, at most `patience`.
Memory settle(Swarm& swarm, const Options& options) {
    constexpr int kStillChecks = 4;
    constexpr auto kBetweenChecks = std::chrono::milliseconds(500);
    const auto deadline = SteadyClock::now() + options.patience;
    Memory last = memory(options.server_pids.front());
    for (int still = 0; still < kStillChecks && SteadyClock::now() < deadline;) {
        swarm.turn_until(SteadyClock::now() + kBetweenChecks, [] { return false; });
        const Memory now = memory(options.server_pids.front());
        const auto low = std::min(now.pss_bytes, last.pss_bytes);
        const auto high = std::max(now.pss_bytes, last.pss_bytes);
        still = (high - low) * 100 < high ? still + 1 : 0;
        last = now;
    }
    return last;
}

}  // namespace

Report idle(const Options& options) {
    if (options.server_pids.size() != 1) {
        throw LoadError("idle needs one --server-pid");
    }
    const Dialect dialect(options.protocol);
    Silence silence;
    Swarm swarm({.ports = options.ports, .sources = options.sources}, dialect, silence);

    // The first connections pay for code pages and pools that are there once, however many follow.
    constexpr std::uint32_t kFirst = 100;
    swarm.open(kFirst, options.at_once, options.patience);
    const Memory before = settle(swarm, options);

    const auto began = SteadyClock::now();
    swarm.open(options.connections, options.at_once, options.patience);
    const std::chrono::duration<double> opening = SteadyClock::now() - began;
    const Memory after = settle(swarm, options);

    const auto each = [&options](std::uint64_t more, std::uint64_t less) {
        return (static_cast<double>(more) - static_cast<double>(less)) / options.connections;
    };
    Report report;
    report.add("connections", std::uint64_t{options.connections});
    report.add("opened_per_second", options.connections / opening.count());
    report.add("rss_bytes_each", each(after.rss_bytes, before.rss_bytes));
    report.add("pss_bytes_each", each(after.pss_bytes, before.pss_bytes));
    report.add("private_bytes_each", each(after.private_bytes, before.private_bytes));
    report.add("rss_bytes_before", before.rss_bytes);
    report.add("rss_bytes_after", after.rss_bytes);
    report.add("hung_up", std::uint64_t{swarm.hung_up()});
    return report;
}

}  // namespace load
