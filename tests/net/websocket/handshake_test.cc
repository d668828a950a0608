#include "net/websocket/handshake.h"

#include <gtest/gtest.h>

#include <string_view>

namespace net::websocket {
namespace {

constexpr HandshakeRequest kRequest{
    .method = "GET",
    .http_version = 11,
    .upgrade = "websocket",
    .connection = "Upgrade",
    .version = "13",
    .key = "dGhlIHNhbXBsZSBub25jZQ==",
};

HandshakeRequest with(std::string_view HandshakeRequest::* header, std::string_view value) {
    HandshakeRequest request = kRequest;
    request.*header = value;
    return request;
}

TEST(Handshake, example_of_rfc_6455_section_1_3) {
    EXPECT_EQ(accept_value("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(accept_handshake(kRequest), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Handshake, forms_that_are_allowed) {
    const HandshakeRequest cases[] = {
        with(&HandshakeRequest::upgrade, "WebSocket"),
        with(&HandshakeRequest::upgrade, "h2c, websocket"),
        with(&HandshakeRequest::connection, "upgrade"),
        with(&HandshakeRequest::connection, "keep-alive, Upgrade"),
        with(&HandshakeRequest::connection, "keep-alive,\tUPGRADE ,x"),
        with(&HandshakeRequest::version, " 13 "),
        with(&HandshakeRequest::key, "AAAAAAAAAAAAAAAAAAAAAA=="),
        with(&HandshakeRequest::key, "+/+/+/+/+/+/+/+/+/+/+/=="),
    };
    for (const HandshakeRequest& request : cases)
        EXPECT_TRUE(accept_handshake(request).has_value())
            << request.upgrade << " | " << request.connection << " | " << request.key;
}

TEST(Handshake, refusals) {
    struct Refused {
        std::string_view why;
        HandshakeRequest request;
        HandshakeError error;
        unsigned status;
    };
    HandshakeRequest old = kRequest;
    old.http_version = 10;
    using enum HandshakeError;
    const Refused cases[] = {
        {"POST", with(&HandshakeRequest::method, "POST"), method_not_get, 400},
        {"methods have a case", with(&HandshakeRequest::method, "get"), method_not_get, 400},
        {"HTTP/1.0", old, http_version_too_old, 400},
        {"no Upgrade", with(&HandshakeRequest::upgrade, ""), upgrade_not_websocket, 400},
        {"another Upgrade", with(&HandshakeRequest::upgrade, "h2c"), upgrade_not_websocket, 400},
        {"a token that only contains it", with(&HandshakeRequest::upgrade, "websockets"),
         upgrade_not_websocket, 400},
        {"no Connection", with(&HandshakeRequest::connection, ""), connection_not_upgrade, 400},
        {"another Connection", with(&HandshakeRequest::connection, "keep-alive"),
         connection_not_upgrade, 400},
        {"no version", with(&HandshakeRequest::version, ""), version_not_supported, 426},
        {"version 8", with(&HandshakeRequest::version, "8"), version_not_supported, 426},
        {"two versions", with(&HandshakeRequest::version, "13, 13"), version_not_supported, 426},
        {"version 013", with(&HandshakeRequest::version, "013"), version_not_supported, 426},
        {"no key", with(&HandshakeRequest::key, ""), key_invalid, 400},
        {"a short key", with(&HandshakeRequest::key, "AAAAAAAAAAAAAAAAAAAA"), key_invalid, 400},
        {"15 octets", with(&HandshakeRequest::key, "AAAAAAAAAAAAAAAAAAAA"), key_invalid, 400},
        {"17 octets", with(&HandshakeRequest::key, "AAAAAAAAAAAAAAAAAAAAAAA="), key_invalid, 400},
        {"not base64", with(&HandshakeRequest::key, "AAAAAAAAAAAAAAAAAAAA-_=="), key_invalid, 400},
        {"a padding too early", with(&HandshakeRequest::key, "AAAAAAAAAAAAAAAAAAAAA==="),
         key_invalid, 400},
        {"two keys",
         with(&HandshakeRequest::key,
              "AAAAAAAAAAAAAAAAAAAAAA==, "
              "AAAAAAAAAAAAAAAAAAAAAA=="),
         key_invalid, 400},
    };
    for (const auto& [why, request, error, status] : cases) {
        SCOPED_TRACE(why);
        const auto answer = accept_handshake(request);
        ASSERT_FALSE(answer.has_value());
        EXPECT_EQ(answer.error(), error) << name(answer.error());
        EXPECT_EQ(http_status(answer.error()), status);
        EXPECT_NE(name(answer.error()), "unknown");
    }
}

TEST(Handshake, tells_whether_a_websocket_is_wanted_at_all) {
    EXPECT_TRUE(wants_websocket("websocket"));
    EXPECT_TRUE(wants_websocket(" h2c , WebSocket "));
    EXPECT_FALSE(wants_websocket(""));
    EXPECT_FALSE(wants_websocket("web socket"));
    EXPECT_FALSE(wants_websocket(",,,"));
}

}  // namespace
}  // namespace net::websocket
