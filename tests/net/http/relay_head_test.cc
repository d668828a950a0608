#include "net/http/relay_head.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "net/http/message.h"
#include "net/http/request_lines.h"

namespace {

using net::http::Field;
using net::http::Method;
using net::http::relay_head;
using net::http::Request;

Request request(std::vector<Field> fields, Method method = Method::get) {
    Request request;
    request.method = method;
    request.target = "/socket.io/?EIO=4&transport=polling&sid=b.x";
    request.fields = std::move(fields);
    request.peer_address = "192.0.2.7";
    return request;
}

TEST(RelayHead, of_a_poll_says_what_the_client_said_and_that_the_connection_ends) {
    EXPECT_EQ(relay_head(request({{"Host", "chat.example"},
                                  {"Accept-Encoding", "gzip"},
                                  {"Origin", "http://page"},
                                  {"Cookie", "a=1"},
                                  {"Cookie", "b=2"}}),
                         "a", 0),
              "GET /socket.io/?EIO=4&transport=polling&sid=b.x HTTP/1.1\r\n"
              "Host: chat.example\r\n"
              "Accept-Encoding: gzip\r\n"
              "Origin: http://page\r\n"
              "Cookie: a=1\r\n"
              "Cookie: b=2\r\n"
              "X-Forwarded-For: 192.0.2.7\r\n"
              "Parlor-Relayed: a\r\n"
              "Connection: close\r\n"
              "\r\n");
}

TEST(RelayHead, of_a_post_has_the_length_of_the_body_that_was_read) {
    const std::string head = relay_head(request({{"host", "a"},
                                                 {"transfer-encoding", "chunked"},
                                                 {"Content-Length", "17"},
                                                 {"Expect", "100-continue"},
                                                 {"Content-Type", "text/plain"}},
                                                Method::post),
                                        "a", 4711);
    EXPECT_TRUE(head.starts_with("POST /socket.io/"));
    EXPECT_NE(head.find("\r\nContent-Length: 4711\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nContent-Type: text/plain\r\n"), std::string::npos);
    for (const std::string_view gone : {"chunked", "17\r\n", "Expect"})
        EXPECT_EQ(head.find(gone), std::string::npos) << gone;
}

TEST(RelayHead, of_an_upgrade_keeps_the_handshake) {
    Request upgrade = request({{"Host", "a"},
                               {"Connection", "keep-alive, Upgrade"},
                               {"Upgrade", "websocket"},
                               {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                               {"Sec-WebSocket-Version", "13"}});
    upgrade.wants_upgrade = true;
    EXPECT_TRUE(relay_head(upgrade, "a", 0)
                    .ends_with("Host: a\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                               "Sec-WebSocket-Version: 13\r\n"
                               "X-Forwarded-For: 192.0.2.7\r\n"
                               "Parlor-Relayed: a\r\n"
                               "Upgrade: websocket\r\n"
                               "Connection: Upgrade, close\r\n"
                               "\r\n"));
}

TEST(RelayHead, leaves_out_what_must_not_pass) {
    struct Case {
        std::string_view why;
        Field field;
        std::string_view gone;
    };
    const Case cases[] = {
        {"a claim of the client about its address", {"X-Forwarded-For", "127.0.0.1"}, "127.0.0.1"},
        {"a forged mark", {"parlor-relayed", "forged"}, "forged"},
        {"the connection's own", {"Keep-Alive", "timeout=5"}, "timeout"},
        {"a proxy's password", {"Proxy-Authorization", "Basic x"}, "Basic"},
        {"trailers", {"TE", "trailers"}, "trailers"},
        {"an upgrade nobody knows", {"Upgrade", "h2c"}, "h2c"},
        {"named by Connection", {"X-Hop", "one hop only"}, "one hop only"},
        {"what would end the head", {"X-Odd", "a\r\nX-Injected: b"}, "Injected"},
    };
    for (const auto& [why, field, gone] : cases) {
        SCOPED_TRACE(why);
        const std::string head =
            relay_head(request({{"Host", "a"}, {"Connection", "close , X-HOP"}, field}), "a", 0);
        EXPECT_EQ(head.find(gone), std::string::npos) << head;
        EXPECT_NE(head.find("\r\nHost: a\r\n"), std::string::npos);
    }
}

TEST(RelayHead, keeps_the_host_whatever_connection_names) {
    EXPECT_NE(relay_head(request({{"Host", "a"}, {"Connection", "host"}}), "a", 0).find("Host: a"),
              std::string::npos);
}

TEST(RelayHead, speaks_the_version_of_the_client) {
    Request old = request({});
    old.version = 10;
    EXPECT_NE(relay_head(old, "a", 0).find("sid=b.x HTTP/1.0\r\n"), std::string::npos);
}

TEST(RelayHead, is_read_as_the_request_it_was_made_of) {
    const std::vector<std::string> as_sent = {
        "POST /socket.io/?sid=b.x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
        "X-Folded: one\r\n two\r\nX-Latin: \xE4\r\n\r\nhello"};
    const auto first = support::read_request(as_sent);
    ASSERT_TRUE(first.request);
    const std::string again = relay_head(*first.request, "a", first.request->body.size());
    const auto second = support::read_request({again + first.request->body});
    ASSERT_TRUE(second.request) << again;
    EXPECT_EQ(second.request->target, first.request->target);
    EXPECT_EQ(second.request->body, "hello");
    EXPECT_EQ(second.request->field("X-Folded"), first.request->field("X-Folded"));
    EXPECT_EQ(second.request->field("X-Latin"), "\xE4");
    EXPECT_EQ(second.rest, "");
}

}  // namespace
