// Connect, be answered, leave, again: a bounded number at a time.
#include <cstdint>
#include <string_view>

#include "load/dialect.h"
#include "load/latency.h"
#include "load/options.h"
#include "load/report.h"
#include "load/scenarios.h"
#include "load/swarm.h"
#include "load/window.h"

namespace load {
namespace {

class Visitors final : public Listener {
public:
    explicit Visitors(const Options& options)
        : dialect_(options.protocol),
          swarm_({.ports = options.ports, .sources = options.sources}, dialect_, *this),
          at_once_(options.at_once) {}

    void on_ready(Connection& connection) override {
        ++answered_;
        swarm_.close(connection);
    }

    void on_text(Connection& /*connection*/, std::string_view /*packet*/) override {}

    void on_closed(Connection& /*connection*/) override { --inside_; }

    void run_for(SteadyClock::duration time) {
        swarm_.turn_until(SteadyClock::now() + time, [this] {
            for (; inside_ < at_once_; ++inside_) {
                swarm_.start();
            }
            return false;
        });
    }

    /// Lets those inside leave; says how many had not by the deadline.
    std::uint32_t drain(SteadyClock::duration patience) {
        swarm_.turn_until(SteadyClock::now() + patience, [this] { return inside_ == 0; });
        return inside_;
    }

    [[nodiscard]] std::uint64_t answered() const { return answered_; }

private:
    Dialect dialect_;
    Swarm swarm_;
    std::uint32_t at_once_;
    std::uint32_t inside_ = 0;
    std::uint64_t answered_ = 0;
};

}  // namespace

Report handshakes(const Options& options) {
    Visitors visitors(options);
    visitors.run_for(options.warmup);
    const auto before = visitors.answered();
    Window window(options);
    visitors.run_for(options.measure);
    window.close();
    const auto answered = visitors.answered() - before;

    Report report;
    window.report(report, answered, "handshakes");
    report.add("not_closed", std::uint64_t{visitors.drain(options.patience)});
    return report;
}

}  // namespace load
