/// Packets of Engine.IO v4: one type digit, then data (binary messages have no digit).
///
/// Thread:     any. Pure functions over the caller's bytes.
/// Owns:       nothing.
/// Elsewhere:  several packets in one polling body is payload.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engineio/options.h"

namespace engineio {

enum class PacketType : char {
    open = '0',
    close = '1',
    ping = '2',
    pong = '3',
    message = '4',
    upgrade = '5',
    noop = '6',
};

struct Packet {
    PacketType type = PacketType::noop;
    std::string_view data;  ///< behind the type digit

    friend bool operator==(const Packet&, const Packet&) = default;
};

/// Reads a text packet.
///
/// returns  nullopt when it is empty or its type is none of the seven
[[nodiscard]] std::optional<Packet> decode_packet(std::string_view text);

inline constexpr std::string_view kProbe = "probe";  ///< the data of a probe's ping and pong

/// The transport a session begins on.
enum class TransportKind : std::uint8_t { polling, websocket };

/// An open packet's data: sid, upgrades, pingInterval, pingTimeout, maxPayload. `sid` needs no escaping.
[[nodiscard]] std::string encode_open(std::string_view sid, TransportKind transport,
                                      const Options& options);

}  // namespace engineio
