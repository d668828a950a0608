#include "net/websocket/close.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "net/websocket/frame.h"
#include "net/websocket/protocol_error.h"
#include "support/websocket_frames.h"

namespace net::websocket {
namespace {

using support::error_of;
using support::octets;

TEST(Close, codes_for_the_wire_are_those_of_the_rfc_and_the_registry) {
    for (unsigned number = 0; number <= 0xFFFF; ++number) {
        const bool is_registered = (number >= 1000 && number <= 1003) ||
                                   (number >= 1007 && number <= 1014) ||
                                   (number >= 3000 && number <= 4999);
        const std::string payload = octets({number >> 8U, number & 0xFFU});
        const auto status = decode_close(payload);
        ASSERT_EQ(may_be_sent(static_cast<CloseCode>(number)), is_registered) << number;
        ASSERT_EQ(status.has_value(), is_registered) << number;
        if (!status) {
            ASSERT_EQ(status.error(), ProtocolError::close_code_invalid) << number;
        }
    }
}

TEST(Close, payload_is_read) {
    EXPECT_EQ(decode_close(""), CloseStatus{});
    EXPECT_EQ(decode_close(octets({0x03, 0xE8})),
              (CloseStatus{.code = CloseCode::normal, .reason = {}}));
    EXPECT_EQ(decode_close(octets({0x03, 0xE9}) + "bye"),
              (CloseStatus{.code = CloseCode::going_away, .reason = "bye"}));
}

TEST(Close, bad_payloads_are_refused) {
    EXPECT_EQ(error_of(decode_close(octets({0x03}))), ProtocolError::close_payload_too_short);
    EXPECT_EQ(error_of(decode_close(octets({0x03, 0xE8, 0xC3}))),
              ProtocolError::close_reason_not_utf8);
    EXPECT_EQ(error_of(decode_close(octets({0x03, 0xE8, 0xFF, 'a'}))),
              ProtocolError::close_reason_not_utf8);
    EXPECT_EQ(error_of(decode_close(octets({0x00, 0x00, 0xFF}))), ProtocolError::close_code_invalid)
        << "the code comes first";
}

TEST(Close, what_is_encoded_decodes_to_itself) {
    for (const CloseCode code : {CloseCode::normal, CloseCode::try_again_later,
                                 static_cast<CloseCode>(3000), static_cast<CloseCode>(4999)}) {
        for (const std::string_view reason : {"", "slow reader", "\u4E2D\u6587"}) {
            const std::string payload = encode_close(code, reason);
            EXPECT_EQ(decode_close(payload), (CloseStatus{.code = code, .reason = reason}));
        }
    }
    EXPECT_EQ(encode_close(CloseCode::no_status, "ignored"), "");
}

TEST(Close, a_long_reason_is_cut_after_a_whole_character) {
    EXPECT_EQ(encode_close(CloseCode::normal, std::string(500, 'a')).size(),
              kControlPayloadBytesMax);
    const std::string reason = std::string(kCloseReasonBytesMax - 1, 'a') + "\u00E9";
    const std::string payload = encode_close(CloseCode::normal, reason);
    const auto status = decode_close(payload);
    ASSERT_TRUE(status.has_value());
    EXPECT_EQ(status->reason, std::string(kCloseReasonBytesMax - 1, 'a'));
}

TEST(Close, each_broken_rule_has_a_code_for_the_wire_and_a_name) {
    for (unsigned number = 0; number <= static_cast<unsigned>(ProtocolError::too_many_fragments);
         ++number) {
        const auto error = static_cast<ProtocolError>(number);
        EXPECT_NE(name(error), "unknown") << number;
        EXPECT_TRUE(may_be_sent(close_code(error))) << number;
    }
    EXPECT_EQ(close_code(ProtocolError::mask_missing), CloseCode::protocol_error);
    EXPECT_EQ(close_code(ProtocolError::text_not_utf8), CloseCode::invalid_payload);
    EXPECT_EQ(close_code(ProtocolError::message_too_long), CloseCode::message_too_big);
    EXPECT_EQ(close_code(ProtocolError::too_many_fragments), CloseCode::policy_violation);
}

TEST(CloseDeathTest, a_code_that_is_not_for_the_wire_is_our_own_fault) {
    EXPECT_DEATH((void)encode_close(CloseCode::abnormal, ""), "may_be_sent");
}

}  // namespace
}  // namespace net::websocket
