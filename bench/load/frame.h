/// WebSocket frames as a load-making client needs them: headers read, payloads left where they are.
///
/// Thread:     any.
/// Elsewhere:  the server's full codec is src/net/websocket/; this one trusts its server and is cheaper.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace load {

enum class Opcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10
};

struct Frame {
    Opcode opcode = Opcode::text;
    std::string_view payload;
    std::size_t size = 0;  ///< header and payload together
};

/// Reads the whole frame at the front of `in`; nullopt when more bytes are needed.
inline std::optional<Frame> read_frame(std::string_view in) {
    const auto octet = [&in](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(in[at]));
    };
    if (in.size() < 2) {
        return std::nullopt;
    }
    std::size_t length = octet(1) & 0x7FU;
    std::size_t header = 2;
    if (length == 126) {
        header = 4;
        if (in.size() < header) {
            return std::nullopt;
        }
        length = (octet(2) << 8U) | octet(3);
    } else if (length == 127) {
        header = 10;
        if (in.size() < header) {
            return std::nullopt;
        }
        length = 0;
        for (std::size_t at = 2; at < header; ++at) {
            length = (length << 8U) | octet(at);
        }
    }
    if (in.size() - header < length) {
        return std::nullopt;
    }
    return Frame{.opcode = static_cast<Opcode>(octet(0) & 0x0FU),
                 .payload = in.substr(header, length),
                 .size = header + length};
}

/// Appends one final frame, masked with `mask`, to `out`.
void append_frame(std::string& out, Opcode opcode, std::string_view payload, std::uint32_t mask);

}  // namespace load
