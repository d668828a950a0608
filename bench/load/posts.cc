// One room per connection, every message acknowledged: what durable storage lets through.
#include <fmt/format.h>

#include <array>
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
#include "load/stamp.h"
#include "load/swarm.h"
#include "load/window.h"

namespace load {
namespace {

constexpr std::size_t kTimesKept = 1024;

class Writers final : public Listener {
public:
    explicit Writers(const Options& options)
        : options_(options),
          dialect_(options.protocol),
          swarm_({.ports = options.ports, .sources = options.sources}, dialect_, *this),
          writers_(options.connections),
          rooms_(options.rooms),
          filler_(options.text_bytes, 'x') {
        if (options.protocol != Protocol::parlor || options.in_flight > kTimesKept ||
            options.rooms > options.connections || options.connections > kStampSendersMax) {
            throw LoadError("posts needs --protocol parlor and no more rooms than connections");
        }
        swarm_.open(options.connections, options.at_once, options.patience);
        create_rooms();
        join_rooms();
    }

    void on_text(Connection& connection, std::string_view packet) override {
        if (const auto ack = acknowledgement(packet)) {
            on_ack(connection, *ack);
        } else if (dialect_.delivered_text(packet)) {
            ++delivered_;
        }
    }

    void run(Window& window) {
        is_writing_ = true;
        for (std::uint32_t message = 0; message < options_.in_flight; ++message) {
            for (std::uint32_t writer = 0; writer < options_.connections; ++writer) {
                write(swarm_.at(writer));
            }
        }
        if (options_.count == 0) {
            swarm_.turn_until(SteadyClock::now() + options_.warmup, [] { return false; });
            latencies_.clear();
        }
        const auto before = acknowledged_;
        window.open();
        const auto end = options_.count == 0 ? options_.measure : options_.patience;
        swarm_.turn_until(SteadyClock::now() + end, [this] {
            return options_.count != 0 && acknowledged_ >= options_.count;
        });
        window.close();
        measured_ = acknowledged_ - before;
        measured_latencies_ = latencies_;
        is_writing_ = false;
    }

    Report report(const Window& window) {
        swarm_.turn_until(SteadyClock::now() + options_.patience,
                          [this] { return acknowledged_ + refused_ >= written_; });
        Report report;
        window.report(report, measured_, "posts");
        report.add("ack_p50_ms", measured_latencies_.percentile_ms(0.5));
        report.add("ack_p99_ms", measured_latencies_.percentile_ms(0.99));
        report.add("acknowledged", acknowledged_);
        report.add("delivered", delivered_);
        report.add("unacknowledged", written_ - acknowledged_ - refused_);
        report.add("refused", refused_);
        report.add("hung_up", std::uint64_t{swarm_.hung_up()});
        return report;
    }

private:
    struct Writer {
        std::uint32_t number = 0;                   ///< of its next message
        std::array<TimePoint, kTimesKept> times{};  ///< by ack id
    };

    void create_rooms() {
        for (std::uint32_t room = 0; room < options_.rooms; ++room) {
            ask(swarm_.at(room), fmt::format(R"(["create",{{"name":"bench {:03}"}}])", room));
        }
        await_answers("create");
    }

    void join_rooms() {
        for (std::uint32_t writer = options_.rooms; writer < options_.connections; ++writer) {
            ask(swarm_.at(writer),
                fmt::format(R"(["join",{{"room":"{}"}}])", rooms_[writer % options_.rooms]));
        }
        await_answers("join");
    }

    void ask(Connection& connection, std::string_view event) {
        ++due_answers_;
        swarm_.send(connection, fmt::format("42{}{}", ++connection.ack_ids, event));
    }

    void await_answers(std::string_view what) {
        if (!swarm_.turn_until(SteadyClock::now() + options_.patience,
                               [this] { return due_answers_ == 0; })) {
            throw LoadError(fmt::format("no answer to {}", what));
        }
    }

    void on_ack(Connection& connection, const Acknowledgement& ack) {
        if (due_answers_ > 0) {
            --due_answers_;
            on_room(connection, ack);
            return;
        }
        if (ack.is_ok()) {
            ++acknowledged_;
            latencies_.add(SteadyClock::now() -
                           writers_[connection.index].times[ack.id % kTimesKept]);
        } else {
            ++refused_;
        }
        if (is_writing_) {
            write(connection);
        }
    }

    void on_room(Connection& connection, const Acknowledgement& ack) {
        constexpr std::string_view kRoom = R"("room":")";
        const auto at = ack.answer.find(kRoom);
        if (!ack.is_ok() || at == std::string_view::npos) {
            throw LoadError(fmt::format("no room: {}", ack.answer));
        }
        const auto id = ack.answer.substr(at + kRoom.size());
        if (connection.index < options_.rooms) {
            rooms_[connection.index] = id.substr(0, id.find('"'));
        }
    }

    void write(Connection& connection) {
        Writer& writer = writers_[connection.index];
        const auto name = letters({.sender = connection.index, .number = writer.number++});
        filler_.replace(0, kStampBytes, name.data(), kStampBytes);
        const std::uint32_t id = ++connection.ack_ids;
        writer.times[id % kTimesKept] = SteadyClock::now();
        ++written_;
        swarm_.send(connection, dialect_.message(rooms_[connection.index % options_.rooms], filler_,
                                                 {name.data(), name.size()}, id));
    }

    const Options& options_;
    Dialect dialect_;
    Swarm swarm_;
    std::vector<Writer> writers_;
    std::vector<std::string> rooms_;  ///< their ids, as the server gave them
    std::string filler_;
    Latencies latencies_;
    Latencies measured_latencies_;
    std::uint32_t due_answers_ = 0;  ///< create and join: not yet answered
    std::uint64_t written_ = 0;
    std::uint64_t acknowledged_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t delivered_ = 0;
    std::uint64_t measured_ = 0;
    bool is_writing_ = false;
};

}  // namespace

Report posts(const Options& options) {
    Writers writers(options);
    Window window(options);
    writers.run(window);
    return writers.report(window);
}

}  // namespace load
