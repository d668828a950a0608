#include "cluster/nats/nats_bus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "cluster/nats/nats_settings.h"
#include "support/bus_samples.h"
#include "support/nats_server.h"
#include "support/temporary_directory.h"
#include "support/waiting_executor.h"

namespace cluster {
namespace {

using support::bare_event;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const chat::RoomId kTea("tea");
const chat::RoomId kJam("jam");

chat::PersonGone sign(std::uint64_t number) {
    return {.version = number, .user = chat::UserId("u1")};
}

/// One node: a bus, and somebody who listens.
class Node final : public chat::Bus::Receiver {
public:
    Node(std::string name, const NatsSettings& settings) : id(std::move(name)) {
        auto opened = NatsBus::open(settings, id, executor, metrics, base::Log::none());
        if (!opened) throw std::runtime_error(opened.error());
        bus = *std::move(opened);
        bus->attach(*this);
    }
    Node(std::string name, const std::string& url)
        : Node(std::move(name), NatsSettings{.url = url}) {}

    void on_bus_message(const chat::NodeId& from, const chat::BusMessage& message) override {
        if (const auto* event = std::get_if<chat::Event>(&message)) {
            said.push_back(event->room.value() + " " + std::to_string(event->seq));
        } else if (const auto* gone = std::get_if<chat::PersonGone>(&message)) {
            said.push_back(from.value() + " sign " + std::to_string(gone->version));
        } else {
            said.push_back(from.value() + " something else");
        }
    }
    void on_bus_restored() override { ++restored; }

    /// Runs what comes until `condition` holds; false: it did not within half a minute or so.
    [[nodiscard]] bool until(const std::function<bool()>& condition) {
        for (int looks = 0; looks < 3'000; ++looks) {
            if (condition()) return true;
            executor.run_some(std::chrono::milliseconds(10));
        }
        return false;
    }
    [[nodiscard]] bool until_restored(int times = 1) {
        return until([&] { return restored >= times; });
    }
    [[nodiscard]] bool until_heard(std::size_t messages) {
        return until([&] { return said.size() >= messages; });
    }
    /// Whether something was counted; from the page, as Prometheus sees it.
    [[nodiscard]] bool has_counted(const std::string& line) const {
        return metrics.render().find("\n" + line + "\n") != std::string::npos;
    }

    const chat::NodeId id;
    support::WaitingExecutor executor;
    base::Metrics metrics;
    std::unique_ptr<NatsBus> bus;
    std::vector<std::string> said;
    int restored = 0;
};

/// Two nodes on one server, both connected.
struct NatsBusTest : testing::Test {
    support::NatsServer server;
    std::optional<Node> a;
    std::optional<Node> b;

    void SetUp() override {
        a.emplace("node0aaa", server.url());
        b.emplace("node0bbb", server.url());
        ASSERT_TRUE(a->until_restored());
        ASSERT_TRUE(b->until_restored());
    }

