#include "net/http/relay.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/http/relay_head.h"
#include "net/http/served.h"
#include "net/tcp/address.h"
#include "net/tcp/bind.h"
#include "net/tcp/descriptor.h"
#include "net/tcp/seat.h"
#include "net/tcp/test_peer.h"

namespace {

using namespace std::chrono_literals;
using net::http::Exchange;
using net::http::RelayFailure;
using net::http::RelayJob;
using net::http::Relays;
using net::http::Request;
using net::tcp::Descriptor;
using support::Served;
using support::TestPeer;
using support::text_response;

constexpr auto kIdle = 45s;
constexpr std::string_view kPoll = "GET /poll HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view kUpgrade =
    "GET /socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
constexpr std::string_view kSwitching =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

/// The other server, played by the test.
class Owner {
public:
    explicit Owner(loop::EventLoop& loop) : loop_(loop) {
        auto listening = net::tcp::listen_on(*net::tcp::parse_address("127.0.0.1:0"), 1);
        EXPECT_TRUE(listening);
        port_ = listening->port;
        socket_ = std::move(listening->sockets.at(0));
    }
    [[nodiscard]] net::tcp::Address address() const {
        return *net::tcp::parse_address("127.0.0.1:" + std::to_string(port_));
    }
    /// The connection that was made to it.
    [[nodiscard]] TestPeer accept() {
        Descriptor accepted;
        support::run_until(loop_, [&] {
            accepted = Descriptor(::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK));
            return accepted.is_open();
        });
        return {loop_, std::move(accepted)};
    }
    /// Connections made from now on are refused.
    void leave() { socket_.close(); }
    /// What an accepted connection holds without anybody reading it.
    void hold_little() const {
        const int bytes = 4096;
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }

private:
    loop::EventLoop& loop_;
    Descriptor socket_;
    std::uint16_t port_ = 0;
};

/// A server that relays all it gets.
struct Relaying : Served {
    explicit Relaying(net::http::Limits limits = {}, std::uint64_t relays_max = 10)
        : Served(std::move(limits)), seats(relays_max) {
        handler.answer = [this](Request request, Exchange exchange) {
            RelayJob job{
                .to = owner.address(),
                .head = relay_head(request, "here", request.body.size()),
                .body = std::move(request.body),
                .asks = request.wants_upgrade ? RelayJob::Asks::upgrade : RelayJob::Asks::answer,
                .idle_max = kIdle,
                .failed = [](Exchange unanswered, RelayFailure why) {
                    const auto number = std::to_string(static_cast<int>(why));
                    unanswered.respond(text_response("failed " + number, 400));
                }};
            relays.begin(std::move(exchange), std::move(job));
        };
    }

    net::tcp::Seats seats;
    Owner owner{loop};
    Relays relays{wire, seats};
};

