#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "base/sha256.h"
#include "chat/account.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/memory_world.h"
#include "chat/recording_audience.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "support/fake_passwords.h"
#include "support/lossy_bus.h"
#include "support/manual_clock.h"
#include "support/manual_executor.h"
#include "support/seeded_random.h"

namespace chat {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Limits limits() {
    Limits limits;
    limits.rate_limits = Limits::RateLimits::off;
    return limits;
}

struct Node {
    Node(support::LossyNetwork& network, const base::Clock& clock, store::MemoryStore& memory,
         base::Executor& executor, std::uint64_t seed)
        : random(seed), passwords(executor), bus(network) {
        chat.emplace(memory_world(clock, memory,
                                  {.store = memory,
                                   .random = random,
                                   .passwords = passwords,
                                   .bus = bus,
                                   .audience = audience,
                                   .metrics = metrics}),
                     limits());
    }

    support::SeededRandom random;
    support::FakePasswords passwords;
    support::LossyBus bus;
    RecordingAudience audience;
    base::Metrics metrics;
    std::optional<Chat> chat;
};

struct Visitor {
    Node* node = nullptr;
    ConnectionId connection;
    Welcome welcome;
};

/// Three nodes on one store. Their messages come in any order, each once, unless a test loses them.
class PresenceOfNodesTest : public testing::Test {
protected:
    PresenceOfNodesTest() {
        network.is_reliable = true;
        for (std::uint64_t i = 1; i <= 3; ++i) {
            nodes.push_back(std::make_unique<Node>(network, clock, memory, executor, i));
            nodes.back()->chat->start([](const auto& ready) { EXPECT_TRUE(ready.has_value()); });
            settle();
        }
    }

    Node& node(std::size_t number) { return *nodes[number]; }

    void settle() {
        do {
            executor.run();
        } while (network.deliver_one());
    }
    void pass(base::Milliseconds time) {
        constexpr base::Milliseconds kStep{50};
        for (base::Milliseconds passed{0}; passed < time; passed += kStep) {
            clock.advance(kStep);
            for (const auto& each : nodes) {
                if (each->chat) each->chat->on_time();
            }
            settle();
        }
    }

    base::Result<Welcome, ConnectRefusal> connect(Node& there, ConnectionId id,
                                                  const std::string& nickname,
                                                  const std::string& token = {}) {
        std::optional<base::Result<Welcome, ConnectRefusal>> answer;
        there.chat->connect({.connection = id, .nickname = nickname, .token = token, .cursors = {}},
                            [&answer](auto connected) { answer = std::move(connected); });
        settle();
        if (!answer) ADD_FAILURE() << "no answer";
        return answer ? *std::move(answer) : base::fail(ConnectRefusal{});
    }
    Visitor enter(Node& there, const std::string& nickname, const std::string& token = {}) {
        const ConnectionId id(++last_connection);
        auto connected = connect(there, id, nickname, token);
        EXPECT_TRUE(connected.has_value()) << nickname;
        return {.node = &there,
                .connection = id,
                .welcome = connected ? *std::move(connected) : Welcome()};
    }
    void leave(const Visitor& visitor) {
        visitor.node->audience.drop(visitor.connection);
        visitor.node->chat->disconnect(visitor.connection);
        settle();
    }
    /// The process is gone, without a word.
    void kill(Node& there) {
        there.chat.reset();
        settle();
    }
    static std::vector<std::string> heard(const Visitor& visitor) {
        return visitor.node->audience.heard(visitor.connection);
    }
    static std::vector<std::string> present(const Visitor& asker, const RoomId& room = kLobby) {
        std::vector<std::string> names;
        asker.node->chat->members(asker.connection, room, [&names](const auto& members) {
            ASSERT_TRUE(members.has_value());
            EXPECT_EQ(members->present, members->present_members.size());
            for (const auto& member : members->present_members)
                names.push_back(member.user.nickname);
        });
        return names;
    }

    support::ManualClock clock;
    support::ManualExecutor executor;
    store::MemoryStore memory{executor};
    support::LossyNetwork network{7};
    std::vector<std::unique_ptr<Node>> nodes;
    std::uint64_t last_connection = 0;
};

}  // namespace

