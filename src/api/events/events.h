/// Events: protocol version 1 on a Socket.IO namespace. Parses what clients send, asks the domain, and answers.
///
/// Thread:     main to make it, before the loops run; handlers run on every loop, replies on the domain.
/// Owns:       the limits per connection and per address.
/// Invariant:  every event that asks for an acknowledgement gets exactly one, also when it is refused, as long as its
///             connection lives.
/// Elsewhere:  payloads are docs/protocol/events.schema.json; what the domain says unasked is outbox.h.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "api/address_rates.h"
#include "api/events/domain_queue.h"
#include "api/events/encode.h"
#include "api/events/metrics.h"
#include "api/events/outbox.h"
#include "api/events/rate.h"
#include "base/clock.h"
#include "chat/chat.h"
#include "socketio/server.h"

namespace api::events {

struct EventOptions {
    RateOptions rates;
    std::uint32_t domain_waiting_max =
        50'000;  ///< requests on their way to the domain; over: unavailable
};

class Events {
public:
    /// Registers every handler on `nsp`.
    /// loops  how many loops there are
    Events(socketio::Namespace& nsp, std::size_t loops, base::Executor& domain, chat::Chat& chat,
           Outbox& outbox, const base::Clock& clock, ServerFacts server, EventOptions options,
           base::Metrics& metrics);
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;

private:
    void on_connecting(const socketio::Handshake& handshake, socketio::Admission admission);
    void connect(chat::ConnectRequest request);

    /// Registers the event `name`: `parse(args)` on the loop, then `ask(connection, request, ticket)` on the domain.
    template <typename Parse, typename Ask>
    void on(std::string_view name, Parse parse, Ask ask);

    /// Whether the socket may ask now; answers when it may not.
    [[nodiscard]] bool may_ask(socketio::Socket& socket, socketio::Ack& ack);

    /// The domain's reply, acknowledged with `encode(value)`.
    template <typename T, typename Encode>
    chat::Reply<T> answering(socketio::AckTicket ticket, Encode encode);

    DomainQueue domain_;
    socketio::Namespace& nsp_;
    chat::Chat& chat_;
    Outbox& outbox_;
    const base::Clock& clock_;
    ServerFacts server_;
    EventOptions options_;
    EventMetrics metrics_;
    std::vector<AddressRates> address_rates_;  // one for each loop, touched by that loop only
};

}  // namespace api::events
