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

chat::ConnectionId connection_of(const socketio::Socket& socket) {
    return chat::ConnectionId(socket.handle().value());
}

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

    on("message", parse_message,
       [this](chat::ConnectionId connection, chat::Draft draft, socketio::AckTicket ticket) {
           chat_.post(connection, std::move(draft),
                      answering<chat::Posted>(
                          ticket, [](const chat::Posted& posted) { return encode_ok(posted); }));
       });
    const auto answering_change = [this](socketio::AckTicket ticket) {
        return answering<chat::Posted>(
            ticket, [](const chat::Posted& changed) { return encode_ok(changed); });
    };
    on("edit", parse_edit,
       [this, answering_change](chat::ConnectionId connection, const chat::Edit& edit,
                                socketio::AckTicket ticket) {
           chat_.edit(connection, edit, answering_change(ticket));
       });
    on("delete", parse_delete,
       [this, answering_change](chat::ConnectionId connection, const chat::Deletion& deletion,
                                socketio::AckTicket ticket) {
           chat_.remove(connection, deletion, answering_change(ticket));
       });
    on("react", parse_react,
       [this, answering_change](chat::ConnectionId connection, chat::React react,
                                socketio::AckTicket ticket) {
           chat_.react(connection, std::move(react), answering_change(ticket));
       });
    on(
        "history",
        [max = server_.limits.history_events_max](const boost::json::array& args) {
            return parse_history(args, max);
        },
        [this](chat::ConnectionId connection, chat::PageRequest request,
               socketio::AckTicket ticket) {
            const chat::PageRequest::From from = request.from;
            chat_.history(connection, std::move(request),
                          answering<chat::Page>(ticket, [from](const chat::Page& page) {
                              return encode_ok(page, from);
                          }));
        });
    on("typing", parse_room,
       [this](chat::ConnectionId connection, const chat::RoomId& room, socketio::AckTicket ticket) {
           chat_.typing(connection, room, answering<void>(ticket, [] { return encode_ok(); }));
       });
    on("read", parse_read,
       [this](chat::ConnectionId connection, const ReadIn& read, socketio::AckTicket ticket) {
           chat_.read(connection, read.room, read.seq,
                      answering<chat::RoomView>(
                          ticket, [](const chat::RoomView& room) { return encode_ok_read(room); }));
       });
    on("join", parse_room,
       [this](chat::ConnectionId connection, const chat::RoomId& room, socketio::AckTicket ticket) {
           chat_.join(connection, room,
                      answering<chat::RoomView>(
                          ticket, [](const chat::RoomView& view) { return encode_ok(view); }));
       });
    on("leave", parse_room,
       [this](chat::ConnectionId connection, const chat::RoomId& room, socketio::AckTicket ticket) {
           chat_.leave(connection, room, answering<void>(ticket, [] { return encode_ok(); }));
       });
    on("create", parse_create,
       [this](chat::ConnectionId connection, const std::string& name, socketio::AckTicket ticket) {
           chat_.create(connection, name,
                        answering<chat::RoomView>(
                            ticket, [](const chat::RoomView& view) { return encode_ok(view); }));
       });
    on("rooms", parse_nothing,
       [this](chat::ConnectionId connection, Nothing, socketio::AckTicket ticket) {
           chat_.rooms(connection,
                       answering<std::vector<chat::RoomEntry>>(
                           ticket, [](const auto& entries) { return encode_ok(entries); }));
       });
    on("members", parse_room,
       [this](chat::ConnectionId connection, const chat::RoomId& room, socketio::AckTicket ticket) {
           chat_.members(connection, room,
                         answering<chat::Members>(ticket, [](const chat::Members& members) {
                             return encode_ok(members);
                         }));
       });
    on("people", parse_people,
       [this](chat::ConnectionId connection, std::vector<chat::UserId> users,
              socketio::AckTicket ticket) {
           chat_.people(connection, std::move(users),
                        answering<std::vector<chat::User>>(
                            ticket, [](const auto& people) { return encode_ok(people); }));
       });
    on(
        "search",
        [max = server_.limits.search_hits_max](const boost::json::array& args) {
            return parse_search(args, max);
        },
        [this](chat::ConnectionId connection, const chat::Search& search,
               socketio::AckTicket ticket) {
            chat_.search(connection, search,
                         answering<chat::SearchPage>(
                             ticket, [](const chat::SearchPage& page) { return encode_ok(page); }));
        });
    on("date", parse_date,
       [this](chat::ConnectionId connection, const DateIn& date, socketio::AckTicket ticket) {
           chat_.date(connection, date.room, date.time,
                      answering<chat::FoundTime>(
                          ticket, [](const chat::FoundTime& found) { return encode_ok(found); }));
       });
    nsp_.on_other_event([this](socketio::Socket& socket, socketio::Event& event) {
        if (!may_ask(socket, event.ack)) return;
        metrics_.unknown.add();
        event.ack.answer_text(encode_unknown_event(event.name));
    });
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

}  // namespace api::events
