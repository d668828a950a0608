// What an endpoint does with the sid of another node's session, and two of them over loopback.
#include <gmock/gmock.h>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "engineio/owners.h"
#include "engineio/server.h"
#include "loop/event_loop.h"
#include "net/http/server.h"
#include "net/tcp/test_peer.h"
#include "net/wire.h"
#include "support/fake_exchange.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"
#include "support/websocket_frames.h"

namespace engineio {
namespace {

using namespace std::chrono_literals;
using net::http::Method;
using net::http::Request;
using support::FakeExchange;
using support::TestPeer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kUnknown = R"({"code":1,"message":"Session ID unknown"})";

/// Knows where nodes are, because the test says so, and remembers who was asked for.
struct KnownNodes final : Owners {
    [[nodiscard]] std::optional<std::string> address_of(std::string_view node) const override {
        asked.emplace_back(node);
        const auto found = addresses.find(node);
        return found == addresses.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<std::string, std::string, std::less<>> addresses;
    mutable std::vector<std::string> asked;
};

/// A node on the test's loop, with sessions that echo.
class Node {
public:
    Node(loop::EventLoop& loop, std::string name, const Owners* owners, std::size_t relays_max = 10)
        : loop_(loop),
          wire_(loop, metrics, base::Log::none()),
          server_(
              std::vector<net::Wire*>{&wire_}, {.node = std::move(name), .relays_max = relays_max},
              random_, metrics,
              [](std::size_t, Session& session) { return std::make_unique<Echo>(session); },
              owners),
          http_(std::vector<net::Wire*>{&wire_},
                std::vector<net::http::Handler*>{&server_.handler(0)}, net::http::Limits{}) {
        port_ = http_.listen("127.0.0.1:0").value_or(0);
    }

    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] TestPeer connect() { return {loop_, port_}; }
    [[nodiscard]] std::size_t sessions() const { return server_.sessions(); }
    /// All of its connections are gone at once, and nobody listens any more.
    void die() { http_.close(); }

    /// The answer to one request, on a connection of its own.
    std::string ask(std::string_view method, std::string_view target, std::string_view body = {},
                    std::string_view fields = {}) {
        TestPeer peer = connect();
        peer.send(request(method, target, body, std::string(fields) + "Connection: close\r\n"));
        return peer.receive_all();
    }
    static std::string request(std::string_view method, std::string_view target,
                               std::string_view body = {}, std::string_view fields = {}) {
        std::string text(method);
        text.append(" ").append(target).append(" HTTP/1.1\r\nHost: a\r\n").append(fields);
        if (method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        return text.append("\r\n").append(body);
    }
    std::string handshake() {
        const std::string answer = ask("GET", "/?EIO=4&transport=polling");
        const std::size_t begin = answer.find("sid\":\"") + 6;
        return answer.substr(begin, answer.find('"', begin) - begin);
    }
    [[nodiscard]] bool has_metric(const std::string& line) const {
        return ("\n" + metrics.render()).find("\n" + line + "\n") != std::string::npos;
    }

    /// A request whose exchange the test holds.
    FakeExchange& hand(Request request) {
        FakeExchange& exchange = exchanges_.emplace_back(wire_);
        server_.handler(0).handle(std::move(request), exchange.exchange());
        return exchange;
    }
    [[nodiscard]] net::http::BodyBegun begin_body(const Request& head) {
        return server_.handler(0).begin_body(head);
    }

    base::Metrics metrics;

private:
    struct Echo final : Application {
        explicit Echo(Session& its_session) : session(its_session) {}
        void on_message(MessageKind kind, std::string_view data) override {
            session.send(kind, data);
        }
        void on_closed(CloseReason) override {}
        Session& session;
    };

    loop::EventLoop& loop_;
    support::SeededRandom random_{5};
    net::Wire wire_;
    std::deque<FakeExchange> exchanges_;
    Server server_;
    net::http::Server http_;
    std::uint16_t port_ = 0;
};

struct TwoNodes {
    TwoNodes() { nodes.addresses = {{"a", a.address()}, {"b", b.address()}}; }

