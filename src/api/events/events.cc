#include "api/events/events.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "api/events/parse.h"

namespace api::events {
namespace {

constexpr base::Milliseconds kRetrySoon{1000};
constexpr base::Milliseconds kNow{0};

/// What a connection keeps: how fast it may ask.
struct ConnectionState final : socketio::SocketData {
    ConnectionState(const RateOptions& rates, base::SteadyTime now)
        : bucket(rates.events_per_second, rates.events_burst, now) {}
    base::TokenBucket bucket;
};

void refuse(socketio::Admission& admission, const ConnectErrorText& why) {
    admission.refuse(why.message, boost::json::parse(why.data));
}

}  // namespace

Events::Events(socketio::Namespace& nsp, std::size_t loops, base::Executor& domain,
               chat::Chat& chat, Outbox& outbox, const base::Clock& clock, ServerFacts server,
               EventOptions options, base::Metrics& metrics)
    : domain_(domain, options.domain_waiting_max),
      nsp_(nsp),
      chat_(chat),
      outbox_(outbox),
      clock_(clock),
      server_(std::move(server)),
      options_(options),
      metrics_(metrics) {
    for (std::size_t i = 0; i < loops; ++i)
        address_rates_.emplace_back(options_.rates.newcomers_per_second,
                                    options_.rates.newcomers_burst);

    nsp_.on_connecting([this](const socketio::Handshake& handshake, socketio::Admission admission) {
        on_connecting(handshake, std::move(admission));
    });
    const auto gone = [this](chat::ConnectionId connection) {
        domain_.tell([this, connection] { chat_.disconnect(connection); });
    };
    nsp_.on_abandon(
        [gone](socketio::SocketHandle socket) { gone(chat::ConnectionId(socket.value())); });
    nsp_.on_disconnect([gone](socketio::Socket& socket, socketio::DisconnectReason) {
        gone(connection_of(socket));
    });

    on_messages();
    on_pins();
    on_rooms();
    on_hosting();
    on_links();
    on_people();
    nsp_.on_other_event([this](socketio::Socket& socket, socketio::Event& event) {
        if (!may_ask(socket, event.ack)) return;
        metrics_.unknown.add();
        event.ack.answer_text(encode_unknown_event(event.name));
    });
}

chat::ConnectionId Events::connection_of(const socketio::Socket& socket) {
    return chat::ConnectionId(socket.handle().value());
}

void Events::on_connecting(const socketio::Handshake& handshake, socketio::Admission admission) {
    auto request = parse_auth(handshake.auth);
    if (!request) {
        metrics_.connects_invalid.add();
        refuse(admission, encode_connect_invalid(request.error()));
        return;
    }
    const auto not_now = [&](chat::ConnectError error, base::Counter& counter) {
        counter.add();
        refuse(admission, encode_connect_refusal(
                              {.error = error, .suggestions = {}, .retry_after = kRetrySoon},
                              request->nickname, server_.limits));
    };
    // Whoever comes back with a token was counted when they came first.
    if (options_.rates.limits == RateOptions::Limits::on && request->token.empty() &&
        address_rates_.at(handshake.loop).take(handshake.peer.address, clock_.now()) > kNow) {
        return not_now(chat::ConnectError::rate_limited, metrics_.connects_rate_limited);
    }
    if (!domain_.has_room())
        return not_now(chat::ConnectError::unavailable, metrics_.connects_overloaded);

    request->connection = chat::ConnectionId(handshake.socket.value());
    request->address = handshake.peer.address;
    admission.release();
    domain_.ask([this, request = *std::move(request)]() mutable { connect(std::move(request)); });
}

void Events::connect(chat::ConnectRequest request) {
    const chat::ConnectionId connection = request.connection;
    std::string nickname = request.nickname;
    chat_.connect(
        std::move(request), [this, connection, nickname = std::move(nickname)](
                                const base::Result<chat::Welcome, chat::ConnectRefusal>& result) {
            if (result) {
                outbox_.accept(connection, encode_welcome(*result, server_, clock_.wall()));
            } else {
                outbox_.refuse(connection,
                               encode_connect_refusal(result.error(), nickname, server_.limits));
            }
        });
}

bool Events::may_ask(socketio::Socket& socket, socketio::Ack& ack) {
    metrics_.events.add();
    if (options_.rates.limits == RateOptions::Limits::on) {
        auto* state = socket.data<ConnectionState>();
        if (state == nullptr) {
            auto made = std::make_unique<ConnectionState>(options_.rates, clock_.now());
            state = made.get();
            socket.set_data(std::move(made));
        }
        if (!state->bucket.take(clock_.now())) {
            metrics_.rate_limited.add();
            ack.answer_text(
                encode_refusal({.error = chat::ChatError::rate_limited, .retry_after = kRetrySoon},
                               server_.limits));
            return false;
        }
    }
    if (!domain_.has_room()) {
        metrics_.overloaded.add();
        ack.answer_text(encode_refusal(
            {.error = chat::ChatError::unavailable, .retry_after = kRetrySoon}, server_.limits));
        return false;
    }
    return true;
}

}  // namespace api::events
