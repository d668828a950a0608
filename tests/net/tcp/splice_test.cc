#include "net/tcp/splice.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "base/metrics.h"
#include "loop/event_loop.h"
#include "net/tcp/descriptor.h"
#include "net/tcp/stream.h"
#include "net/tcp/test_peer.h"
#include "net/wire.h"
#include "support/manual_clock.h"

namespace {

using namespace std::chrono_literals;
using net::tcp::Descriptor;
using net::tcp::Splice;
using net::tcp::Stream;
using support::TestPeer;

constexpr auto kIdle = 45s;

/// Hears what comes before the splice has the stream: nothing.
struct Deaf final : Stream::Events {
    void on_octets(std::span<std::byte>) override { ADD_FAILURE() << "nobody has spoken yet"; }
    void on_end(Stream::End) override {}
    void on_sent() override {}
    void on_overflow() override {}
};

struct Pair {
    Pair() {
        std::array<int, 2> ends{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()),
                  0);
        inner = Descriptor(ends[0]);
        outer = Descriptor(ends[1]);
    }
    Descriptor inner;
    Descriptor outer;
};

/// Two peers, and between them the splice under test.
struct Spliced {
    explicit Spliced(Splice::Ways ways, std::string said_by_near = {},
                     std::string said_by_far = {}) {
        splice = std::make_unique<Splice>(end(near_pair, std::move(said_by_near)),
                                          end(far_pair, std::move(said_by_far)), ways, kIdle,
                                          [this] { ++overs; });
    }

    Splice::End end(Pair& pair, std::string said) {
        auto stream = std::make_unique<Stream>(wire, std::move(pair.inner), net::tcp::Seat(), deaf);
        stream->start_reading();
        return {.stream = std::move(stream), .said = std::move(said)};
    }
    void pass(std::chrono::milliseconds time) {
        clock.advance(time);
        loop.run_ready();
    }
    /// Of `all`, from its beginning, what the peer's connection takes although nobody reads at the other end.
    std::size_t send_all_that_is_taken(TestPeer& peer, std::string_view all) {
        std::size_t sent = 0;
        for (int quiet = 0; quiet < 50;) {
            const std::size_t n = peer.send_some(all.substr(sent));
            sent += n;
            quiet = loop.run_ready() || n != 0 ? 0 : quiet + 1;
        }
        return sent;
    }
    [[nodiscard]] bool has_metric(const std::string& line) const {
        return ("\n" + metrics.render()).find("\n" + line + "\n") != std::string::npos;
    }

    support::ManualClock clock;
    loop::EventLoop loop{clock};
    base::Metrics metrics;
    net::Wire wire{loop, metrics, base::Log::none()};
    Deaf deaf;
    Pair near_pair;
    Pair far_pair;
    TestPeer near{loop, std::move(near_pair.outer)};
    TestPeer far{loop, std::move(far_pair.outer)};
    int overs = 0;
    std::unique_ptr<Splice> splice;
};

/// Numbered lines, so that a lost or repeated octet shows.
std::string lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += std::to_string(i) + "\n";
    return text;
}

TEST(Splice, what_one_end_says_the_other_hears_and_what_was_said_before_comes_first) {
    Spliced s(Splice::Ways::both, "near before,", "far before,");
    s.near.send("near");
    s.far.send("far");
    EXPECT_EQ(s.far.receive_until("before,near"), "near before,near");
    EXPECT_EQ(s.near.receive_until("before,far"), "far before,far");
    EXPECT_EQ(s.overs, 0);
}

TEST(Splice, an_end_passes_behind_the_last_octet_and_the_other_way_may_end_too) {
    Spliced s(Splice::Ways::both);
    s.near.send("last words");
    s.near.finish_sending();
    EXPECT_EQ(s.far.receive_all(), "last words");
    EXPECT_EQ(s.overs, 0);
    s.far.send("an answer to them");
    s.far.finish_sending();
    EXPECT_EQ(s.near.receive_all(), "an answer to them");
    EXPECT_EQ(s.overs, 1);
    EXPECT_TRUE(s.has_metric("net_connections_open 0"));
    EXPECT_TRUE(s.has_metric(R"(net_connections_ended_total{reason="peer"} 1)"));
}

