/// WebSocket frames: the octets of RFC 6455 §5.2 and nothing above them.
///
/// Thread:     any. Pure functions over the caller's bytes; no state, no allocation but append_*'s string.
/// Owns:       nothing.
/// Invariant:  a decoded header never describes a frame the RFC forbids.
/// Elsewhere:  joining fragments is message_reader.h, masking is mask.h, compression is deflate.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/websocket/mask.h"
#include "net/websocket/protocol_error.h"

namespace net::websocket {

enum class OpCode : std::uint8_t {
    continuation = 0x0,
    text = 0x1,
    binary = 0x2,
    close = 0x8,
    ping = 0x9,
    pong = 0xA,
};

/// Close, ping and pong: never fragmented, at most 125 octets, may stand between fragments (§5.5).
[[nodiscard]] constexpr bool is_control(OpCode opcode) {
    return (static_cast<std::uint8_t>(opcode) & 0x8U) != 0;
}

/// RSV1 as permessage-deflate uses it (RFC 7692 §6): the message that starts here is compressed.
enum class Compressed : std::uint8_t { no, yes };

/// Who sends the frames: clients must mask, servers must not (§5.1).
enum class Sender : std::uint8_t { client, server };

inline constexpr std::size_t kFrameHeaderBytesMax = 14;      ///< 2 + 8 (length) + 4 (masking key)
inline constexpr std::size_t kControlPayloadBytesMax = 125;  ///< §5.5

struct FrameHeader {
    OpCode opcode = OpCode::text;
    bool is_final = true;  ///< FIN: the message ends here
    Compressed compressed = Compressed::no;
    std::uint8_t header_bytes = 0;  ///< what decoding consumed; encoding ignores it
    std::optional<MaskingKey> masking_key = std::nullopt;  ///< absent: the payload is not masked
    std::uint64_t payload_bytes = 0;

    friend bool operator==(const FrameHeader&, const FrameHeader&) = default;
};

struct FrameLimits {
    std::uint64_t payload_bytes_max = 1'000'000;  ///< of a data frame; larger: close 1009
    Compressed compression = Compressed::no;      ///< yes when permessage-deflate was agreed
    Sender sender = Sender::client;
};

/// Reads one frame header from the front of `in`.
///
/// in       bytes as the peer sent them; any length, may stop mid-header
/// returns  the header, 2..14 bytes long; nullopt when nothing is wrong yet but more bytes are needed
/// errors   reserved_bit_set, opcode_reserved, control_fragmented, control_too_long, mask_missing,
///          mask_forbidden, length_not_minimal, length_out_of_range, and message_too_long for a data
///          frame over `limits`. Which error does not depend on how much has arrived beyond it.
[[nodiscard]] base::Result<std::optional<FrameHeader>, ProtocolError> decode_frame_header(
    std::span<const std::byte> in, const FrameLimits& limits);

/// A finished header, kept in place.
class FrameHeaderBytes {
public:
    void push(std::byte octet) { octets_[size_++] = octet; }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::span<const std::byte> bytes() const { return {octets_.data(), size_}; }
    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(octets_.data()), size_};
    }

private:
    std::array<std::byte, kFrameHeaderBytesMax> octets_{};
    std::uint8_t size_ = 0;
};

/// Encodes any header, with the shortest form of the length.
[[nodiscard]] FrameHeaderBytes encode_frame_header(const FrameHeader& header);

/// A server's header of a whole message or control frame: FIN set, not masked, 2..10 bytes.
[[nodiscard]] FrameHeaderBytes encode_frame_header(OpCode opcode, std::uint64_t payload_bytes,
                                                   Compressed compressed = Compressed::no);

/// Appends a server's whole frame, header and payload.
///
/// payload  already compressed when `compressed` says so; at most 125 octets for a control frame
void append_frame(std::string& out, OpCode opcode, std::string_view payload,
                  Compressed compressed = Compressed::no);

/// Appends a client's whole frame: the payload is given plain and masked with `key` on the way.
void append_client_frame(std::string& out, OpCode opcode, std::string_view payload, MaskingKey key);

/// Appends a frame of any shape (fragments, masked or not); `header.payload_bytes` is set from `payload`.
void append_frame(std::string& out, FrameHeader header, std::string_view payload);

}  // namespace net::websocket
