// Many rooms, or one, with members on every server: what a message costs each node of a cluster, and how late it is elsewhere.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
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

/// More messages of one speaker than this on their way, and their times are no longer known.
constexpr std::size_t kTimesKept = 256;

/// The members of a room are connections that follow each other, so they are spread evenly over the servers, and a
/// connection is in several rooms when there are more members than connections.
class Town final : public Listener {
public:
    explicit Town(const Options& options)
        : options_(options),
          dialect_(options.protocol),
          swarm_({.ports = options.ports, .sources = options.sources}, dialect_, *this),
          rooms_(options.rooms),
          due_(std::size_t{options.rooms} * options.members * options.speakers),
          filler_(options.text_bytes, 'x') {
        if (options.protocol != Protocol::parlor || options.members > options.connections ||
            std::uint64_t{options.rooms} * options.speakers > kStampSendersMax ||
            options.speaking > options.ports.size()) {
            throw LoadError(
                "town needs --protocol parlor, members among the connections and few speakers");
        }
        choose_speakers();
        swarm_.open(options.connections, options.at_once, options.patience);
        create_rooms();
        join_rooms();
    }

    void on_text(Connection& connection, std::string_view packet) override {
        if (const auto ack = acknowledgement(packet)) {
            on_ack(connection, *ack);
        } else if (const auto text = dialect_.delivered_text(packet)) {
            if (const auto stamp = stamp_of(*text)) deliver(connection, *stamp);
        }
    }

    /// Measures with everybody there and nobody speaking.
    void rest(Window& window) {
        if (options_.rest.count() == 0) return;
        run_for(options_.warmup);
        window.open();
        run_for(options_.rest);
        window.close();
    }

    void speak_at_rate(Window& window) {
        const auto began = SteadyClock::now();
        const auto opens = began + options_.warmup;
        const auto closes = opens + options_.measure;
        bool is_measuring = false;
        std::uint64_t sent = 0;
        for (auto now = began; now < closes; now = SteadyClock::now()) {
            if (!is_measuring && now >= opens) {
                is_measuring = true;
                begin(window);
            }
            const std::chrono::duration<double> due(static_cast<double>(sent) / options_.rate);
            const bool is_due = now - began >= due;
            if (is_due) say(sent++ % speakers_.size());
            // What was said leaves at the end of the turn: it does not wait for something to happen first.
            swarm_.turn(is_due ? 0 : 1);
        }
        end(window);
    }

    /// Keeps `in_flight` messages of each speaker unacknowledged.
    void speak_at_will(Window& window) {
        is_speaking_at_will_ = true;
        for (std::uint32_t message = 0; message < options_.in_flight; ++message) {
            for (std::size_t speaker = 0; speaker < speakers_.size(); ++speaker)
                say(speaker);
        }
        run_for(options_.warmup);
        begin(window);
        run_for(options_.measure);
        end(window);
        is_speaking_at_will_ = false;
    }

    Report report(const Window& window, const Window& rest) {
        swarm_.turn_until(SteadyClock::now() + options_.patience,
                          [this] { return acknowledged_ + refused_ >= said_ && missing() == 0; });
        Report report;
        window.report(report, measured_.delivered, "deliveries");
        report.add("posts", measured_.acknowledged);
        report.add("posts_per_second",
                   static_cast<double>(measured_.acknowledged) / window.seconds());
        add(report, "ack", measured_.acks);
        add(report, "here", measured_.here);
        add(report, "there", measured_.there);
        add(report, "hop", measured_.hop);
        if (options_.rest.count() != 0) rest.report_cores(report, "rest_");
        report.add("missing", missing());
        report.add("wrong", wrong_);
        report.add("unacknowledged", said_ - acknowledged_ - refused_);
        report.add("refused", refused_);
        report.add("hung_up", std::uint64_t{swarm_.hung_up()});
        return report;
    }

private:
    struct Speaker {
        std::uint32_t connection = 0;
        std::uint32_t number = 0;                   ///< of its next message
        std::array<TimePoint, kTimesKept> times{};  ///< by number
        std::array<TimePoint, kTimesKept>
            acks{};  ///< by number: when it was acknowledged, if it was
    };
    struct Measured {
        std::uint64_t delivered = 0;
        std::uint64_t acknowledged = 0;
        Latencies acks;
        Latencies here;   ///< until a message is with members on the speaker's server
        Latencies there;  ///< ... on other servers
        Latencies hop;    ///< from its acknowledgement until it is there
    };
    struct Asked {
        enum class What : std::uint8_t { create, join, message } what = What::message;
        std::uint32_t which = 0;  ///< room, or speaker
        std::uint32_t number = 0;
    };

