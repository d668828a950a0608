// One person in many rooms, one of them with a long past: opening that room, and being welcomed.
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "load/dialect.h"
#include "load/latency.h"
#include "load/options.h"
#include "load/report.h"
#include "load/scenarios.h"
#include "load/swarm.h"

namespace load {
namespace {

/// As many as the web client asks for.
constexpr std::uint32_t kPageEvents = 100;

std::string field(std::string_view json, std::string_view name) {
    const std::string key = fmt::format(R"("{}":")", name);
    const auto at = json.find(key);
    if (at == std::string_view::npos) {
        throw LoadError(fmt::format("no {} in {}", name, json.substr(0, 200)));
    }
    const auto value = json.substr(at + key.size());
    return std::string(value.substr(0, value.find('"')));
}

class Inhabitant final : public Listener {
public:
    explicit Inhabitant(const Options& options)
        : options_(options),
          dialect_(options.protocol),
          swarm_({.ports = options.ports}, dialect_, *this),
          text_(options.text_bytes, 'x') {
        if (options.protocol != Protocol::parlor || options.count < kPageEvents) {
            throw LoadError("rooms needs --protocol parlor and a --count of messages");
        }
        swarm_.open(1, 1, options.patience);
        dialect_.come_back_with(field(welcome_, "token"));
    }

    /// Makes the rooms, a message in each, and the long past of the first.
    void settle() {
        for (std::uint32_t room = 0; room < options_.rooms; ++room) {
            ask(fmt::format(R"(["create",{{"name":"bench {:03}"}}])", room));
        }
        await_answers();
        for (const std::string& room : rooms_) {
            write(room);
        }
        while (written_ < options_.count) {
            write(rooms_.front());
            if (due_ >= options_.in_flight) {
                swarm_.turn(kWaitMs);
            }
        }
        await_answers();
    }

    /// One page after the other, each asked for when the one before is there.
    ///
    /// place  what of the room is asked for; gets the number of the try
    template <typename Place>
    Latencies open_room(Place place) {
        Latencies latencies;
        for (std::uint32_t at = 0; at < options_.tries; ++at) {
            const TimePoint began = SteadyClock::now();
            ask(fmt::format(R"(["history",{{"room":"{}","limit":{}{}}}])", rooms_.front(),
                            kPageEvents, place(at)));
            swarm_.turn(0);  // sends it
            await_answers();
            latencies.add(SteadyClock::now() - began);
        }
        return latencies;
    }

    /// From the first octet of a connection to the last of the welcome.
    Latencies come_back() {
        Latencies latencies;
        for (std::uint32_t at = 0; at < options_.tries; ++at) {
            welcome_.clear();
            const TimePoint began = SteadyClock::now();
            swarm_.start();
            turn_until([this] { return !welcome_.empty(); }, "no welcome");
            latencies.add(SteadyClock::now() - began);
            is_gone_ = false;
            swarm_.close(swarm_.at(1));
            turn_until([this] { return is_gone_; }, "a connection did not close");
        }
        return latencies;
    }

    void on_joined(Connection& /*connection*/, std::string_view packet) override {
        welcome_ = packet;
    }
    void on_closed(Connection& /*connection*/) override { is_gone_ = true; }
    void on_text(Connection& connection, std::string_view packet) override {
        const auto ack = acknowledgement(packet);
        if (connection.index != 0 || !ack) {
            return;
        }
        if (!ack->is_ok()) {
            throw LoadError(fmt::format("refused: {}", ack->answer));
        }
        --due_;
        if (rooms_.size() < options_.rooms) {
            rooms_.push_back(field(ack->answer, "room"));
        }
    }

    [[nodiscard]] std::size_t welcome_bytes() const { return welcome_.size(); }
    [[nodiscard]] std::uint64_t written() const { return written_; }
    [[nodiscard]] std::uint32_t hung_up() const { return swarm_.hung_up(); }

private:
    static constexpr int kWaitMs = 10;

    template <typename Done>
    void turn_until(Done done, std::string_view otherwise) {
        if (!swarm_.turn_until(SteadyClock::now() + options_.patience, done)) {
            throw LoadError(std::string(otherwise));
        }
    }
    void await_answers() {
        turn_until([this] { return due_ == 0; }, "no answer");
    }
    void ask(std::string_view event) {
        ++due_;
        Connection& self = swarm_.at(0);
        swarm_.send(self, fmt::format("42{}{}", ++self.ack_ids, event));
    }
    void write(std::string_view room) {
        ++due_;
        ++written_;
        Connection& self = swarm_.at(0);
        swarm_.send(self,
                    dialect_.message(room, text_, fmt::format("{:012}", written_), ++self.ack_ids));
    }

    const Options& options_;
    Dialect dialect_;
    Swarm swarm_;
    std::string text_;
    std::string welcome_;
    std::vector<std::string> rooms_;  ///< their ids, as the server gave them
    std::uint32_t due_ = 0;           ///< answers
    std::uint64_t written_ = 0;
    bool is_gone_ = false;
};

void add(Report& report, std::string_view what, Latencies latencies) {
    constexpr double kMedian = 0.5;
    constexpr double kMost = 0.95;
    report.add(fmt::format("{}_p50_ms", what), latencies.percentile_ms(kMedian));
    report.add(fmt::format("{}_p95_ms", what), latencies.percentile_ms(kMost));
}

}  // namespace

Report rooms(const Options& options) {
    Inhabitant inhabitant(options);
    inhabitant.settle();
    Report report;
    add(report, "newest", inhabitant.open_room([](std::uint32_t) { return std::string(); }));
    // Places far from each other, so that no page has the last one's.
    constexpr std::uint64_t kStride = 7'919;
    add(report, "around", inhabitant.open_room([&options](std::uint32_t at) {
        return fmt::format(R"(,"around":{})", 1 + (at * kStride) % (options.count - kPageEvents));
    }));
    add(report, "welcome", inhabitant.come_back());
    report.add("welcome_bytes", std::uint64_t{inhabitant.welcome_bytes()});
    report.add("messages", inhabitant.written());
    report.add("tries", std::uint64_t{options.tries});
    report.add("hung_up", std::uint64_t{inhabitant.hung_up()});
    return report;
}

}  // namespace load
