#include "net/websocket/frame.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/websocket/protocol_error.h"
#include "support/websocket_frames.h"

namespace net::websocket {
namespace {

using support::as_bytes;
using support::client_frame;
using support::kMaskingKey;
using support::octets;

constexpr FrameLimits kFromServer{.sender = Sender::server};
constexpr FrameLimits kWithDeflate{.compression = Compressed::yes};

TEST(FrameHeader, examples_of_rfc_6455_section_5_7_decode) {
    struct Example {
        std::string_view why;
        std::string octets;
        FrameLimits limits;
        FrameHeader header;
    };
    const FrameLimits roomy{.payload_bytes_max = 65536, .sender = Sender::server};
    const Example examples[] = {
        {"a single-frame unmasked text message",
         octets({0x81, 0x05}),
         kFromServer,
         {.opcode = OpCode::text, .header_bytes = 2, .payload_bytes = 5}},
        {"a single-frame masked text message",
         octets({0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D}),
         {},
         {.opcode = OpCode::text,
          .header_bytes = 6,
          .masking_key = kMaskingKey,
          .payload_bytes = 5}},
        {"the first fragment",
         octets({0x01, 0x03}),
         kFromServer,
         {.opcode = OpCode::text, .is_final = false, .header_bytes = 2, .payload_bytes = 3}},
        {"the last fragment",
         octets({0x80, 0x02}),
         kFromServer,
         {.opcode = OpCode::continuation, .header_bytes = 2, .payload_bytes = 2}},
        {"a ping",
         octets({0x89, 0x05}),
         kFromServer,
         {.opcode = OpCode::ping, .header_bytes = 2, .payload_bytes = 5}},
        {"a masked pong",
         octets({0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D}),
         {},
         {.opcode = OpCode::pong,
          .header_bytes = 6,
          .masking_key = kMaskingKey,
          .payload_bytes = 5}},
        {"256 octets",
         octets({0x82, 0x7E, 0x01, 0x00}),
         roomy,
         {.opcode = OpCode::binary, .header_bytes = 4, .payload_bytes = 256}},
        {"64 KiB",
         octets({0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0}),
         roomy,
         {.opcode = OpCode::binary, .header_bytes = 10, .payload_bytes = 65536}},
        {"RSV1 when it was agreed",
         octets({0xC1, 0x80, 0x37, 0xFA, 0x21, 0x3D}),
         kWithDeflate,
         {.opcode = OpCode::text,
          .compressed = Compressed::yes,
          .header_bytes = 6,
          .masking_key = kMaskingKey}},
    };
    for (const auto& [why, text, limits, header] : examples) {
        SCOPED_TRACE(why);
        const auto whole = decode_frame_header(as_bytes(text + "payload"), limits);
        ASSERT_TRUE(whole.has_value());
        EXPECT_EQ(*whole, header);
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto part = decode_frame_header(as_bytes(text.substr(0, length)), limits);
            ASSERT_TRUE(part.has_value()) << length;
            EXPECT_FALSE(part->has_value()) << length;
        }
        EXPECT_EQ(encode_frame_header(header).view(), text);
    }
}

TEST(FrameHeader, refuses_what_rfc_6455_forbids) {
    struct RejectedFrame {
        std::string_view why;
        std::string octets;
        ProtocolError error;
        FrameLimits limits = {};
    };
    using enum ProtocolError;
    const RejectedFrame cases[] = {
        {"RSV1 with no extension agreed", octets({0xC1, 0x80}), reserved_bit_set},
        {"RSV2", octets({0xA1, 0x80}), reserved_bit_set},
        {"RSV3", octets({0x91, 0x80}), reserved_bit_set},
        {"RSV2 with deflate agreed", octets({0xA1, 0x80}), reserved_bit_set, kWithDeflate},
        {"RSV1 and RSV3 with deflate agreed", octets({0xD1, 0x80}), reserved_bit_set, kWithDeflate},
        {"RSV1 on a continuation", octets({0xC0, 0x80}), reserved_bit_set, kWithDeflate},
        {"RSV1 on a ping", octets({0xC9, 0x80}), reserved_bit_set, kWithDeflate},
        {"RSV1 on a close", octets({0xC8, 0x80}), reserved_bit_set, kWithDeflate},
        {"opcode 3", octets({0x83, 0x80}), opcode_reserved},
        {"opcode 4", octets({0x84, 0x80}), opcode_reserved},
        {"opcode 5", octets({0x85, 0x80}), opcode_reserved},
        {"opcode 6", octets({0x86, 0x80}), opcode_reserved},
        {"opcode 7", octets({0x87, 0x80}), opcode_reserved},
        {"opcode B", octets({0x8B, 0x80}), opcode_reserved},
        {"opcode C", octets({0x8C, 0x80}), opcode_reserved},
        {"opcode D", octets({0x8D, 0x80}), opcode_reserved},
        {"opcode E", octets({0x8E, 0x80}), opcode_reserved},
        {"opcode F", octets({0x8F, 0x80}), opcode_reserved},
        {"opcode B, not final", octets({0x0B, 0x80}), opcode_reserved},
        {"a fragmented ping", octets({0x09, 0x80}), control_fragmented},
        {"a fragmented pong", octets({0x0A, 0x80}), control_fragmented},
        {"a fragmented close", octets({0x08, 0x80}), control_fragmented},
        {"a ping of 126 octets", octets({0x89, 0xFE}), control_too_long},
        {"a pong with a 64-bit length", octets({0x8A, 0xFF}), control_too_long},
        {"a close of 126 octets", octets({0x88, 0xFE}), control_too_long},
        {"a client that does not mask", octets({0x81, 0x05}), mask_missing},
        {"a client that does not mask a ping", octets({0x89, 0x00}), mask_missing},
        {"a server that masks", octets({0x81, 0x85}), mask_forbidden, kFromServer},
        {"125 in 16 bits", octets({0x82, 0xFE, 0, 125}), length_not_minimal},
        {"0 in 16 bits", octets({0x82, 0xFE, 0, 0}), length_not_minimal},
        {"65535 in 64 bits", octets({0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}),
         length_not_minimal},
        {"0 in 64 bits", octets({0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0}), length_not_minimal},
        {"the most significant bit", octets({0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0}),
         length_out_of_range},
        {"all bits", octets({0x82, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255}),
         length_out_of_range},
        {"the longest length there is",
         octets({0x82, 0xFF, 127, 255, 255, 255, 255, 255, 255, 255}), message_too_long},
        {"one over the limit, 7 bits",
         octets({0x81, 0x80 | 101}),
         message_too_long,
         {.payload_bytes_max = 100}},
        {"one over the limit, 16 bits",
         octets({0x81, 0xFE, 0x01, 0xF5}),
         message_too_long,
         {.payload_bytes_max = 500}},
        {"a fragment over the limit",
         octets({0x00, 0xFE, 0x01, 0xF5}),
         message_too_long,
         {.payload_bytes_max = 500}},
    };
    for (const auto& [why, text, error, limits] : cases) {
        SCOPED_TRACE(why);
        for (const std::string_view more : {"", "\x7F", "0123456789abcdef"}) {
            const auto header = decode_frame_header(as_bytes(text + std::string(more)), limits);
            ASSERT_FALSE(header.has_value());
            EXPECT_EQ(header.error(), error);
        }
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto part = decode_frame_header(as_bytes(text.substr(0, length)), limits);
            if (!part) {
                EXPECT_EQ(part.error(), error) << "the same error, only sooner";
            }
        }
    }
}

