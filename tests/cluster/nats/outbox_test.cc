#include "cluster/nats/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "chat/bus_message.h"
#include "cluster/nats/nats_metrics.h"

namespace cluster {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

struct OutboxTest : testing::Test {
    base::Metrics registry;
    NatsMetrics metrics{registry};
    Outbox outbox{2, metrics};

    void put(const std::string& subject) {
        outbox.put({.subject = subject, .message = chat::SettingsNews{}});
    }
    static std::vector<std::string> subjects_of(const Outbox::Work& work) {
        std::vector<std::string> subjects;
        for (const Outbox::Letter& letter : work.letters)
            subjects.push_back(letter.subject);
        return subjects;
    }
};

}  // namespace

TEST_F(OutboxTest, keeps_the_order_up_to_its_bound) {
    outbox.open();
    put("a");
    put("b");
    put("c");
    EXPECT_EQ(metrics.dropped_outbox_full.value(), 1U);
    EXPECT_THAT(subjects_of(outbox.wait()), ElementsAre("a", "b"));
    put("d");
    EXPECT_THAT(subjects_of(outbox.wait()), ElementsAre("d"));
}

TEST_F(OutboxTest, takes_no_letters_while_it_is_shut) {
    put("a");
    outbox.open();
    put("b");
    outbox.shut();
    put("c");
    outbox.open();
    put("d");
    EXPECT_THAT(subjects_of(outbox.wait()), ElementsAre("d"));
    EXPECT_EQ(metrics.dropped_disconnected.value(), 3U);
}

TEST_F(OutboxTest, keeps_the_last_wish_for_each_room_also_while_it_is_shut) {
    outbox.want("tea", Outbox::Wish::hear);
    outbox.want("jam", Outbox::Wish::hear);
    outbox.want("tea", Outbox::Wish::ignore);
    outbox.shut();
    EXPECT_THAT(outbox.take_wishes(), UnorderedElementsAre(Pair("tea", Outbox::Wish::ignore),
                                                           Pair("jam", Outbox::Wish::hear)));
    outbox.want("tea", Outbox::Wish::hear);
    EXPECT_THAT(outbox.wait().wishes, UnorderedElementsAre(Pair("tea", Outbox::Wish::hear)));
}

TEST_F(OutboxTest, who_waits_is_woken_and_told_of_the_end_with_what_is_left) {
    outbox.open();
    outbox.wake();
    EXPECT_EQ(outbox.wait().then, Outbox::Work::Then::go_on);
    EXPECT_FALSE(outbox.wait_for_end(std::chrono::milliseconds(0)));
    put("a");
    outbox.end();
    put("b");
    EXPECT_TRUE(outbox.wait_for_end(std::chrono::hours(1)));
    const Outbox::Work last = outbox.wait();
    EXPECT_EQ(last.then, Outbox::Work::Then::end);
    EXPECT_THAT(subjects_of(last), ElementsAre("a"));
    EXPECT_EQ(outbox.wait().then, Outbox::Work::Then::end) << "and again, without waiting";
}

}  // namespace cluster
