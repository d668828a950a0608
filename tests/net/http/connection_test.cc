#include "net/http/connection.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/served.h"

namespace {

using namespace std::chrono_literals;
using net::http::Exchange;
using net::http::Request;
using net::http::Response;
using support::Served;
using support::TestPeer;
using support::text_response;

std::string get(std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

TEST(HttpConnection, keeps_alive_by_default) {
    Served served;
    TestPeer peer = served.connect();
    for (int i = 0; i < 3; ++i) {
        peer.send(get("/" + std::to_string(i)));
        const std::string& answer = peer.receive_until("/" + std::to_string(i) + "|");
        EXPECT_EQ(answer.find("Connection:"), std::string::npos) << answer;
    }
    EXPECT_EQ(served.handler.requests, 3);
    EXPECT_TRUE(served.has_metric("net_connections_accepted_total 1"));
    EXPECT_TRUE(served.has_metric("net_http_responses_total{status=\"2xx\"} 3"));
}

TEST(HttpConnection, ends_where_the_client_says_so) {
    struct Case {
        std::string_view why;
        std::string request;
        std::string_view says;
        bool ends;
    };
    const Case cases[] = {
        {"1.1 with close", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
         "Connection: close\r\n", true},
        {"1.0", "GET / HTTP/1.0\r\n\r\n", "Connection: close\r\n", true},
        {"1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
         "Connection: keep-alive\r\n", false},
    };
    for (const auto& [why, request, says, ends] : cases) {
        SCOPED_TRACE(why);
        Served served;
        TestPeer peer = served.connect();
        peer.send(request);
        EXPECT_NE(peer.receive_until("/|").find(says), std::string::npos);
        peer.run_idle();
        EXPECT_EQ(peer.is_at_end(), ends);
    }
}

TEST(HttpConnection, answers_pipelined_requests_in_order_and_in_one_send) {
    Served served;
    TestPeer peer = served.connect();
    std::string requests;
    for (int i = 0; i < 50; ++i)
        requests += get("/" + std::to_string(i));
    peer.send(requests);
    const std::string& answers = peer.receive_until("/49|");
    std::size_t at = 0;
    for (int i = 0; i < 50; ++i) {
        const std::size_t next = answers.find("/" + std::to_string(i) + "|", at);
        ASSERT_NE(next, std::string::npos);
        at = next;
    }
    EXPECT_TRUE(served.has_metric("net_sends_total 1"));
}

TEST(HttpConnection, a_pipelined_request_waits_for_the_answer_before_it) {
    Served served;
    std::vector<Exchange> held;
    served.handler.answer = [&](const Request&, Exchange exchange) {
        held.push_back(std::move(exchange));
    };
    TestPeer peer = served.connect();
    peer.send(get("/a") + get("/b"));
    peer.run_idle();
    ASSERT_EQ(held.size(), 1U);
    held[0].respond(text_response("first"));
    EXPECT_FALSE(held[0]);
    peer.receive_until("first");
    ASSERT_EQ(held.size(), 2U);
    held[1].respond(text_response("second"));
    peer.receive_until("second");
}

TEST(HttpConnection, reading_ahead_is_bounded_while_an_answer_is_due) {
    net::http::Limits limits;
    limits.pipelined_bytes_max = 1000;
    Served served(limits);
    std::optional<Exchange> held;
    served.handler.answer = [&](const Request&, Exchange exchange) { held = std::move(exchange); };
    TestPeer peer = served.connect();
    peer.send(get("/held"));
    peer.run_idle();
    ASSERT_TRUE(held);
    // More than kernel buffers and ours take.
    const std::string flood(1 << 20, 'x');
    std::size_t sent = 0;
    for (std::size_t now = 1; now != 0; sent += now) {
        now = peer.send_some(flood);
        peer.run_idle();
        ASSERT_LT(sent, std::size_t{64} << 20U);
    }
    served.handler.answer = nullptr;
    held->respond(text_response("done"));
    peer.receive_until("done");
    // The flood is no request.
    EXPECT_NE(peer.receive_all().find("HTTP/1.1 4"), std::string::npos);
}

TEST(HttpConnection, a_request_cut_anywhere_gets_the_same_answer) {
    const std::string request =
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    Served served;
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
        TestPeer peer = served.connect();
        peer.send(request.substr(0, cut));
        peer.run_idle();
        EXPECT_EQ(peer.received(), "") << cut;
        peer.send(request.substr(cut));
        peer.receive_until("/x|abc");
    }
    TestPeer slowly = served.connect();
    for (const char octet : request) {
        slowly.send(std::string_view(&octet, 1));
        slowly.run_idle();
    }
    slowly.receive_until("/x|abc");
}

TEST(HttpConnection, head_answers_without_a_body) {
    Served served;
    TestPeer peer = served.connect();
    peer.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"));
    const std::string& answers = peer.receive_until("/next|");
    EXPECT_NE(answers.find("Content-Length: 5\r\n"), std::string::npos);
    EXPECT_EQ(answers.find("/abc|"), std::string::npos);
}

TEST(HttpConnection, statuses_without_a_body_have_no_length) {
    for (const std::uint16_t status : {std::uint16_t{204}, std::uint16_t{304}}) {
        Served served;
        served.handler.answer = [&](const Request&, Exchange exchange) {
            exchange.respond(text_response("", status));
        };
        TestPeer peer = served.connect();
        peer.send(get("/"));
        EXPECT_EQ(peer.receive_until("\r\n\r\n").find("Content-Length"), std::string::npos);
    }
}

TEST(HttpConnection, tells_a_client_to_continue_only_when_it_may) {
    Served served;
    TestPeer peer = served.connect();
    const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
    peer.send(head + "Content-Length: 3\r\n\r\n");
    peer.receive_until("HTTP/1.1 100 Continue\r\n\r\n");
    peer.send("abc");
    peer.receive_until("/|abc");

    TestPeer greedy = served.connect();
    greedy.send(head + "Content-Length: 100000000\r\n\r\n");
    EXPECT_TRUE(greedy.receive_all().starts_with("HTTP/1.1 413 "));
}

TEST(HttpConnection, a_body_is_refused_by_its_announcement_and_the_answer_can_be_read) {
    Served served;
    served.handler.limit = [](const Request& head) { return head.target == "/big" ? 1000U : 10U; };
    TestPeer allowed = served.connect();
    allowed.send("POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world");
    allowed.receive_until("hello world");

    TestPeer refused = served.connect();
    refused.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world");
    // It sends on without looking; a reset would lose our answer.
    refused.send(std::string(100'000, 'x'));
    const std::string& answer = refused.receive_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 Content Too Large\r\n")) << answer;
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("The request's body is too long.\n"));
    EXPECT_FALSE(refused.was_reset());
}

TEST(HttpConnection, time_limits) {
    struct Case {
        std::string_view why;
        std::string octets;
        std::chrono::milliseconds limit;
        std::string_view answer;  // "" for none
    };
    const Case cases[] = {
        {"sends nothing", "", 10s, ""},
        {"half a head", "GET / HTTP/1.1\r\nHos", 10s, "HTTP/1.1 408 Request Timeout\r\n"},
        {"half a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", 30s,
         "HTTP/1.1 408 Request Timeout\r\n"},
        {"half a chunk", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
         30s, "HTTP/1.1 408 Request Timeout\r\n"},
    };
    for (const auto& [why, octets, limit, answer] : cases) {
        SCOPED_TRACE(why);
        Served served;
        TestPeer peer = served.connect();
        peer.send(octets);
        peer.run_idle();
        served.pass(limit - 10ms);
        peer.run_idle();
        EXPECT_EQ(peer.received(), "");
        EXPECT_FALSE(peer.is_at_end());
        served.pass(20ms);
        EXPECT_TRUE(peer.receive_all().starts_with(answer)) << peer.received();
        EXPECT_EQ(peer.received().empty(), answer.empty());
    }
}

TEST(HttpConnection, octets_now_and_then_do_not_prolong_the_head) {
    Served served;
    TestPeer peer = served.connect();
    for (const char octet : std::string_view("GET / HTTP")) {
        peer.send(std::string_view(&octet, 1));
        peer.run_idle();
        served.pass(999ms);
    }
    served.pass(50ms);
    EXPECT_TRUE(peer.receive_all().starts_with("HTTP/1.1 408 "));
    EXPECT_TRUE(served.has_metric("net_timeouts_total{waiting_for=\"head\"} 1"));
}

TEST(HttpConnection, idle_after_an_answer_is_closed_later) {
    Served served;
    TestPeer peer = served.connect();
    peer.send(get("/"));
    peer.receive_until("/|");
    served.pass(74s);
    peer.run_idle();
    EXPECT_FALSE(peer.is_at_end());
    served.pass(2s);
    peer.receive_all();
    EXPECT_TRUE(served.has_metric("net_timeouts_total{waiting_for=\"request\"} 1"));
}

TEST(HttpConnection, a_peer_that_leaves_in_the_middle_is_forgotten) {
    Served served;
    {
        TestPeer peer = served.connect();
        peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
        peer.run_idle();
        EXPECT_TRUE(served.has_metric("net_connections_open 1"));
    }
    support::run_until(served.loop, [&] { return served.has_metric("net_connections_open 0"); });
    EXPECT_EQ(served.handler.requests, 0);
}

TEST(HttpConnection, a_large_body_is_sent_by_reference_to_a_slow_reader) {
    static const std::string file(5 << 20, 'f');
    Served served;
    served.handler.answer = [](const Request& request, Exchange exchange) {
        Response response;
        if (request.target == "/static")
            response.static_body = file;
        else
            response.body = base::SharedBytes(file + "!");
        exchange.respond(std::move(response));
    };
    TestPeer peer = served.connect(64 * 1024);
    peer.send(get("/static") + get("/shared") + get("/static"));
    peer.run_idle();
    // The three heads are of one length.
    const std::size_t head_bytes = peer.receive_until("\r\n\r\n").find("\r\n\r\n") + 4;
    const std::string& all = peer.receive_bytes(3 * (head_bytes + file.size()) + 1);
    ASSERT_EQ(all.size(), 3 * (head_bytes + file.size()) + 1);
    const std::size_t second = head_bytes + file.size();
    const std::size_t third = 2 * second + 1;
    for (const std::size_t at : {std::size_t{0}, second, third}) {
        EXPECT_EQ(all.compare(at, 12, "HTTP/1.1 200"), 0);
        EXPECT_EQ(all.compare(at + head_bytes, file.size(), file), 0);
    }
    EXPECT_EQ(all[third - 1], '!');
    // The next request was not even handled before the answer before it was nearly out.
    EXPECT_EQ(served.handler.requests, 3);
}

TEST(HttpConnection, answers_nobody_reads_hold_back_the_requests_behind_them) {
    Served served;
    served.handler.answer = [](const Request&, Exchange exchange) {
        exchange.respond(text_response(std::string(100'000, 'x')));
    };
    TestPeer peer = served.connect(64 * 1024);
    std::string requests;
    for (int i = 0; i < 1000; ++i)
        requests += get("/");
    peer.send(requests);
    for (int quiet = 0; quiet < 50;)
        quiet = served.loop.run_ready() ? 0 : quiet + 1;
    EXPECT_LT(served.handler.requests, 100);  // what kernel buffers and our bound take
    support::run_until(served.loop, [&] {
        peer.receive();
        peer.received().clear();
        return served.handler.requests == 1000;
    });
}

TEST(HttpConnection, refuses_a_handshake_that_is_none) {
    struct Case {
        std::string_view why;
        std::string fields;
        std::string_view answer;
        std::string_view has;
    };
    const Case cases[] = {
        {"no key", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
         "HTTP/1.1 400 ", "Connection: close"},
        {"old version",
         "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
         "HTTP/1.1 426 ", "Sec-WebSocket-Version: 13\r\n"},
    };
    for (const auto& [why, fields, answer, has] : cases) {
        SCOPED_TRACE(why);
        Served served;
        served.handler.answer = [](const Request& request, Exchange exchange) {
            EXPECT_EQ(exchange.accept_websocket(request, {}), nullptr);
            EXPECT_FALSE(exchange);
        };
        TestPeer peer = served.connect();
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
        EXPECT_TRUE(peer.receive_all().starts_with(answer)) << peer.received();
        EXPECT_NE(peer.received().find(has), std::string::npos) << peer.received();
    }
}

TEST(HttpConnection, garbage_is_answered_and_ended) {
    for (const std::string_view garbage :
         {std::string_view("\0\0\0\0\r\n\r\n", 8), std::string_view("\x16\x03\x01\x00\xa5\r\n\r\n"),
          std::string_view("EHLO mail\r\n\r\n")}) {
        Served served;
        TestPeer peer = served.connect();
        peer.send(garbage);
        EXPECT_TRUE(peer.receive_all().starts_with("HTTP/1.1 400 Bad Request\r\n"));
        EXPECT_TRUE(served.has_metric("net_http_responses_total{status=\"4xx\"} 1"));
    }
}

TEST(HttpConnection, a_peer_that_never_ends_is_listened_to_for_two_seconds) {
    Served served;
    TestPeer peer = served.connect();
    peer.send("garbage\r\n\r\n");
    peer.receive_all();
    EXPECT_TRUE(served.has_metric("net_connections_open 1"));
    served.pass(2010ms);
    EXPECT_TRUE(served.has_metric("net_connections_open 0"));
}

}  // namespace
