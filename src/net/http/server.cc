#include "net/http/server.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/check.h"
#include "loop/event_loop.h"
#include "net/http/server_loop.h"
#include "net/large_blocks.h"
#include "net/tcp/bind.h"
#include "net/tcp/open_files.h"
#include "net/tcp/seat.h"
#include "net/wire.h"

namespace net::http {
namespace {

/// Work handed to a loop and waited for. The lock guards `is_done` only: main sleeps until the loop has run it.
struct Errand {
    std::atomic<bool> is_taken{false};
    // allow(mutex): main waits here at start and stop; no message passes
    std::mutex mutex;
    std::condition_variable changed;
    bool is_done = false;
};

/// Runs `work` on the loop's thread and returns when it is done. On a loop that does not run it is run here.
void run_on(loop::EventLoop& loop, const std::function<void()>& work) {
    if (loop.is_home()) {
        work();
        return;
    }
    const auto errand = std::make_shared<Errand>();
    loop.post([errand, &work] {
        if (errand->is_taken.exchange(true)) return;
        work();
        const std::lock_guard lock(errand->mutex);
        errand->is_done = true;
        errand->changed.notify_one();
    });
    std::unique_lock lock(errand->mutex);
    static constexpr std::chrono::milliseconds kLook{10};
    while (!errand->changed.wait_for(lock, kLook, [&] { return errand->is_done; })) {
        // A loop that ended meanwhile may never look at its inbox again.
        if (!loop.is_home() || errand->is_taken.exchange(true)) continue;
        work();
        return;
    }
}

}  // namespace

struct Server::Impl {
    Impl(std::span<Wire* const> wires, std::span<Handler* const> handlers, Limits server_limits)
        : limits(std::move(server_limits)),
          seats(limits.connections_max != 0
                    ? limits.connections_max
                    : tcp::connections_max_for(tcp::raise_open_files_max())) {
        give_large_blocks_back();
        CHECK(!wires.empty());
        CHECK(wires.size() == handlers.size());
        for (std::size_t i = 0; i < wires.size(); ++i)
            loops.push_back(
                std::make_unique<ServerLoop>(*wires[i], *handlers[i], limits, seats, loops));
    }

    void on_each_loop(const std::function<void(ServerLoop&)>& work) {
        for (const auto& part : loops)
            run_on(part->wire().loop(), [&] { work(*part); });
    }

    const Limits limits;
    tcp::Seats seats;
    ServerLoop::Siblings loops;
};

Server::Server(std::span<Wire* const> wires, std::span<Handler* const> handlers, Limits limits)
    : impl_(std::make_unique<Impl>(wires, handlers, std::move(limits))) {}

Server::~Server() {
    close();
    // A loop's part is destroyed where it lived, so that no message meets half of it.
    for (auto& part : impl_->loops)
        run_on(part->wire().loop(), [&] { part.reset(); });
}

base::Result<std::uint16_t, ListenError> Server::listen(const std::string& address) {
    const auto parsed = tcp::parse_address(address);
    if (!parsed) return base::fail(ListenError{parsed.error().message});
    auto listening = tcp::listen_on(*parsed, impl_->loops.size());
    if (!listening) return base::fail(ListenError{std::move(listening.error().message)});
    for (std::size_t i = 0; i < listening->sockets.size(); ++i) {
        ServerLoop& part = *impl_->loops.at(i);
        run_on(part.wire().loop(), [&] { part.listen(std::move(listening->sockets[i])); });
    }
    return listening->port;
}

void Server::stop_accepting() {
    impl_->on_each_loop([](ServerLoop& part) { part.stop_accepting(); });
}

void Server::close() {
    impl_->on_each_loop([](ServerLoop& part) { part.close(); });
}

}  // namespace net::http
