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
#include <type_traits>
#include <utility>
#include <vector>

#include "api/address_rates.h"
#include "api/events/domain_queue.h"
#include "api/events/encode.h"
#include "api/events/metrics.h"
#include "api/events/outbox.h"
#include "api/events/rate.h"
#include "base/clock.h"
#include "base/result.h"
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

    // The events, by what they are about: events_handlers.cc.
    void on_messages();
    void on_pins();
    void on_rooms();
    void on_hosting();
    void on_links();
    void on_people();

    [[nodiscard]] static chat::ConnectionId connection_of(const socketio::Socket& socket);

    /// Registers the event `name`: `parse(args)` on the loop, then `ask(connection, request, ticket)` on the domain.
    template <typename Parse, typename Ask>
    void on(std::string_view name, Parse parse, Ask ask);

    /// Whether the socket may ask now; answers when it may not.
    [[nodiscard]] bool may_ask(socketio::Socket& socket, socketio::Ack& ack);

    /// The domain's reply, acknowledged with `encode(value)`.
    template <typename T, typename Encode>
    chat::Reply<T> answering(socketio::AckTicket ticket, Encode encode);
    /// With encode_ok().
    template <typename T>
    chat::Reply<T> answering(socketio::AckTicket ticket);

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

template <typename Parse, typename Ask>
void Events::on(std::string_view name, Parse parse, Ask ask) {
    nsp_.on_event(name, [this, parse, ask](socketio::Socket& socket, socketio::Event& event) {
        if (!may_ask(socket, event.ack)) return;
        auto request = parse(event.args);
        if (!request) {
            metrics_.invalid.add();
            event.ack.answer_text(encode_invalid(request.error()));
            return;
        }
        domain_.ask([ask, connection = connection_of(socket), ticket = event.ack.release(),
                     request = *std::move(request)]() mutable {
            ask(connection, std::move(request), ticket);
        });
    });
}

template <typename T, typename Encode>
chat::Reply<T> Events::answering(socketio::AckTicket ticket, Encode encode) {
    return [this, ticket, encode](const base::Result<T, chat::Refusal>& result) {
        if (!ticket.is_wanted()) return;
        if (!result) {
            outbox_.acknowledge(ticket, encode_refusal(result.error(), server_.limits));
        } else if constexpr (std::is_void_v<T>) {
            outbox_.acknowledge(ticket, encode());
        } else {
            outbox_.acknowledge(ticket, encode(*result));
        }
    };
}

template <typename T>
chat::Reply<T> Events::answering(socketio::AckTicket ticket) {
    if constexpr (std::is_void_v<T>) {
        return answering<void>(ticket, [] { return encode_ok(); });
    } else {
        return answering<T>(ticket, [](const T& value) { return encode_ok(value); });
    }
}

}  // namespace api::events
