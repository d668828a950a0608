#include "engineio/standalone.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "net/http/server.h"

namespace engineio {

namespace {

/// Sessions that are in the middle of an upgrade take a moment.
constexpr std::chrono::seconds kGoodbyeTimeout{2};
constexpr timespec kGoodbyeLook{.tv_sec = 0, .tv_nsec = 5'000'000};

sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

std::size_t loop_count(std::size_t asked) {
    return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

Standalone::Standalone(std::size_t loops)
    : loops_(clock_, loop_count(loops)), routes_(loop_count(loops)) {
    // Threads made later inherit the mask, so only run() hears of them.
    const sigset_t signals = ending_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    wires_.reserve(loops_.size());
    for (std::size_t loop = 0; loop < loops_.size(); ++loop)
        wires_.push_back(&wire_store_.emplace_back(loops_.at(loop), metrics_, base::Log::none()));
}

Standalone::~Standalone() = default;

base::Result<std::uint16_t, net::http::ListenError> Standalone::listen(const std::string& address) {
    std::vector<net::http::Handler*> handlers;
    handlers.reserve(routes_.size());
    for (Routes& routes : routes_)
        handlers.push_back(&routes);
    http_ = std::make_unique<net::http::Server>(wires_, handlers, net::http::Limits{});
    return http_->listen(address);
}

bool Standalone::is_anyone_left() const {
    return std::ranges::any_of(mounted_,
                               [](const Mounted& server) { return server.sessions() != 0; });
}

void Standalone::run() {
    loops_.start();
    const sigset_t signals = ending_signals();
    int signal = 0;
    sigwait(&signals, &signal);

    http_->stop_accepting();
    for (const Mounted& server : mounted_)
        server.close();
    const base::SteadyTime deadline = clock_.now() + kGoodbyeTimeout;
    while (is_anyone_left() && clock_.now() < deadline)
        if (sigtimedwait(&signals, nullptr, &kGoodbyeLook) > 0) break;  // a second signal: at once
    loops_.stop();
    http_->close();
}

}  // namespace engineio
