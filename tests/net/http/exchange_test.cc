#include "net/http/exchange.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/detached.h"
#include "net/http/served.h"
#include "net/tcp/seat.h"

namespace {

using namespace std::chrono_literals;
using net::http::Exchange;
using net::http::Request;
using support::Served;
using support::TestPeer;
using support::text_response;

std::string get(std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

TEST(Exchange, a_held_request_has_no_time_limit) {
    Served served;
    std::optional<Exchange> held;
    served.handler.answer = [&](const Request&, Exchange exchange) { held = std::move(exchange); };
    TestPeer peer = served.connect();
    peer.send(get("/"));
    peer.run_idle();
    served.pass(10min);
    ASSERT_TRUE(held && *held);
    held->respond(text_response("at last"));
    peer.receive_until("at last");
}

TEST(Exchange, an_exchange_dropped_unanswered_is_a_500) {
    Served served;
    served.handler.answer = [](const Request&, Exchange) {};
    TestPeer peer = served.connect();
    peer.send(get("/"));
    EXPECT_TRUE(peer.receive_until("no answer").starts_with("HTTP/1.1 500 "));
}

TEST(Exchange, tells_when_the_peer_of_a_held_request_is_gone) {
    for (const std::string_view how : {"end", "reset"}) {
        SCOPED_TRACE(how);
        Served served;
        std::optional<Exchange> held;
        int gone = 0;
        served.handler.answer = [&](const Request&, Exchange exchange) {
            exchange.when_gone([&gone] { ++gone; });
            held = std::move(exchange);
        };
        TestPeer peer = served.connect();
        peer.send(get("/"));
        peer.run_idle();
        ASSERT_TRUE(held && *held);
        if (how == "end")
            peer.close();
        else
            peer.reset();
        support::run_until(served.loop, [&] { return gone != 0; });
        EXPECT_EQ(gone, 1);
        EXPECT_FALSE(*held);
        held->respond(text_response("harmless"));
        EXPECT_EQ(&held->wire(), &served.wire);
        EXPECT_TRUE(served.has_metric("net_connections_open 0"));
    }
}

TEST(Exchange, gone_is_told_although_more_was_read_than_is_wanted) {
    net::http::Limits limits;
    limits.pipelined_bytes_max = 10;
    Served served(limits);
    int gone = 0;
    std::optional<Exchange> held;
    served.handler.answer = [&](const Request&, Exchange exchange) {
        exchange.when_gone([&gone] { ++gone; });
        held = std::move(exchange);
    };
    TestPeer peer = served.connect();
    peer.send(get("/") + get("/more") + get("/and more"));
    peer.run_idle();
    peer.reset();
    support::run_until(served.loop, [&] { return gone != 0; });
}

TEST(Exchange, the_callback_may_destroy_the_exchange) {
    Served served;
    std::optional<Exchange> held;
    served.handler.answer = [&](const Request&, Exchange exchange) {
        exchange.when_gone([&held] { held.reset(); });
        held = std::move(exchange);
    };
    TestPeer peer = served.connect();
    peer.send(get("/"));
    peer.run_idle();
    peer.close();
    support::run_until(served.loop, [&] { return !held.has_value(); });
}

TEST(Exchange, a_client_that_only_stopped_sending_gets_its_answers) {
    Served served;
    std::vector<Exchange> held;
    served.handler.answer = [&](const Request&, Exchange exchange) {
        held.push_back(std::move(exchange));
    };
    TestPeer peer = served.connect();
    peer.send(get("/a") + get("/b"));
    peer.finish_sending();
    peer.run_idle();
    ASSERT_EQ(held.size(), 1U);
    held[0].respond(text_response("first"));
    peer.receive_until("first");
    ASSERT_EQ(held.size(), 2U);
    held[1].respond(text_response("second"));
    EXPECT_TRUE(peer.receive_all().ends_with("second"));
}

/// An Answerer of a test's own, as handlers above net may be tested with.
class Recorder final : public net::http::Answerer {
public:
    explicit Recorder(net::Wire& wire) : wire_(wire) {}
    void respond(net::http::Response response) override { statuses.push_back(response.status); }
    void when_gone(std::move_only_function<void()>) override {}
    std::unique_ptr<net::websocket::Connection> accept_websocket(
        const Request&, const net::websocket::ConnectionOptions&) override {
        return nullptr;
    }
    void move_to(net::Wire&, Request, std::move_only_function<void(Request, Exchange)>) override {}
    net::http::Detached detach() override { return {}; }
    net::tcp::Seat try_take_seat() override { return {}; }
    net::Wire& wire() override { return wire_; }
    void leave() { forget_exchange(); }

    std::vector<int> statuses;

private:
    net::Wire& wire_;
};

TEST(Exchange, is_answered_once_however_it_moves) {
    Served served;
    Recorder recorder(served.wire);
    {
        Exchange first(recorder);
        Exchange second(std::move(first));
        Exchange third;
        third = std::move(second);
        EXPECT_TRUE(third);
        third.respond(text_response("x", 201));
        third.respond(text_response("y", 202));
        EXPECT_FALSE(third);
    }
    EXPECT_EQ(recorder.statuses, std::vector<int>{201});
}

TEST(Exchange, replaced_or_destroyed_unanswered_it_answers_500) {
    Served served;
    Recorder one(served.wire);
    Recorder two(served.wire);
    {
        Exchange exchange(one);
        exchange = Exchange(two);
        EXPECT_EQ(one.statuses, std::vector<int>{500});
        EXPECT_TRUE(exchange);
    }
    EXPECT_EQ(two.statuses, std::vector<int>{500});
}

TEST(Exchange, follows_who_leaves) {
    Served served;
    std::optional<Recorder> recorder(served.wire);
    Exchange exchange(*recorder);
    Exchange moved = std::move(exchange);
    recorder->leave();
    EXPECT_FALSE(moved);
    recorder.reset();
    moved.respond(text_response("nobody"));
}

}  // namespace
