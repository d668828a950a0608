// The two loads that speak into one room: as fast as messages come back, and at a given rate.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "load/dialect.h"
#include "load/latency.h"
#include "load/ledger.h"
#include "load/options.h"
#include "load/report.h"
#include "load/scenarios.h"
#include "load/stamp.h"
#include "load/swarm.h"
#include "load/window.h"

namespace load {
namespace {

/// More messages of one sender than this on their way, and their times are no longer known.
constexpr std::size_t kTimesKept = 4096;

class Room final : public Listener {
public:
    explicit Room(const Options& options)
        : options_(options),
          dialect_(options.protocol),
          swarm_({.ports = options.ports, .sources = options.sources}, dialect_, *this),
          ledger_(options.connections, options.senders),
          times_(options.senders),
          sender_of_(options.connections, kNobody),
          filler_(options.text_bytes, 'x') {
        if (options.senders > options.connections || options.senders > kStampSendersMax) {
            throw LoadError("too many senders");
        }
        // Spread over the room, so that own messages come back neither first nor last on the whole.
        for (std::uint32_t sender = 0; sender < options.senders; ++sender) {
            speakers_.push_back(sender * options.connections / options.senders);
            sender_of_[speakers_.back()] = sender;
        }
        swarm_.open(options.connections, options.at_once, options.patience);
    }

    void on_text(Connection& connection, std::string_view packet) override {
        const auto text = dialect_.delivered_text(packet);
        if (!text) {
            on_other(connection, packet);
            return;
        }
        const auto stamp = stamp_of(*text);
        if (!stamp) {
            return;
        }
        ledger_.deliver(connection.index, *stamp);
        if (sender_of_[connection.index] == stamp->sender) {
            latencies_.add(SteadyClock::now() - times_[stamp->sender][stamp->number % kTimesKept]);
            if (is_closed_loop_ && options_.pace == Pace::delivery) {
                speak(stamp->sender);
            }
        }
    }

    void speak(std::uint32_t sender) {
        const Stamp stamp = ledger_.send(sender);
        const auto name = letters(stamp);
        filler_.replace(0, kStampBytes, name.data(), kStampBytes);
        times_[sender][stamp.number % kTimesKept] = SteadyClock::now();
        Connection& connection = swarm_.at(speakers_[sender]);
        swarm_.send(connection,
                    dialect_.message("lobby", filler_, {name.data(), name.size()}, stamp.number));
    }

    /// Keeps `in_flight` messages of each sender on their way, for the warm-up and the window.
    void run_closed_loop(Window& window) {
        is_closed_loop_ = true;
        for (std::uint32_t message = 0; message < options_.in_flight; ++message) {
            for (std::uint32_t sender = 0; sender < options_.senders; ++sender) {
                speak(sender);
            }
        }
        run_for(options_.warmup);
        begin(window);
        run_for(options_.measure);
        end(window);
        is_closed_loop_ = false;
    }

    /// Sends `rate` messages a second, evenly, the senders taking turns.
    void run_at_rate(Window& window) {
        const auto began = SteadyClock::now();
        const auto opens = began + options_.warmup;
        const auto closes = opens + options_.measure;
        bool is_measuring = false;
        std::uint64_t sent = 0;
        while (SteadyClock::now() < closes) {
            if (!is_measuring && SteadyClock::now() >= opens) {
                is_measuring = true;
                begin(window);
            }
            const std::chrono::duration<double> due(static_cast<double>(sent) / options_.rate);
            if (SteadyClock::now() - began >= due) {
                speak(static_cast<std::uint32_t>(sent % options_.senders));
                ++sent;
            }
            swarm_.turn(1);
        }
        end(window);
    }

    Report report(const Window& window) {
        swarm_.turn_until(SteadyClock::now() + options_.patience,
                          [this] { return ledger_.missing() == 0 && missing_acks() == 0; });
        Report report;
        window.report(report, measured_, "deliveries");
        report.add("latency_p50_ms", measured_latencies_.percentile_ms(0.5));
        report.add("latency_p99_ms", measured_latencies_.percentile_ms(0.99));
        report.add("missing", ledger_.missing());
        report.add("wrong", ledger_.wrong());
        report.add("unacknowledged", missing_acks());
        report.add("refused", refused_);
        report.add("hung_up", std::uint64_t{swarm_.hung_up()});
        return report;
    }

private:
    static constexpr std::uint32_t kNobody = ~std::uint32_t{0};

    void on_other(Connection& connection, std::string_view packet) {
        const auto ack = acknowledgement(packet);
        if (!ack || sender_of_[connection.index] == kNobody) {
            return;
        }
        ++acks_;
        if (!ack->is_ok()) {
            ++refused_;
        }
        if (is_closed_loop_ && options_.pace == Pace::ack) {
            speak(sender_of_[connection.index]);
        }
    }

    void run_for(SteadyClock::duration time) {
        swarm_.turn_until(SteadyClock::now() + time, [] { return false; });
    }

    void begin(Window& window) {
        latencies_.clear();
        measured_ = ledger_.delivered();
        window.open();
    }

    void end(Window& window) {
        window.close();
        measured_ = ledger_.delivered() - measured_;
        measured_latencies_ = latencies_;
    }

    [[nodiscard]] std::uint64_t missing_acks() const {
        return options_.protocol == Protocol::parlor ? ledger_.sent() - acks_ : 0;
    }

    const Options& options_;
    Dialect dialect_;
    Swarm swarm_;
    Ledger ledger_;
    Latencies latencies_;
    Latencies measured_latencies_;
    std::vector<std::array<TimePoint, kTimesKept>> times_;  ///< by sender: when it said what
    std::vector<std::uint32_t> speakers_;                   ///< by sender: its connection
    std::vector<std::uint32_t> sender_of_;                  ///< by connection: the sender it is
    std::string filler_;
    std::uint64_t measured_ = 0;
    std::uint64_t acks_ = 0;
    std::uint64_t refused_ = 0;
    bool is_closed_loop_ = false;
};

}  // namespace

Report fanout(const Options& options) {
    Room room(options);
    Window window(options);
    room.run_closed_loop(window);
    return room.report(window);
}

Report rate(const Options& options) {
    Room room(options);
    Window window(options);
    room.run_at_rate(window);
    return room.report(window);
}

}  // namespace load
