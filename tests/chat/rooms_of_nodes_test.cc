#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "chat/audience.h"
#include "chat/bus_message.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/memory_world.h"
#include "chat/recording_audience.h"
#include "chat/room.h"
#include "chat/rooms_world.h"
#include "chat/store.h"
#include "cluster/local/local_bus.h"
#include "support/seeded_random.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Ada is on this node, Bob on another.
class RoomsOfNodesTest : public RoomsWorld {
protected:
    support::SeededRandom other_random{2};
    cluster::LocalBus other_bus{network, executor};
    RecordingAudience other_audience;
    base::Metrics other_metrics;
    std::optional<Chat> other;
    Guest ada;
    Guest bob;

    void SetUp() override {
        other.emplace(memory_world(clock, memory,
                                   {.store = memory,
                                    .random = other_random,
                                    .passwords = passwords,
                                    .bus = other_bus,
                                    .audience = other_audience,
                                    .metrics = other_metrics}),
                      limits_without_rates());
        RoomsWorld::SetUp();
        other->start([](const auto& ready) { EXPECT_TRUE(ready.has_value()); });
        executor.run();
        ada = enter_as(Role::member, "Ada");
        known(Role::member, "Bob");
        bob.connection = new_connection();
        other->connect(
            {.connection = bob.connection, .nickname = {}, .token = "Bob", .cursors = {}},
            [this](auto connected) {
                ASSERT_TRUE(connected.has_value());
                bob.welcome = *std::move(connected);
            });
        settle();
        (void)bobs();
    }
    void settle() {
        for (int i = 0; i < 3; ++i) {
            pass(limits_without_rates().gap_patience);
            other->on_time();
            executor.run();
        }
    }
    std::vector<std::string> bobs() { return other_audience.heard(bob.connection); }
    std::vector<std::string> names_listed_there() {
        std::vector<std::string> names;
        other->rooms(bob.connection, "", [&names](const auto& entries) {
            ASSERT_TRUE(entries.has_value());
            for (const RoomEntry& entry : *entries)
                names.push_back(entry.room.name);
        });
        executor.run();
        return names;
    }
    bool may_post_there(const RoomId& room) {
        bool is_posted = false;
        other->post(bob.connection, {.room = room, .text = "x", .nonce = Nonce("x")},
                    [&is_posted](const auto& posted) { is_posted = posted.has_value(); });
        settle();
        return is_posted;
    }
};

TEST_F(RoomsOfNodesTest, a_room_nobody_is_in_there_is_listed_by_its_new_name) {
    const RoomId tea = created(ada, "Tea");
    ASSERT_TRUE(rename(ada, tea, "Green tea").has_value());
    settle();
    EXPECT_THAT(names_listed_there(), ElementsAre("Green tea", "Lobby"));
    ASSERT_TRUE(set_use(ada, tea, RoomUse::archived).has_value());
    settle();
    EXPECT_THAT(names_listed_there(), ElementsAre("Lobby"));
}

TEST_F(RoomsOfNodesTest, a_private_room_is_announced_nowhere) {
    ASSERT_TRUE(create(ada, "Den", RoomKind::closed).has_value());
    settle();
    EXPECT_THAT(other_audience.created, IsEmpty());
    ASSERT_TRUE(create(ada, "Tea").has_value());
    settle();
    EXPECT_THAT(other_audience.created, ElementsAre("Tea"));
}

TEST_F(RoomsOfNodesTest, a_link_made_here_lets_in_there) {
    const RoomId den = created(ada, "Den", RoomKind::closed);
    Answer<MadeLink> made;
    chat().make_link(ada.connection, {.room = den, .lifetime = 1h, .uses_max = 1}, into(made));
    const auto link = take(made);
    ASSERT_TRUE(link.has_value());
    settle();
    (void)heard(ada);
    Answer<RoomView> joined;
    other->join_by_link(bob.connection, link->token, into(joined));
    settle();
    EXPECT_EQ(take(joined)->room.name, "Den");
    EXPECT_TRUE(may_post_there(den));
    EXPECT_THAT(heard(ada), testing::Contains(testing::HasSubstr("2 Bob joined")));
}

TEST_F(RoomsOfNodesTest, a_direct_room_reaches_its_people_there) {
    const auto view = direct(ada, {UserId("Bob")});
    ASSERT_TRUE(view.has_value());
    settle();
    EXPECT_THAT(bobs(), ElementsAre("joined with Ada, head 0"));
    ASSERT_TRUE(post(ada, "hello", "n", view->room.id).has_value());
    settle();
    EXPECT_THAT(bobs(), ElementsAre("1 Ada: hello"));
    EXPECT_TRUE(may_post_there(view->room.id));
}

