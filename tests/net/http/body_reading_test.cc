#include "net/http/body_reading.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/http/served.h"

namespace {

using namespace std::chrono_literals;
using net::http::BodyBegun;
using net::http::BodyReading;
using net::http::Exchange;
using net::http::Request;
using support::Served;
using support::TestPeer;
using support::text_response;

constexpr std::string_view kHead = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";

/// A server whose handler counts the bodies that are being read.
struct Counted : Served {
    explicit Counted(net::http::Limits limits = {}) : Served(limits) {
        handler.begin = [this](const Request&) -> BodyBegun {
            ++begun;
            return std::make_unique<Reading>(*this);
        };
        handler.answer = [this](const Request& request, Exchange exchange) {
            EXPECT_EQ(now, 0) << "the reading ends before the request is handled";
            EXPECT_FALSE(request.is_body_unread);
            exchange.respond(text_response(request.target + "|" + request.body));
        };
    }

    struct Reading final : BodyReading {
        explicit Reading(Counted& its_test) : test(its_test) { ++test.now; }
        Reading(const Reading&) = delete;
        Reading& operator=(const Reading&) = delete;
        ~Reading() override { --test.now; }
        Counted& test;
    };

    int begun = 0;
    int now = 0;
};

TEST(BodyReading, lasts_from_the_head_to_the_end_of_the_body) {
    Counted served;
    TestPeer peer = served.connect();
    peer.send(kHead.substr(0, kHead.size() - 1));
    peer.run_idle();
    EXPECT_EQ(served.begun, 0);
    peer.send(kHead.substr(kHead.size() - 1));
    peer.run_idle();
    EXPECT_EQ(served.now, 1);
    peer.send("01234");
    peer.run_idle();
    EXPECT_EQ(served.now, 1);
    peer.send("56789");
    peer.receive_until("/a|0123456789");
    EXPECT_EQ(served.now, 0);
    EXPECT_EQ(served.begun, 1);
}

TEST(BodyReading, begins_and_ends_for_a_body_that_comes_with_its_head) {
    Counted served;
    TestPeer peer = served.connect();
    peer.send(std::string(kHead) + "0123456789" + std::string(kHead) + "abcdefghij");
    peer.receive_until("/a|abcdefghij");
    EXPECT_EQ(served.begun, 2);
    EXPECT_EQ(served.now, 0);
}

TEST(BodyReading, does_not_begin_where_no_body_is_read) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"no body", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"},
        {"an empty body",
         "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
        {"a body over its limit", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n"},
        {"a head that is none", "POST\r\n\r\n"},
    };
    for (const auto& [why, octets] : cases) {
        SCOPED_TRACE(why);
        Counted served;
        TestPeer peer = served.connect();
        peer.send(octets);
        peer.receive_all();
        EXPECT_EQ(served.begun, 0);
    }
}

TEST(BodyReading, ends_with_a_body_that_never_does) {
    const std::string chunked =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde";
    struct {
        std::string_view why;
        std::string octets;
        std::function<void(Served&, TestPeer&)> then;
    } const cases[] = {
        {"its peer leaves", std::string(kHead) + "abc",
         [](Served&, TestPeer& peer) { peer.close(); }},
        {"its peer stops sending", std::string(kHead) + "abc",
         [](Served&, TestPeer& peer) { peer.finish_sending(); }},
        {"its connection breaks", std::string(kHead) + "abc",
         [](Served&, TestPeer& peer) { peer.reset(); }},
        {"it takes too long", std::string(kHead) + "abc",
         [](Served& served, TestPeer&) { served.pass(31s); }},
        {"it becomes too long", chunked,
         [](Served&, TestPeer& peer) { peer.send("\r\n20\r\n" + std::string(32, 'x')); }},
        {"a chunk is malformed", chunked,
         [](Served&, TestPeer& peer) { peer.send("\r\nno length\r\n"); }},
        {"the server is closed", std::string(kHead) + "abc",
         [](Served& served, TestPeer&) { served.server.close(); }},
    };
    for (const auto& [why, octets, then] : cases) {
        SCOPED_TRACE(why);
        Counted served({.body_bytes_max = 20});
        TestPeer peer = served.connect();
        peer.send(octets);
        peer.run_idle();
        ASSERT_EQ(served.now, 1);
        then(served, peer);
        support::run_until(served.loop, [&] { return served.now == 0; });
        EXPECT_EQ(served.handler.requests, 0);
    }
}

TEST(BodyReading, an_unwanted_body_is_not_waited_for_and_the_answer_can_be_read) {
    Served served;
    served.handler.begin = [](const Request&) -> BodyBegun {
        return base::fail(net::http::BodyUnwanted{});
    };
    served.handler.answer = [](const Request& request, Exchange exchange) {
        EXPECT_TRUE(request.is_body_unread);
        EXPECT_EQ(request.body, "");
        exchange.respond(text_response("not " + request.target, 400));
    };
    const std::pair<std::string_view, std::string> cases[] = {
        {"only the head came", std::string(kHead)},
        {"a part came", std::string(kHead) + "abc"},
        {"all of it came, and a request behind it",
         std::string(kHead) + "0123456789GET /b HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"it asks whether to continue",
         "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"},
        {"it sends on without looking",
         "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" +
             std::string(200'000, 'x')},
    };
    int requests = 0;
    for (const auto& [why, octets] : cases) {
        SCOPED_TRACE(why);
        TestPeer peer = served.connect();
        peer.send(octets);
        const std::string& answer = peer.receive_all();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
        EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
        EXPECT_TRUE(answer.ends_with("not /a")) << answer;
        EXPECT_FALSE(peer.was_reset());
        EXPECT_EQ(served.handler.requests, ++requests);
    }
}

}  // namespace
