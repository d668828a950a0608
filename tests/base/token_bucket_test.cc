#include "base/token_bucket.h"

#include <gtest/gtest.h>

#include "support/manual_clock.h"

using namespace std::chrono_literals;

TEST(TokenBucket, gives_its_burst_and_then_its_rate) {
    support::ManualClock clock;
    base::TokenBucket bucket(10, 3, clock.now());
    EXPECT_TRUE(bucket.take(clock.now()));
    EXPECT_TRUE(bucket.take(clock.now()));
    EXPECT_TRUE(bucket.take(clock.now()));
    EXPECT_FALSE(bucket.take(clock.now()));
    EXPECT_EQ(bucket.wait(clock.now()), 100ms);
    clock.advance(100ms);
    EXPECT_TRUE(bucket.take(clock.now()));
    EXPECT_FALSE(bucket.take(clock.now()));
}

TEST(TokenBucket, never_holds_more_than_its_burst) {
    support::ManualClock clock;
    base::TokenBucket bucket(10, 2, clock.now());
    clock.advance(1h);
    EXPECT_TRUE(bucket.is_full(clock.now()));
    EXPECT_TRUE(bucket.take(clock.now()));
    EXPECT_TRUE(bucket.take(clock.now()));
    EXPECT_FALSE(bucket.take(clock.now()));
}
