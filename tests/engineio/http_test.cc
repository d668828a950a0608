#include <gmock/gmock.h>
#include <zlib.h>

#include <string>
#include <string_view>
#include <vector>

#include "engineio/content_coding.h"
#include "engineio/refusal.h"
#include "engineio/request.h"

namespace engineio {
namespace {

using net::http::Method;
using net::http::Request;
using testing::Contains;
using testing::IsEmpty;
using testing::Pair;

Request request(Method method, std::string target, std::vector<net::http::Field> fields = {}) {
    Request request;
    request.method = method;
    request.target = std::move(target);
    request.fields = std::move(fields);
    request.wants_upgrade = !request.field("Upgrade").empty();
    return request;
}

const net::http::Field kUpgrade{"Upgrade", "websocket"};

TEST(Request, target_names_transport_and_session) {
    const auto target =
        read_target(request(Method::get, "/engine.io/?EIO=4&transport=websocket&sid=a-_9"));
    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(target->transport, TransportKind::websocket);
    EXPECT_EQ(target->sid, "a-_9");
}

TEST(Request, handshakes_are_refused_by_the_first_rule_they_break) {
    struct {
        std::string_view why;
        Request request;
        Refusal refusal;
    } const cases[] = {
        {"no transport", request(Method::get, "/?EIO=4"), Refusal::transport_unknown},
        {"a transport of others", request(Method::get, "/?EIO=4&transport=webtransport"),
         Refusal::transport_unknown},
        {"transport before method", request(Method::post, "/?EIO=4&transport=x"),
         Refusal::transport_unknown},
        {"an Origin with a control character",
         request(Method::get, "/?EIO=4&transport=polling", {{"Origin", "http://a\x01"}}),
         Refusal::origin_malformed},
        {"a handshake by POST", request(Method::post, "/?EIO=4&transport=polling"),
         Refusal::handshake_method},
        {"a handshake by PUT", request(Method::put, "/?EIO=4&transport=polling"),
         Refusal::handshake_method},
        {"a WebSocket that is none", request(Method::get, "/?EIO=4&transport=websocket"),
         Refusal::websocket_expected},
        {"an upgrade for polling", request(Method::get, "/?EIO=4&transport=polling", {kUpgrade}),
         Refusal::websocket_expected},
        {"version 3", request(Method::get, "/?EIO=3&transport=polling"), Refusal::protocol_version},
        {"no version", request(Method::get, "/?transport=polling"), Refusal::protocol_version},
        {"a version that is no number", request(Method::get, "/?EIO=abc&transport=polling"),
         Refusal::protocol_version},
        {"version 3 on a WebSocket",
         request(Method::get, "/?EIO=3&transport=websocket", {kUpgrade}),
         Refusal::protocol_version},
    };
    for (const auto& [why, sent, refusal] : cases) {
        SCOPED_TRACE(why);
        const auto target = read_target(sent);
        if (!target) {
            EXPECT_EQ(target.error(), refusal);
            continue;
        }
        const auto judged = judge_handshake(sent, target->transport);
        ASSERT_FALSE(judged.has_value());
        EXPECT_EQ(judged.error(), refusal);
    }
}

TEST(Request, session_requests_are_refused_by_the_first_rule_they_break) {
    constexpr auto kPolling = TransportKind::polling;
    constexpr auto kWebSocket = TransportKind::websocket;
    struct {
        std::string_view why;
        Request request;
        TransportKind session;
        Refusal refusal;
    } const cases[] = {
        {"polling after the upgrade", request(Method::get, "/?EIO=4&transport=polling"), kWebSocket,
         Refusal::transport_mismatch},
        {"a WebSocket without an upgrade", request(Method::get, "/?EIO=4&transport=websocket"),
         kPolling, Refusal::transport_mismatch},
        {"the same on a WebSocket session", request(Method::get, "/?EIO=4&transport=websocket"),
         kWebSocket, Refusal::websocket_expected},
        {"an upgrade for polling", request(Method::get, "/?EIO=4&transport=polling", {kUpgrade}),
         kPolling, Refusal::websocket_expected},
        {"another version", request(Method::get, "/?EIO=3&transport=polling"), kPolling,
         Refusal::protocol_version},
        {"neither GET nor POST", request(Method::put, "/?EIO=4&transport=polling"), kPolling,
         Refusal::method_unknown},
    };
    for (const auto& [why, sent, session, refusal] : cases) {
        SCOPED_TRACE(why);
        const auto judged = judge_session_request(sent, read_target(sent)->transport, session);
        ASSERT_FALSE(judged.has_value());
        EXPECT_EQ(judged.error(), refusal);
    }
}

TEST(Refusal, answers_are_the_protocols) {
    struct {
        Refusal refusal;
        int status;
        std::string_view body;
    } const cases[] = {
        {Refusal::transport_unknown, 400, R"({"code":0,"message":"Transport unknown"})"},
        {Refusal::session_unknown, 400, R"({"code":1,"message":"Session ID unknown"})"},
        {Refusal::handshake_method, 400, R"({"code":2,"message":"Bad handshake method"})"},
        {Refusal::origin_malformed, 400, R"({"code":3,"message":"Bad request"})"},
        {Refusal::transport_mismatch, 400, R"({"code":3,"message":"Bad request"})"},
        {Refusal::poll_overlap, 400, R"({"code":3,"message":"Bad request"})"},
        {Refusal::post_overlap, 400, R"({"code":3,"message":"Bad request"})"},
        {Refusal::origin_forbidden, 403, R"({"code":4,"message":"Forbidden"})"},
        {Refusal::protocol_version, 400, R"({"code":5,"message":"Unsupported protocol version"})"},
    };
    for (const auto& [refusal, status, text] : cases) {
        SCOPED_TRACE(name(refusal));
        EXPECT_EQ(http_status(refusal), status);
        EXPECT_EQ(body(refusal), text);
    }
}

TEST(ContentCoding, is_what_the_peer_takes) {
    const std::pair<std::string_view, ContentCoding> cases[] = {
        {"gzip, deflate, br", ContentCoding::gzip},
        {"deflate", ContentCoding::deflate},
        {"GZip;q=0.5", ContentCoding::gzip},
        {"gzip;q=0, deflate", ContentCoding::deflate},
        {"gzip; q=0.000", ContentCoding::identity},
        {"br", ContentCoding::identity},
        {"", ContentCoding::identity},
        {",,;;q=,", ContentCoding::identity},
        {"xgzip", ContentCoding::identity},
    };
    for (const auto& [accept, coding] : cases)
        EXPECT_EQ(choose_coding(accept), coding) << accept;
}

std::string inflate_any(std::string_view body) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 32), Z_OK);  // finds out whether gzip or zlib
    std::string out(100'000, '\0');
    std::string in(body);
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

TEST(ContentCoding, both_codings_come_back_as_they_were) {
    std::string body;
    for (int i = 0; i < 3000; ++i)
        body.append(std::to_string(i * i));
    for (const ContentCoding coding : {ContentCoding::gzip, ContentCoding::deflate}) {
        const std::string compressed = compress(coding, body);
        EXPECT_LT(compressed.size(), body.size());
        EXPECT_EQ(inflate_any(compressed), body);
    }
}

}  // namespace
}  // namespace engineio
