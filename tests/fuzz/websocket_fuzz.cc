/// Fuzzes the WebSocket codec: any octets, any cut, with and without permessage-deflate.
///
/// The first octet says how to read the rest: bit 0 deflate agreed, bit 1 frames of a server, bit 2
/// tight limits, bit 3 the rest is the value of Sec-WebSocket-Extensions. The second is where to cut.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "net/websocket/close.h"
#include "net/websocket/deflate.h"
#include "net/websocket/deflate_offer.h"
#include "net/websocket/frame.h"
#include "net/websocket/message_reader.h"
#include "net/websocket/protocol_error.h"
#include "support/websocket_frames.h"

namespace {

using net::websocket::Event;
using net::websocket::MessageLimits;
using net::websocket::MessageReader;

constexpr MessageLimits kRoomy{.message_bytes_max = 1U << 20U, .fragments_max = 64};
constexpr MessageLimits kTight{.message_bytes_max = 40, .fragments_max = 3};

void check_events(const support::Reading& reading, const MessageLimits& limits) {
    for (const support::ReadEvent& event : reading.events) {
        switch (event.kind) {
            case Event::Kind::text:
                CHECK(base::is_utf8(event.payload));
                [[fallthrough]];
            case Event::Kind::binary:
                CHECK(event.payload.size() <= limits.message_bytes_max);
                break;
            case Event::Kind::close:
                CHECK(base::is_utf8(event.payload));
                CHECK(event.close_code == net::websocket::CloseCode::no_status ||
                      net::websocket::may_be_sent(event.close_code));
                CHECK(&event == &reading.events.back());
                CHECK(!reading.error.has_value());
                break;
            case Event::Kind::ping:
            case Event::Kind::pong:
                CHECK(event.payload.size() <= net::websocket::kControlPayloadBytesMax);
                break;
        }
    }
}

void read_stream(unsigned how, std::size_t step, std::string_view stream) {
    net::websocket::Inflater inflater;
    const MessageLimits& limits = (how & 4U) != 0 ? kTight : kRoomy;
    const auto reader = [&] {
        return MessageReader(
            limits, (how & 1U) != 0 ? &inflater : nullptr,
            (how & 2U) != 0 ? net::websocket::Sender::server : net::websocket::Sender::client);
    };
    const support::Reading whole = support::read_whole(reader(), stream);
    check_events(whole, limits);
    CHECK(support::read_octet_by_octet(reader(), stream) == whole);

    std::vector<std::size_t> cuts;
    for (std::size_t cut = step + 1; cut < stream.size(); cut += step + 1)
        cuts.push_back(cut);
    CHECK(support::read_cut(reader(), stream, cuts) == whole);
}

void agree(std::string_view offers) {
    const auto answer = net::websocket::negotiate_deflate(offers);
    if (!answer) return;
    // What we answer is itself an offer that we would agree to in the same words.
    CHECK(net::websocket::negotiate_deflate(*answer) == answer);
    CHECK(offers.contains("permessage-deflate"));
}

/// What we make of a text comes back from what we read.
void round_trip(std::string_view payload) {
    net::websocket::Deflater deflater;
    net::websocket::Inflater inflater;
    const std::string compressed = deflater.compress(payload);
    CHECK(inflater.decompress(compressed, payload.size()) == payload);

    std::string stream;
    append_frame(stream, net::websocket::OpCode::binary, compressed,
                 net::websocket::Compressed::yes);
    append_client_frame(stream, net::websocket::OpCode::binary, "", support::kMaskingKey);
    MessageReader reader(kRoomy, &inflater, net::websocket::Sender::server);
    const support::Reading reading = support::read_whole(std::move(reader), stream);
    CHECK(reading.events.size() == 1);
    CHECK(reading.events.front().payload == payload);
    CHECK(reading.error == net::websocket::ProtocolError::mask_forbidden);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
    if ((data[0] & 8U) != 0) {
        agree(rest);
        round_trip(rest);
    } else {
        read_stream(data[0], data[1], rest);
    }
    return 0;
}