TEST(Relay, passes_the_request_on_and_the_answer_back_and_ends_the_connection) {
    Relaying r;
    TestPeer client = r.connect();
    client.send("POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
    TestPeer there = r.owner.accept();
    const std::string& asked = there.receive_until("\r\n\r\nbody");
    EXPECT_TRUE(asked.starts_with("POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"));
    EXPECT_NE(asked.find("X-Forwarded-For: 127.0.0.1\r\n"), std::string::npos);
    EXPECT_TRUE(r.has_metric("net_relays_open 1"));
    EXPECT_TRUE(r.has_metric("net_connections_open 2"));

    for (std::size_t i = 0; i < kAnswer.size(); ++i)  // cut anywhere
        there.send(kAnswer.substr(i, 1));
    there.close();
    EXPECT_EQ(client.receive_all(), kAnswer);
    client.close();
    support::run_until(r.loop, [&] { return r.has_metric("net_relays_open 0"); });
    EXPECT_TRUE(r.has_metric("net_connections_open 0"));
    EXPECT_TRUE(r.has_metric(R"(net_http_responses_total{status="2xx"} 1)"));
    EXPECT_EQ(r.seats.taken(), 0U);
}

TEST(Relay, large_bodies_and_answers_arrive_whole) {
    Relaying r;
    const std::string body(900'000, 'b');
    TestPeer client = r.connect();
    client.send("POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + body);
    TestPeer there = r.owner.accept();
    EXPECT_TRUE(there.receive_until("\r\n\r\n" + body).ends_with(body));
    const std::string answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + std::string(5'000'000, 'a');
    std::size_t sent = 0;
    support::run_until(r.loop, [&] {
        sent += there.send_some(std::string_view(answer).substr(sent));
        client.receive();
        return sent == answer.size();
    });
    there.close();
    EXPECT_TRUE(client.receive_all() == answer);
}

TEST(Relay, nothing_behind_the_request_reaches_the_owner_without_an_upgrade) {
    for (const std::string_view request : {kPoll, kUpgrade}) {
        SCOPED_TRACE(request);
        Relaying r;
        TestPeer client = r.connect();
        client.send(std::string(request) + "GET /pipelined HTTP/1.1\r\nHost: a\r\n\r\n");
        TestPeer there = r.owner.accept();
        there.receive_until("\r\n\r\n");
        there.send(kAnswer);
        client.receive_until("hello");
        client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
        client.run_idle();
        there.run_idle();
        EXPECT_EQ(there.received().find("/pipelined"), std::string::npos);
        EXPECT_EQ(there.received().find("/later"), std::string::npos);
        there.close();
        EXPECT_EQ(client.receive_all(), kAnswer);
        EXPECT_EQ(r.handler.requests, 1);
    }
}

TEST(Relay, a_switch_that_was_not_asked_for_opens_no_way) {
    Relaying r;
    TestPeer client = r.connect();
    client.send(kPoll);
    TestPeer there = r.owner.accept();
    there.receive_until("\r\n\r\n");
    const std::size_t before = there.received().size();
    there.send(kSwitching);
    client.receive_until("101");
    client.send("frames");
    client.run_idle();
    there.run_idle();
    EXPECT_EQ(there.received().size(), before);
}

TEST(Relay, an_upgrade_is_relayed_both_ways_until_one_side_ends) {
    Relaying r;
    TestPeer client = r.connect();
    client.send(std::string(kUpgrade) + "early frame,");
    TestPeer there = r.owner.accept();
    there.receive_until("Connection: Upgrade, close\r\n\r\n");
    EXPECT_EQ(there.received().find("early"), std::string::npos);
    there.send(std::string(kSwitching) + "first frame,");
    client.receive_until("first frame,");
    client.send("frame");
    there.receive_until("early frame,frame");
    there.send("frame back");
    client.receive_until("frame back");
    EXPECT_TRUE(r.has_metric(R"(net_http_responses_total{status="1xx"} 1)"));

    r.pass(40s);
    client.send("still here");
    there.receive_until("still here");
    r.pass(40s);
    EXPECT_FALSE(client.is_at_end());
    client.close();
    there.receive_all();
    there.close();
    support::run_until(r.loop, [&] { return r.has_metric("net_relays_open 0"); });
    EXPECT_TRUE(r.has_metric("net_connections_open 0"));
}

TEST(Relay, an_owner_that_dies_takes_an_upgraded_client_with_it) {
    Relaying r;
    TestPeer client = r.connect();
    client.send(kUpgrade);
    TestPeer there = r.owner.accept();
    there.receive_until("\r\n\r\n");
    there.send(kSwitching);
    client.receive_until("101");
    there.reset();
    EXPECT_TRUE(client.receive_all().ends_with("\r\n\r\n"));
    EXPECT_TRUE(r.has_metric("net_relays_open 0"));
}

TEST(Relay, an_owner_that_dies_in_the_middle_of_an_answer_leaves_it_a_part) {
    Relaying r;
    TestPeer client = r.connect();
    client.send(kPoll);
    TestPeer there = r.owner.accept();
    there.receive_until("\r\n\r\n");
    there.send(kAnswer.substr(0, kAnswer.size() - 2));
    client.receive_until("hel");
    there.reset();
    EXPECT_TRUE(client.receive_all().ends_with("hel"));
}

TEST(Relay, without_an_answer_the_client_is_told_at_once) {
    struct Case {
        std::string_view why;
        std::string_view said;
        enum class Ends : std::uint8_t { closes, resets } ends;
    };
    const Case cases[] = {
        {"closes", "", Case::Ends::closes},
        {"resets", "", Case::Ends::resets},
        {"less than a status", "HTTP/1.1 2", Case::Ends::closes},
        {"another protocol", "SSH-2.0-OpenSSH_9.2", Case::Ends::closes},
    };
    for (const auto& [why, said, ends] : cases) {
        SCOPED_TRACE(why);
        Relaying r;
        TestPeer client = r.connect();
        client.send(kPoll);
        TestPeer there = r.owner.accept();
        there.receive_until("\r\n\r\n");
        if (!said.empty()) there.send(said);
        if (ends == Case::Ends::closes)
            there.close();
        else
            there.reset();
        client.receive_until("failed 1");
        EXPECT_TRUE(r.has_metric("net_relays_open 0"));
        EXPECT_TRUE(r.has_metric(R"(net_relays_failed_total{reason="unreachable"} 1)"));
        // The connection is HTTP's again.
        r.handler.answer = nullptr;
        client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        client.receive_until("/next|");
    }
}

TEST(Relay, an_owner_that_is_not_there_is_told_at_once) {
    Relaying r;
    const auto gone = r.owner.address();
    r.owner.leave();
    // Nobody else gets this port meanwhile: bound, it listens to nobody.
    Descriptor keeper(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    ::setsockopt(keeper.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    ASSERT_EQ(::bind(keeper.get(), reinterpret_cast<const sockaddr*>(&gone.raw), gone.raw_size), 0);
    TestPeer client = r.connect();
    client.send(kPoll);
    client.receive_until("failed 1");
    EXPECT_EQ(r.seats.taken(), 0U);
}

TEST(Relay, an_owner_that_does_not_take_the_request_is_left_after_five_seconds) {
    Relaying r({.body_bytes_max = 64'000'000});
    r.owner.hold_little();
    TestPeer client = r.connect();
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000000\r\n\r\n" +
                std::string(40'000'000, 'x'));
    const TestPeer there = r.owner.accept();
    client.run_idle();
    r.pass(4'900ms);
    client.run_idle();
    EXPECT_EQ(client.received(), "");
    r.pass(200ms);
    client.receive_until("failed 2");
    EXPECT_TRUE(r.has_metric(R"(net_relays_failed_total{reason="timeout"} 1)"));
}

TEST(Relay, an_owner_that_does_not_answer_is_left_in_the_end) {
    Relaying r;
    TestPeer client = r.connect();
    client.send(kPoll);
    TestPeer there = r.owner.accept();
    there.receive_until("\r\n\r\n");
    r.pass(44s);
    client.run_idle();
    EXPECT_EQ(client.received(), "");
    r.pass(2s);
    client.receive_until("failed 2");
    EXPECT_TRUE(there.receive_all().ends_with("\r\n\r\n"));
}

TEST(Relay, a_client_that_leaves_takes_its_request_with_it) {
    Relaying r;
    TestPeer client = r.connect();
    client.send(kPoll);
    TestPeer there = r.owner.accept();
    there.receive_until("\r\n\r\n");
    client.close();
    EXPECT_TRUE(there.receive_all().ends_with("\r\n\r\n"));
    EXPECT_TRUE(r.has_metric("net_relays_open 0"));
    EXPECT_TRUE(r.has_metric("net_connections_open 0"));
}

TEST(Relay, there_are_so_many_and_no_more) {
    struct Case {
        std::string_view why;
        std::uint64_t connections_max;
        std::uint64_t relays_max;
    };
    for (const auto& [why, connections_max, relays_max] :
         {Case{"relays", 10, 1}, Case{"connections, both ends of a relay are", 3, 10}}) {
        SCOPED_TRACE(why);
        Relaying r({.connections_max = connections_max}, relays_max);
        TestPeer first = r.connect();
        first.send(kPoll);
        TestPeer there = r.owner.accept();
        there.receive_until("\r\n\r\n");
        TestPeer second = r.connect();
        second.send(kPoll);
        second.receive_until("failed 0");
        EXPECT_TRUE(r.has_metric(R"(net_relays_failed_total{reason="no_room"} 1)"));

        there.send(kAnswer);
        there.close();
        first.receive_all();
        first.close();
        support::run_until(r.loop, [&] { return r.has_metric("net_relays_open 0"); });
        second.send(kPoll);
        EXPECT_TRUE(r.owner.accept().receive_until("\r\n\r\n").starts_with("GET /poll"));
    }
}

TEST(Relay, a_shutdown_cuts_upgrades_one_after_the_other_and_lets_answers_come) {
    Relaying r;
    TestPeer one = r.connect();
    one.send(kUpgrade);
    TestPeer one_there = r.owner.accept();
    one_there.send(kSwitching);
    one.receive_until("101");
    TestPeer two = r.connect();
    two.send(kUpgrade);
    TestPeer two_there = r.owner.accept();
    two_there.send(kSwitching);
    two.receive_until("101");
    TestPeer poll = r.connect();
    poll.send(kPoll);
    TestPeer poll_there = r.owner.accept();
    poll_there.receive_until("\r\n\r\n");

    r.relays.shut_down(10s);
    r.pass(10ms);
    one.receive_all();
    two.run_idle();
    EXPECT_FALSE(two.is_at_end());
    r.pass(5s);
    two.receive_all();
    poll_there.send(kAnswer);
    poll_there.close();
    EXPECT_EQ(poll.receive_all(), kAnswer);
}

TEST(Relay, a_server_that_closes_leaves_nothing_of_it) {
    auto r = std::make_unique<Relaying>();
    TestPeer client = r->connect();
    client.send(kPoll);
    TestPeer there = r->owner.accept();
    there.receive_until("\r\n\r\n");
    r->server.close();
    EXPECT_EQ(client.receive_all(), "");
    EXPECT_TRUE(there.receive_all().ends_with("\r\n\r\n"));
    support::run_until(r->loop, [&] { return r->has_metric("net_relays_open 0"); });
}

}  // namespace
