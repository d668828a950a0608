#include "socketio/event.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "socketio/namespace.h"
#include "socketio/packet.h"
#include "socketio/part.h"
#include "socketio/socket.h"

namespace socketio {

void Ack::answer(const boost::json::value& argument) {
    if (is_wanted()) answer_text(boost::json::serialize(argument));
}

void Ack::answer_all(const boost::json::array& args, std::span<const std::string> attachments) {
    if (!is_wanted()) return;
    Part& part = *std::exchange(part_, nullptr);
    const AckTicket ticket = std::exchange(ticket_, {});
    if (Socket* const socket = part.find(ticket.socket))
        socket->emit(encode_ack(ticket.nsp->name(), ticket.id, args, attachments));
}

void Ack::answer_text(std::string_view args_json) {
    if (!is_wanted()) return;
    Part& part = *std::exchange(part_, nullptr);
    const AckTicket ticket = std::exchange(ticket_, {});
    if (Socket* const socket = part.find(ticket.socket))
        socket->emit(encode_ack_text(ticket.nsp->name(), ticket.id, args_json));
}

}  // namespace socketio
