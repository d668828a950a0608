#include "engineio/endpoint.h"

#include <gmock/gmock.h>

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engineio/server.h"
#include "support/fake_exchange.h"
#include "support/seeded_random.h"
#include "support/turning_loops.h"

namespace engineio {
namespace {

using namespace std::chrono_literals;
using net::http::Method;
using net::http::Request;
using support::FakeExchange;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const net::http::Field kUpgrade{"Upgrade", "websocket"};

/// An endpoint on two loops that echoes.
struct Endpoints {
    struct Echo final : Application {
        Echo(Endpoints& its_test, Session& its_session) : test(its_test), session(its_session) {}
        void on_message(MessageKind kind, std::string_view data) override {
            session.send(kind, data);
        }
        void on_closed(CloseReason reason) override { test.closed.push_back(reason); }
        Endpoints& test;
        Session& session;
    };

    explicit Endpoints(const Options& options = {})
        : server(loops.wires, options, random, loops.metrics,
                 [this](std::size_t, Session& session) {
                     peers.push_back(session.peer());
                     return std::make_unique<Echo>(*this, session);
                 }) {}

    FakeExchange& send(Method method, std::string target, std::string body = {},
                       std::vector<net::http::Field> fields = {}, std::size_t loop = 0) {
        Request request;
        request.method = method;
        request.target = std::move(target);
        request.body = std::move(body);
        request.fields = std::move(fields);
        request.peer_address = "192.0.2.7";
        request.wants_upgrade = !request.field("Upgrade").empty();
        FakeExchange& exchange = exchanges.emplace_back(*loops.wires[loop]);
        loops.on(loop,
                 [&] { server.handler(loop).handle(std::move(request), exchange.exchange()); });
        return exchange;
    }
    /// A POST's head comes on `loop`, and its body is about to.
    net::http::BodyBegun begin_post(std::string target, std::vector<net::http::Field> fields = {},
                                    std::size_t loop = 0) {
        Request head;
        head.method = Method::post;
        head.target = std::move(target);
        head.fields = std::move(fields);
        return server.handler(loop).begin_body(head);
    }
    /// That POST, when its body was not wanted.
    FakeExchange& send_unread(std::string target) {
        Request request;
        request.method = Method::post;
        request.target = std::move(target);
        request.is_body_unread = true;
        FakeExchange& exchange = exchanges.emplace_back(*loops.wires[0]);
        loops.on(0, [&] { server.handler(0).handle(std::move(request), exchange.exchange()); });
        return exchange;
    }

    FakeExchange& get(std::string target) { return send(Method::get, std::move(target)); }
    FakeExchange& post(std::string target, std::string body) {
        return send(Method::post, std::move(target), std::move(body));
    }
    FakeExchange& upgrade(std::string target) {
        return send(Method::get, std::move(target), {}, {kUpgrade});
    }

    std::string handshake() {
        const std::string body(get("/engine.io/?EIO=4&transport=polling").body());
        return body.substr(body.find("sid\":\"") + 6, SessionId::kCharacters);
    }