    /// Until what `node` wished for so far is known to the server: what it says afterwards has arrived.
    void settle(Node& node, Node& other) {
        const std::size_t before = other.said.size();
        node.bus->send(other.id, sign(999));
        ASSERT_TRUE(other.until_heard(before + 1));
        ASSERT_EQ(other.said.back(), node.id.value() + " sign 999");
        other.said.pop_back();
    }
};

}  // namespace

TEST_F(NatsBusTest, others_hear_in_order_what_is_said_in_rooms_they_listen_to) {
    b->bus->subscribe(kTea);
    settle(*b, *a);
    a->bus->publish(bare_event(kTea, 1));
    a->bus->publish(bare_event(kJam, 1));
    a->bus->publish(sign(1));
    a->bus->publish(bare_event(kTea, 2));
    a->bus->send(b->id, sign(2));
    a->bus->publish(bare_event(kTea, 3));
    ASSERT_TRUE(b->until_heard(5));
    EXPECT_THAT(b->said,
                ElementsAre("tea 1", "node0aaa sign 1", "tea 2", "node0aaa sign 2", "tea 3"));
}

TEST_F(NatsBusTest, every_kind_travels) {
    b->bus->subscribe(kTea);
    settle(*b, *a);
    const auto samples = support::bus_samples();
    for (const auto& sample : samples)
        a->bus->publish(sample.message);
    EXPECT_TRUE(b->until_heard(samples.size()));
    EXPECT_TRUE(b->has_counted("bus_messages_in_total " + std::to_string(samples.size())));
    EXPECT_TRUE(b->has_counted("bus_decode_errors_total 0"));
    EXPECT_TRUE(b->has_counted("bus_messages_unknown_total 0"));
}

TEST_F(NatsBusTest, many_messages_keep_their_order) {
    constexpr std::size_t kMessages = 5'000;
    b->bus->subscribe(kTea);
    settle(*b, *a);
    for (chat::Seq seq = 1; seq <= kMessages; ++seq)
        a->bus->publish(bare_event(kTea, seq));
    ASSERT_TRUE(b->until_heard(kMessages));
    for (std::size_t at = 0; at < kMessages; ++at)
        ASSERT_EQ(b->said[at], "tea " + std::to_string(at + 1));
}

TEST_F(NatsBusTest, nobody_hears_themselves_nor_what_is_for_another) {
    Node c("node0ccc", server.url());
    ASSERT_TRUE(c.until_restored());
    a->bus->subscribe(kTea);
    a->bus->publish(bare_event(kTea, 1));
    a->bus->publish(sign(1));
    a->bus->send(a->id, sign(2));
    a->bus->send(b->id, sign(3));
    ASSERT_TRUE(b->until_heard(2));
    b->bus->publish(sign(4));
    ASSERT_TRUE(a->until_heard(1));
    ASSERT_TRUE(c.until_heard(2));
    EXPECT_THAT(a->said, ElementsAre("node0bbb sign 4"));
    EXPECT_THAT(b->said, ElementsAre("node0aaa sign 1", "node0aaa sign 3"));
    EXPECT_THAT(c.said, ElementsAre("node0aaa sign 1", "node0bbb sign 4"));
}

TEST_F(NatsBusTest, who_no_longer_listens_to_a_room_hears_nothing_of_it) {
    b->bus->subscribe(kTea);
    b->bus->subscribe(kJam);
    b->bus->subscribe(kJam);
    b->bus->unsubscribe(kTea);
    settle(*b, *a);
    a->bus->publish(bare_event(kTea, 1));
    a->bus->publish(bare_event(kJam, 1));
    ASSERT_TRUE(b->until_heard(1));
    EXPECT_THAT(b->said, ElementsAre("jam 1"));
    EXPECT_TRUE(b->has_counted("bus_rooms 1"));
    b->bus->detach();
    a->bus->publish(bare_event(kJam, 2));
    ASSERT_TRUE(b->until([&] { return b->has_counted("bus_messages_in_total 2"); }));
    b->executor.run_some(std::chrono::milliseconds(10));
    EXPECT_EQ(b->said.size(), 1U);
}

TEST_F(NatsBusTest, rooms_may_be_called_anything_and_are_many) {
    constexpr int kRooms = 3'000;
    for (int room = 0; room < kRooms; ++room)
        b->bus->subscribe(chat::RoomId("room" + std::to_string(room)));
    const char* const names[] = {"a.b", "*", ">", "a b", "\xC3\xA9", "=", "a=2Eb"};
    for (const char* name : names)
        b->bus->subscribe(chat::RoomId(name));
    settle(*b, *a);
    for (const char* name : names)
        a->bus->publish(bare_event(chat::RoomId(name), 1));
    a->bus->publish(bare_event(chat::RoomId("room2999"), 1));
    a->bus->publish(bare_event(chat::RoomId("a"), 1));
    a->bus->send(b->id, sign(1));
    ASSERT_TRUE(b->until_heard(9));
    EXPECT_THAT(b->said, ElementsAre("a.b 1", "* 1", "> 1", "a b 1", "\xC3\xA9 1", "= 1", "a=2Eb 1",
                                     "room2999 1", "node0aaa sign 1"));
}

TEST_F(NatsBusTest, clusters_with_other_prefixes_are_strangers) {
    Node stranger("node0ddd", NatsSettings{.url = server.url(), .subject_prefix = "parlor.test"});
    ASSERT_TRUE(stranger.until_restored());
    stranger.bus->publish(sign(1));
    stranger.bus->send(a->id, sign(2));
    Node friendly("node0eee", NatsSettings{.url = server.url(), .subject_prefix = "parlor.test"});
    ASSERT_TRUE(friendly.until_restored());
    friendly.bus->publish(sign(3));
    ASSERT_TRUE(stranger.until_heard(1));
    a->bus->publish(sign(4));
    ASSERT_TRUE(b->until_heard(1));
    EXPECT_THAT(a->said, IsEmpty());
    EXPECT_THAT(b->said, ElementsAre("node0aaa sign 4"));
    EXPECT_THAT(stranger.said, ElementsAre("node0eee sign 3"));
}

TEST_F(NatsBusTest, what_was_said_last_arrives_also_when_the_bus_goes_at_once) {
    a->bus->publish(sign(1));
    a.reset();
    ASSERT_TRUE(b->until_heard(1));
    EXPECT_THAT(b->said, ElementsAre("node0aaa sign 1"));
}

TEST_F(NatsBusTest, a_bus_that_is_gone_calls_nobody) {
    a->bus->publish(sign(1));
    ASSERT_TRUE(
        b->until([&] { return b->has_counted("bus_messages_in_total 1") || !b->said.empty(); }));
    b->said.clear();
    a->bus->publish(sign(2));
    b->bus.reset();
    b->executor.run_some(std::chrono::milliseconds(10));
    EXPECT_THAT(b->said, IsEmpty());
}

TEST_F(NatsBusTest, a_server_that_was_killed_and_comes_back_is_used_again) {
    b->bus->subscribe(kTea);
    settle(*b, *a);
    server.kill();
    ASSERT_TRUE(a->until([&] { return !a->bus->problem().empty(); }));
    ASSERT_TRUE(b->until([&] { return !b->bus->problem().empty(); }));
    EXPECT_TRUE(a->has_counted("bus_connected 0"));
    b->bus->subscribe(kJam);
    a->bus->publish(bare_event(kTea, 1));
    ASSERT_TRUE(
        a->until([&] { return a->has_counted("bus_dropped_total{reason=\"disconnected\"} 1"); }));

    server.start();
    ASSERT_TRUE(a->until_restored(2));
    ASSERT_TRUE(b->until_restored(2));
    EXPECT_EQ(a->bus->problem(), "");
    EXPECT_TRUE(a->has_counted("bus_reconnects_total 1"));
    EXPECT_TRUE(a->has_counted("bus_connected 1"));
    a->bus->publish(bare_event(kTea, 2));
    a->bus->publish(bare_event(kJam, 1));
    ASSERT_TRUE(b->until_heard(2));
    EXPECT_THAT(b->said, ElementsAre("tea 2", "jam 1"));
    EXPECT_EQ(b->restored, 2);
}

TEST_F(NatsBusTest, a_slow_node_is_told_once_that_it_missed_something) {
    NatsSettings settings{.url = server.url()};
    settings.limits.inbox_messages_max = 10;
    Node slow("node0sss", settings);
    ASSERT_TRUE(slow.until_restored());
    for (std::uint64_t number = 1; number <= 50; ++number)
        a->bus->publish(sign(number));
    // Its executor stands still meanwhile.
    ASSERT_TRUE(b->until([&] { return slow.has_counted("bus_slow_consumer_total 40"); }));
    ASSERT_TRUE(slow.until_restored(2));
    EXPECT_EQ(slow.said.size(), 10U);
    EXPECT_EQ(slow.said.back(), "node0aaa sign 10");
    a->bus->publish(sign(51));
    ASSERT_TRUE(slow.until_heard(11));
    EXPECT_EQ(slow.said.back(), "node0aaa sign 51");
    EXPECT_EQ(slow.restored, 2);
}

TEST_F(NatsBusTest, a_message_that_is_too_long_is_dropped_alone) {
    chat::Event event = bare_event(kTea, 1);
    event.text = std::string(1'100'000, 'x');
    b->bus->subscribe(kTea);
    settle(*b, *a);
    a->bus->publish(event);
    a->bus->publish(bare_event(kTea, 2));
    ASSERT_TRUE(b->until_heard(1));
    EXPECT_THAT(b->said, ElementsAre("tea 2"));
    EXPECT_TRUE(a->has_counted("bus_dropped_total{reason=\"too_long\"} 1"));
    EXPECT_EQ(b->restored, 1);
}

TEST(NatsBusStart, waits_for_a_server_that_is_away) {
    support::NatsServer server;
    server.kill();
    Node node("node0aaa", server.url());
    node.bus->subscribe(kTea);
    ASSERT_TRUE(node.until(
        [&] { return node.bus->problem().starts_with("no NATS server answers at 127.0.0.1:"); }));
    EXPECT_EQ(node.restored, 0);
    server.start();
    ASSERT_TRUE(node.until_restored());
    Node other("node0bbb", server.url());
    ASSERT_TRUE(other.until_restored());
    other.bus->publish(bare_event(kTea, 1));
    ASSERT_TRUE(node.until_heard(1));
}

TEST(NatsBusStart, may_end_before_there_was_a_server) {
    support::NatsServer server;
    server.kill();
    Node node("node0aaa", server.url());
    node.bus->publish(sign(1));
    node.bus.reset();
    EXPECT_TRUE(node.has_counted("bus_dropped_total{reason=\"disconnected\"} 1"));
}

TEST(NatsBusStart, a_wrong_password_is_told_in_a_sentence_without_it) {
    const support::NatsServer server({"--user", "parlor", "--pass", "right"});
    Node refused("node0aaa", server.url("nats", "parlor:wr0ng@"));
    ASSERT_TRUE(refused.until([&] {
        return refused.bus->problem().find("does not accept the user, password or credentials") !=
               std::string::npos;
    })) << refused.bus->problem();
    EXPECT_THAT(refused.bus->problem(), Not(HasSubstr("wr0ng")));
    Node welcome("node0bbb", server.url("nats", "parlor:right@"));
    EXPECT_TRUE(welcome.until_restored());
    EXPECT_EQ(welcome.bus->problem(), "");
}

TEST(NatsBusStart, tls_needs_an_authority_that_is_trusted) {
    const support::TlsFiles files;
    const support::TlsFiles others;
    const support::NatsServer server(
        {"--tls", "--tlscert", files.certificate(), "--tlskey", files.key()});
    Node trusting("node0aaa", NatsSettings{.url = server.url("tls"), .ca_file = files.ca()});
    EXPECT_TRUE(trusting.until_restored()) << trusting.bus->problem();
    Node doubting("node0bbb", NatsSettings{.url = server.url("tls"), .ca_file = others.ca()});
    EXPECT_TRUE(doubting.until([&] { return doubting.bus->problem().starts_with("TLS with"); }))
        << doubting.bus->problem();
    Node plain("node0ccc", server.url());
    EXPECT_TRUE(plain.until([&] { return plain.bus->problem().starts_with("TLS with"); }))
        << plain.bus->problem() << ": the server wants TLS, whatever the address says";
    // The same place by a name that is not in the certificate.
    std::string by_name = server.url("tls");
    by_name.replace(by_name.find("127.0.0.1"), 9, "localhost");
    Node misled("node0ddd", NatsSettings{.url = by_name, .ca_file = files.ca()});
    EXPECT_TRUE(misled.until([&] { return misled.bus->problem().starts_with("TLS with"); }))
        << misled.bus->problem();
    EXPECT_EQ(doubting.restored + plain.restored + misled.restored, 0);
}

TEST(NatsBusStart, tls_is_not_given_up_for_a_server_that_has_none) {
    const support::NatsServer server;
    Node careful("node0aaa", server.url("tls"));
    EXPECT_TRUE(careful.until([&] {
        return careful.bus->problem().find("has no TLS") != std::string::npos;
    })) << careful.bus->problem();
    EXPECT_EQ(careful.restored, 0);
}

TEST(NatsBusStart, settings_that_cannot_be_are_refused_in_a_sentence) {
    const support::TemporaryDirectory directory;
    const std::string none = directory.path() + "/none";
    const std::pair<NatsSettings, std::string> cases[] = {
        {{.url = ""}, "needs the address"},
        {{.url = "http://somewhere"}, "'somewhere' is no address"},
        {{.url = "nats://me:secret@"}, "has no host"},
        {{.url = "nats://a:4222,tls://b:4222"}, "all with tls://"},
        {{.subject_prefix = "a..b"}, "'a..b' cannot begin"},
        {{.subject_prefix = "a.*"}, "'a.*' cannot begin"},
        {{.credentials_file = none}, "none' cannot be read"},
        {{.url = "tls://a", .ca_file = none}, "none' cannot be read"},
        {{.ca_file = none}, "is for NATS servers with tls://"},
        {{.url = "tls://a", .ca_file = "/etc/hostname"}, "holds no certificates"},
    };
    support::WaitingExecutor executor;
    base::Metrics metrics;
    for (const auto& [settings, words] : cases) {
        SCOPED_TRACE(words);
        const auto opened =
            NatsBus::open(settings, chat::NodeId("node0aaa"), executor, metrics, base::Log::none());
        ASSERT_FALSE(opened);
        EXPECT_THAT(opened.error(), HasSubstr(words));
        EXPECT_THAT(opened.error(), Not(HasSubstr("secret")));
    }
}

}  // namespace cluster
