/// Window: the time a run measures, with what servers and generator used in it.
///
/// Thread:     any one.
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "load/latency.h"
#include "load/options.h"
#include "load/process.h"
#include "load/report.h"

namespace load {

class Window {
public:
    explicit Window(const Options& options) {
        const bool is_one = options.server_pids.size() == 1;
        for (const pid_t pid : options.server_pids) {
            used_.push_back({.name = is_one ? "" : "node" + std::to_string(used_.size() + 1),
                             .pid = pid,
                             .is_server = true});
        }
        for (const Watched& watched : options.beside)
            used_.push_back({.name = watched.name, .pid = watched.pid});
        open();
    }

    /// Starts anew: what was before is not measured.
    void open() {
        began_ = SteadyClock::now();
        for (Used& each : used_)
            each.began_ns = each.now_ns();
        own_began_ns_ = cpu_ns(getpid());
    }

    void close() {
        seconds_ = std::chrono::duration<double>(SteadyClock::now() - began_).count();
        for (Used& each : used_)
            each.ns = each.now_ns() - each.began_ns;
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
        report.add("server_cpu_us_each", share_us(servers_ns()));
        report.add("load_cpu_us_each", share_us(own_ns_));
        report_cores(report);
    }

    /// Adds the cores that everybody used, all servers together and each thing by its name.
    ///
    /// when  before each key
    void report_cores(Report& report, const std::string& when = {}) const {
        report.add(when + "server_cores", cores(servers_ns()));
        report.add(when + "load_cores", cores(own_ns_));
        for (const Used& each : used_) {
            if (!each.name.empty()) report.add(when + each.name + "_cores", cores(each.ns));
        }
    }

private:
    struct Used {
        std::string name;  ///< empty: the only server
        pid_t pid = 0;
        bool is_server = false;
        std::uint64_t began_ns = 0;
        std::uint64_t ns = 0;

        [[nodiscard]] std::uint64_t now_ns() const {
            return is_server ? cpu_ns(pid) : cpu_ns_with_children(pid);
        }
    };

    [[nodiscard]] std::uint64_t servers_ns() const {
        std::uint64_t sum = 0;
        for (const Used& each : used_)
            sum += each.is_server ? each.ns : 0;
        return sum;
    }
    [[nodiscard]] double cores(std::uint64_t ns) const {
        return static_cast<double>(ns) / 1e9 / seconds_;
    }

    std::vector<Used> used_;
    TimePoint began_;
    std::uint64_t own_began_ns_ = 0;
    double seconds_ = 0;
    std::uint64_t own_ns_ = 0;
};

}  // namespace load
