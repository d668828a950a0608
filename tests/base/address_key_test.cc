#include "base/address_key.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(AddressKey, one_ipv6_network_is_one) {
    EXPECT_EQ(address_key("2001:db8:1:2::1"), address_key("2001:DB8:1:2:ffff::9"));
    EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
    EXPECT_EQ(address_key("2001:db8:1:2::1").size(), 8U);
}

TEST(AddressKey, each_ipv4_address_is_another) {
    EXPECT_EQ(address_key("192.0.2.1"), "192.0.2.1");
    EXPECT_NE(address_key("192.0.2.1"), address_key("192.0.2.2"));
}

TEST(AddressKey, what_is_no_address_stays_as_it_is) {
    for (const char* text : {"", "a host", "2001:db8::1%eth0", "::1::", "192.0.2.1.5"})
        EXPECT_EQ(address_key(text), text);
}

}  // namespace
}  // namespace base
