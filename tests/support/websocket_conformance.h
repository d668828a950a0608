/// A case of the Autobahn test suite as the reader sees it: frames in, events and perhaps an error out.
/// Each is read whole, octet by octet and in halves of each frame; all must give the same.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/websocket/deflate.h"
#include "net/websocket/frame.h"
#include "net/websocket/message_reader.h"
#include "net/websocket/protocol_error.h"
#include "support/websocket_frames.h"

namespace support::conformance {

using net::websocket::Inflater;
using net::websocket::MessageLimits;
using net::websocket::MessageReader;
using net::websocket::OpCode;
using net::websocket::ProtocolError;

inline constexpr MessageLimits kLimits{.message_bytes_max = 1U << 20U, .fragments_max = 1024};

struct Case {
    std::string why;
    std::vector<std::string> frames;
    std::vector<ReadEvent> events;
    std::optional<ProtocolError> error = std::nullopt;
};

inline std::string text(std::string_view payload) {
    return client_frame(OpCode::text, payload);
}
inline std::string binary(std::string_view payload) {
    return client_frame(OpCode::binary, payload);
}
inline std::string ping(std::string_view payload) {
    return client_frame(OpCode::ping, payload);
}
inline std::string pong(std::string_view payload) {
    return client_frame(OpCode::pong, payload);
}
inline std::string close(std::string_view payload) {
    return client_frame(OpCode::close, payload);
}
inline std::string start(std::string_view payload) {
    return client_fragment(OpCode::text, payload);
}
inline std::string more(std::string_view payload) {
    return client_fragment(OpCode::continuation, payload);
}
inline std::string last(std::string_view payload) {
    return client_frame(OpCode::continuation, payload);
}

/// A frame whose first octet is changed: bits that append_frame cannot be made to set.
inline std::string with_bits(std::string frame, unsigned bits) {
    frame[0] = static_cast<char>(static_cast<unsigned char>(frame[0]) | bits);
    return frame;
}

inline std::string with_opcode(std::string frame, unsigned opcode) {
    frame[0] = static_cast<char>((static_cast<unsigned char>(frame[0]) & 0xF0U) | opcode);
    return frame;
}

inline std::string code(unsigned number) {
    return octets({number >> 8U, number & 0xFFU});
}

inline void check(const Case& expected, Inflater* inflater = nullptr) {
    SCOPED_TRACE(expected.why);
    std::string stream;
    std::vector<std::size_t> halves;
    for (const std::string& frame : expected.frames) {
        halves.push_back(stream.size() + frame.size() / 2);
        stream += frame;
    }
    const Reading reading{.events = expected.events, .error = expected.error};
    EXPECT_EQ(read_whole(MessageReader(kLimits, inflater), stream), reading);
    EXPECT_EQ(read_octet_by_octet(MessageReader(kLimits, inflater), stream), reading);
    EXPECT_EQ(read_cut(MessageReader(kLimits, inflater), stream, halves), reading);
}

inline void check(std::span<const Case> cases) {
    for (const Case& expected : cases)
        check(expected);
}

}  // namespace support::conformance
