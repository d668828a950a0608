#include "net/websocket/connection.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "net/websocket/deflate.h"
#include "net/websocket/frame.h"
#include "net/websocket/message_reader.h"
#include "net/websocket/stream_connection.h"
#include "net/websocket/upgraded.h"
#include "support/websocket_frames.h"

namespace {

using namespace std::chrono_literals;
using net::websocket::CloseCode;
using net::websocket::Compressed;
using net::websocket::ConnectionOptions;
using net::websocket::MessageKind;
using net::websocket::OpCode;
using support::client_frame;
using support::close_payload;
using support::octets;
using support::server_frame;
using support::Upgraded;

TEST(WebSocketConnection, messages_go_both_ways) {
    Upgraded served;
    const auto peer = served.open();
    served.last().on_each = [&](MessageKind kind, std::string_view payload) {
        served.last().connection->send(kind, payload);
    };
    const std::string big(300'000, 'b');
    peer->send(client_frame(OpCode::text, "hello") + client_frame(OpCode::binary, big));
    const std::string expected =
        server_frame(OpCode::text, "hello") + server_frame(OpCode::binary, big);
    EXPECT_EQ(peer->receive_bytes(expected.size()), expected);
}

TEST(WebSocketConnection, frames_of_a_turn_leave_in_one_send) {
    Upgraded served;
    const auto peer = served.open();
    const std::uint64_t before = served.metrics.counter("net_sends_total", "").value();
    std::string expected;
    served.loop.post([&] {
        for (int i = 0; i < 80; ++i) {
            const std::string frame = server_frame(OpCode::text, std::to_string(i));
            served.last().connection->send_frame(
                served.wire.tape().write(frame, net::Lane::shared));
            expected += frame;
            if (i % 10 == 0) {
                served.last().connection->send(MessageKind::text, "direct");
                expected += server_frame(OpCode::text, "direct");
            }
        }
    });
    peer->run_idle();
    EXPECT_EQ(peer->receive_bytes(expected.size()), expected);
    EXPECT_EQ(served.metrics.counter("net_sends_total", "").value(), before + 1);
    EXPECT_EQ(served.wire.tape().size(net::Lane::shared), 0U);
}

TEST(WebSocketConnection, what_other_hooks_send_at_the_end_of_the_turn_goes_along) {
    struct Hook final : loop::TurnHook {
        explicit Hook(Upgraded& s) : served(s) {}
        void on_turn_end() override { served.last().connection->send(MessageKind::text, "late"); }
        Upgraded& served;
    };
    Upgraded served;
    const auto peer = served.open();
    const std::uint64_t before = served.metrics.counter("net_sends_total", "").value();
    Hook hook(served);
    served.loop.post([&] {
        served.last().connection->send(MessageKind::text, "early");
        served.loop.at_end_of_turn(hook);
    });
    const std::string expected =
        server_frame(OpCode::text, "early") + server_frame(OpCode::text, "late");
    EXPECT_EQ(peer->receive_bytes(expected.size()), expected);
    EXPECT_EQ(served.metrics.counter("net_sends_total", "").value(), before + 1);
}

TEST(WebSocketConnection, pings_are_answered) {
    Upgraded served;
    const auto peer = served.open();
    peer->send(client_frame(OpCode::ping, "are you there") + client_frame(OpCode::pong, "") +
               client_frame(OpCode::ping, ""));
    const std::string expected =
        server_frame(OpCode::pong, "are you there") + server_frame(OpCode::pong, "");
    EXPECT_EQ(peer->receive_bytes(expected.size()), expected);
}

TEST(WebSocketConnection, the_peer_says_goodbye) {
    struct Case {
        std::string_view why;
        std::string payload;
        CloseCode code;
        std::string answer;
    };
    const Case cases[] = {
        {"normal", close_payload(CloseCode::normal, "bye"), CloseCode::normal,
         close_payload(CloseCode::normal)},
        {"without a code", "", CloseCode::no_status, ""},
        {"its own code", octets({0x0F, 0xA0}), CloseCode(4000), octets({0x0F, 0xA0})},
    };
    for (const auto& [why, payload, code, answer] : cases) {
        SCOPED_TRACE(why);
        Upgraded served;
        const auto peer = served.open();
        peer->send(client_frame(OpCode::text, "last") + client_frame(OpCode::close, payload) +
                   client_frame(OpCode::text, "too late"));
        EXPECT_EQ(peer->receive_all(), server_frame(OpCode::close, answer));
        EXPECT_EQ(served.last().closed, code);
        EXPECT_EQ(served.last().messages, std::vector<std::string>{"last"});
    }
}

TEST(WebSocketConnection, we_say_goodbye_and_wait_for_the_answer) {
    Upgraded served;
    const auto peer = served.open();
    served.last().connection->send(MessageKind::text, "last words");
    served.last().connection->close(CloseCode::going_away, "restart");
    served.last().connection->send(MessageKind::text, "never sent");
    const std::string expected =
        server_frame(OpCode::text, "last words") +
        server_frame(OpCode::close, close_payload(CloseCode::going_away, "restart"));
    EXPECT_EQ(peer->receive_bytes(expected.size()), expected);
    EXPECT_FALSE(served.last().closed);
    peer->send(client_frame(OpCode::close, close_payload(CloseCode::normal)));
    peer->receive_all();
    EXPECT_EQ(peer->received(), expected);
    EXPECT_EQ(served.last().closed, CloseCode::going_away);
    EXPECT_TRUE(served.has_metric("net_websockets_open 0"));
}

TEST(WebSocketConnection, a_peer_that_does_not_answer_our_goodbye_is_cut_after_two_seconds) {
    Upgraded served;
    const auto peer = served.open();
    served.last().connection->close(CloseCode::normal, "");
    peer->run_idle();
    served.pass(1900ms);
    EXPECT_FALSE(served.last().closed);
    served.pass(200ms);
    EXPECT_EQ(served.last().closed, CloseCode::normal);
    peer->receive_all();
}

TEST(WebSocketConnection, who_breaks_a_rule_is_told_which) {
    struct Case {
        std::string_view why;
        std::string octets;
        CloseCode code;
    };
    const Case cases[] = {
        {"not masked", server_frame(OpCode::text, "x"), CloseCode::protocol_error},
        {"too long", client_frame(OpCode::binary, std::string(2000, 'x')),
         CloseCode::message_too_big},
        {"no UTF-8", client_frame(OpCode::text, "\xff"), CloseCode::invalid_payload},
        {"opcode", octets({0x83, 0x80, 0, 0, 0, 0}), CloseCode::protocol_error},
        {"close of one octet", client_frame(OpCode::close, "x"), CloseCode::protocol_error},
    };
    for (const auto& [why, wrong, code] : cases) {
        SCOPED_TRACE(why);
        Upgraded served(ConnectionOptions{.message_bytes_max = 1000});
        const auto peer = served.open();
        peer->send(wrong + std::string(50'000, 'x'));
        const std::string& answer = peer->receive_all();
        ASSERT_GE(answer.size(), 4U);
        EXPECT_FALSE(peer->was_reset());
        EXPECT_EQ(answer[0], '\x88');
        const auto status = net::websocket::decode_close(std::string_view(answer).substr(2));
        ASSERT_TRUE(status);
        EXPECT_EQ(status->code, code);
        EXPECT_FALSE(served.last().closed);  // it may still be reading our close frame
        peer->close();
        support::run_until(served.loop, [&] { return served.last().closed.has_value(); });
        EXPECT_EQ(served.last().closed, code);
    }
}

TEST(WebSocketConnection, a_peer_that_vanishes_is_abnormal) {
    for (const std::string_view how : {"end", "reset"}) {
        SCOPED_TRACE(how);
        Upgraded served;
        const auto peer = served.open();
        if (how == "end")
            peer->close();
        else
            peer->reset();
        support::run_until(served.loop, [&] { return served.last().closed.has_value(); });
        EXPECT_EQ(served.last().closed, CloseCode::abnormal);
        EXPECT_TRUE(served.has_metric("net_connections_open 0"));
    }
}

TEST(WebSocketConnection, may_be_destroyed_while_it_gives_a_message) {
    Upgraded served;
    const auto peer = served.open();
    served.last().on_each = [&](MessageKind, std::string_view) {
        served.last().connection.reset();
    };
    peer->send(client_frame(OpCode::text, "one") + client_frame(OpCode::text, "two"));
    peer->receive_all();
    EXPECT_EQ(served.last().messages, std::vector<std::string>{"one"});
    EXPECT_FALSE(served.last().closed);
}

TEST(WebSocketConnection, may_be_closed_while_it_gives_a_message_and_is_harmless_afterwards) {
    Upgraded served;
    const auto peer = served.open();
    served.last().keep_closed = true;
    served.last().on_each = [&](MessageKind, std::string_view) {
        served.last().connection->close(CloseCode::policy_violation, "enough");
    };
    peer->send(client_frame(OpCode::text, "one") + client_frame(OpCode::text, "two") +
               client_frame(OpCode::close, ""));
    peer->receive_all();
    EXPECT_EQ(served.last().messages, std::vector<std::string>{"one"});
    EXPECT_EQ(served.last().closed, CloseCode::policy_violation);
    EXPECT_EQ(served.last().closed_calls, 1);
    served.last().connection->send(MessageKind::text, "into the void");
    served.last().connection->send_frame(served.wire.tape().write("x", net::Lane::shared));
    served.last().connection->close(CloseCode::normal, "");
    EXPECT_EQ(served.last().connection->queued_bytes(), 0U);
    EXPECT_FALSE(served.last().connection->is_writable());
}

TEST(WebSocketConnection, compression_is_agreed_when_both_want_it) {
    const ConnectionOptions offered{.compression = ConnectionOptions::Compression::offered};
    Upgraded plain;
    (void)plain.open("permessage-deflate");
    EXPECT_FALSE(plain.last().connection->is_compressed());
    EXPECT_EQ(plain.head.find("Sec-WebSocket-Extensions"), std::string::npos);

    Upgraded served(offered);
    const auto peer = served.open("permessage-deflate; client_max_window_bits");
    ASSERT_TRUE(served.last().connection->is_compressed());
    EXPECT_NE(served.head.find("Sec-WebSocket-Extensions: permessage-deflate"), std::string::npos);

    net::websocket::Deflater deflater;
    const std::string text(2000, 'z');
    std::string frame;
    net::websocket::append_frame(frame,
                                 {.opcode = OpCode::text,
                                  .compressed = Compressed::yes,
                                  .masking_key = support::kMaskingKey},
                                 deflater.compress(text));
    peer->send(frame);
    support::run_until(served.loop, [&] { return !served.last().messages.empty(); });
    EXPECT_EQ(served.last().messages[0], text);

    served.last().connection->send(MessageKind::text, text);
    served.last().connection->send(MessageKind::text, "short");
    peer->receive_until("short");
    net::websocket::Inflater inflater;
    const net::websocket::MessageLimits limits;
    net::websocket::MessageReader reader(limits, &inflater, net::websocket::Sender::server);
    std::span<std::byte> in = std::as_writable_bytes(std::span(peer->received()));
    EXPECT_LT(in.size(), 100U);
    const auto first = reader.next(in);
    ASSERT_TRUE(first && *first);
    EXPECT_EQ((*first)->payload, text);
    const auto second = reader.next(in);
    ASSERT_TRUE(second && *second);
    EXPECT_EQ((*second)->payload, "short");
}

TEST(WebSocketConnection, is_small) {
    EXPECT_LE(sizeof(net::websocket::StreamConnection) + sizeof(net::tcp::Stream), 512U);
}

}  // namespace