    [[nodiscard]] std::uint32_t member(std::uint32_t room, std::uint32_t slot) const {
        return ((room * options_.members) + slot) % options_.connections;
    }

    void choose_speakers() {
        const auto servers = static_cast<std::uint32_t>(options_.ports.size());
        const auto speaking = options_.speaking == 0 ? servers : options_.speaking;
        for (std::uint32_t room = 0; room < options_.rooms; ++room) {
            std::uint32_t chosen = 0;
            for (std::uint32_t at = 0; at < options_.members && chosen < options_.speakers; ++at) {
                const std::uint32_t connection = member(room, (room + at) % options_.members);
                if (connection % servers >= speaking) continue;
                speakers_.push_back({.connection = connection});
                ++chosen;
            }
            if (chosen < options_.speakers) throw LoadError("a room has too few members who speak");
        }
    }

    void create_rooms() {
        for (std::uint32_t room = 0; room < options_.rooms; ++room) {
            ask(swarm_.at(member(room, 0)), {.what = Asked::What::create, .which = room},
                fmt::format(R"(["create",{{"name":"bench {:04}"}}])", room));
        }
        await_answers("create");
    }

    void join_rooms() {
        for (std::uint32_t room = 0; room < options_.rooms; ++room) {
            for (std::uint32_t slot = 1; slot < options_.members; ++slot)
                join(swarm_.at(member(room, slot)), room);
        }
        await_answers("join");
    }

    void join(Connection& connection, std::uint32_t room) {
        ask(connection, {.what = Asked::What::join, .which = room},
            fmt::format(R"(["join",{{"room":"{}"}}])", rooms_[room]));
    }

    void ask(Connection& connection, Asked asked, std::string_view event) {
        ++answers_due_;
        const std::uint32_t id = note(connection, asked);
        swarm_.send(connection, fmt::format("42{}{}", id, event));
    }

    void await_answers(std::string_view what) {
        const auto deadline = SteadyClock::now() + options_.patience;
        while (!swarm_.turn_until(std::min(deadline, SteadyClock::now() + kAgainAfter),
                                  [this] { return answers_due_ == 0 && again_.empty(); })) {
            if (SteadyClock::now() >= deadline)
                throw LoadError(fmt::format("no answer to {}", what));
            for (const auto& [connection, room] : std::exchange(again_, {}))
                join(swarm_.at(connection), room);
        }
    }

    /// Remembers what the next ack id of the connection stands for.
    std::uint32_t note(Connection& connection, Asked asked) {
        const std::uint32_t id = ++connection.ack_ids;
        asked_.insert_or_assign(key(connection, id), asked);
        return id;
    }
    static std::uint64_t key(const Connection& connection, std::uint32_t id) {
        return (std::uint64_t{connection.index} << 32U) | id;
    }

    void on_ack(Connection& connection, const Acknowledgement& ack) {
        const auto found = asked_.find(key(connection, ack.id));
        if (found == asked_.end()) throw LoadError("an answer to what was not asked");
        const Asked asked = found->second;
        asked_.erase(found);
        if (asked.what == Asked::What::message) {
            on_message_ack(asked, ack);
            return;
        }
        --answers_due_;
        if (asked.what == Asked::What::create) {
            on_created(asked.which, ack);
        } else if (!ack.is_ok()) {
            // That the room was made has not come to this server yet.
            again_.emplace_back(connection.index, asked.which);
        }
    }

