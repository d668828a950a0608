// What a WebSocket does about a peer that does not take what it is sent.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "net/websocket/frame.h"
#include "net/websocket/upgraded.h"
#include "support/websocket_frames.h"

namespace {

using namespace std::chrono_literals;
using net::websocket::CloseCode;
using net::websocket::ConnectionOptions;
using net::websocket::MessageKind;
using net::websocket::OpCode;
using support::client_frame;
using support::close_payload;
using support::Open;
using support::server_frame;
using support::Upgraded;

TEST(SlowReader, a_flood_of_pings_from_who_does_not_read_is_held_back) {
    Upgraded served(ConnectionOptions{.send_queue_bytes_max = 20'000});
    const auto peer = served.open({}, 4096);
    std::string flood;
    for (int i = 0; i < 10'000; ++i)
        flood += client_frame(OpCode::ping, std::string(100, 'p'));
    std::size_t sent = 0;
    for (int i = 0; i < 200; ++i) {
        const std::size_t now = peer->send_some(flood);
        sent += now;
        for (int quiet = 0; quiet < 20;)
            quiet = served.loop.run_ready() ? 0 : quiet + 1;
        if (now == 0) break;
        ASSERT_TRUE(served.last().connection);
        ASSERT_LE(served.last().connection->queued_bytes(), 200'000U);
    }
    EXPECT_TRUE(served.has_metric("net_reading_paused_total 1"));
    EXPECT_GT(sent, 0U);
}

TEST(SlowReader, a_reader_that_never_reads_is_bounded_and_cut_while_others_are_served) {
    Upgraded served(ConnectionOptions{.send_queue_bytes_max = 100'000});
    const auto slow = served.open({}, 4096);
    Open& slow_end = served.last();
    const auto quick = served.open();
    Open& quick_end = served.last();
    const std::string frame = server_frame(OpCode::text, std::string(1000, 'm'));
    std::size_t turns = 0;
    while (!slow_end.closed && turns < 20'000) {
        served.loop.post([&] {
            const net::Slice slice = served.wire.tape().write(frame, net::Lane::shared);
            if (slow_end.connection) slow_end.connection->send_frame(slice);
            quick_end.connection->send_frame(slice);
        });
        ++turns;
        quick->receive_bytes(turns * frame.size());
        if (slow_end.connection) {
            ASSERT_LE(slow_end.connection->queued_bytes(), 110'000U);
        }
        if (served.has_metric("net_slow_readers_total 1")) served.pass(100ms);
    }
    EXPECT_EQ(slow_end.closed, CloseCode::try_again_later);
    EXPECT_TRUE(served.has_metric("net_connections_ended_total{reason=\"slow_reader\"} 1"));
    EXPECT_TRUE(quick_end.connection->is_writable());
    EXPECT_EQ(quick->received().size(), turns * frame.size());
}

TEST(SlowReader, a_slow_reader_that_wakes_up_gets_whole_frames_and_then_1013) {
    Upgraded served(ConnectionOptions{.send_queue_bytes_max = 100'000});
    const auto slow = served.open({}, 4096);
    const std::string frame = server_frame(OpCode::text, std::string(9001, 'm'));
    while (!served.has_metric("net_slow_readers_total 1")) {
        served.loop.post([&] {
            served.last().connection->send_frame(
                served.wire.tape().write(frame, net::Lane::shared));
        });
        served.loop.run_ready();
        served.loop.run_ready();
    }
    std::string all = slow->receive_all();
    const std::string goodbye =
        server_frame(OpCode::close, close_payload(CloseCode::try_again_later, "too slow"));
    ASSERT_TRUE(all.ends_with(goodbye));
    all.resize(all.size() - goodbye.size());
    ASSERT_EQ(all.size() % frame.size(), 0U);
    for (std::size_t at = 0; at < all.size(); at += frame.size())
        ASSERT_EQ(all.compare(at, frame.size(), frame), 0);
    slow->close();
    support::run_until(served.loop, [&] { return served.last().closed.has_value(); });
    EXPECT_EQ(served.last().closed, CloseCode::try_again_later);
}

TEST(SlowReader, tells_when_it_is_not_writable) {
    Upgraded served;
    const auto peer = served.open({}, 4096);
    EXPECT_TRUE(served.last().connection->is_writable());
    for (int i = 0; i < 200 && served.last().connection->is_writable(); ++i) {
        served.last().connection->send(MessageKind::binary, std::string(50'000, 'x'));
        served.loop.run_ready();
        served.loop.post([] {});
        served.loop.run_ready();
    }
    EXPECT_FALSE(served.last().connection->is_writable());
    EXPECT_GT(served.last().connection->queued_bytes(), 0U);
    support::run_until(served.loop, [&] {
        peer->receive();
        return served.last().connection->is_writable();
    });
}

}  // namespace
