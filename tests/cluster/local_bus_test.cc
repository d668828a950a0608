#include "cluster/local/local_bus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "support/manual_executor.h"

namespace cluster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Heard final : public chat::Bus::Receiver {
public:
    void on_bus_message(const chat::NodeId& from, const chat::BusMessage& message) override {
        speakers.insert(from.value());
        if (const auto* event = std::get_if<chat::Event>(&message)) {
            said.push_back("event " + event->room.value() + " " + std::to_string(event->seq));
        } else if (const auto* head = std::get_if<chat::RoomHead>(&message)) {
            said.push_back("head " + head->room.value() + " " + std::to_string(head->head));
        } else if (const auto* room = std::get_if<chat::Room>(&message)) {
            said.push_back("room " + room->name);
        } else {
            said.emplace_back("something else");
        }
    }
    void on_bus_restored() override { said.emplace_back("restored"); }

    std::set<std::string> speakers;
    std::vector<std::string> said;
};

chat::Event event_of(const chat::RoomId& room, chat::Seq seq) {
    chat::Event event;
    event.room = room;
    event.seq = seq;
    return event;
}

struct LocalBusTest : testing::Test {
    const chat::RoomId tea{"tea"};
    const chat::RoomId jam{"jam"};
    support::ManualExecutor executor;
    LocalNetwork network;
    LocalBus a{network, executor};
    LocalBus b{network, executor};
    Heard heard_by_a;
    Heard heard_by_b;

    void SetUp() override {
        a.attach(heard_by_a);
        b.attach(heard_by_b);
    }
    void TearDown() override { executor.run(); }
};

}  // namespace

TEST_F(LocalBusTest, others_hear_in_order_what_is_said_in_rooms_they_listen_to) {
    b.subscribe(tea);
    a.publish(event_of(tea, 1));
    a.publish(event_of(jam, 1));
    a.publish(chat::RoomHead{.room = tea, .head = 1});
    a.publish(chat::RoomHead{.room = jam, .head = 1});
    a.publish(event_of(tea, 2));
    EXPECT_THAT(heard_by_b.said, IsEmpty()) << "never inside the call";
    executor.run();
    EXPECT_THAT(heard_by_b.said, ElementsAre("event tea 1", "head tea 1", "event tea 2"));
}

TEST_F(LocalBusTest, everyone_hears_of_a_member_wherever_they_are) {
    chat::Event joined = event_of(tea, 1);
    joined.kind = chat::EventKind::member_joined;
    a.publish(joined);
    executor.run();
    EXPECT_THAT(heard_by_b.said, ElementsAre("event tea 1"));
}

TEST_F(LocalBusTest, one_node_hears_what_is_sent_to_it) {
    LocalBus c(network, executor);
    Heard heard_by_c;
    c.attach(heard_by_c);
    a.publish(chat::RosterAsked{});
    executor.run();
    ASSERT_EQ(heard_by_b.speakers.size(), 1U);
    const chat::NodeId asker(*heard_by_b.speakers.begin());
    c.send(asker, chat::RosterAsked{});
    executor.run();
    EXPECT_THAT(heard_by_a.said, ElementsAre("something else"));
    EXPECT_EQ(heard_by_b.said.size(), 1U);
}

TEST_F(LocalBusTest, nobody_hears_themselves) {
    a.subscribe(tea);
    a.publish(event_of(tea, 1));
    a.publish(chat::RoomHead{.room = tea, .head = 1});
    a.publish(chat::Room{.id = tea, .name = "Tea", .name_key = "tea"});
    executor.run();
    EXPECT_THAT(heard_by_a.said, IsEmpty());
}

TEST_F(LocalBusTest, everyone_hears_of_a_new_room) {
    a.publish(chat::Room{.id = tea, .name = "Tea", .name_key = "tea"});
    executor.run();
    EXPECT_THAT(heard_by_b.said, ElementsAre("room Tea"));
}

TEST_F(LocalBusTest, who_no_longer_listens_hears_nothing) {
    b.subscribe(tea);
    b.unsubscribe(tea);
    a.publish(event_of(tea, 1));
    b.subscribe(tea);
    a.publish(event_of(tea, 2));
    b.detach();
    executor.run();
    EXPECT_THAT(heard_by_b.said, IsEmpty());
}

TEST_F(LocalBusTest, a_node_may_be_gone_before_it_hears) {
    {
        LocalBus c(network, executor);
        Heard heard;
        c.attach(heard);
        c.subscribe(tea);
        a.publish(event_of(tea, 1));
    }
    EXPECT_EQ(executor.run(), 1U);
}

TEST_F(LocalBusTest, knows_whether_it_is_alone) {
    LocalNetwork quiet;
    std::optional<LocalBus> only(std::in_place, quiet, executor);
    EXPECT_EQ(only->reach(), chat::Bus::Reach::this_node);
    EXPECT_EQ(a.reach(), chat::Bus::Reach::cluster);
}

}  // namespace cluster
