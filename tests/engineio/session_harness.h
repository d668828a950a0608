/// SessionHarness: one loop's worth of sessions without a loop, on a clock moved by hand.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/metrics.h"
#include "engineio/metrics.h"
#include "engineio/options.h"
#include "engineio/payload.h"
#include "engineio/session.h"
#include "engineio/session_host.h"
#include "loop/timer_wheel.h"
#include "loop/turn_hook.h"
#include "net/tape.h"
#include "support/fake_websocket.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"

namespace engineio {

struct SessionHarnessParts {
    explicit SessionHarnessParts(Options its_options) : options(std::move(its_options)) {}

    Options options;
    base::Metrics registry;
    EngineMetrics metrics{registry};
    support::ManualClock clock;
    support::SeededRandom random{1};
    loop::TimerWheel wheel{clock.now()};
    net::Tape octets;
};

class SessionHarness final : public SessionHarnessParts, public SessionHost {
public:
    explicit SessionHarness(Options its_options = {})
        : SessionHarnessParts(std::move(its_options)),
          SessionHost(SessionHarnessParts::options, SessionHarnessParts::metrics, wheel) {}
    ~SessionHarness() = default;
    SessionHarness(const SessionHarness&) = delete;
    SessionHarness& operator=(const SessionHarness&) = delete;

    /// Hears what the session tells its application.
    struct Listener final : Application {
        explicit Listener(SessionHarness& its_harness) : harness(its_harness) {}
        void on_message(MessageKind kind, std::string_view data) override {
            harness.received.push_back(kind == MessageKind::text ? std::string(data)
                                                                 : "<" + std::string(data) + ">");
            if (harness.on_message) harness.on_message(data);
        }
        void on_closed(CloseReason reason) override { harness.closed = reason; }
        SessionHarness& harness;
    };

    Session& make() {
        session = std::make_unique<Session>(*this, SessionId(random, 0, 0), Peer{});
        session->attach(std::make_unique<Listener>(*this));
        return *session;
    }

    /// A session on polling whose open packet was taken.
    Session& make_polling() {
        make().open_polling(reply());
        answers.clear();
        return *session;
    }
    Session& make_websocket() {
        make().open_websocket(websocket.connection());
        (void)websocket.take_heard();
        return *session;
    }

    /// Answers to GETs land in `answers`.
    PollReply reply() {
        return [this](std::string payload) { answers.push_back(std::move(payload)); };
    }
    void poll() { session->on_poll(reply()); }

    void end_turn() {
        hooks.run();
        retired.clear();
        octets.clear();
    }
    void advance(std::chrono::milliseconds by) {
        clock.advance(by);
        wheel.advance(clock.now());
        end_turn();
    }

    net::Tape& tape() override { return octets; }
    [[nodiscard]] base::SteadyTime now() const override { return clock.now(); }
    void at_end_of_turn(loop::TurnHook& hook) override { hooks.add(hook); }
    void retire(Session& ended) override {
        if (&ended == session.get()) retired.push_back(std::move(session));
    }
    void linger(std::unique_ptr<WebSocketTransport> transport) override {
        lingering.push_back(std::move(transport));
    }
    void bury(WebSocketTransport& transport) override {
        std::erase_if(lingering, [&](const auto& other) { return other.get() == &transport; });
    }

    [[nodiscard]] bool is_ended() const { return session == nullptr; }

    support::FakeWebSocket websocket{octets};
    std::vector<std::string> received;
    std::function<void(std::string_view)> on_message;
    std::optional<CloseReason> closed;
    std::vector<std::string> answers;
    loop::TurnHooks hooks;
    std::unique_ptr<Session> session;
    std::vector<std::unique_ptr<Session>> retired;
    std::vector<std::unique_ptr<WebSocketTransport>> lingering;
};

}  // namespace engineio
