#include "net/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loop/loop_group.h"
#include "net/http/served.h"

namespace {

using namespace std::chrono_literals;
using net::http::Exchange;
using net::http::Request;
using support::Served;
using support::TestPeer;
using support::text_response;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// Two loops in one thread, each with its wire and handler.
struct TwoLoops {
    TwoLoops()
        : server(std::vector<net::Wire*>{&wire_a, &wire_b},
                 std::vector<net::http::Handler*>{&handler_a, &handler_b}, {}),
          port(server.listen("127.0.0.1:0").value()) {}

    bool run_both() {
        const bool a = loop_a.run_ready();
        const bool b = loop_b.run_ready();
        return a || b;
    }

    support::ManualClock clock;
    loop::EventLoop loop_a{clock};
    loop::EventLoop loop_b{clock};
    base::Metrics metrics;
    net::Wire wire_a{loop_a, metrics, base::Log::none()};
    net::Wire wire_b{loop_b, metrics, base::Log::none()};
    support::TestHandler handler_a;
    support::TestHandler handler_b;
    net::http::Server server;
    std::uint16_t port;
};

TEST(HttpServer, a_connection_over_the_limit_is_told_so_and_the_next_is_served) {
    net::http::Limits limits;
    limits.connections_max = 2;
    Served served(limits);
    std::optional<TestPeer> first = served.connect();
    TestPeer second = served.connect();
    first->send(kGet);
    first->receive_until("/|");
    second.send(kGet);
    second.receive_until("/|");

    TestPeer third = served.connect();
    third.send(kGet);
    const std::string& answer = third.receive_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n")) << answer;
    EXPECT_NE(answer.find("Retry-After: 5\r\n"), std::string::npos);
    EXPECT_NE(answer.find("no room for more connections"), std::string::npos);
    EXPECT_FALSE(third.was_reset());
    EXPECT_TRUE(served.has_metric("net_connections_refused_total 1"));
    EXPECT_EQ(served.handler.requests, 2);

    first.reset();
    second.run_idle();
    TestPeer fourth = served.connect();
    fourth.send(kGet);
    EXPECT_TRUE(fourth.receive_until("/|").starts_with("HTTP/1.1 200 "));
}

TEST(HttpServer, a_flood_of_refused_connections_keeps_few_of_them) {
    net::http::Limits limits;
    limits.connections_max = 1;
    Served served(limits);
    TestPeer first = served.connect();
    first.run_idle();
    std::vector<std::unique_ptr<TestPeer>> flood;
    for (int i = 0; i < 200; ++i) {
        flood.push_back(std::make_unique<TestPeer>(served.loop, served.port));
        served.loop.run_ready();
    }
    first.run_idle();
    EXPECT_TRUE(served.has_metric("net_connections_refused_total 200"));
    EXPECT_TRUE(served.has_metric("net_connections_open 33"));
    served.pass(2100ms);
    EXPECT_TRUE(served.has_metric("net_connections_open 1"));
    first.send(kGet);
    first.receive_until("/|");
}

TEST(HttpServer, a_bad_address_and_a_port_in_use_are_sentences) {
    Served served;
    EXPECT_NE(served.server.listen("nonsense").error().message.find("has no port"),
              std::string::npos);
    const auto taken = served.server.listen("127.0.0.1:" + std::to_string(served.port));
    ASSERT_FALSE(taken);
    EXPECT_NE(taken.error().message.find("is in use by another program"), std::string::npos);
}

TEST(HttpServer, a_websocket_keeps_its_seat_when_the_server_is_gone) {
    struct Events final : net::websocket::Connection::Events {
        void on_message(net::websocket::MessageKind, std::string_view) override {}
        void on_closed(net::websocket::CloseCode) override {}
    } events;
    support::ManualClock clock;
    loop::EventLoop loop(clock);
    base::Metrics metrics;
    net::Wire wire(loop, metrics, base::Log::none());
    support::TestHandler handler;
    std::unique_ptr<net::websocket::Connection> connection;
    handler.answer = [&](Request request, Exchange exchange) {
        connection = exchange.accept_websocket(request, {});
        connection->start(events);
    };
    auto server = std::make_unique<net::http::Server>(std::vector<net::Wire*>{&wire},
                                                      std::vector<net::http::Handler*>{&handler},
                                                      net::http::Limits{});
    TestPeer peer(loop, server->listen("127.0.0.1:0").value());
    peer.send(
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    peer.receive_until("\r\n\r\n");
    server.reset();
    connection->send(net::websocket::MessageKind::text, "still here");
    peer.receive_until("still here");
}

TEST(HttpServer, stops_accepting_ends_idle_connections_and_answers_busy_ones) {
    Served served;
    std::optional<Exchange> held;
    TestPeer idle = served.connect();
    idle.send(kGet);
    idle.receive_until("/|");
    served.handler.answer = [&](const Request&, Exchange exchange) { held = std::move(exchange); };
    TestPeer busy = served.connect();
    busy.send(kGet);
    busy.run_idle();
    ASSERT_TRUE(held);

    served.server.stop_accepting();
    idle.receive_all();
    busy.run_idle();
    EXPECT_FALSE(busy.is_at_end());
    held->respond(text_response("last words"));
    EXPECT_NE(busy.receive_all().find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(busy.received().ends_with("last words"));

    const net::tcp::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(served.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_NE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
}

TEST(HttpServer, close_ends_everything_and_tells_who_waits) {
    Served served;
    std::optional<Exchange> held;
    int gone = 0;
    served.handler.answer = [&](const Request&, Exchange exchange) {
        exchange.when_gone([&gone] { ++gone; });
        held = std::move(exchange);
    };
    TestPeer peer = served.connect();
    peer.send(kGet);
    peer.run_idle();
    served.server.close();
    EXPECT_EQ(gone, 1);
    EXPECT_FALSE(*held);
    peer.receive_all();
    served.server.close();
}

TEST(HttpServer, moves_a_request_to_another_loop_with_what_is_behind_it) {
    TwoLoops two;
    std::string answered_by;
    // The kernel chooses the loop that accepts; the request is answered by the other one.
    two.handler_a.answer = [&](Request request, Exchange exchange) {
        exchange.move_to(two.wire_b, std::move(request), [&](Request moved, Exchange there) {
            EXPECT_EQ(&there.wire(), &two.wire_b);
            answered_by += "b";
            there.respond(text_response("moved " + moved.target));
        });
        EXPECT_FALSE(exchange);
    };
    two.handler_b.answer = [&](Request request, Exchange exchange) {
        exchange.move_to(two.wire_a, std::move(request), [&](Request moved, Exchange there) {
            EXPECT_EQ(&there.wire(), &two.wire_a);
            answered_by += "a";
            there.respond(text_response("moved " + moved.target));
        });
    };
    TestPeer peer(two.loop_a, two.port);
    const std::string both =
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    ASSERT_EQ(peer.send_some(both), both.size());
    support::run_until(two.loop_a, [&] {
        two.run_both();
        peer.receive();
        return peer.is_at_end();
    });
    EXPECT_NE(peer.received().find("moved /1"), std::string::npos);
    EXPECT_TRUE(peer.received().ends_with("moved /2"));
    // The second request was read on the other loop and moved back.
    EXPECT_EQ(answered_by.size(), 2U);
    EXPECT_NE(answered_by[0], answered_by[1]);
}

TEST(HttpServer, a_held_request_that_moved_still_notices_its_peer) {
    TwoLoops two;
    std::optional<Exchange> held;
    int gone = 0;
    const auto hold = [&](Request, Exchange exchange) {
        exchange.when_gone([&] { ++gone; });
        held = std::move(exchange);
    };
    two.handler_a.answer = [&](Request request, Exchange exchange) {
        exchange.move_to(two.wire_b, std::move(request), hold);
    };
    two.handler_b.answer = [&](Request request, Exchange exchange) {
        exchange.move_to(two.wire_a, std::move(request), hold);
    };
    TestPeer peer(two.loop_a, two.port);
    peer.send_some(kGet);
    support::run_until(two.loop_a, [&] {
        two.run_both();
        return held.has_value();
    });
    peer.close();
    support::run_until(two.loop_a, [&] {
        two.run_both();
        return gone == 1;
    });
}

TEST(HttpServer, a_request_whose_body_is_unwanted_may_move_too) {
    TwoLoops two;
    const auto unwanted = [](const Request&) -> net::http::BodyBegun {
        return base::fail(net::http::BodyUnwanted{});
    };
    const auto refuse = [](const Request& request, Exchange exchange) {
        EXPECT_TRUE(request.is_body_unread);
        exchange.respond(text_response("moved " + request.target, 400));
    };
    two.handler_a.begin = unwanted;
    two.handler_b.begin = unwanted;
    two.handler_a.answer = [&](Request request, Exchange exchange) {
        exchange.move_to(two.wire_b, std::move(request), refuse);
    };
    two.handler_b.answer = [&](Request request, Exchange exchange) {
        exchange.move_to(two.wire_a, std::move(request), refuse);
    };
    TestPeer peer(two.loop_a, two.port);
    peer.send_some("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nGET /2 HTTP/1.1\r\n");
    support::run_until(two.loop_a, [&] {
        two.run_both();
        peer.receive();
        return peer.is_at_end();
    });
    EXPECT_TRUE(peer.received().starts_with("HTTP/1.1 400 ")) << peer.received();
    EXPECT_TRUE(peer.received().ends_with("moved /1")) << peer.received();
    EXPECT_EQ(two.handler_a.requests + two.handler_b.requests, 1) << "a body is no request";
}

TEST(HttpServer, is_closed_by_main_while_loops_run_and_again_after_they_stopped) {
    base::SystemClock clock;
    loop::LoopGroup group(clock, 2);
    base::Metrics metrics;
    net::Wire wire_a(group.at(0), metrics, base::Log::none());
    net::Wire wire_b(group.at(1), metrics, base::Log::none());
    support::TestHandler handler_a;
    support::TestHandler handler_b;
    net::http::Server server(std::vector<net::Wire*>{&wire_a, &wire_b},
                             std::vector<net::http::Handler*>{&handler_a, &handler_b}, {});
    group.start();
    const std::uint16_t port = server.listen("127.0.0.1:0").value();
    loop::EventLoop idle(clock);
    std::vector<std::unique_ptr<TestPeer>> peers;
    for (int i = 0; i < 20; ++i) {
        peers.push_back(std::make_unique<TestPeer>(idle, port));
        peers.back()->send(kGet);
    }
    for (const auto& peer : peers)
        peer->receive_until("/|");
    server.stop_accepting();
    server.close();
    for (const auto& peer : peers)
        peer->receive_all();
    group.stop();
    server.close();
}

TEST(HttpServer, upgrades_to_a_websocket_with_octets_behind_the_head) {
    struct Echo final : net::websocket::Connection::Events {
        void on_message(net::websocket::MessageKind kind, std::string_view payload) override {
            connection->send(kind, payload);
        }
        void on_closed(net::websocket::CloseCode) override { connection.reset(); }
        std::unique_ptr<net::websocket::Connection> connection;
    } echo;
    Served served;
    served.handler.answer = [&](Request request, Exchange exchange) {
        echo.connection = exchange.accept_websocket(request, {});
        ASSERT_NE(echo.connection, nullptr);
        echo.connection->start(echo);
    };
    TestPeer peer = served.connect();
    // "Hello", masked, right behind the head (RFC 6455 §5.7).
    peer.send(
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
    const std::string& answer = peer.receive_until("\x81\x05Hello");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 101 ")) << answer;
    EXPECT_NE(answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
              std::string::npos);
    peer.close();
    support::run_until(served.loop, [&] { return echo.connection == nullptr; });
}

}  // namespace
