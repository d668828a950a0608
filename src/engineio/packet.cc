#include "engineio/packet.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "engineio/options.h"

namespace engineio {

std::optional<Packet> decode_packet(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const char digit = text.front();
    if (digit < '0' || digit > '6') return std::nullopt;
    return Packet{.type = static_cast<PacketType>(digit), .data = text.substr(1)};
}

std::string encode_open(std::string_view sid, TransportKind transport, const Options& options) {
    const std::string_view upgrades =
        transport == TransportKind::polling ? R"("websocket")" : std::string_view();
    return fmt::format(
        R"({{"sid":"{}","upgrades":[{}],"pingInterval":{},"pingTimeout":{},"maxPayload":{}}})", sid,
        upgrades, options.ping_interval.count(), options.ping_timeout.count(),
        options.payload_bytes_max);
}

}  // namespace engineio