TEST_F(RoomsOfNodesTest, whoever_ignores_somebody_there_is_not_meant_by_what_they_say_here) {
    other->ignore(bob.connection, {.user = id_of(ada)},
                  [](const auto& people) { ASSERT_TRUE(people.has_value()); });
    settle();
    ASSERT_TRUE(post(ada, "hello @Bob").has_value());
    settle();
    EXPECT_THAT(bobs(), ElementsAre("1 Ada: hello @Bob (means 1)"));
    const auto mentions_there = [this] {
        std::optional<std::uint32_t> mentions;
        other->read(bob.connection, kLobby, 0,
                    [&mentions](const auto& view) { mentions = view->mentions; });
        executor.run();
        return mentions;
    };
    EXPECT_EQ(mentions_there(), 0U);
    other->ignore(bob.connection, {.user = id_of(ada), .ignoring = Ignoring::off},
                  [](const auto& people) { ASSERT_TRUE(people.has_value()); });
    settle();
    ASSERT_TRUE(post(ada, "hello @Bob").has_value());
    settle();
    EXPECT_EQ(mentions_there(), 1U);
}

TEST_F(RoomsOfNodesTest, hosts_and_those_who_have_to_go_are_so_on_every_node) {
    const RoomId tea = created(ada, "Tea");
    settle();
    other->join(bob.connection, tea, [](const auto& view) { ASSERT_TRUE(view.has_value()); });
    settle();
    ASSERT_TRUE(set_host(ada, tea, UserId("Bob")).has_value());
    settle();
    std::optional<RoomRole> role;
    other->join(bob.connection, tea, [&role](const auto& view) { role = view->role; });
    EXPECT_EQ(role, RoomRole::host);
    EXPECT_TRUE(may_post_there(tea));
    const Guest olga = enter_as(Role::owner, "Olga");
    EXPECT_EQ(error_of(kick(olga, tea, UserId("Bob"))), ChatError::not_a_member);
    ASSERT_TRUE(join(olga, tea).has_value());
    ASSERT_TRUE(kick(olga, tea, UserId("Bob")).has_value());
    settle();
    EXPECT_FALSE(may_post_there(tea));
}

TEST_F(RoomsOfNodesTest, who_had_to_go_does_not_hear_what_was_said_just_behind) {
    const RoomId den = created(ada, "Den", RoomKind::closed);
    settle();
    ASSERT_TRUE(add(ada, den, UserId("Bob")).has_value());
    settle();
    ASSERT_TRUE(may_post_there(den));
    (void)bobs();
    other_bus.detach();
    ASSERT_TRUE(kick(ada, den, UserId("Bob")).has_value());
    ASSERT_TRUE(post(ada, "a secret", "n", den).has_value());
    Answer<Page> page;
    chat().history(ada.connection, {.room = den, .limit = 2}, into(page));
    const auto last = take(page);
    ASSERT_TRUE(last.has_value());
    ASSERT_EQ(last->events.size(), 2U);
    // Late and in the wrong order: both become known at once.
    other->on_bus_message(NodeId("there"), last->events.at(1));
    other->on_bus_message(NodeId("there"), last->events.at(0));
    EXPECT_THAT(bobs(),
                ElementsAre(testing::HasSubstr("Bob left"), testing::HasSubstr("left Den")));
}

TEST_F(RoomsOfNodesTest, what_is_pinned_here_is_a_pin_there) {
    const RoomId tea = created(ada, "Tea");
    settle();
    other->join(bob.connection, tea, [](const auto& view) { ASSERT_TRUE(view.has_value()); });
    settle();
    const auto said = post(ada, "the rules", "n", tea);
    ASSERT_TRUE(said.has_value());
    settle();
    (void)bobs();
    chat().pin(ada.connection, {.room = tea, .target = said->seq},
               [](const auto& pinned) { EXPECT_TRUE(pinned.has_value()); });
    settle();
    EXPECT_THAT(bobs(), ElementsAre(std::to_string(said->seq + 1) + " Ada pinned " +
                                    std::to_string(said->seq)));
    std::size_t pins = 0;
    other->pins(bob.connection, tea, [&pins](const auto& page) { pins = page->pins.size(); });
    settle();
    EXPECT_EQ(pins, 1U);
}

}  // namespace
}  // namespace chat
