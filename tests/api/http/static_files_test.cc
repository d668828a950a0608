#include "api/http/static_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace {

using api::http::Asset;
using api::http::StaticFiles;
using net::http::Request;
using net::http::Response;

constexpr std::array kAssets = {
    Asset{"/assets/app-1a2b.js", "text/javascript", "\"js\"", "identity js", "gzip js", "br js",
          true},
    Asset{"/favicon.svg", "image/svg+xml", "\"svg\"", "identity svg", "", "", false},
    Asset{"/index.html", "text/html; charset=utf-8", "\"html\"", "identity html", "gzip html", "",
          false},
};

Request get(std::string target, std::vector<net::http::Field> fields = {}) {
    Request request;
    request.method = net::http::Method::get;
    request.target = std::move(target);
    request.fields = std::move(fields);
    return request;
}

std::string field(const Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.fields, name, &net::http::Field::first);
    return found == response.fields.end() ? std::string() : found->second;
}

const StaticFiles kFiles{kAssets};

TEST(StaticFiles, sends_the_smallest_form_the_client_takes) {
    struct Case {
        std::string accept_encoding;
        std::string_view body;
        std::string coding;
    };
    const Case cases[] = {
        {"gzip, deflate, br", "br js", "br"},
        {"gzip", "gzip js", "gzip"},
        {"", "identity js", ""},
        {"br;q=0, gzip;q=0.5", "gzip js", "gzip"},
        {"identity", "identity js", ""},
        {"BR", "br js", "br"},
        {"gzip;q=0.000", "identity js", ""},
        {"xbr, gzipped", "identity js", ""},
    };
    for (const auto& [accept_encoding, body, coding] : cases) {
        SCOPED_TRACE(accept_encoding);
        const auto response =
            kFiles.find(get("/assets/app-1a2b.js", {{"Accept-Encoding", accept_encoding}}));
        ASSERT_TRUE(response);
        EXPECT_EQ(response->static_body, body);
        EXPECT_EQ(field(*response, "Content-Encoding"), coding);
        EXPECT_EQ(field(*response, "Vary"), "Accept-Encoding");
    }
}

TEST(StaticFiles, places_in_the_client_are_the_page_and_missing_files_are_not) {
    for (const char* path : {"/", "/r/lobby", "/index.html", "/r/lobby?at=5"}) {
        SCOPED_TRACE(path);
        const auto response = kFiles.find(get(path));
        ASSERT_TRUE(response);
        EXPECT_EQ(response->static_body, "identity html");
    }
    for (const char* path :
         {"/assets/old-9z.js", "/missing.png", "/api/v1/nothing", "/metrics", "/r", "*"}) {
        SCOPED_TRACE(path);
        EXPECT_FALSE(kFiles.find(get(path)));
    }
}

TEST(StaticFiles, what_the_client_has_is_not_sent_again) {
    for (const char* tags : {"\"js\"", "W/\"js\"", "\"other\", \"js\"", "*"}) {
        SCOPED_TRACE(tags);
        const auto response = kFiles.find(get("/assets/app-1a2b.js", {{"If-None-Match", tags}}));
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, 304);
        EXPECT_TRUE(response->static_body.empty());
        EXPECT_EQ(field(*response, "ETag"), "\"js\"");
    }
    EXPECT_EQ(kFiles.find(get("/assets/app-1a2b.js", {{"If-None-Match", "\"old\""}}))->status, 200);
}

TEST(StaticFiles, hashed_names_are_kept_for_ever_and_the_page_is_asked_for_each_time) {
    EXPECT_EQ(field(*kFiles.find(get("/assets/app-1a2b.js")), "Cache-Control"),
              "public, max-age=31536000, immutable");
    EXPECT_EQ(field(*kFiles.find(get("/")), "Cache-Control"), "no-cache");
}

TEST(StaticFiles, nothing_inline_and_nothing_foreign_may_run) {
    const std::string policy = field(*kFiles.find(get("/")), "Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
    EXPECT_NE(policy.find("script-src 'self'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(field(*kFiles.find(get("/")), "X-Content-Type-Options"), "nosniff");
}

}  // namespace
