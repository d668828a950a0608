#include "net/websocket/frame.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/result.h"
#include "net/websocket/mask.h"
#include "net/websocket/protocol_error.h"

namespace net::websocket {
namespace {

constexpr std::uint8_t kFin = 0x80;
constexpr std::uint8_t kRsv1 = 0x40;
constexpr std::uint8_t kRsv2And3 = 0x30;
constexpr std::uint8_t kOpCodeBits = 0x0F;
constexpr std::uint8_t kMask = 0x80;
constexpr std::uint8_t kLengthBits = 0x7F;

constexpr std::uint8_t kLengthIs16Bit = 126;  ///< this and more in the 7 bits: the length follows
constexpr std::uint8_t kLengthIs64Bit = 127;
constexpr std::uint64_t kLength16Max = 0xFFFF;

constexpr bool is_known(OpCode opcode) {
    switch (opcode) {
        case OpCode::continuation:
        case OpCode::text:
        case OpCode::binary:
        case OpCode::close:
        case OpCode::ping:
        case OpCode::pong:
            return true;
    }
    return false;
}

/// RFC 7692 §6: RSV1 belongs to the first frame of a message.
constexpr bool may_be_compressed(OpCode opcode, Compressed agreed) {
    return agreed == Compressed::yes && (opcode == OpCode::text || opcode == OpCode::binary);
}

std::uint64_t read_big_endian(std::span<const std::byte> octets) {
    std::uint64_t number = 0;
    for (const std::byte octet : octets)
        number = number << 8U | std::to_integer<std::uint64_t>(octet);
    return number;
}

void push_big_endian(FrameHeaderBytes& out, std::uint64_t number, unsigned octets) {
    while (octets-- > 0)
        out.push(static_cast<std::byte>(number >> (8U * octets) & 0xFFU));
}

std::span<std::byte> tail(std::string& text, std::size_t bytes) {
    return std::as_writable_bytes(std::span(text)).last(bytes);
}

}  // namespace

base::Result<std::optional<FrameHeader>, ProtocolError> decode_frame_header(
    std::span<const std::byte> in, const FrameLimits& limits) {
    if (in.empty()) return std::nullopt;
    const auto first = std::to_integer<std::uint8_t>(in[0]);
    FrameHeader header;
    header.opcode = static_cast<OpCode>(first & kOpCodeBits);
    header.is_final = (first & kFin) != 0;
    header.compressed = (first & kRsv1) != 0 ? Compressed::yes : Compressed::no;

    if (!is_known(header.opcode)) return base::fail(ProtocolError::opcode_reserved);
    if ((first & kRsv2And3) != 0) return base::fail(ProtocolError::reserved_bit_set);
    if (header.compressed == Compressed::yes &&
        !may_be_compressed(header.opcode, limits.compression))
        return base::fail(ProtocolError::reserved_bit_set);
    if (is_control(header.opcode) && !header.is_final)
        return base::fail(ProtocolError::control_fragmented);

    if (in.size() < 2) return std::nullopt;
    const auto second = std::to_integer<std::uint8_t>(in[1]);
    const bool is_masked = (second & kMask) != 0;
    const auto length = static_cast<std::uint8_t>(second & kLengthBits);

    if (limits.sender == Sender::client && !is_masked)
        return base::fail(ProtocolError::mask_missing);
    if (limits.sender == Sender::server && is_masked)
        return base::fail(ProtocolError::mask_forbidden);
    if (is_control(header.opcode) && length > kControlPayloadBytesMax)
        return base::fail(ProtocolError::control_too_long);

    std::size_t at = 2;
    if (length < kLengthIs16Bit) {
        header.payload_bytes = length;
    } else {
        const std::size_t length_bytes = length == kLengthIs16Bit ? 2 : 8;
        if (in.size() < at + length_bytes) return std::nullopt;
        header.payload_bytes = read_big_endian(in.subspan(at, length_bytes));
        at += length_bytes;

        const std::uint64_t shorter_form_max =
            length == kLengthIs16Bit ? kLengthIs16Bit - 1U : kLength16Max;
        if (header.payload_bytes <= shorter_form_max)
            return base::fail(ProtocolError::length_not_minimal);
        if (header.payload_bytes >> 63U != 0) return base::fail(ProtocolError::length_out_of_range);
    }
    if (!is_control(header.opcode) && header.payload_bytes > limits.payload_bytes_max)
        return base::fail(ProtocolError::message_too_long);

    if (is_masked) {
        MaskingKey key{};
        if (in.size() < at + key.size()) return std::nullopt;
        for (std::size_t i = 0; i < key.size(); ++i)
            key[i] = in[at + i];
        at += key.size();
        header.masking_key = key;
    }
    header.header_bytes = static_cast<std::uint8_t>(at);
    return header;
}

FrameHeaderBytes encode_frame_header(const FrameHeader& header) {
    CHECK(header.payload_bytes >> 63U == 0);
    if (is_control(header.opcode)) CHECK(header.payload_bytes <= kControlPayloadBytesMax);

    FrameHeaderBytes out;
    unsigned first = static_cast<std::uint8_t>(header.opcode);
    if (header.is_final) first |= kFin;
    if (header.compressed == Compressed::yes) first |= kRsv1;
    out.push(static_cast<std::byte>(first));

    const unsigned mask = header.masking_key ? kMask : 0U;
    if (header.payload_bytes < kLengthIs16Bit) {
        out.push(static_cast<std::byte>(mask | header.payload_bytes));
    } else if (header.payload_bytes <= kLength16Max) {
        out.push(static_cast<std::byte>(mask | kLengthIs16Bit));
        push_big_endian(out, header.payload_bytes, 2);
    } else {
        out.push(static_cast<std::byte>(mask | kLengthIs64Bit));
        push_big_endian(out, header.payload_bytes, 8);
    }
    if (header.masking_key) {
        for (const std::byte octet : *header.masking_key)
            out.push(octet);
    }
    return out;
}

FrameHeaderBytes encode_frame_header(OpCode opcode, std::uint64_t payload_bytes,
                                     Compressed compressed) {
    return encode_frame_header(
        {.opcode = opcode, .compressed = compressed, .payload_bytes = payload_bytes});
}

void append_frame(std::string& out, OpCode opcode, std::string_view payload,
                  Compressed compressed) {
    append_frame(out, {.opcode = opcode, .compressed = compressed}, payload);
}

void append_client_frame(std::string& out, OpCode opcode, std::string_view payload,
                         MaskingKey key) {
    append_frame(out, {.opcode = opcode, .masking_key = key}, payload);
}

void append_frame(std::string& out, FrameHeader header, std::string_view payload) {
    header.payload_bytes = payload.size();
    out += encode_frame_header(header).view();
    out += payload;
    if (header.masking_key) apply_mask(tail(out, payload.size()), *header.masking_key);
}

}  // namespace net::websocket
