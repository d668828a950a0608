#include "api/events/outbox.h"

#include <utility>

namespace api::events {
namespace {

socketio::SocketHandle handle(chat::ConnectionId connection) {
    return socketio::SocketHandle::from_value(connection.value());
}

}  // namespace

Outbox::Outbox(loop::EventLoop& domain, socketio::Server& server, const socketio::Namespace& nsp)
    : domain_(domain), server_(server), nsp_(nsp) {}

socketio::Batch& Outbox::batch() {
    domain_.at_end_of_turn(*this);
    return batch_;
}

void Outbox::on_turn_end() {
    server_.post(std::exchange(batch_, {}));
}

void Outbox::to_one(chat::ConnectionId connection, std::string_view event, std::string_view json) {
    batch().send(handle(connection), socketio::encode_event_text(nsp_.name(), event, json));
}

void Outbox::to_room(const std::string& room, std::string_view event, std::string_view json,
                     socketio::SocketHandle except) {
    batch().broadcast(nsp_, room, socketio::encode_event_text(nsp_.name(), event, json), except);
}

void Outbox::acknowledge(socketio::AckTicket ticket, std::string_view json) {
    if (ticket.is_wanted()) batch().acknowledge(ticket, json);
}

void Outbox::accept(chat::ConnectionId connection, std::string_view welcome_json) {
    batch().accept(handle(connection));
    to_one(connection, "welcome", welcome_json);
}

void Outbox::refuse(chat::ConnectionId connection, const ConnectErrorText& why) {
    batch().refuse(handle(connection), why.message, why.data);
}

void Outbox::announce_moving(base::Milliseconds delay, base::Milliseconds spread) {
    server_.broadcast(
        nsp_, {}, socketio::encode_event_text(nsp_.name(), "moving", encode_moving(delay, spread)));
}

void Outbox::subscribe(chat::ConnectionId connection, const chat::RoomId& room) {
    batch().join(handle(connection), room.value());
}

void Outbox::unsubscribe(chat::ConnectionId connection, const chat::RoomId& room) {
    batch().leave(handle(connection), room.value());
}

void Outbox::event(const chat::Event& event, std::uint32_t present) {
    to_room(event.room.value(), name_of(event.kind),
            chat::is_membership(event.kind) ? encode_member_change(event, present)
                                            : encode_event(event));
}

void Outbox::coming(const chat::RoomId& room, chat::Coming coming, const chat::User& user,
                    base::WallTime time, std::uint32_t present) {
    to_room(room.value(), coming == chat::Coming::came ? "member_joined" : "member_left",
            encode_coming(room, user, time, present));
}

void Outbox::present(const chat::RoomId& room, std::uint32_t present) {
    to_room(room.value(), "presence", encode_presence(room, present));
}

void Outbox::typing(const chat::RoomId& room, const chat::User& user, chat::ConnectionId except) {
    to_room(room.value(), "typing", encode_typing(room, user), handle(except));
}

void Outbox::catchup(chat::ConnectionId connection, const chat::Catchup& catchup) {
    to_one(connection, "catchup", encode_catchup(catchup));
}

void Outbox::read(chat::ConnectionId connection, const chat::RoomView& room) {
    to_one(connection, "read", encode_read(room));
}

void Outbox::room_changed(chat::ConnectionId connection, chat::RoomChange change,
                          const chat::RoomView& room, const chat::Named* by) {
    to_one(connection, "room", encode_room_change(change, room, by));
}

void Outbox::ignored(chat::ConnectionId connection, const std::vector<chat::Named>& people) {
    to_one(connection, "ignored", encode_ignored(people));
}

void Outbox::profile(const chat::RoomId& room, const chat::User& user) {
    to_room(room.value(), "profile", encode_profile(user));
}

void Outbox::profile(chat::ConnectionId connection, const chat::User& user) {
    to_one(connection, "profile", encode_profile(user));
}

void Outbox::end(chat::ConnectionId connection, chat::SessionEnd why) {
    to_one(connection, "signed_out", encode_signed_out(why));
    batch().disconnect(handle(connection), socketio::Underlying::close);
}

void Outbox::room_created(const chat::RoomView& room) {
    to_room({}, "room", encode_room_change(chat::RoomChange::created, room, nullptr));
}

}  // namespace api::events