TEST(Splice, an_end_that_does_not_end_is_waited_for_two_seconds) {
    Spliced s(Splice::Ways::both);
    s.far.finish_sending();
    EXPECT_EQ(s.near.receive_all(), "");
    s.pass(1'900ms);
    s.near.send("still here");
    s.far.receive_until("still here");
    EXPECT_EQ(s.overs, 0);
    s.pass(200ms);
    EXPECT_EQ(s.overs, 1);
    EXPECT_TRUE(s.has_metric(R"(net_timeouts_total{waiting_for="close"} 1)"));
}

TEST(Splice, one_way_nothing_of_the_near_end_passes) {
    Spliced s(Splice::Ways::to_near, "GET /admin HTTP/1.1\r\n");
    s.near.send("GET /more HTTP/1.1\r\n\r\n");
    s.far.send("the answer");
    s.near.receive_until("the answer");
    s.near.finish_sending();
    s.near.run_idle();
    s.far.run_idle();
    EXPECT_EQ(s.far.received(), "");
    EXPECT_FALSE(s.far.is_at_end());
    s.far.send(", whole");
    s.far.finish_sending();
    EXPECT_EQ(s.near.receive_all(), "the answer, whole");
    EXPECT_EQ(s.overs, 1);
}

TEST(Splice, one_way_a_near_end_that_stays_is_left_after_two_seconds) {
    Spliced s(Splice::Ways::to_near);
    s.far.send("the answer");
    s.far.finish_sending();
    EXPECT_EQ(s.near.receive_all(), "the answer");
    EXPECT_EQ(s.overs, 0);
    s.pass(2'100ms);
    EXPECT_EQ(s.overs, 1);
}

TEST(Splice, one_way_a_near_end_that_never_stops_talking_is_left) {
    Spliced s(Splice::Ways::to_near);
    const std::string much(std::size_t{1024} * 1024, 'x');
    for (std::size_t sent = 0; sent <= Splice::kThrownAwayBytesMax && s.overs == 0;
         sent += much.size())
        s.near.send(much);
    s.near.run_idle();
    EXPECT_EQ(s.overs, 1);
}

TEST(Splice, a_slow_end_holds_the_other_back_and_nothing_is_lost) {
    for (const bool is_near_slow : {true, false}) {
        SCOPED_TRACE(is_near_slow ? "near" : "far");
        Spliced s(Splice::Ways::both);
        TestPeer& slow = is_near_slow ? s.near : s.far;
        TestPeer& fast = is_near_slow ? s.far : s.near;
        const std::string all = lines(500'000);
        std::size_t sent = s.send_all_that_is_taken(fast, all);
        // The kernel holds some; of ours it is one reading.
        EXPECT_LT(sent, all.size() / 2);
        EXPECT_EQ(s.overs, 0);

        // Meanwhile the other way is open.
        slow.send("slow to listen, not to speak");
        fast.receive_until("speak");

        support::run_until(s.loop, [&] {
            sent += fast.send_some(std::string_view(all).substr(sent));
            slow.receive();
            return slow.received().size() == all.size();
        });
        EXPECT_TRUE(slow.received() == all);
    }
}

TEST(Splice, a_slow_end_still_hears_all_before_the_end) {
    Spliced s(Splice::Ways::to_near);
    const std::string all = lines(500'000);
    const std::size_t sent = s.send_all_that_is_taken(s.far, all);
    s.far.close();
    s.near.run_idle();
    EXPECT_TRUE(s.near.receive_all() == all.substr(0, sent));
}

TEST(Splice, a_peer_that_is_gone_takes_the_other_connection_with_it) {
    Spliced s(Splice::Ways::both);
    s.near.send("unread");
    s.near.run_idle();
    s.far.close();  // with octets unread: a reset
    EXPECT_EQ(s.near.receive_all(), "");
    s.near.run_idle();
    EXPECT_EQ(s.overs, 1);
}

TEST(Splice, silence_has_an_end_and_every_word_puts_it_off) {
    Spliced s(Splice::Ways::both);
    s.pass(40s);
    s.near.send("ping");
    s.far.receive_until("ping");
    s.pass(40s);
    s.far.send("pong");
    s.near.receive_until("pong");
    s.pass(40s);
    EXPECT_EQ(s.overs, 0);
    s.pass(6s);
    EXPECT_EQ(s.overs, 1);
    EXPECT_EQ(s.near.receive_all(), "pong");
    EXPECT_EQ(s.far.receive_all(), "ping");
    EXPECT_TRUE(s.has_metric(R"(net_connections_ended_total{reason="timeout"} 1)"));
}

TEST(Splice, cut_closes_both_and_says_so_once) {
    Spliced s(Splice::Ways::both);
    s.splice->cut();
    s.splice->cut();
    EXPECT_EQ(s.overs, 1);
    EXPECT_EQ(s.near.receive_all(), "");
    EXPECT_EQ(s.far.receive_all(), "");
}

TEST(Splice, destroyed_it_closes_both_without_a_word) {
    Spliced s(Splice::Ways::both);
    s.splice.reset();
    EXPECT_EQ(s.overs, 0);
    EXPECT_EQ(s.near.receive_all(), "");
    EXPECT_EQ(s.far.receive_all(), "");
    EXPECT_TRUE(s.has_metric("net_connections_open 0"));
    EXPECT_TRUE(s.has_metric(R"(net_connections_ended_total{reason="ours"} 1)"));
}

}  // namespace
