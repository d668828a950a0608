#include "net/tcp/address.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using net::tcp::parse_address;

TEST(Address, forms_people_write) {
    struct Case {
        std::string_view text;
        std::string_view host;
        std::uint16_t port;
        int family;
    };
    const Case cases[] = {
        {"127.0.0.1:8080", "127.0.0.1", 8080, AF_INET},
        {"localhost:1", "127.0.0.1", 1, AF_INET},
        {":80", "0.0.0.0", 80, AF_INET},
        {"*:0", "0.0.0.0", 0, AF_INET},
        {"[::1]:65535", "::1", 65535, AF_INET6},
        {"[::]:8080", "::", 8080, AF_INET6},
    };
    for (const auto& [text, host, port, family] : cases) {
        SCOPED_TRACE(text);
        const auto address = parse_address(text);
        ASSERT_TRUE(address);
        EXPECT_EQ(address->host, host);
        EXPECT_EQ(address->port, port);
        EXPECT_EQ(address->raw.ss_family, family);
        EXPECT_EQ(net::tcp::port_of(address->raw), port);
        EXPECT_EQ(net::tcp::ip_text(address->raw), host);
        EXPECT_EQ(net::tcp::port_of(address->with_port(7).raw), 7);
    }
}

TEST(Address, what_is_wrong_is_said_in_a_sentence) {
    struct Case {
        std::string_view text;
        std::string_view says;
    };
    const Case cases[] = {
        {"8080", "has no port"},
        {"", "has no port"},
        {"127.0.0.1:", "is no port"},
        {"127.0.0.1:65536", "is no port"},
        {"127.0.0.1:-1", "is no port"},
        {"127.0.0.1:80x", "is no port"},
        {"::1:8080", "write [::1]:8080"},
        {"[127.0.0.1]:80", "is no IP address"},
        {"[]:80", "is no IP address"},
        {"example.org:80", "is no IP address"},
        {"300.1.1.1:80", "is no IP address"},
    };
    for (const auto& [text, says] : cases) {
        SCOPED_TRACE(text);
        const auto address = parse_address(text);
        ASSERT_FALSE(address);
        EXPECT_NE(address.error().message.find(says), std::string::npos) << address.error().message;
    }
}

}  // namespace
