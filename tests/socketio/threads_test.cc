// Loops on threads of their own, and other threads that ask them for things: what the thread sanitizer looks at.

#include <gmock/gmock.h>

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "loop/loop_group.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/server.h"
#include "net/wire.h"
#include "socketio/server.h"
#include "support/fake_exchange.h"

namespace socketio {
namespace {

TEST(Threads, what_each_asks_for_reaches_every_socket_in_its_order) {
    constexpr std::size_t kLoops = 3;
    constexpr std::size_t kPeersPerLoop = 4;
    constexpr int kThreads = 3;
    constexpr int kEach = 300;

    base::SystemClock clock;
    base::SystemRandom random;
    base::Metrics metrics;
    loop::LoopGroup loops(clock, kLoops);
    std::deque<net::Wire> wire_store;
    std::vector<net::Wire*> wires;
    for (std::size_t i = 0; i < kLoops; ++i)
        wires.push_back(&wire_store.emplace_back(loops.at(i), metrics, base::Log::none()));
    Server server(wires, {}, random, metrics);
    std::atomic<std::size_t> joined = 0;
    std::vector<std::vector<SocketHandle>> handles(kLoops);
    Namespace& main = server.of("/");
    main.on_connecting([&](Handshake handshake, Admission admission) {
        Socket* const socket = admission.accept();
        handles[handshake.loop].push_back(socket->handle());
        socket->join("room");
        joined.fetch_add(1);
        joined.notify_all();
    });
    // A loop's own broadcasts travel at the end of its turn; they too must keep their order.
    main.on_event("say", [&](Socket&, Event& event) {
        server.broadcast(main, "room", encode_event("/", "n", event.args));
    });

    std::deque<support::FakeExchange> exchanges;
    for (std::size_t i = 0; i < kLoops * kPeersPerLoop; ++i)
        exchanges.emplace_back(*wires[i % kLoops]);
    loops.start();
    for (std::size_t i = 0; i < kLoops * kPeersPerLoop; ++i) {
        const std::size_t loop = i % kLoops;
        support::FakeExchange& exchange = exchanges[i];
        loops.at(loop).post([&exchange, &server, loop] {
            net::http::Request request;
            request.method = net::http::Method::get;
            request.target = "/socket.io/?EIO=4&transport=websocket";
            request.wants_upgrade = true;
            server.handler(loop).handle(std::move(request), exchange.exchange());
            exchange.websocket.say("40");
        });
    }
    for (std::size_t seen = joined.load(); seen < kLoops * kPeersPerLoop; seen = joined.load())
        joined.wait(seen);

    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < kEach; ++i) {
                Batch batch;
                batch.broadcast(main, "room", encode_event("/", "n", {t, i}));
                batch.send(handles[static_cast<std::size_t>(t) % kLoops][0],
                           encode_event("/", "x", {}));
                server.post(std::move(batch));
            }
        });
    for (int i = 0; i < kEach; ++i)
        loops.at(0).post([&exchanges, i] {
            exchanges[0].websocket.say("42[\"say\"," + std::to_string(kThreads) + "," +
                                       std::to_string(i) + "]");
        });
    for (std::thread& thread : threads)
        thread.join();
    // What loop 0 says to the others must be under way before they are stopped.
    std::atomic<bool> is_said = false;
    loops.at(0).post([&is_said] {
        is_said = true;
        is_said.notify_all();
    });
    is_said.wait(false);
    loops.stop();
    loops.at(0).run();
    for (std::size_t i = 0; i < kLoops; ++i)
        loops.at(i).run();

    for (support::FakeExchange& exchange : exchanges) {
        std::vector<int> next(kThreads + 1);
        for (const std::string& packet : exchange.websocket.heard()) {
            if (!packet.starts_with("42[\"n\",")) continue;
            const int thread = packet[7] - '0';
            EXPECT_EQ(std::stoi(packet.substr(9)), next[static_cast<std::size_t>(thread)]++);
        }
        EXPECT_THAT(next, testing::Each(kEach));
    }
}

}  // namespace
}  // namespace socketio
