#include "api/address_rates.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <string>

#include "base/clock.h"
#include "support/manual_clock.h"

namespace {

using api::AddressRates;

constexpr base::Milliseconds kNow{0};

TEST(AddressRates, each_address_has_its_own_burst) {
    support::ManualClock clock;
    AddressRates rates(1, 2);
    for (const char* address : {"192.0.2.1", "192.0.2.2"}) {
        EXPECT_EQ(rates.take(address, clock.now()), kNow);
        EXPECT_EQ(rates.take(address, clock.now()), kNow);
        EXPECT_GT(rates.take(address, clock.now()), kNow);
    }
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(rates.take("192.0.2.1", clock.now()), kNow);
}

TEST(AddressRates, one_ipv6_network_is_one_address) {
    support::ManualClock clock;
    AddressRates rates(1, 1);
    EXPECT_EQ(rates.take("2001:db8:1:2::1", clock.now()), kNow);
    EXPECT_GT(rates.take("2001:db8:1:2:ffff::9", clock.now()), kNow);
    EXPECT_EQ(rates.take("2001:db8:1:3::1", clock.now()), kNow);
}

TEST(AddressRates, a_full_table_forgets_the_calm_and_locks_nobody_out) {
    support::ManualClock clock;
    AddressRates rates(1, 1);
    const auto address = [](std::size_t i) { return "host-" + std::to_string(i); };
    for (std::size_t i = 0; i < AddressRates::kAddressesMax; ++i) {
        ASSERT_EQ(rates.take(address(i), clock.now()), kNow);
    }
    EXPECT_EQ(rates.take("one more", clock.now()), kNow);
    EXPECT_EQ(rates.take("one more", clock.now()), kNow) << "not remembered, so not limited";
    clock.advance(std::chrono::seconds(2));
    EXPECT_EQ(rates.take("one more", clock.now()), kNow);
    EXPECT_GT(rates.take("one more", clock.now()), kNow) << "remembered now";
}

}  // namespace