    support::ManualClock clock;
    loop::EventLoop loop{clock};
    KnownNodes nodes;
    Node a{loop, "a", &nodes};
    Node b{loop, "b", &nodes};
};

std::string polling(std::string_view sid) {
    return std::string("/?EIO=4&transport=polling&sid=").append(sid);
}
std::string websocket(std::string_view sid) {
    return std::string("/?EIO=4&transport=websocket&sid=").append(sid);
}
std::string forged(std::string_view node) {
    return std::string(node) + "." + std::string(SessionId::kCharacters, 'A');
}
Request poll_of(std::string_view sid) {
    Request request;
    request.method = Method::get;
    request.target = polling(sid);
    return request;
}

constexpr std::string_view kUpgradeFields =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

TEST(ForeignSession, is_served_by_its_node_whichever_node_is_asked) {
    TwoNodes t;
    const std::string sid = t.a.handshake();
    EXPECT_THAT(sid, testing::StartsWith("a."));
    EXPECT_THAT(t.b.ask("POST", polling(sid), "4one"), HasSubstr("\r\n\r\nok"));
    EXPECT_THAT(t.a.ask("GET", polling(sid)), HasSubstr("\r\n\r\n4one"));
    EXPECT_THAT(t.a.ask("POST", polling(sid), "4two"), HasSubstr("\r\n\r\nok"));
    EXPECT_THAT(t.b.ask("GET", polling(sid)), HasSubstr("\r\n\r\n4two"));
    EXPECT_EQ(t.a.sessions(), 1U);
    EXPECT_EQ(t.b.sessions(), 0U);
    EXPECT_TRUE(t.b.has_metric("engineio_requests_relayed_total 2"));
    EXPECT_TRUE(t.a.has_metric("engineio_requests_relayed_total 0"));
    support::run_until(t.loop, [&] { return t.b.has_metric("net_relays_open 0"); });
}

TEST(ForeignSession, a_poll_held_by_its_node_is_answered_when_there_is_something) {
    TwoNodes t;
    const std::string sid = t.a.handshake();
    TestPeer held = t.b.connect();
    held.send(Node::request("GET", polling(sid)));
    held.run_idle();
    EXPECT_EQ(held.received(), "");
    t.a.ask("POST", polling(sid), "4at last");
    EXPECT_THAT(held.receive_all(), HasSubstr("\r\n\r\n4at last"));
}

TEST(ForeignSession, a_poll_held_by_its_node_survives_until_the_ping) {
    TwoNodes t;
    const std::string sid = t.a.handshake();
    TestPeer held = t.b.connect();
    held.send(Node::request("GET", polling(sid)));
    held.run_idle();
    t.clock.advance(25s);
    EXPECT_THAT(held.receive_all(), HasSubstr("\r\n\r\n2"));
}

TEST(ForeignSession, a_client_that_leaves_its_poll_is_seen_by_the_node) {
    TwoNodes t;
    const std::string sid = t.a.handshake();
    TestPeer held = t.b.connect();
    held.send(Node::request("GET", polling(sid)));
    held.run_idle();
    EXPECT_EQ(t.a.sessions(), 1U);
    held.close();
    support::run_until(t.loop, [&] { return t.a.sessions() == 0; });
}

TEST(ForeignSession, upgrades_through_another_node) {
    TwoNodes t;
    const std::string sid = t.a.handshake();
    TestPeer peer = t.b.connect();
    peer.send(Node::request("GET", websocket(sid), {}, kUpgradeFields));
    peer.receive_until("\r\n\r\n");
    EXPECT_THAT(peer.received(), HasSubstr("101"));
    peer.received().clear();
    peer.send(support::client_frame(net::websocket::OpCode::text, "2probe"));
    peer.receive_until("3probe");
    peer.send(support::client_frame(net::websocket::OpCode::text, "5"));
    peer.send(support::client_frame(net::websocket::OpCode::text, "4over the other node"));
    peer.receive_until("4over the other node");
    EXPECT_TRUE(t.a.has_metric("engineio_sessions_upgraded_total 1"));
    EXPECT_TRUE(t.b.has_metric("net_relays_open 1"));
    peer.close();
    support::run_until(t.loop, [&] { return t.a.sessions() == 0; });
    support::run_until(t.loop, [&] { return t.b.has_metric("net_relays_open 0"); });
}

TEST(ForeignSession, whose_node_has_forgotten_it_is_unknown) {
    TwoNodes t;
    EXPECT_THAT(t.b.ask("GET", polling(forged("a"))), HasSubstr(kUnknown));
    EXPECT_THAT(t.b.ask("POST", polling(forged("a")), "4x"), HasSubstr(kUnknown));
    EXPECT_THAT(t.b.ask("GET", websocket(forged("a")), {}, kUpgradeFields), HasSubstr(kUnknown));
}

TEST(ForeignSession, whose_node_dies_is_unknown_at_once) {
    TwoNodes t;
    const std::string sid = t.a.handshake();
    TestPeer held = t.b.connect();
    held.send(Node::request("GET", polling(sid)));
    held.run_idle();
    t.a.die();
    held.receive_until(kUnknown);
    EXPECT_THAT(held.received(), HasSubstr("HTTP/1.1 400"));
    EXPECT_THAT(t.b.ask("GET", polling(sid)), HasSubstr(kUnknown));
    t.nodes.addresses.erase("a");
    EXPECT_THAT(t.b.ask("POST", polling(sid), "4x"), HasSubstr(kUnknown));
}

TEST(ForeignSession, is_relayed_once_even_if_nodes_take_each_other_for_the_owner) {
    TwoNodes t;
    t.nodes.addresses["c"] = t.a.address();
    EXPECT_THAT(t.b.ask("GET", polling(forged("c"))), HasSubstr(kUnknown));
    EXPECT_TRUE(t.a.has_metric("engineio_requests_relayed_total 0"));
    // Nor one that pretends.
    EXPECT_THAT(t.b.ask("GET", polling(t.a.handshake()), {}, "parlor-relayed: x\r\n"),
                HasSubstr(kUnknown));
}

TEST(ForeignSession, only_names_that_nodes_may_have_are_looked_for) {
    TwoNodes t;
    const std::string id(SessionId::kCharacters, 'A');
    for (const std::string& sid :
         {std::string("127.0.0.1%3A80.") + id, "%2e%2e/a." + id, "." + id, id,
          std::string(33, 'a') + "." + id, "a." + id + "A", "A." + id, std::string("a.")})
        EXPECT_THAT(t.b.ask("GET", polling(sid)), HasSubstr(kUnknown)) << sid;
    EXPECT_THAT(t.nodes.asked, IsEmpty());
    EXPECT_THAT(t.b.ask("GET", polling(forged("nobody"))), HasSubstr(kUnknown));
    EXPECT_THAT(t.nodes.asked, ElementsAre("nobody"));
}

TEST(ForeignSession, an_own_session_that_is_gone_asks_nobody) {
    TwoNodes t;
    EXPECT_THAT(t.b.ask("GET", polling(forged("b"))), HasSubstr(kUnknown));
    EXPECT_THAT(t.nodes.asked, IsEmpty());
}

TEST(ForeignSession, a_node_at_an_address_that_is_none_is_not_there) {
    TwoNodes t;
    t.nodes.addresses["a"] = "node-a.example:80";
    EXPECT_THAT(t.b.ask("GET", polling(forged("a"))), HasSubstr(kUnknown));
    EXPECT_TRUE(t.b.has_metric("engineio_requests_relayed_total 0"));
}

TEST(ForeignSession, what_breaks_a_rule_is_refused_before_the_node_is_asked) {
    struct Case {
        std::string_view why;
        std::string_view method;
        std::string_view target;
        std::string_view fields;
        std::string_view refusal;
    };
    const Case cases[] = {
        {"method", "PUT", "/?EIO=4&transport=polling&sid=", "", "rule=\"method_unknown\""},
        {"version", "GET", "/?EIO=3&transport=polling&sid=", "", "rule=\"protocol_version\""},
        {"no upgrade", "GET", "/?EIO=4&transport=websocket&sid=", "",
         "rule=\"websocket_expected\""},
        {"origin", "GET", "/?EIO=4&transport=polling&sid=", "Origin: http://evil\r\n",
         "rule=\"origin_forbidden\""},
    };
    for (const auto& [why, method, target, fields, refusal] : cases) {
        SCOPED_TRACE(why);
        TwoNodes t;
        t.b.ask(method, std::string(target) + forged("a"), {}, fields);
        EXPECT_TRUE(
            t.b.has_metric("engineio_requests_refused_total{" + std::string(refusal) + "} 1"));
        EXPECT_TRUE(t.b.has_metric("engineio_requests_relayed_total 0"));
    }
}

TEST(ForeignSession, more_than_may_be_relayed_at_once_are_refused) {
    support::ManualClock clock;
    loop::EventLoop loop(clock);
    KnownNodes nodes;
    Node a(loop, "a", &nodes);
    Node b(loop, "b", &nodes, 1);
    nodes.addresses = {{"a", a.address()}};
    const std::string first = a.handshake();
    const std::string second = a.handshake();
    TestPeer held = b.connect();
    held.send(Node::request("GET", polling(first)));
    held.run_idle();
    EXPECT_THAT(b.ask("GET", polling(second)), HasSubstr("HTTP/1.1 503"));
    EXPECT_TRUE(b.has_metric("engineio_requests_refused_total{rule=\"relays_full\"} 1"));
    a.ask("POST", polling(first), "4x");
    held.receive_all();
    held.close();
    support::run_until(loop, [&] { return b.has_metric("net_relays_open 0"); });
    a.ask("POST", polling(second), "4y");
    EXPECT_THAT(b.ask("GET", polling(second)), HasSubstr("4y"));
}

TEST(ForeignSession, a_single_node_knows_none) {
    support::ManualClock clock;
    loop::EventLoop loop(clock);
    Node alone(loop, "", nullptr);
    const std::string sid = alone.handshake();
    EXPECT_EQ(sid.size(), SessionId::kCharacters);
    EXPECT_THAT(alone.ask("GET", polling("a." + sid)), HasSubstr(kUnknown));
    EXPECT_THAT(alone.ask("POST", polling(sid), "4x"), HasSubstr("ok"));
}

TEST(ForeignSession, a_node_without_a_name_relays_nothing) {
    TwoNodes t;
    Node nameless(t.loop, "", &t.nodes);
    EXPECT_THAT(nameless.ask("GET", polling(t.a.handshake())), HasSubstr(kUnknown));
    EXPECT_THAT(t.nodes.asked, IsEmpty());
}

TEST(ForeignSession, a_sid_without_the_nodes_name_is_none_of_a_named_node) {
    TwoNodes t;
    EXPECT_THAT(t.a.ask("GET", polling(t.a.handshake().substr(2))), HasSubstr(kUnknown));
}

TEST(ForeignSession, its_posts_are_not_counted_here) {
    TwoNodes t;
    Request head = poll_of(t.a.handshake());
    head.method = Method::post;
    const auto first = t.b.begin_body(head);
    const auto second = t.b.begin_body(head);
    EXPECT_TRUE(first.has_value());
    EXPECT_TRUE(second.has_value());
    const auto own = t.a.begin_body(head);
    EXPECT_FALSE(t.a.begin_body(head).has_value());
}

TEST(ForeignSession, whose_body_was_not_read_is_not_relayed) {
    TwoNodes t;
    Request head = poll_of(t.a.handshake());
    head.method = Method::post;
    head.is_body_unread = true;
    EXPECT_EQ(t.b.hand(std::move(head)).body(), kUnknown);
}

}  // namespace
}  // namespace engineio
