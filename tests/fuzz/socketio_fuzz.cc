// Messages as a client may send them to a Socket.IO server, parted by newlines; those that begin with '<' are binary. What
// the reader accepts is written back as a packet that reads the same, and a server that gets all of them stands.

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "engineio/frames.h"
#include "socketio/packet.h"
#include "socketio/packet_reader.h"
#include "socketio/server_harness.h"

namespace {

using socketio::ClientPacket;
using socketio::PacketLimits;
using socketio::PacketReader;

constexpr PacketLimits kLimits{.attachment_bytes_max = 1000};

/// What is read, written and read again is the same.
void check_round_trip(const ClientPacket& packet) {
    if (packet.type != socketio::PacketType::ack) return;
    const auto written = socketio::encode_ack(packet.nsp, *packet.ack_id, packet.payload.as_array(),
                                              packet.attachments);
    PacketReader reader;
    std::string_view rest = written.frames().octets();
    const auto head = engineio::Frames::take_front(rest).second;
    auto again = reader.read_text(head.substr(1), kLimits);
    for (const std::string& attachment : packet.attachments)
        again = reader.read_binary(attachment, kLimits);
    CHECK(again.has_value());
    CHECK(again->has_value());
    CHECK((*again)->nsp == packet.nsp);
    CHECK((*again)->ack_id == packet.ack_id);
    CHECK((*again)->attachments == packet.attachments);
    CHECK(boost::json::serialize((*again)->payload) == boost::json::serialize(packet.payload));
}

void serve(std::string_view messages) {
    socketio::ServerHarness h({.packet = kLimits});
    h.server.of("/a");
    h.main.on_other_event([&h](socketio::Socket& socket, socketio::Event& event) {
        event.ack.answer_all(event.args, event.attachments);
        socket.join(event.name);
        h.server.broadcast(h.main, event.name,
                           socketio::encode_event("/", "back", event.args, event.attachments));
        if (event.args.size() > 3) socket.disconnect(socketio::Underlying::keep);
    });
    auto& witness = h.join();
    auto& peer = h.open();
    while (!messages.empty()) {
        const std::size_t end = messages.find('\n');
        const std::string_view message = messages.substr(0, end);
        messages = end == std::string_view::npos ? std::string_view() : messages.substr(end + 1);
        if (message.starts_with('<')) {
            peer.say_binary(message.substr(1));
        } else {
            peer.say(message);
        }
    }
    CHECK(!witness.is_closed());
    peer.vanish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view messages(reinterpret_cast<const char*>(data), size);
    PacketReader reader;
    for (std::string_view rest = messages; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        const std::string_view message = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const auto packet = message.starts_with('<')
                                ? reader.read_binary(message.substr(1), kLimits)
                                : reader.read_text(message, kLimits);
        if (!packet) break;
        if (*packet) check_round_trip(**packet);
    }
    serve(messages);
    return 0;
}
