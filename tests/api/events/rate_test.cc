#include "api/events/rate.h"

#include <gtest/gtest.h>

#include <string>

#include "support/manual_clock.h"

namespace {

using api::events::AddressRates;
using api::events::RateOptions;

TEST(AddressRates, each_address_has_its_own_burst) {
    support::ManualClock clock;
    const RateOptions options{.newcomers_per_second = 1, .newcomers_burst = 2};
    AddressRates rates(options);
    for (const char* address : {"192.0.2.1", "192.0.2.2"}) {
        EXPECT_TRUE(rates.may_enter(address, clock.now()));
        EXPECT_TRUE(rates.may_enter(address, clock.now()));
        EXPECT_FALSE(rates.may_enter(address, clock.now()));
    }
    clock.advance(std::chrono::seconds(1));
    EXPECT_TRUE(rates.may_enter("192.0.2.1", clock.now()));
}

TEST(AddressRates, one_ipv6_network_is_one_address) {
    support::ManualClock clock;
    const RateOptions options{.newcomers_per_second = 1, .newcomers_burst = 1};
    AddressRates rates(options);
    EXPECT_TRUE(rates.may_enter("2001:db8:1:2::1", clock.now()));
    EXPECT_FALSE(rates.may_enter("2001:db8:1:2:ffff::9", clock.now()));
    EXPECT_TRUE(rates.may_enter("2001:db8:1:3::1", clock.now()));
}

TEST(AddressRates, a_full_table_forgets_the_calm_and_locks_nobody_out) {
    support::ManualClock clock;
    const RateOptions options{.newcomers_per_second = 1, .newcomers_burst = 1};
    AddressRates rates(options);
    const auto address = [](std::size_t i) { return "host-" + std::to_string(i); };
    for (std::size_t i = 0; i < AddressRates::kAddressesMax; ++i) {
        ASSERT_TRUE(rates.may_enter(address(i), clock.now()));
    }
    EXPECT_TRUE(rates.may_enter("one more", clock.now()));
    EXPECT_TRUE(rates.may_enter("one more", clock.now())) << "not remembered, so not limited";
    clock.advance(std::chrono::seconds(2));
    EXPECT_TRUE(rates.may_enter("one more", clock.now()));
    EXPECT_FALSE(rates.may_enter("one more", clock.now())) << "remembered now";
}

}  // namespace
