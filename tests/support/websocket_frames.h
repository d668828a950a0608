/// Octets, frames and whole readings, for tests of the WebSocket codec.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/websocket/frame.h"
#include "net/websocket/message_reader.h"

namespace net::websocket {

inline void PrintTo(ProtocolError error, std::ostream* out) {
    *out << name(error);
}

}  // namespace net::websocket

namespace support {

inline constexpr net::websocket::MaskingKey kMaskingKey{std::byte{0x37}, std::byte{0xFA},
                                                        std::byte{0x21}, std::byte{0x3D}};

inline std::string octets(std::initializer_list<unsigned> values) {
    std::string text;
    for (const unsigned value : values)
        text.push_back(static_cast<char>(value));
    return text;
}

inline std::span<const std::byte> as_bytes(std::string_view text) {
    return std::as_bytes(std::span(text));
}

/// The broken rule; nullopt when there is an answer.
template <typename T, typename E>
std::optional<E> error_of(const base::Result<T, E>& result) {
    return result ? std::nullopt : std::optional<E>(result.error());
}

/// A client's frame of any shape.
inline std::string client_frame(net::websocket::FrameHeader header, std::string_view payload) {
    std::string out;
    header.masking_key = kMaskingKey;
    net::websocket::append_frame(out, header, payload);
    return out;
}

/// A client's whole message or control frame.
inline std::string client_frame(net::websocket::OpCode opcode, std::string_view payload) {
    return client_frame({.opcode = opcode}, payload);
}

/// A client's frame that does not end its message.
inline std::string client_fragment(net::websocket::OpCode opcode, std::string_view payload) {
    return client_frame({.opcode = opcode, .is_final = false}, payload);
}

/// An event that keeps its payload.
struct ReadEvent {
    net::websocket::Event::Kind kind;
    std::string payload;
    net::websocket::CloseCode close_code = net::websocket::CloseCode::no_status;

    friend bool operator==(const ReadEvent&, const ReadEvent&) = default;
};

inline void PrintTo(const ReadEvent& event, std::ostream* out) {
    constexpr std::string_view kKinds[] = {"text", "binary", "ping", "pong", "close"};
    *out << kKinds[static_cast<std::size_t>(event.kind)] << "(" << event.payload.substr(0, 100)
         << ", " << event.payload.size() << " octets, " << static_cast<unsigned>(event.close_code)
         << ")";
}

/// All that came out of a stream.
struct Reading {
    std::vector<ReadEvent> events;
    std::optional<net::websocket::ProtocolError> error;

    friend bool operator==(const Reading&, const Reading&) = default;
};

/// Gives one piece to the reader; the piece stands in memory of its own length, so that reading past
/// it is seen by the address sanitizer.
inline void read_piece(net::websocket::MessageReader& reader, std::string_view piece,
                       Reading& reading) {
    std::vector<std::byte> memory(as_bytes(piece).begin(), as_bytes(piece).end());
    memory.shrink_to_fit();
    std::span<std::byte> in(memory);
    for (;;) {
        const auto event = reader.next(in);
        if (!event) reading.error = event.error();
        if (!event || !*event) return;
        reading.events.push_back({.kind = (*event)->kind,
                                  .payload = std::string((*event)->payload),
                                  .close_code = (*event)->close_code});
    }
}

/// Gives the stream in pieces that end at each of `cuts` (ascending) and at its end.
inline Reading read_cut(net::websocket::MessageReader reader, std::string_view stream,
                        std::span<const std::size_t> cuts) {
    Reading reading;
    std::size_t from = 0;
    for (const std::size_t cut : cuts) {
        read_piece(reader, stream.substr(from, cut - from), reading);
        from = cut;
    }
    read_piece(reader, stream.substr(from), reading);
    return reading;
}

inline Reading read_whole(net::websocket::MessageReader reader, std::string_view stream) {
    return read_cut(std::move(reader), stream, {});
}

inline Reading read_octet_by_octet(net::websocket::MessageReader reader, std::string_view stream) {
    Reading reading;
    for (std::size_t at = 0; at < stream.size(); ++at)
        read_piece(reader, stream.substr(at, 1), reading);
    return reading;
}

}  // namespace support