TEST_F(PresenceOfNodesTest, who_comes_and_goes_is_told_on_every_node) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    EXPECT_THAT(heard(ada), ElementsAre("Bob came, 2 in lobby"));
    EXPECT_EQ(bob.welcome.rooms.front().present, 2U);
    EXPECT_THAT(present(ada), ElementsAre("Ada", "Bob"));
    EXPECT_THAT(present(bob), ElementsAre("Ada", "Bob"));
    leave(bob);
    pass(4s);
    EXPECT_THAT(heard(ada), IsEmpty()) << "a reload is silent, on whichever node";
    pass(1s);
    EXPECT_THAT(heard(ada), ElementsAre("Bob went, 1 in lobby"));
    EXPECT_THAT(present(ada), ElementsAre("Ada"));
}

TEST_F(PresenceOfNodesTest, somebody_on_several_nodes_is_there_once_and_until_the_last_is_left) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    heard(ada);
    const Visitor again = enter(node(2), "", bob.welcome.token);
    const Visitor here = enter(node(0), "", bob.welcome.token);
    EXPECT_THAT(heard(ada), IsEmpty());
    EXPECT_EQ(here.welcome.rooms.front().present, 2U);
    EXPECT_THAT(present(ada), ElementsAre("Ada", "Bob"));
    leave(bob);
    leave(here);
    pass(10s);
    EXPECT_THAT(heard(ada), IsEmpty());
    EXPECT_THAT(present(ada), ElementsAre("Ada", "Bob"));
    leave(again);
    pass(10s);
    EXPECT_THAT(heard(ada), ElementsAre("Bob went, 1 in lobby"));
}

TEST_F(PresenceOfNodesTest, whoever_reloads_onto_another_node_was_never_away) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    heard(ada);
    leave(bob);
    pass(1s);
    const Visitor there = enter(node(2), "", bob.welcome.token);
    pass(20s);
    EXPECT_THAT(heard(ada), IsEmpty());
    EXPECT_THAT(present(there), ElementsAre("Ada", "Bob"));
}

TEST_F(PresenceOfNodesTest, the_people_of_a_dead_node_are_gone_after_five_seconds) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    const Visitor carol = enter(node(1), "Carol");
    heard(ada);
    kill(node(1));
    pass(3s);
    const Visitor back = enter(node(2), "", carol.welcome.token);
    pass(900ms);
    EXPECT_THAT(heard(ada), IsEmpty());
    pass(2s);
    EXPECT_THAT(heard(ada), ElementsAre("Bob went, 2 in lobby")) << "Carol is on another node";
    EXPECT_THAT(present(back), ElementsAre("Ada", "Carol"));
    EXPECT_THAT(node(0).chat->nodes(), SizeIs(2));
    enter(node(0), "Bob");
}

TEST_F(PresenceOfNodesTest, what_a_dead_node_committed_and_told_nobody_is_heard) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    pass(1s);
    heard(ada);
    node(1).chat->post(bob.connection, {.room = kLobby, .text = "last", .nonce = Nonce("n")},
                       [](const auto& posted) { ASSERT_TRUE(posted.has_value()); });
    executor.run();
    network.lose_all();
    kill(node(1));
    pass(4s);
    EXPECT_THAT(heard(ada), IsEmpty());
    pass(2s);
    EXPECT_THAT(heard(ada), Contains("1 Bob: last"));
}

TEST_F(PresenceOfNodesTest, a_node_that_comes_late_knows_who_is_where) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    nodes.push_back(std::make_unique<Node>(network, clock, memory, executor, 9));
    node(3).chat->start([](const auto& ready) { EXPECT_TRUE(ready.has_value()); });
    settle();
    pass(100ms);
    const Visitor carol = enter(node(3), "Carol");
    EXPECT_THAT(present(carol), ElementsAre("Ada", "Bob", "Carol"));
    EXPECT_THAT(node(3).chat->nodes(), SizeIs(4));
}

TEST_F(PresenceOfNodesTest, what_was_lost_of_comings_and_goings_is_asked_for) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    heard(ada);
    const ConnectionId id(++last_connection);
    node(1).chat->connect({.connection = id, .nickname = "Carol", .token = {}, .cursors = {}},
                          [](const auto& connected) { EXPECT_TRUE(connected.has_value()); });
    executor.run();
    network.lose_all();
    leave(bob);
    EXPECT_THAT(present(ada), ElementsAre("Ada", "Bob"));
    pass(2s);
    EXPECT_THAT(heard(ada), ElementsAre("Carol came, 3 in lobby"));
    pass(5s);
    EXPECT_THAT(heard(ada), ElementsAre("Bob went, 2 in lobby"));
    EXPECT_THAT(present(ada), ElementsAre("Ada", "Carol"));
}

