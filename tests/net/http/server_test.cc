#include "net/http/server.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "net/http/served.h"

namespace {

using namespace std::chrono_literals;
using net::http::Exchange;
using net::http::Request;
using support::Served;
using support::TestPeer;
using support::text_response;

TEST(HttpServer, answers_a_request) {
    Served served;
    TestPeer peer = served.connect();
    peer.send("GET /hello?x=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string& answer = peer.receive_until("/hello?x=1|");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_NE(answer.find("Content-Length: 11\r\n"), std::string::npos);
    EXPECT_NE(answer.find("Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"), std::string::npos) << answer;
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
