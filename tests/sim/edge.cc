#include "sim/edge.h"

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <set>
#include <vector>

#include "base/clock.h"
#include "base/unicode.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "sim/client.h"
#include "sim/line.h"
#include "sim/planted.h"
#include "sim/schedule.h"

namespace sim {

void Edge::admit(chat::ConnectionId id, const chat::User& me) {
    const auto found = lines_.find(id);
    if (found == lines_.end()) {
        stage_.trace.fail(fmt::format("Node {} let in connection {}, which was closed before.",
                                      run_, id.value()));
        return;
    }
    stage_.trace.note("node {} lets in connection {}", {run_, id.value()});
    found->second.user = me.id;
    found->second.name_key = base::unicode::skeleton(me.nickname);
    check_name(id);
}

void Edge::check_name(chat::ConnectionId id) {
    const Open& open = lines_.at(id);
    for (const auto& [other, each] : lines_) {
        if (each.user.value().empty() || each.user == open.user) continue;
        if (each.name_key == open.name_key) {
            stage_.trace.fail(
                fmt::format("Two people have one name on node {}: connections {} and {}.", run_,
                            other.value(), id.value()));
        }
    }
}

void Edge::close(chat::ConnectionId id) {
    lines_.erase(id);
    for (auto& [room, connections] : rooms_)
        connections.erase(id);
}

std::set<chat::UserId> Edge::people() const {
    std::set<chat::UserId> all;
    for (const auto& [id, open] : lines_) {
        if (!open.user.value().empty()) all.insert(open.user);
    }
    return all;
}

std::map<chat::UserId, std::string> Edge::names() const {
    std::map<chat::UserId, std::string> all;
    for (const auto& [id, open] : lines_) {
        if (!open.user.value().empty()) all.emplace(open.user, open.name_key);
    }
    return all;
}

chat::ConnectionId Edge::subscriber(const chat::RoomId& room) const {
    const auto found = rooms_.find(room);
    if (found == rooms_.end() || found->second.empty()) return {};
    return *found->second.begin();
}

Line* Edge::line(chat::ConnectionId connection) {
    const auto found = lines_.find(connection);
    return found == lines_.end() ? nullptr : found->second.line.get();
}

void Edge::subscribe(chat::ConnectionId connection, const chat::RoomId& room) {
    stage_.trace.note("connection {} is live in room {}",
                      {connection.value(), stage_.ledger.number(room)});
    if (!rooms_[room].insert(connection).second) {
        stage_.trace.fail(fmt::format("Connection {} was subscribed twice to room {}.",
                                      connection.value(), stage_.ledger.number(room)));
    }
}

void Edge::unsubscribe(chat::ConnectionId connection, const chat::RoomId& room) {
    if (stage_.strikes(Planted::deaf_to_leaving, 3)) return;
    stage_.trace.note("connection {} is no longer live in room {}",
                      {connection.value(), stage_.ledger.number(room)});
    if (rooms_[room].erase(connection) == 0) {
        stage_.trace.fail(
            fmt::format("Connection {} was unsubscribed from room {} without being subscribed.",
                        connection.value(), stage_.ledger.number(room)));
    }
}

void Edge::event(const chat::Event& event, std::uint32_t /*present*/) {
    stage_.trace.note("node {} tells event {} of room {}",
                      {run_, event.seq, stage_.ledger.number(event.room)});
    if (stage_.strikes(Planted::lost_event, 1000)) return;
    const auto shared = std::make_shared<const chat::Event>(event);
    for (const chat::ConnectionId id : rooms_[event.room]) {
        if (Line* const to = line(id)) {
            to->down([shared](Client& client) { client.on_event(*shared); });
        }
    }
}

void Edge::coming(const chat::RoomId& room, chat::Coming coming, const chat::User& /*user*/,
                  base::WallTime /*time*/, std::uint32_t present) {
    const bool is_came = coming == chat::Coming::came;
    stage_.trace.note(is_came ? "node {}: somebody came to room {}, {} are there"
                              : "node {}: somebody went from room {}, {} are there",
                      {run_, stage_.ledger.number(room), present});
    if (stage_.is_still) {
        stage_.trace.fail(fmt::format("Node {} tells that somebody {} though nobody comes or goes.",
                                      run_, is_came ? "came" : "went"));
    }
}

void Edge::catchup(chat::ConnectionId connection, const chat::Catchup& catchup) {
    const bool is_reset = catchup.form == chat::Catchup::Form::reset;
    stage_.trace.note(is_reset ? "connection {} is reset in room {} to {} with {} events"
                               : "connection {} missed in room {} what led to {}, {} events",
                      {connection.value(), stage_.ledger.number(catchup.room), catchup.head,
                       catchup.events.size()});
    ++(is_reset ? stage_.sights.resets : stage_.sights.missed);
    if (rooms_[catchup.room].contains(connection)) {
        stage_.trace.fail(
            fmt::format("Connection {} was live in room {} before it had what it missed.",
                        connection.value(), stage_.ledger.number(catchup.room)));
    }
    const auto found = lines_.find(connection);
    if (found == lines_.end()) return;
    const auto shared = std::make_shared<const chat::Catchup>(catchup);
    const auto tell = [shared](Client& client) { client.on_catchup(*shared); };
    if (stage_.strikes(Planted::live_before_catchup, 5)) {
        stage_.schedule.after(Time(20'000),
                              [line = found->second.line, tell] { line->down(tell); });
        return;
    }
    found->second.line->down(tell);
}

void Edge::read(chat::ConnectionId connection, const chat::RoomView& room) {
    if (Line* const to = line(connection)) {
        to->down([room](Client& client) { client.on_view(room); });
    }
}

void Edge::room_changed(chat::ConnectionId connection, chat::RoomChange change,
                        const chat::RoomView& room, const chat::Named* /*by*/) {
    if (Line* const to = line(connection)) {
        to->down([change, room](Client& client) { client.on_room_changed(change, room); });
    }
}

void Edge::profile(chat::ConnectionId connection, const chat::User& user) {
    const auto found = lines_.find(connection);
    if (found == lines_.end() || found->second.user != user.id) return;
    found->second.name_key = base::unicode::skeleton(user.nickname);
    check_name(connection);
}

void Edge::end(chat::ConnectionId connection, chat::SessionEnd /*why*/) {
    stage_.trace.fail(
        fmt::format("Node {} ended the session of connection {}, which nobody asked for.", run_,
                    connection.value()));
}

}  // namespace sim
