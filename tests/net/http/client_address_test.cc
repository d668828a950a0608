#include "net/http/client_address.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/network.h"
#include "net/http/message.h"

namespace net::http {
namespace {

std::string address(const std::string& peer, const std::vector<std::string>& forwarded,
                    const std::vector<std::string>& trusted = {"127.0.0.1", "10.0.0.0/8"}) {
    Request head;
    head.fields.emplace_back("Host", "chat.example");
    for (const std::string& value : forwarded)
        head.fields.emplace_back("x-forwarded-for", value);
    std::vector<base::Network> networks;
    for (const std::string& network : trusted)
        networks.push_back(base::Network::from(network).value());
    return client_address(head, peer, networks);
}

TEST(ClientAddress, a_trusted_proxy_is_believed) {
    EXPECT_EQ(address("127.0.0.1", {"203.0.113.7"}), "203.0.113.7");
    EXPECT_EQ(address("127.0.0.1", {"203.0.113.7, 10.1.2.3"}), "203.0.113.7");
    EXPECT_EQ(address("127.0.0.1", {"203.0.113.7", "10.1.2.3 ,10.9.9.9"}), "203.0.113.7");
    EXPECT_EQ(address("::ffff:127.0.0.1", {"2001:db8::1"}), "2001:db8::1");
}

TEST(ClientAddress, nobody_else_is) {
    EXPECT_EQ(address("192.0.2.1", {"203.0.113.7"}), "192.0.2.1");
    EXPECT_EQ(address("127.0.0.1", {"203.0.113.7"}, {}), "127.0.0.1");
    EXPECT_EQ(address("", {"203.0.113.7"}), "");
}

TEST(ClientAddress, what_the_client_wrote_itself_is_not_reached) {
    EXPECT_EQ(address("127.0.0.1", {"10.0.0.1, 198.51.100.1, 203.0.113.7"}), "203.0.113.7");
    EXPECT_EQ(address("127.0.0.1", {"198.51.100.1", "203.0.113.7"}), "203.0.113.7");
}

TEST(ClientAddress, without_a_word_it_is_the_proxy) {
    EXPECT_EQ(address("127.0.0.1", {}), "127.0.0.1");
    EXPECT_EQ(address("127.0.0.1", {""}), "127.0.0.1");
    EXPECT_EQ(address("127.0.0.1", {"10.0.0.1"}), "10.0.0.1");
}

TEST(ClientAddress, what_is_none_ends_the_search) {
    for (const char* hop : {"unknown", "_hidden", "203.0.113.7, nonsense", ",", "203.0.113.7,", "[",
                            "[]", "203.0.113.7:1:2", "<script>"})
        EXPECT_EQ(address("127.0.0.1", {hop}), "127.0.0.1") << hop;
    EXPECT_EQ(address("127.0.0.1", {"nonsense, 10.0.0.1"}), "10.0.0.1");
}

TEST(ClientAddress, a_port_behind_it_does_not_matter) {
    EXPECT_EQ(address("127.0.0.1", {"203.0.113.7:4711"}), "203.0.113.7");
    EXPECT_EQ(address("127.0.0.1", {"[2001:db8::1]:4711"}), "2001:db8::1");
    EXPECT_EQ(address("127.0.0.1", {"[2001:db8::1]"}), "2001:db8::1");
}

}  // namespace
}  // namespace net::http
