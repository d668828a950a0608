#include "net/http/server_loop.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace net::http {

ServerLoop::ServerLoop(Wire& wire, Handler& handler, const Limits& limits, tcp::Seats& seats,
                       const Siblings& siblings)
    : wire_(wire),
      handler_(handler),
      limits_(limits),
      seats_(seats),
      siblings_(siblings),
      home_(wire.loop(), *this),
      remote_(home_.remote()) {}

ServerLoop::~ServerLoop() = default;

void ServerLoop::listen(tcp::Descriptor socket) {
    listener_ = std::make_unique<tcp::Listener>(
        wire_, std::move(socket), [this](tcp::Descriptor accepted, std::string peer_address) {
            accept(std::move(accepted), std::move(peer_address));
        });
}

void ServerLoop::accept(tcp::Descriptor socket, std::string peer_address) {
    tcp::Seat seat = seats_.try_take();
    if (seat.is_taken()) {
        wire_.metrics().connections_accepted.add();
        add(std::move(socket), std::move(seat), std::move(peer_address)).start();
        return;
    }
    wire_.metrics().connections_refused.add();
    if (refused_now_ >= kRefusedAtOnceMax) return;
    ++refused_now_;
    Connection& refused = add(std::move(socket), {}, std::move(peer_address));
    refused.start();
    refused.refuse({.status = 503, .sentence = "The server has no room for more connections now."},
                   Ending::refused);
}

Connection& ServerLoop::add(tcp::Descriptor socket, tcp::Seat seat, std::string peer_address) {
    connections_.push_back(std::make_unique<Connection>(*this, std::move(socket), std::move(seat),
                                                        std::move(peer_address)));
    connections_.back()->place = std::prev(connections_.end());
    return *connections_.back();
}

void ServerLoop::adopt(tcp::Descriptor socket, tcp::Seat seat, Connection::Moved moved,
                       Request request, std::move_only_function<void(Request, Exchange)> then) {
    if (is_closed_) return;
    std::string peer_address = moved.peer_address;
    add(std::move(socket), std::move(seat), std::move(peer_address))
        .go_on(std::move(moved), std::move(request), std::move(then));
}

void ServerLoop::bury(Connection& connection) {
    if (connection.is_refused()) --refused_now_;
    buried_.splice(buried_.end(), connections_, connection.place);
    wire_.loop().at_end_of_turn(*this);
}

void ServerLoop::on_turn_end() {
    buried_.clear();
}

void ServerLoop::stop_accepting() {
    listener_.reset();
    is_draining_ = true;
    for (auto next = connections_.begin(); next != connections_.end();)
        (*next++)->drain();
}

void ServerLoop::close() {
    listener_.reset();
    is_draining_ = true;
    is_closed_ = true;
    while (!connections_.empty())
        connections_.front()->abandon();
}

std::string_view ServerLoop::date() {
    return date_.at(wire_.loop().clock().wall());
}

const loop::Remote<ServerLoop>& ServerLoop::sibling(const Wire& wire) const {
    const auto found = std::ranges::find_if(
        siblings_, [&wire](const auto& sibling) { return &sibling->wire_ == &wire; });
    CHECK(found != siblings_.end());
    return (*found)->remote_;
}

}  // namespace net::http
