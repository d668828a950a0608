#include "base/network.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace base {
namespace {

std::string text_of(std::string_view text) {
    const std::optional<Network> network = Network::from(text);
    return network ? network->text() : "none";
}

Network network(std::string_view text) {
    return Network::from(text).value();
}

Network address(std::string_view text) {
    return Network::of_address(text).value();
}

TEST(Network, an_address_alone_is_one_place) {
    EXPECT_EQ(text_of("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(text_of("192.0.2.7/32"), "192.0.2.7");
    EXPECT_EQ(text_of("2001:DB8:1:2:3::9"), "2001:db8:1:2::/64");
    EXPECT_EQ(text_of("2001:db8::1/128"), "2001:db8::1/128");
}

TEST(Network, bits_behind_the_prefix_do_not_count) {
    EXPECT_EQ(text_of("192.0.2.129/24"), "192.0.2.0/24");
    EXPECT_EQ(text_of("192.0.2.129/25"), "192.0.2.128/25");
    EXPECT_EQ(text_of("203.0.113.255/0"), "0.0.0.0/0");
    EXPECT_EQ(text_of("2001:db8:ffff::1/33"), "2001:db8:8000::/33");
    EXPECT_EQ(network("192.0.2.1/24"), network("192.0.2.200/24"));
}

TEST(Network, an_ipv4_address_in_ipv6_is_the_ipv4_address) {
    EXPECT_EQ(text_of("::ffff:192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(text_of("::ffff:192.0.2.7/120"), "192.0.2.0/24");
    EXPECT_EQ(text_of("::ffff:192.0.2.7/64"), "none");
    EXPECT_TRUE(network("192.0.2.0/24").contains(address("::ffff:192.0.2.9")));
}

TEST(Network, what_is_none_is_refused) {
    for (const char* text :
         {"", "/", "/24", "192.0.2", "192.0.2.7/", "192.0.2.7/33", "192.0.2.7/-1", "192.0.2.7/ 8",
          "192.0.2.7/8/8", "192.0.2.7/24x", "2001:db8::/129", "a host", "2001:db8::1%eth0",
          " 192.0.2.7", "192.0.2.7/4294967304"})
        EXPECT_EQ(text_of(text), "none") << text;
    EXPECT_FALSE(Network::of_address("192.0.2.0/24"));
    EXPECT_FALSE(Network::of_address(std::string_view("192.0.2.7\0", 10)));
}

TEST(Network, contains_what_shares_its_bits) {
    EXPECT_TRUE(network("192.0.2.0/24").contains(address("192.0.2.255")));
    EXPECT_FALSE(network("192.0.2.0/24").contains(address("192.0.3.0")));
    EXPECT_TRUE(network("192.0.2.7").contains(address("192.0.2.7")));
    EXPECT_FALSE(network("192.0.2.7").contains(network("192.0.2.0/24")));
    EXPECT_TRUE(network("2001:db8::/32").contains(address("2001:db8:1::5")));
    EXPECT_TRUE(network("2001:db8::1").contains(address("2001:db8::ffff:1")));
    EXPECT_FALSE(network("0.0.0.0/0").contains(address("2001:db8::1")));
    EXPECT_FALSE(network("::/0").contains(address("192.0.2.7")));
}

TEST(Network, is_shortened_to_what_is_around_it) {
    EXPECT_EQ(address("192.0.2.7").shortened(16).text(), "192.0.0.0/16");
    EXPECT_EQ(network("192.0.2.0/24").shortened(30), network("192.0.2.0/24"));
}

}  // namespace
}  // namespace base
