// Octets as a client may post them, or send them over a WebSocket, to a session. The first octet says what the rest is: a
// polling body, a sequence of WebSocket messages, a probe's messages, a session id or an Accept-Encoding. Nothing may
// crash, what is decoded is encoded to the same again, and a session that is open answers.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "engineio/base64.h"
#include "engineio/content_coding.h"
#include "engineio/frames.h"
#include "engineio/payload.h"
#include "engineio/session_harness.h"
#include "engineio/sid.h"

namespace {

using engineio::MessageKind;
using engineio::SessionHarness;

void read_payload(std::string_view body) {
    engineio::PayloadReader reader(body);
    std::string again;
    for (auto packet = reader.next(); packet && *packet; packet = reader.next())
        engineio::append_packet(again, (*packet)->first, (*packet)->second);
    engineio::PayloadReader second(again);
    std::string thrice;
    if (again.empty()) return;
    for (auto packet = second.next(); packet && *packet; packet = second.next())
        engineio::append_packet(thrice, (*packet)->first, (*packet)->second);
    CHECK(again == thrice);
}

void post(std::string_view body) {
    SessionHarness h;
    h.make_polling();
    h.poll();
    h.session->on_post(body);
    h.end_turn();
    if (!h.is_ended() && !h.session->is_polled()) h.poll();
    h.advance(std::chrono::hours(1));
}

/// Messages parted by newlines; those that begin with 'b' are binary.
template <typename Say>
void each_message(std::string_view messages, Say say) {
    while (!messages.empty()) {
        const std::size_t end = messages.find('\n');
        say(messages.substr(0, end));
        messages = end == std::string_view::npos ? std::string_view() : messages.substr(end + 1);
    }
}

void talk(std::string_view messages) {
    SessionHarness h;
    h.make_websocket();
    h.on_message = [&h](std::string_view data) { h.session->send(MessageKind::binary, data); };
    each_message(messages, [&h](std::string_view message) {
        h.websocket.say(message.starts_with('b') ? net::websocket::MessageKind::binary
                                                 : net::websocket::MessageKind::text,
                        message);
        h.end_turn();
    });
}

void probe(std::string_view messages) {
    SessionHarness h;
    h.make_polling();
    h.session->on_probe(h.websocket.connection());
    int number = 0;
    each_message(messages, [&](std::string_view message) {
        if (h.is_ended()) return;
        h.session->send(MessageKind::text, std::to_string(number++));
        if (h.session->transport() == engineio::TransportKind::polling && !h.session->is_polled())
            h.poll();
        h.websocket.say(message);
        h.advance(std::chrono::milliseconds(150));
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 5) {
        case 0:
            read_payload(rest);
            post(rest);
            break;
        case 1:
            talk(rest);
            break;
        case 2:
            probe(rest);
            break;
        case 3:
            if (const auto sid = engineio::parse_sid(rest))
                CHECK(engineio::sid_text(sid->node, sid->id) == rest);
            break;
        default:
            (void)engineio::choose_coding(rest);
            if (const auto decoded = engineio::decode_base64(rest)) {
                std::string encoded;
                engineio::append_base64(encoded, *decoded);
                CHECK(engineio::decode_base64(encoded) == decoded);
            }
    }
    return 0;
}