TEST_F(PresenceOfNodesTest, nobody_flaps_when_the_bus_is_away_for_a_while) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    const Visitor carol = enter(node(2), "Carol");
    heard(ada);
    heard(bob);
    for (const auto& each : nodes)
        each->bus.cut();
    pass(60s);
    leave(carol);
    pass(10s);
    EXPECT_THAT(heard(ada), IsEmpty());
    for (const auto& each : nodes)
        each->bus.restore();
    settle();
    pass(4s);
    EXPECT_THAT(heard(ada), ElementsAre("Carol went, 2 in lobby"));
    EXPECT_THAT(present(bob), ElementsAre("Ada", "Bob"));
}

TEST_F(PresenceOfNodesTest, messages_reach_others_within_seconds_while_the_bus_is_away) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    for (const auto& each : nodes)
        each->bus.cut();
    heard(bob);
    node(0).chat->post(ada.connection, {.room = kLobby, .text = "hello", .nonce = Nonce("n")},
                       [](const auto& posted) { ASSERT_TRUE(posted.has_value()); });
    executor.run();
    pass(1200ms);
    EXPECT_THAT(heard(bob), ElementsAre("1 Ada: hello"));
}

TEST_F(PresenceOfNodesTest, a_name_is_taken_whoever_has_it_where) {
    const Visitor ada = enter(node(0), "Ada");
    const auto refused = connect(node(1), ConnectionId(++last_connection), "ada");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().error, ConnectError::nickname_taken);
    EXPECT_THAT(refused.error().suggestions, Not(IsEmpty()));
    leave(ada);
    pass(6s);
    enter(node(1), "ada");
}

TEST_F(PresenceOfNodesTest, a_marker_moves_on_every_device) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor phone = enter(node(1), "", ada.welcome.token);
    const Visitor bob = enter(node(2), "Bob");
    for (int i = 1; i <= 3; ++i) {
        node(2).chat->post(
            bob.connection,
            {.room = kLobby, .text = "hello", .nonce = Nonce("n" + std::to_string(i))},
            [](const auto& posted) { ASSERT_TRUE(posted.has_value()); });
        settle();
    }
    heard(phone);
    node(0).chat->read(ada.connection, kLobby, 2,
                       [](const auto& view) { ASSERT_TRUE(view.has_value()); });
    settle();
    EXPECT_THAT(heard(phone), ElementsAre("read lobby to 2, 1 unread"));
}

TEST_F(PresenceOfNodesTest, who_types_is_seen_on_other_nodes) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    node(0).chat->typing(ada.connection, kLobby,
                         [](const auto& done) { ASSERT_TRUE(done.has_value()); });
    settle();
    EXPECT_THAT(heard(bob), ElementsAre("Ada types in lobby"));
}

TEST_F(PresenceOfNodesTest, a_new_name_is_seen_everywhere_and_by_the_other_devices) {
    const Visitor ada = enter(node(0), "Ada");
    const Visitor bob = enter(node(1), "Bob");
    const Visitor phone = enter(node(2), "", bob.welcome.token);
    heard(ada);
    heard(bob);
    const Visitor third = enter(node(1), "Robert", bob.welcome.token);
    pass(200ms);
    EXPECT_THAT(present(ada), ElementsAre("Ada", "Robert"));
    EXPECT_THAT(heard(ada), Contains(testing::HasSubstr("Robert")));
    EXPECT_THAT(heard(phone), Contains(testing::HasSubstr("Robert")));
    enter(node(2), "Bob");
}

TEST_F(PresenceOfNodesTest, a_private_room_made_elsewhere_is_there_for_whoever_comes) {
    memory.create_user({.user = {.id = UserId("ada"), .nickname = "Ada", .role = Role::member},
                        .name_key = "ada",
                        .token = base::sha256("token of ada"),
                        .session = {.id = SessionId("s"),
                                    .user = UserId("ada"),
                                    .expires = clock.wall() + 1h,
                                    .lifetime = 1h},
                        .first_room = kLobby},
                       [](const auto& made) { ASSERT_TRUE(made.has_value()); });
    const Visitor ada = enter(node(0), "", "token of ada");
    std::optional<RoomId> den;
    node(0).chat->create(ada.connection, {.name = "Den", .kind = RoomKind::closed},
                         [&den](const auto& made) {
                             ASSERT_TRUE(made.has_value());
                             den = made->room.id;
                         });
    executor.run();
    network.lose_all();
    ASSERT_TRUE(den.has_value());
    const Visitor phone = enter(node(1), "", ada.welcome.token);
    EXPECT_THAT(phone.welcome.rooms, SizeIs(2));
    EXPECT_THAT(present(phone, *den), ElementsAre("Ada"));
}

}  // namespace chat
