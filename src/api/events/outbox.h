/// Outbox: what the domain says in one turn, in order, handed to the loops at the turn's end in one message each.
///
/// Thread:     domain.
/// Owns:       the batch of this turn.
/// Invariant:  answers and events leave in the order the domain said them; each event is encoded once.
/// Elsewhere:  the words are encode.h; what clients say is events.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/events/encode.h"
#include "chat/audience.h"
#include "loop/event_loop.h"
#include "loop/turn_hook.h"
#include "socketio/batch.h"
#include "socketio/server.h"

namespace api::events {

class Outbox final : public chat::Audience, private loop::TurnHook {
public:
    /// nsp  the namespace all connections are in
    Outbox(loop::EventLoop& domain, socketio::Server& server, const socketio::Namespace& nsp);

    /// Does nothing when the client wants no answer.
    void acknowledge(socketio::AckTicket ticket, std::string_view json);
    /// Lets a waiting connection in and greets it.
    void accept(chat::ConnectionId connection, std::string_view welcome_json);
    void refuse(chat::ConnectionId connection, const ConnectErrorText& why);
    /// To every connection there is, at once, and so before whatever the same thread does to them next. Any thread.
    void announce_moving(base::Milliseconds delay, base::Milliseconds spread);

    void subscribe(chat::ConnectionId connection, const chat::RoomId& room) override;
    void unsubscribe(chat::ConnectionId connection, const chat::RoomId& room) override;
    void event(const chat::Event& event, std::uint32_t present) override;
    void coming(const chat::RoomId& room, chat::Coming coming, const chat::User& user,
                base::WallTime time, std::uint32_t present) override;
    void present(const chat::RoomId& room, std::uint32_t present) override;
    void typing(const chat::RoomId& room, const chat::User& user,
                chat::ConnectionId except) override;
    void catchup(chat::ConnectionId connection, const chat::Catchup& catchup) override;
    void read(chat::ConnectionId connection, const chat::RoomView& room) override;
    void room_changed(chat::ConnectionId connection, chat::RoomChange change,
                      const chat::RoomView& room, const chat::Named* by) override;
    void room_created(const chat::RoomView& room) override;
    void ignored(chat::ConnectionId connection, const std::vector<chat::Named>& people) override;
    void profile(const chat::RoomId& room, const chat::User& user) override;
    void profile(chat::ConnectionId connection, const chat::User& user) override;
    void end(chat::ConnectionId connection, chat::SessionEnd why) override;

private:
    void on_turn_end() override;
    socketio::Batch& batch();
    void to_one(chat::ConnectionId connection, std::string_view event, std::string_view json);
    void to_room(const std::string& room, std::string_view event, std::string_view json,
                 socketio::SocketHandle except = {});

    loop::EventLoop& domain_;
    socketio::Server& server_;
    const socketio::Namespace& nsp_;
    socketio::Batch batch_;
};

}  // namespace api::events
