/// ServerHarness: a Socket.IO server on loops that turn by hand, and clients that speak to it over fake WebSockets.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/server.h"
#include "net/wire.h"
#include "socketio/server.h"
#include "support/fake_exchange.h"
#include "support/seeded_random.h"
#include "support/turning_loops.h"

namespace socketio {

class ServerHarness {
public:
    explicit ServerHarness(Options options = {}, std::size_t loop_count = 1)
        : loops(loop_count),
          server(loops.wires, std::move(options), random, loops.metrics),
          main(server.of("/")) {}

    /// A client with an open session.
    class Peer {
    public:
        Peer(ServerHarness& harness, std::size_t loop)
            : harness_(harness), loop_(loop), exchange_(*harness.loops.wires[loop]) {
            net::http::Request request;
            request.method = net::http::Method::get;
            request.target = "/socket.io/?EIO=4&transport=websocket";
            request.fields = {{"Upgrade", "websocket"}};
            request.wants_upgrade = true;
            request.peer_address = "192.0.2.1";
            harness_.loops.on(loop_, [&] {
                harness_.server.handler(loop_).handle(std::move(request), exchange_.exchange());
            });
            (void)take();
        }

        /// A Socket.IO packet.
        void say(std::string_view packet) {
            harness_.loops.on(loop_, [&] { exchange_.websocket.say("4" + std::string(packet)); });
        }
        void say_binary(std::string_view data) {
            harness_.loops.on(
                loop_, [&] { exchange_.websocket.say(net::websocket::MessageKind::binary, data); });
        }
        void vanish() {
            harness_.loops.on(loop_, [&] { exchange_.websocket.vanish(); });
        }

        /// What came since the last time, Engine.IO's type taken off, pings left out.
        [[nodiscard]] std::vector<std::string> take() {
            std::vector<std::string> packets;
            for (const std::string& packet : exchange_.websocket.take_heard()) {
                if (packet.starts_with('4')) packets.push_back(packet.substr(1));
                if (packet.starts_with('<')) packets.push_back(packet);
            }
            return packets;
        }
        void connect(std::string_view packet = "0") {
            say(packet);
            (void)take();
        }
        [[nodiscard]] bool is_closed() const { return exchange_.websocket.is_closed(); }
        [[nodiscard]] support::FakeWebSocket& websocket() { return exchange_.websocket; }

    private:
        ServerHarness& harness_;
        std::size_t loop_;
        support::FakeExchange exchange_;
    };

    Peer& open(std::size_t loop = 0) { return peers.emplace_back(*this, loop); }
    /// A client that has joined the main namespace.
    Peer& join(std::size_t loop = 0) {
        Peer& peer = open(loop);
        peer.connect();
        return peer;
    }

    support::TurningLoops loops;
    support::SeededRandom random{9};
    std::deque<Peer> peers;
    Server server;
    Namespace& main;
};

}  // namespace socketio
