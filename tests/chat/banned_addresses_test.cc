#include "chat/banned_addresses.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"
#include "chat/address_ban.h"

namespace chat {
namespace {

using std::chrono_literals::operator""ms;

constexpr base::WallTime kNow{1000ms};

AddressBan ban(const std::string& id, const std::string& network,
               std::optional<base::WallTime> until = {}) {
    return {.id = AddressBanId(id), .network = network, .terms = {.by = {}, .until = until}};
}

std::string found(const BannedAddresses& bans, const std::string& address,
                  base::WallTime now = kNow) {
    const AddressBan* const ban = bans.find(address, now);
    return ban == nullptr ? "none" : ban->id.value();
}

TEST(BannedAddresses, an_address_is_found_in_the_network_around_it) {
    BannedAddresses bans;
    bans.add(ban("one", "192.0.2.7"));
    bans.add(ban("many", "198.51.100.0/24"));
    bans.add(ban("six", "2001:db8:1:2::/64"));
    EXPECT_EQ(found(bans, "192.0.2.7"), "one");
    EXPECT_EQ(found(bans, "::ffff:192.0.2.7"), "one");
    EXPECT_EQ(found(bans, "192.0.2.8"), "none");
    EXPECT_EQ(found(bans, "198.51.100.255"), "many");
    EXPECT_EQ(found(bans, "198.51.101.0"), "none");
    EXPECT_EQ(found(bans, "2001:db8:1:2:ffff::1"), "six");
    EXPECT_EQ(found(bans, "2001:db8:1:3::1"), "none");
    EXPECT_EQ(found(bans, ""), "none");
    EXPECT_EQ(found(bans, "a host"), "none");
}

TEST(BannedAddresses, one_that_is_over_hides_no_other) {
    BannedAddresses bans;
    bans.add(ban("wide", "192.0.0.0/16", kNow));
    bans.add(ban("narrow", "192.0.2.7"));
    EXPECT_EQ(found(bans, "192.0.2.7", kNow - 1ms), "wide");
    EXPECT_EQ(found(bans, "192.0.2.7"), "narrow");
    bans.forget_past(kNow);
    EXPECT_EQ(bans.size(), 1U);
    EXPECT_EQ(found(bans, "192.0.2.7"), "narrow");
}

TEST(BannedAddresses, of_one_network_the_later_holds) {
    BannedAddresses bans;
    bans.add(ban("first", "192.0.2.0/24"));
    bans.add(ban("second", "192.0.2.0/24"));
    EXPECT_EQ(bans.size(), 1U);
    EXPECT_EQ(found(bans, "192.0.2.7"), "second");
    bans.remove(AddressBanId("first"));
    EXPECT_EQ(found(bans, "192.0.2.7"), "second");
    bans.remove(AddressBanId("second"));
    EXPECT_EQ(found(bans, "192.0.2.7"), "none");
    EXPECT_EQ(bans.find(AddressBanId("second")), nullptr);
}

}  // namespace
}  // namespace chat
