#include "cluster/nats/inbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "base/metrics.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/ids.h"
#include "cluster/nats/nats_metrics.h"
#include "cluster/wire/message.h"
#include "support/manual_executor.h"

namespace cluster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kRestored = -1;

struct InboxTest : testing::Test, chat::Bus::Receiver {
    support::ManualExecutor executor;
    base::Metrics registry;
    NatsMetrics metrics{registry};
    std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>(4, executor, metrics);
    std::vector<int> told;  ///< numbers of what was said, and kRestored

    void on_bus_message(const chat::NodeId& /*from*/, const chat::BusMessage& message) override {
        told.push_back(static_cast<int>(std::get<chat::PersonGone>(message).version));
        if (told.back() == 100) inbox->detach();
    }
    void on_bus_restored() override { told.push_back(kRestored); }

    void say(std::uint64_t number) {
        inbox->put({.from = chat::NodeId("node0bbb"),
                    .message = chat::PersonGone{.version = number, .user = chat::UserId("u1")}});
    }
};

}  // namespace

TEST_F(InboxTest, tells_in_order_and_never_inside_the_call) {
    inbox->attach(*this);
    say(1);
    say(2);
    EXPECT_THAT(told, IsEmpty());
    executor.run();
    say(3);
    executor.run();
    EXPECT_THAT(told, ElementsAre(1, 2, 3));
}

TEST_F(InboxTest, tells_once_of_all_that_was_too_much) {
    inbox->attach(*this);
    for (std::uint64_t number = 1; number <= 7; ++number)
        say(number);
    EXPECT_EQ(metrics.slow_consumer.value(), 3U);
    inbox->missed();
    inbox->restored();
    executor.run();
    EXPECT_THAT(told, ElementsAre(1, 2, 3, 4, kRestored));
    say(8);
    executor.run();
    EXPECT_THAT(told, ElementsAre(1, 2, 3, 4, kRestored, 8));
}

TEST_F(InboxTest, that_something_is_missing_waits_for_who_is_attached_later) {
    inbox->restored();
    say(1);
    executor.run();
    inbox->attach(*this);
    executor.run();
    EXPECT_THAT(told, ElementsAre(kRestored));
}

TEST_F(InboxTest, who_detaches_while_being_told_is_told_no_more) {
    inbox->attach(*this);
    say(100);
    say(101);
    inbox->restored();
    executor.run();
    EXPECT_THAT(told, ElementsAre(100));
}

TEST_F(InboxTest, after_its_end_nothing_is_told_or_posted) {
    inbox->attach(*this);
    say(1);
    inbox->end();
    executor.run();
    say(2);
    inbox->missed();
    EXPECT_EQ(executor.run(), 0U);
    EXPECT_THAT(told, IsEmpty());
}

TEST_F(InboxTest, may_be_gone_before_its_turn) {
    inbox->attach(*this);
    say(1);
    inbox->end();
    inbox.reset();
    EXPECT_EQ(executor.run(), 1U);
    EXPECT_THAT(told, IsEmpty());
}

}  // namespace cluster
