#include "net/tcp/bind.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using net::tcp::listen_on;
using net::tcp::parse_address;

TEST(ListenOn, every_loop_gets_a_socket_on_the_same_new_port) {
    const auto listening = listen_on(parse_address("127.0.0.1:0").value(), 3);
    ASSERT_TRUE(listening);
    EXPECT_EQ(listening->sockets.size(), 3U);
    EXPECT_NE(listening->port, 0);
}

TEST(ListenOn, a_port_somebody_listens_on_is_refused_although_it_is_shared) {
    const auto first = listen_on(parse_address("127.0.0.1:0").value(), 2);
    ASSERT_TRUE(first);
    const std::string address = "127.0.0.1:" + std::to_string(first->port);
    const auto second = listen_on(parse_address(address).value(), 2);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message, "Port " + std::to_string(first->port) +
                                          " on 127.0.0.1 is in use by another program. Stop it or "
                                          "choose another with --listen.");
}

TEST(ListenOn, the_port_is_free_again_afterwards) {
    std::string address;
    {
        const auto first = listen_on(parse_address("127.0.0.1:0").value(), 1);
        ASSERT_TRUE(first);
        address = "127.0.0.1:" + std::to_string(first->port);
    }
    EXPECT_TRUE(listen_on(parse_address(address).value(), 1));
}

TEST(ListenOn, an_address_of_another_machine_is_refused) {
    // 192.0.2.0/24 is nobody's (RFC 5737).
    const auto listening = listen_on(parse_address("192.0.2.1:0").value(), 1);
    ASSERT_FALSE(listening);
    EXPECT_NE(listening.error().message.find("has no address 192.0.2.1"), std::string::npos)
        << listening.error().message;
}

}  // namespace