    support::TurningLoops loops{2};
    support::SeededRandom random{5};
    std::vector<Peer> peers;
    std::vector<CloseReason> closed;
    std::deque<FakeExchange> exchanges;
    Server server;
};

std::string polling(std::string_view sid) {
    return std::string("/engine.io/?EIO=4&transport=polling&sid=").append(sid);
}
std::string websocket(std::string_view sid) {
    return std::string("/engine.io/?EIO=4&transport=websocket&sid=").append(sid);
}

TEST(Endpoint, handshake_answer_has_the_headers_browsers_need) {
    Endpoints e({.allowed_origins = {"*"}});
    const FakeExchange& answer = e.get("/engine.io/?EIO=4&transport=polling");
    EXPECT_EQ(answer.response->status, 200);
    EXPECT_EQ(answer.field("Content-Type"), "text/plain; charset=UTF-8");
    EXPECT_EQ(answer.field("Cache-Control"), "no-store");
    EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(e.server.sessions(), 1U);
}

TEST(Endpoint, a_message_by_post_comes_back_by_get) {
    Endpoints e;
    const std::string sid = e.handshake();
    const FakeExchange& held = e.get(polling(sid));
    EXPECT_FALSE(held.is_answered());
    const FakeExchange& posted = e.post(polling(sid), "4hello");
    EXPECT_EQ(posted.body(), "ok");
    EXPECT_EQ(posted.field("Content-Type"), "text/html");
    EXPECT_EQ(held.body(), "4hello");
}

TEST(Endpoint, what_is_known_of_the_peer_is_kept_and_bounded) {
    Endpoints e;
    e.send(Method::get, "/?EIO=4&transport=polling", {},
           {{"Origin", "http://a"},
            {"User-Agent", std::string(5000, 'u')},
            {"X-Forwarded-For", "198.51.100.1"},
            {"Host", "a"}});
    ASSERT_EQ(e.peers.size(), 1U);
    EXPECT_EQ(e.peers[0].address, "192.0.2.7");
    EXPECT_EQ(e.peers[0].origin, "http://a");
    EXPECT_EQ(e.peers[0].forwarded_for, "198.51.100.1");
    EXPECT_EQ(e.peers[0].user_agent.size(), kPeerTextBytesMax);
}

TEST(Endpoint, refused_requests_are_answered_at_once_and_leave_nothing) {
    Endpoints e;
    const std::string sid = e.handshake();
    std::string other_slot = sid;
    other_slot.back() = 'Z';
    std::string no_such_loop = sid;
    no_such_loop[SessionId::kSecretCharacters] = '_';
    struct {
        std::string_view why;
        Method method;
        std::string target;
        std::vector<net::http::Field> fields;
        int status;
        std::string_view body;
    } const cases[] = {
        {"no transport", Method::get, "/?EIO=4", {}, 400, "\"code\":0"},
        {"unknown transport and sid",
         Method::get,
         "/?EIO=4&transport=x&sid=y",
         {},
         400,
         "\"code\":0"},
        {"unknown sid", Method::get, polling("abc"), {}, 400, "\"code\":1"},
        {"unknown sid by POST", Method::post, polling("abc"), {}, 400, "\"code\":1"},
        {"unknown sid of our form", Method::get, polling(other_slot), {}, 400, "\"code\":1"},
        {"a sid of a loop that is not there",
         Method::get,
         polling(no_such_loop),
         {},
         400,
         "\"code\":1"},
        {"unknown sid on a WebSocket",
         Method::get,
         websocket("abc"),
         {kUpgrade},
         400,
         "\"code\":1"},
        {"handshake by POST", Method::post, "/?EIO=4&transport=polling", {}, 400, "\"code\":2"},
        {"no WebSocket", Method::get, "/?EIO=4&transport=websocket", {}, 400, "\"code\":3"},
        {"no WebSocket, with a sid", Method::get, websocket(sid), {}, 400, "\"code\":3"},
        {"a page of someone else",
         Method::get,
         "/?EIO=4&transport=polling",
         {{"Origin", "http://evil"}},
         403,
         "\"code\":4"},
        {"a page of someone else on a WebSocket",
         Method::get,
         "/?EIO=4&transport=websocket",
         {{"Origin", "http://evil"}, kUpgrade},
         403,
         "\"code\":4"},
        {"version 3", Method::get, "/?EIO=3&transport=polling", {}, 400, "\"code\":5"},
        {"version 3 on a WebSocket",
         Method::get,
         "/?EIO=3&transport=websocket",
         {kUpgrade},
         400,
         "\"code\":5"},
        {"PUT on a session", Method::put, polling(sid), {}, 400, "\"code\":3"},
    };
    for (const auto& [why, method, target, fields, status, body] : cases) {
        SCOPED_TRACE(why);
        const FakeExchange& answer = e.send(method, target, {}, fields);
        ASSERT_TRUE(answer.is_answered());
        EXPECT_EQ(answer.response->status, status);
        EXPECT_THAT(std::string(answer.body()), HasSubstr(body));
        EXPECT_EQ(answer.field("Content-Type"), "application/json");
        EXPECT_FALSE(answer.is_upgraded);
        EXPECT_EQ(answer.response->then == net::http::Response::Then::close,
                  !fields.empty() && fields.back() == kUpgrade);
        EXPECT_EQ(e.server.sessions(), 1U);
    }
    EXPECT_FALSE(e.get(polling(sid)).is_answered()) << "the session goes on";
}

TEST(Endpoint, bad_posts_are_refused_and_end_the_session) {
    struct {
        std::string_view why;
        std::string body;
        std::vector<net::http::Field> fields;
    } const cases[] = {
        {"no packet", "abc", {}},
        {"empty", "", {}},
        {"binary in a way of version 3",
         "\x01\xff",
         {{"Content-Type", "application/octet-stream"}}},
        {"not UTF-8", "4\xff", {}},
    };
    for (const auto& [why, body, fields] : cases) {
        SCOPED_TRACE(why);
        Endpoints e;
        const std::string sid = e.handshake();
        const FakeExchange& held = e.get(polling(sid));
        EXPECT_EQ(e.send(Method::post, polling(sid), body, fields).response->status, 400);
        EXPECT_EQ(held.body(), "1") << "the held GET is let go";
        EXPECT_THAT(std::string(e.get(polling(sid)).body()), HasSubstr("\"code\":1"));
        EXPECT_EQ(e.server.sessions(), 0U);
        EXPECT_EQ(e.closed.size(), 1U);
    }
}

TEST(Endpoint, binary_posts_in_masses_hold_nothing) {
    Endpoints e;
    for (int i = 0; i < 500; ++i) {
        const std::string sid = e.handshake();
        e.send(Method::post, polling(sid), "\x01", {{"Content-Type", "application/octet-stream"}});
        e.exchanges.clear();
    }
    EXPECT_EQ(e.server.sessions(), 0U);
    EXPECT_EQ(e.closed.size(), 500U);
}

TEST(Endpoint, a_second_get_ends_the_session) {
    Endpoints e;
    const std::string sid = e.handshake();
    const FakeExchange& first = e.get(polling(sid));
    const FakeExchange& second = e.get(polling(sid));
    EXPECT_EQ(first.response->status, 200);
    EXPECT_EQ(first.body(), "1");
    EXPECT_EQ(second.response->status, 400);
    EXPECT_THAT(std::string(e.get(polling(sid)).body()), HasSubstr("\"code\":1"));
}

TEST(Endpoint, a_second_post_while_one_is_read_ends_the_session) {
    Endpoints e;
    const std::string sid = e.handshake();
    const FakeExchange& held = e.get(polling(sid));
    const auto first = e.begin_post(polling(sid));
    ASSERT_TRUE(first && *first);
    for (const std::size_t loop : {0U, 1U})
        EXPECT_FALSE(e.begin_post(polling(sid), {}, loop)) << "on loop " << loop;

    const FakeExchange& second = e.send_unread(polling(sid));
    EXPECT_EQ(second.response->status, 400);
    EXPECT_EQ(second.body(), R"({"code":3,"message":"Bad request"})");
    EXPECT_EQ(held.body(), "1") << "the held GET is let go";
    EXPECT_THAT(e.closed, ElementsAre(CloseReason::transport_error));
    EXPECT_THAT(e.loops.metrics.render(),
                HasSubstr("engineio_requests_refused_total{rule=\"post_overlap\"} 1"));
    EXPECT_THAT(std::string(e.post(polling(sid), "4late").body()), HasSubstr("\"code\":1"))
        << "the first one finds no session";
}

TEST(Endpoint, posts_one_after_another_do_not_overlap_whoever_reads_them) {
    Endpoints e;
    const std::string sid = e.handshake();
    const std::string other = e.handshake();
    const auto meanwhile = e.begin_post(polling(other));
    for (const std::size_t loop : {0U, 1U, 1U, 0U}) {
        auto reading = e.begin_post(polling(sid), {}, loop);
        ASSERT_TRUE(reading && *reading);
        reading->reset();  // the body came, or its connection died
        EXPECT_EQ(e.post(polling(sid), "4x").body(), "ok");
    }
    EXPECT_THAT(e.closed, IsEmpty());
}

TEST(Endpoint, a_post_that_is_refused_anyway_marks_nothing) {
    Endpoints e;
    const std::string sid = e.handshake();
    std::string stale = sid;
    stale.front() = stale.front() == 'A' ? 'B' : 'A';
    struct {
        std::string_view why;
        std::string target;
        std::vector<net::http::Field> fields;
    } const cases[] = {
        {"no sid", "/?EIO=4&transport=polling", {}},
        {"no transport", "/?EIO=4&sid=" + sid, {}},
        {"another transport", websocket(sid), {}},
        {"another version", "/?EIO=3&transport=polling&sid=" + sid, {}},
        {"a sid of nobody", polling("abc"), {}},
        {"a stale sid", polling(stale), {}},
        {"a page of someone else", polling(sid), {{"Origin", "http://evil"}}},
    };
    for (const auto& [why, target, fields] : cases) {
        SCOPED_TRACE(why);
        const auto refused = e.begin_post(target, fields);
        ASSERT_TRUE(refused.has_value());
        EXPECT_EQ(*refused, nullptr);
        const auto again = e.begin_post(target, fields);
        ASSERT_TRUE(again.has_value());
        const auto reading = e.begin_post(polling(sid));
        ASSERT_TRUE(reading && *reading);
        EXPECT_TRUE(e.begin_post(target, fields)) << "nor does it overlap with one that is read";
    }
    EXPECT_EQ(e.post(polling(sid), "4x").body(), "ok");
}

TEST(Endpoint, posts_that_overlap_after_the_upgrade_do_the_session_no_harm) {
    Endpoints e;
    const std::string sid = e.handshake();
    FakeExchange& upgraded = e.upgrade(websocket(sid));
    e.loops.on(0, [&] {
        upgraded.websocket.say("2probe");
        upgraded.websocket.say("5");
    });
    const auto first = e.begin_post(polling(sid));
    ASSERT_FALSE(e.begin_post(polling(sid)));
    EXPECT_THAT(std::string(e.send_unread(polling(sid)).body()), HasSubstr("\"code\":3"));
    e.loops.on(0, [&] { upgraded.websocket.say("4still here"); });
    EXPECT_EQ(upgraded.websocket.heard().back(), "4still here");
    EXPECT_THAT(e.closed, IsEmpty());
}

TEST(Endpoint, a_get_that_dies_while_held_ends_the_session) {
    Endpoints e;
    const std::string sid = e.handshake();
    FakeExchange& held = e.get(polling(sid));
    e.loops.on(0, [&] { held.vanish(); });
    EXPECT_THAT(e.closed, ElementsAre(CloseReason::transport_close));
    EXPECT_EQ(e.get(polling(sid)).response->status, 400);
}

TEST(Endpoint, the_clients_goodbye_is_answered_with_noop_and_ok) {
    Endpoints e;
    const std::string sid = e.handshake();
    const FakeExchange& held = e.get(polling(sid));
    EXPECT_EQ(e.post(polling(sid), "1").body(), "ok");
    EXPECT_EQ(held.body(), "6");
    EXPECT_EQ(e.get(polling(sid)).response->status, 400);
}

TEST(Endpoint, websocket_handshake_and_echo) {
    Endpoints e({.payload_bytes_max = 12345});
    FakeExchange& opened = e.upgrade("/engine.io/?EIO=4&transport=websocket");
    ASSERT_TRUE(opened.is_upgraded);
    EXPECT_EQ(opened.websocket_options.message_bytes_max, 12345U);
    e.loops.on(0, [&] { opened.websocket.say("4hello"); });
    ASSERT_EQ(opened.websocket.heard().size(), 2U);
    EXPECT_THAT(opened.websocket.heard()[0], HasSubstr("\"upgrades\":[]"));
    EXPECT_EQ(opened.websocket.heard()[1], "4hello");
}

TEST(Endpoint, after_the_upgrade_polling_is_refused_and_a_second_websocket_closed) {
    Endpoints e;
    const std::string sid = e.handshake();
    FakeExchange& upgraded = e.upgrade(websocket(sid));
    e.loops.on(0, [&] {
        upgraded.websocket.say("2probe");
        upgraded.websocket.say("5");
    });
    EXPECT_THAT(std::string(e.get(polling(sid)).body()), HasSubstr("\"code\":3"));
    EXPECT_THAT(std::string(e.post(polling(sid), "4x").body()), HasSubstr("\"code\":3"));
    EXPECT_TRUE(e.upgrade(websocket(sid)).websocket.is_closed());
    e.loops.on(0, [&] { upgraded.websocket.say("4still here"); });
    EXPECT_EQ(upgraded.websocket.heard().back(), "4still here");
}

TEST(Endpoint, requests_of_another_loops_session_move_there) {
    Endpoints e;
    const std::string sid = e.handshake();
    FakeExchange& astray = e.send(Method::get, polling(sid), {}, {}, 1);
    EXPECT_FALSE(astray.is_answered());
    ASSERT_EQ(astray.moved_to, e.loops.wires[0]);

    FakeExchange& arrived = e.exchanges.emplace_back(*e.loops.wires[0]);
    e.loops.on(0, [&] { astray.go_on(std::move(astray.moved_request), arrived.exchange()); });
    EXPECT_FALSE(arrived.is_answered());
    e.post(polling(sid), "4found");
    EXPECT_EQ(arrived.body(), "4found");
}

TEST(Endpoint, big_answers_are_compressed_for_who_takes_it) {
    Endpoints e;
    const std::string message = "4" + std::string(5000, 'x');
    const auto answer_to = [&](std::vector<net::http::Field> fields, const std::string& body) {
        const std::string sid = e.handshake();
        FakeExchange& held = e.send(Method::get, polling(sid), {}, std::move(fields));
        e.post(polling(sid), body);
        return std::pair(std::string(held.field("Content-Encoding")), held.body().size());
    };
    EXPECT_EQ(answer_to({{"Accept-Encoding", "gzip"}}, message).first, "gzip");
    EXPECT_LT(answer_to({{"Accept-Encoding", "deflate"}}, message).second, 200U);
    EXPECT_EQ(answer_to({}, message), std::pair(std::string(), std::size_t{5001}));
    EXPECT_EQ(answer_to({{"Accept-Encoding", "gzip"}}, "4small").first, "");
}

TEST(Endpoint, bodies_are_bounded_before_they_are_read) {
    Endpoints e({.payload_bytes_max = 777});
    Request head;
    head.method = Method::post;
    EXPECT_EQ(e.server.handler(0).body_bytes_max(head, {}), 777U);
    head.method = Method::get;
    EXPECT_EQ(e.server.handler(0).body_bytes_max(head, {}), 0U);
}

TEST(Endpoint, sessions_are_bounded) {
    Endpoints e({.sessions_max = 2});
    e.handshake();
    const std::string second = e.handshake();
    EXPECT_EQ(e.get("/?EIO=4&transport=polling").response->status, 503);
    e.post(polling(second), "1");
    EXPECT_EQ(e.get("/?EIO=4&transport=polling").response->status, 200);
}

TEST(Endpoint, shutting_down_refuses_newcomers_and_lets_the_others_go_one_by_one) {
    Endpoints e;
    for (int i = 0; i < 10; ++i)
        e.upgrade("/?EIO=4&transport=websocket");
    e.server.close_all(10s);
    e.loops.turn();
    EXPECT_EQ(e.get("/?EIO=4&transport=polling").response->status, 503);
    EXPECT_FALSE(e.upgrade("/?EIO=4&transport=websocket").is_upgraded);
    e.loops.advance(5s);
    e.loops.advance(20ms);
    EXPECT_GE(e.closed.size(), 4U);
    EXPECT_LE(e.closed.size(), 6U);
    e.loops.advance(5s);
    EXPECT_EQ(e.closed.size(), 10U);
    EXPECT_THAT(e.closed, testing::Each(CloseReason::server_shutdown));
    EXPECT_EQ(e.server.sessions(), 0U);
}

TEST(Endpoint, slots_are_used_again_under_other_names) {
    Endpoints e;
    const std::string first = e.handshake();
    e.post(polling(first), "1");
    const std::string second = e.handshake();
    EXPECT_EQ(first.substr(20), second.substr(20));
    EXPECT_NE(first, second);
    EXPECT_EQ(e.get(polling(first)).response->status, 400);
    EXPECT_FALSE(e.get(polling(second)).is_answered());
}

TEST(Endpoint, serves_its_path_with_and_without_the_last_slash) {
    Endpoints e({.path = "/engine.io/"});
    EXPECT_TRUE(e.server.serves("/engine.io/"));
    EXPECT_TRUE(e.server.serves("/engine.io"));
    EXPECT_FALSE(e.server.serves("/engine.io/x"));
    EXPECT_FALSE(e.server.serves("/"));
}

}  // namespace
}  // namespace engineio
