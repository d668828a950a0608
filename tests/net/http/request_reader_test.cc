#include "net/http/request_reader.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http/request_lines.h"

namespace {

using net::http::Method;
using net::http::Request;
using support::in_pieces;
using support::read_request;
using support::RequestsRead;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n";
constexpr std::string_view kPost = "POST / HTTP/1.1\r\nHost: a\r\n";

std::string with(std::string_view head, std::string_view rest) {
    return std::string(head) + std::string(rest);
}

TEST(RequestReader, refuses_what_is_wrong_however_it_is_cut) {
    struct Case {
        std::string_view why;
        std::string octets;
        int status;
    };
    const Case cases[] = {
        {"no HTTP", "hello there\r\n\r\n", 400},
        {"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400},
        {"HTTP/0.9", "GET /\r\n\r\n", 400},
        {"HTTP/2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        {"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"version of letters", "GET / HTTP/x.y\r\nHost: a\r\n\r\n", 400},
        {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", with(kGet, "Host: b\r\n\r\n"), 400},
        {"space before the colon", with(kGet, "X : y\r\n\r\n"), 400},
        {"no colon", with(kGet, "X\r\n\r\n"), 400},
        {"NUL in a value", with(kGet, std::string("X: \0\r\n\r\n", 8)), 400},
        {"line feed alone", "GET / HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\r\n\r\n", 400},
        {"target without a slash", "GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"asterisk of another method", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"two lengths", with(kPost, "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"), 400},
        {"two lengths in one", with(kPost, "Content-Length: 1, 2\r\n\r\n"), 400},
        {"negative length", with(kPost, "Content-Length: -1\r\n\r\n"), 400},
        {"length with a sign", with(kPost, "Content-Length: +1\r\n\r\n"), 400},
        {"length over 64 bits", with(kPost, "Content-Length: 99999999999999999999\r\n\r\n"), 400},
        {"length and chunks",
         with(kPost, "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"), 400},
        {"chunks and length",
         with(kPost, "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"), 400},
        {"chunked twice",
         with(kPost, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"), 400},
        {"unknown coding", with(kPost, "Transfer-Encoding: gzip\r\n\r\n"), 501},
        {"coding below chunked", with(kPost, "Transfer-Encoding: gzip, chunked\r\n\r\n"), 501},
        {"chunked not last", with(kPost, "Transfer-Encoding: chunked, gzip\r\n\r\n"), 501},
        {"chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"unknown expectation", with(kPost, "Expect: miracles\r\n\r\n"), 417},
        {"announced too long", with(kPost, "Content-Length: 65\r\n\r\n"), 413},
        {"request line too long", "GET /" + std::string(2000, 'x') + " HTTP/1.1\r\n\r\n", 414},
        {"field too long", with(kGet, "X: " + std::string(2000, 'x') + "\r\n\r\n"), 431},
        {"chunk without a size", with(kPost, "Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n"), 400},
        {"chunk too long",
         with(kPost,
              "Transfer-Encoding: chunked\r\n\r\n41\r\n" + std::string(65, 'x') + "\r\n0\r\n\r\n"),
         413},
        {"chunks too long together",
         with(kPost, "Transfer-Encoding: chunked\r\n\r\n21\r\n" + std::string(33, 'x') +
                         "\r\n20\r\n" + std::string(32, 'x') + "\r\n0\r\n\r\n"),
         413},
        {"chunk longer than its size",
         with(kPost, "Transfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n0\r\n\r\n"), 400},
        {"chunk size over 64 bits",
         with(kPost, "Transfer-Encoding: chunked\r\n\r\n11111111111111111\r\nx\r\n0\r\n\r\n"), 400},
        {"extension without end",
         with(kPost, "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(5000, 'x')), 400},
        {"trailers without end",
         with(kPost, "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(5000, 'x')), 400},
    };
    for (const auto& [why, octets, status] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(read_request({octets}).status(), status);
        EXPECT_EQ(read_request(in_pieces(octets, 1)).status(), status);
        EXPECT_EQ(read_request(in_pieces(octets, 7)).status(), status);
    }
}

TEST(RequestReader, refuses_many_fields) {
    std::string octets(kGet);
    for (int i = 0; i < 130; ++i)
        octets += "a:\r\n";
    EXPECT_EQ(read_request({octets + "\r\n"}).status(), 431);
}

TEST(RequestReader, reads_the_same_request_however_it_is_cut) {
    struct Case {
        std::string_view why;
        std::string octets;
        std::string body;
        std::string rest;
    };
    const Case cases[] = {
        {"no body", with(kGet, "\r\n"), "", ""},
        {"empty lines before", with("\r\n\r\n", with(kGet, "\r\n")), "", ""},
        {"length", with(kPost, "Content-Length: 5\r\n\r\nhello"), "hello", ""},
        {"length none", with(kPost, "Content-Length: 0\r\n\r\n"), "", ""},
        {"the same length twice", with(kPost, "Content-Length: 1, 1\r\n\r\nx"), "x", ""},
        {"chunks",
         with(kPost, "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"),
         "abcde", ""},
        {"chunks of no octet", with(kPost, "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "", ""},
        {"trailers",
         with(kPost, "Transfer-Encoding: Chunked\r\n\r\n1\r\nx\r\n0\r\nCookie: evil\r\n\r\n"), "x",
         ""},
        {"next request behind", with(kPost, "Content-Length: 1\r\n\r\nxGET /next"), "x",
         "GET /next"},
        {"next request behind chunks",
         with(kPost, "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nGET /next"), "x",
         "GET /next"},
    };
    for (const auto& [why, octets, body, rest] : cases) {
        SCOPED_TRACE(why);
        for (std::size_t cut = 0; cut <= octets.size(); ++cut) {
            const RequestsRead reading = read_request({octets.substr(0, cut), octets.substr(cut)});
            ASSERT_EQ(reading.status(), 0) << "cut at " << cut;
            EXPECT_EQ(reading.request->body, body);
            EXPECT_EQ(reading.request->target, "/");
            EXPECT_EQ(reading.request->field("cookie"), "");
            EXPECT_EQ(reading.rest, rest);
        }
        const RequestsRead reading = read_request(in_pieces(octets, 1));
        ASSERT_EQ(reading.status(), 0);
        EXPECT_EQ(reading.request->body, body);
    }
}

TEST(RequestReader, knows_the_methods) {
    struct Case {
        std::string_view text;
        Method method;
    };
    const Case cases[] = {
        {"GET", Method::get},         {"HEAD", Method::head},   {"POST", Method::post},
        {"PUT", Method::put},         {"PATCH", Method::patch}, {"DELETE", Method::del},
        {"OPTIONS", Method::options}, {"BREW", Method::other},  {"get", Method::other},
        {"TRACE", Method::other},
    };
    for (const auto& [text, method] : cases) {
        SCOPED_TRACE(text);
        const RequestsRead reading =
            read_request({std::string(text) + " / HTTP/1.1\r\nHost: a\r\n\r\n"});
        ASSERT_EQ(reading.status(), 0);
        EXPECT_EQ(reading.request->method, method);
    }
}

TEST(RequestReader, takes_the_targets_of_the_rfc) {
    struct Case {
        std::string_view line;
        std::string_view target;
    };
    const Case cases[] = {
        {"GET /a?b HTTP/1.1", "/a?b"},
        {"GET http://a.example/x?y HTTP/1.1", "/x?y"},
        {"GET HTTP://a.example HTTP/1.1", "/"},
        {"GET https://a.example?q HTTP/1.1", "/?q"},
        {"OPTIONS * HTTP/1.1", "*"},
    };
    for (const auto& [line, target] : cases) {
        SCOPED_TRACE(line);
        const RequestsRead reading = read_request({std::string(line) + "\r\nHost: a\r\n\r\n"});
        ASSERT_EQ(reading.status(), 0);
        EXPECT_EQ(reading.request->target, target);
    }
}

TEST(RequestReader, sees_who_wants_a_websocket) {
    EXPECT_TRUE(
        read_request({with(kGet, "Upgrade: foo, WebSocket\r\n\r\n")}).request->wants_upgrade);
    EXPECT_FALSE(read_request({with(kGet, "Upgrade: websockets\r\n\r\n")}).request->wants_upgrade);
    EXPECT_FALSE(read_request({with(kGet, "\r\n")}).request->wants_upgrade);
}

TEST(RequestReader, memory_grows_with_what_came_not_with_what_is_announced) {
    net::http::RequestReader reader(1024);
    const std::string head = with(kPost, "Content-Length: 1000000000\r\n\r\n");
    ASSERT_TRUE(reader.read(head));
    ASSERT_TRUE(reader.allow_body(2'000'000'000));
    ASSERT_TRUE(reader.read("abc"));
    EXPECT_LT(reader.request().body.capacity(), 1000U);
}

}  // namespace