TEST(FrameHeader, the_limit_is_for_messages_and_itself_allowed) {
    const FrameLimits limits{.payload_bytes_max = 100};
    const std::string at_limit = client_frame(OpCode::binary, std::string(100, 'x'));
    EXPECT_TRUE(decode_frame_header(as_bytes(at_limit), limits).has_value());
    const std::string ping = client_frame(OpCode::ping, std::string(125, 'x'));
    EXPECT_TRUE(decode_frame_header(as_bytes(ping), limits).has_value());
}

TEST(FrameHeader, length_takes_its_shortest_form_and_decodes_to_itself) {
    struct Length {
        std::uint64_t payload_bytes;
        std::size_t header_bytes;
    };
    const Length lengths[] = {
        {0, 2},
        {1, 2},
        {125, 2},
        {126, 4},
        {127, 4},
        {65535, 4},
        {65536, 10},
        {1'048'576, 10},
        {4294967295U, 10},
        {4294967296U, 10},
        {(1ULL << 63U) - 1, 10},
    };
    for (const auto& [payload_bytes, header_bytes] : lengths) {
        SCOPED_TRACE(payload_bytes);
        const FrameLimits roomy{.payload_bytes_max = ~0ULL, .sender = Sender::server};
        const FrameHeaderBytes encoded = encode_frame_header(OpCode::binary, payload_bytes);
        EXPECT_EQ(encoded.size(), header_bytes);
        const auto decoded = decode_frame_header(encoded.bytes(), roomy);
        ASSERT_TRUE(decoded.has_value() && decoded->has_value());
        EXPECT_EQ((*decoded)->payload_bytes, payload_bytes);
        EXPECT_EQ((*decoded)->header_bytes, header_bytes);

        const FrameHeaderBytes masked =
            encode_frame_header({.masking_key = kMaskingKey, .payload_bytes = payload_bytes});
        EXPECT_EQ(masked.size(), header_bytes + 4);
        EXPECT_LE(masked.size(), kFrameHeaderBytesMax);
        const auto unmasked = decode_frame_header(masked.bytes(), {.payload_bytes_max = ~0ULL});
        ASSERT_TRUE(unmasked.has_value() && unmasked->has_value());
        EXPECT_EQ((*unmasked)->masking_key, kMaskingKey);
        EXPECT_EQ((*unmasked)->payload_bytes, payload_bytes);
    }
}

TEST(Frame, examples_of_rfc_6455_section_5_7_encode) {
    std::string frames;
    append_frame(frames, OpCode::text, "Hello");
    EXPECT_EQ(frames, octets({0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F}));

    std::string masked;
    append_client_frame(masked, OpCode::text, "Hello", kMaskingKey);
    EXPECT_EQ(masked, octets({0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58}));

    append_frame(frames, OpCode::ping, "");
    EXPECT_EQ(frames.substr(7), octets({0x89, 0x00})) << "appended";

    std::string compressed;
    append_frame(compressed, OpCode::text, "x", Compressed::yes);
    EXPECT_EQ(compressed, octets({0xC1, 0x01, 'x'}));
}

TEST(FrameDeathTest, a_long_control_frame_is_our_own_fault) {
    EXPECT_DEATH((void)encode_frame_header(OpCode::ping, 126), "kControlPayloadBytesMax");
}

}  // namespace
}  // namespace net::websocket
