#include "socketio/server.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/metrics.h"
#include "base/random.h"
#include "engineio/owners.h"
#include "engineio/server.h"
#include "engineio/session.h"
#include "loop/event_loop.h"
#include "socketio/batch.h"
#include "socketio/client.h"
#include "socketio/metrics.h"
#include "socketio/namespace.h"
#include "socketio/options.h"
#include "socketio/packet.h"
#include "socketio/part.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace socketio {

struct Server::Impl {
    Impl(std::span<net::Wire* const> wires, Options options, base::Random& random,
         base::Metrics& metrics, const engineio::Owners* owners)
        : shared{.options = std::move(options),
                 .metrics = SocketMetrics(metrics),
                 .random = random,
                 .namespaces = {},
                 .parts = {}},
          engine(
              wires, shared.options.engine, random, metrics,
              [this](std::size_t loop, engineio::Session& session) {
                  return std::make_unique<Client>(*shared.parts[loop], session);
              },
              owners) {
        CHECK(engine.loops() <= std::size_t{1} << SocketHandle::kLoopBits);
        for (std::uint32_t loop = 0; loop < engine.loops(); ++loop)
            shared.parts.push_back(
                std::make_unique<Part>(shared, loop, engine.host(loop), engine.loop(loop)));
    }

    /// The part whose loop this thread runs, nullptr when it runs none of them.
    [[nodiscard]] Part* here() const {
        for (std::size_t loop = 0; loop < engine.loops(); ++loop)
            if (engine.loop(loop).is_running_here()) return shared.parts[loop].get();
        return nullptr;
    }

    void post(std::vector<Batch::Operation> operations);

    PartShared shared;
    engineio::Server engine;  // its sessions go first: their clients know the parts
};

void Server::Impl::post(std::vector<Batch::Operation> operations) {
    Part* const home = here();
    std::vector<Part::Operations> outbox(home == nullptr ? shared.parts.size() : 0);
    const auto hand_over = [&](std::uint32_t loop, Batch::Operation operation) {
        if (home == nullptr) {
            outbox[loop].push_back(std::move(operation));
        } else if (home->index() == loop) {
            home->apply(operation);
        } else {
            home->send_to(loop, std::move(operation));
        }
    };
    const auto loops = static_cast<std::uint32_t>(shared.parts.size());
    for (Batch::Operation& operation : operations) {
        if (operation.kind == Batch::Kind::broadcast) {
            if (home != nullptr) home->apply(operation);
            for (std::uint32_t loop = 0; loop < loops; ++loop)
                if (home == nullptr || home->index() != loop)
                    hand_over(loop, operation.copy_of_broadcast());
        } else if (operation.socket.is_set() && operation.socket.loop() < loops) {
            const std::uint32_t loop = operation.socket.loop();
            hand_over(loop, std::move(operation));
        }
    }
    for (std::size_t loop = 0; loop < outbox.size(); ++loop) {
        if (outbox[loop].empty()) continue;
        shared.parts[loop]->remote().post(
            [arrived = std::move(outbox[loop])](Part& there) mutable { there.apply(arrived); });
    }
}

Server::Server(std::span<net::Wire* const> wires, Options options, base::Random& random,
               base::Metrics& metrics, const engineio::Owners* owners)
    : impl_(std::make_unique<Impl>(wires, std::move(options), random, metrics, owners)) {}

Server::~Server() = default;

Namespace& Server::of(std::string_view name) {
    CHECK(name.starts_with('/'));
    if (Namespace* const known = impl_->shared.find_namespace(name)) return *known;
    auto& namespaces = impl_->shared.namespaces;
    namespaces.push_back(std::make_unique<Namespace>(
        std::string(name), static_cast<std::uint16_t>(namespaces.size())));
    return *namespaces.back();
}

net::http::Handler& Server::handler(std::size_t loop) {
    return impl_->engine.handler(loop);
}

bool Server::serves(std::string_view path) const {
    return impl_->engine.serves(path);
}

Socket* Server::find(SocketHandle handle) const {
    const auto& parts = impl_->shared.parts;
    return handle.loop() < parts.size() ? parts[handle.loop()]->find(handle) : nullptr;
}

void Server::post(Batch batch) {
    impl_->post(std::move(batch.operations_));
}

void Server::send(SocketHandle socket, Packet packet, Delivery delivery) {
    post(std::move(Batch().send(socket, std::move(packet), delivery)));
}

void Server::join(SocketHandle socket, std::string room) {
    post(std::move(Batch().join(socket, std::move(room))));
}

void Server::leave(SocketHandle socket, std::string room) {
    post(std::move(Batch().leave(socket, std::move(room))));
}

void Server::disconnect(SocketHandle socket, Underlying underlying) {
    post(std::move(Batch().disconnect(socket, underlying)));
}

void Server::run(SocketHandle socket, std::move_only_function<void(Socket&)> work) {
    post(std::move(Batch().run(socket, std::move(work))));
}

void Server::broadcast(const Namespace& nsp, std::string room, Packet packet, SocketHandle except,
                       Delivery delivery) {
    post(std::move(Batch().broadcast(nsp, std::move(room), std::move(packet), except, delivery)));
}

void Server::close_all(std::chrono::milliseconds spread) {
    impl_->engine.close_all(spread);
}

std::size_t Server::sessions() const {
    return impl_->engine.sessions();
}

}  // namespace socketio