    void on_created(std::uint32_t room, const Acknowledgement& ack) {
        constexpr std::string_view kRoom = R"("room":")";
        const auto at = ack.answer.find(kRoom);
        if (!ack.is_ok() || at == std::string_view::npos) {
            throw LoadError(fmt::format("no room: {}", ack.answer));
        }
        const auto id = ack.answer.substr(at + kRoom.size());
        rooms_[room] = id.substr(0, id.find('"'));
    }

    void on_message_ack(const Asked& asked, const Acknowledgement& ack) {
        if (ack.is_ok()) {
            ++acknowledged_;
            Speaker& speaker = speakers_[asked.which];
            now_.acks.add(since(speaker, asked.number));
            speaker.acks[asked.number % kTimesKept] = SteadyClock::now();
        } else {
            ++refused_;
        }
        if (is_speaking_at_will_) say(asked.which);
    }

    void say(std::size_t which) {
        Speaker& speaker = speakers_[which];
        Connection& connection = swarm_.at(speaker.connection);
        const Stamp stamp{.sender = static_cast<std::uint32_t>(which), .number = speaker.number++};
        const auto name = letters(stamp);
        filler_.replace(0, kStampBytes, name.data(), kStampBytes);
        speaker.times[stamp.number % kTimesKept] = SteadyClock::now();
        speaker.acks[stamp.number % kTimesKept] = {};
        ++said_;
        const std::uint32_t id =
            note(connection,
                 {.what = Asked::What::message, .which = stamp.sender, .number = stamp.number});
        swarm_.send(connection, dialect_.message(rooms_[which / options_.speakers], filler_,
                                                 {name.data(), name.size()}, id));
    }

    void deliver(const Connection& connection, Stamp stamp) {
        if (stamp.sender >= speakers_.size()) {
            ++wrong_;
            return;
        }
        const auto first =
            (stamp.sender / options_.speakers) * options_.members % options_.connections;
        const auto slot = (connection.index + options_.connections - first) % options_.connections;
        if (slot >= options_.members) {
            ++wrong_;
            return;
        }
        std::uint32_t& due = due_[(std::size_t{stamp.sender} * options_.members) + slot];
        if (stamp.number != due) ++wrong_;
        due = stamp.number + 1;
        ++delivered_;
        const Speaker& speaker = speakers_[stamp.sender];
        const bool is_here = swarm_.at(speaker.connection).port == connection.port;
        (is_here ? now_.here : now_.there).add(since(speaker, stamp.number));
        if (is_here) return;
        const TimePoint acknowledged = speaker.acks[stamp.number % kTimesKept];
        now_.hop.add(acknowledged == TimePoint() ? SteadyClock::duration::zero()
                                                 : SteadyClock::now() - acknowledged);
    }

    static SteadyClock::duration since(const Speaker& speaker, std::uint32_t number) {
        return SteadyClock::now() - speaker.times[number % kTimesKept];
    }

    [[nodiscard]] std::uint64_t missing() const {
        const std::uint64_t owed = said_ * options_.members;
        return owed > delivered_ ? owed - delivered_ : 0;
    }

    void run_for(SteadyClock::duration time) {
        swarm_.turn_until(SteadyClock::now() + time, [] { return false; });
    }

    /// What is said on standard error is for whoever looks at the servers at the same time.
    void begin(Window& window) {
        now_ = {};
        began_delivered_ = delivered_;
        began_acknowledged_ = acknowledged_;
        window.open();
        fmt::print(stderr, "measuring\n");
    }

    void end(Window& window) {
        window.close();
        fmt::print(stderr, "measured\n");
        now_.delivered = delivered_ - began_delivered_;
        now_.acknowledged = acknowledged_ - began_acknowledged_;
        measured_ = std::exchange(now_, {});
    }

    static void add(Report& report, std::string_view what, Latencies& latencies) {
        report.add(fmt::format("{}_p50_ms", what), latencies.percentile_ms(0.5));
        report.add(fmt::format("{}_p99_ms", what), latencies.percentile_ms(0.99));
    }

    static constexpr std::chrono::milliseconds kAgainAfter{200};

    const Options& options_;
    Dialect dialect_;
    Swarm swarm_;
    std::vector<std::string> rooms_;  ///< their ids, as the server gave them
    std::vector<Speaker> speakers_;   ///< those of a room beside each other
    std::vector<std::uint32_t> due_;  ///< by speaker and member of its room: the number due next
    std::string filler_;
    std::unordered_map<std::uint64_t, Asked> asked_;              ///< by connection and ack id
    std::vector<std::pair<std::uint32_t, std::uint32_t>> again_;  ///< connection and room to join
    std::uint32_t answers_due_ = 0;
    Measured now_;
    Measured measured_;
    std::uint64_t said_ = 0;
    std::uint64_t acknowledged_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t delivered_ = 0;
    std::uint64_t wrong_ = 0;
    std::uint64_t began_delivered_ = 0;
    std::uint64_t began_acknowledged_ = 0;
    bool is_speaking_at_will_ = false;
};

}  // namespace

Report town(const Options& options) {
    Town town(options);
    Window rest(options);
    town.rest(rest);
    Window window(options);
    if (options.rate > 0) {
        town.speak_at_rate(window);
    } else {
        town.speak_at_will(window);
    }
    return town.report(window, rest);
}

}  // namespace load
