#include "net/http/message.h"

#include <gtest/gtest.h>

#include <string_view>

#include "net/http/date.h"
#include "net/http/response_head.h"

namespace {

using net::http::query_parameter;
using net::http::Request;

TEST(Request, path_and_query_are_told_apart) {
    Request request;
    request.target = "/socket.io/?EIO=4&a=b?c";
    EXPECT_EQ(request.path(), "/socket.io/");
    EXPECT_EQ(request.query(), "EIO=4&a=b?c");
    request.target = "/plain";
    EXPECT_EQ(request.path(), "/plain");
    EXPECT_EQ(request.query(), "");
}

TEST(Request, fields_are_found_without_case) {
    Request request;
    request.fields = {{"X-One", "1"}, {"x-one", "2"}};
    EXPECT_EQ(request.field("x-ONE"), "1");
    EXPECT_EQ(request.field("x-on"), "");
}

TEST(QueryParameter, is_decoded) {
    struct Case {
        std::string_view query;
        std::string_view value;
    };
    const Case cases[] = {
        {"a=1", "1"},
        {"b=2&a=1&a=3", "1"},
        {"a", ""},
        {"a=", ""},
        {"", ""},
        {"&&a=x", "x"},
        {"%61=x", "x"},
        {"a=%2F+%zz%2", "/ %zz%2"},
        {"a=%E2%82%AC", "€"},
        {"aa=1", ""},
        {"a=b=c", "b=c"},
        {"A=1", ""},
    };
    for (const auto& [query, value] : cases) {
        SCOPED_TRACE(query);
        EXPECT_EQ(query_parameter(query, "a"), value);
    }
}

TEST(Date, is_written_as_the_rfc_says) {
    using std::chrono::milliseconds;
    EXPECT_EQ(net::http::date_text(base::WallTime(milliseconds(784'111'777'999))),
              "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(net::http::date_text(base::WallTime(milliseconds(1'709'164'800'000))),
              "Thu, 29 Feb 2024 00:00:00 GMT");
    net::http::DateCache cache;
    EXPECT_EQ(cache.at(base::WallTime(milliseconds(0))), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(cache.at(base::WallTime(milliseconds(1000))), "Thu, 01 Jan 1970 00:00:01 GMT");
}

TEST(ResponseHead, a_field_cannot_end_it) {
    const std::string head = net::http::response_head(
        {.status = 200, .content_length = 3, .date = "D", .keep_alive = net::http::KeepAlive::no},
        {{"A", "b\r\nEvil: 1"}, {"C\n", "d"}, {"E", std::string("f\0", 2)}, {"Good", "yes"}});
    EXPECT_EQ(head,
              "HTTP/1.1 200 OK\r\nGood: yes\r\nContent-Length: 3\r\nDate: D\r\nConnection: "
              "close\r\n\r\n");
}

}  // namespace
