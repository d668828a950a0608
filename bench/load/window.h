/// Window: the time a run measures, with what server and generator used in it.
///
/// Thread:     any one.
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>

#include "load/latency.h"
#include "load/options.h"
#include "load/process.h"
#include "load/report.h"

namespace load {

class Window {
public:
    explicit Window(const Options& options) : server_(options.server_pid) { open(); }

    /// Starts anew: what was before is not measured.
    void open() {
        began_ = SteadyClock::now();
        server_began_ns_ = server_ != 0 ? cpu_ns(server_) : 0;
        own_began_ns_ = cpu_ns(getpid());
    }

    void close() {
        seconds_ = std::chrono::duration<double>(SteadyClock::now() - began_).count();
        server_ns_ = server_ != 0 ? cpu_ns(server_) - server_began_ns_ : 0;
        own_ns_ = cpu_ns(getpid()) - own_began_ns_;
    }

    [[nodiscard]] double seconds() const { return seconds_; }

    /// Adds `<what>_per_second`, and the processor time per piece on both sides.
    void report(Report& report, std::uint64_t pieces, const std::string& what) const {
        const auto amount = static_cast<double>(pieces);
        constexpr double kNanosecondsPerMicrosecond = 1000;
        const auto share_us = [amount](std::uint64_t ns) {
            return amount > 0 ? static_cast<double>(ns) / kNanosecondsPerMicrosecond / amount : 0.0;
        };
        report.add("seconds", seconds_);
        report.add(what, pieces);
        report.add(what + "_per_second", amount / seconds_);
        report.add("server_cpu_us_each", share_us(server_ns_));
        report.add("server_cores", static_cast<double>(server_ns_) / 1e9 / seconds_);
        report.add("load_cpu_us_each", share_us(own_ns_));
        report.add("load_cores", static_cast<double>(own_ns_) / 1e9 / seconds_);
    }

private:
    pid_t server_;
    TimePoint began_;
    std::uint64_t server_began_ns_ = 0;
    std::uint64_t own_began_ns_ = 0;
    double seconds_ = 0;
    std::uint64_t server_ns_ = 0;
    std::uint64_t own_ns_ = 0;
};

}  // namespace load
