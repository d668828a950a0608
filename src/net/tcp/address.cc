#include "net/tcp/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <array>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>

namespace net::tcp {
namespace {

constexpr std::string_view kForms =
    "Write it as 127.0.0.1:8080, [::1]:8080 or :8080 (every address of this machine).";

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const char* const end = std::to_address(text.end());
    const auto [rest, error] = std::from_chars(std::to_address(text.begin()), end, port);
    if (error != std::errc() || rest != end) return std::nullopt;
    return port;
}

bool parse_v4(const std::string& host, std::uint16_t port, Address& out) {
    sockaddr_in v4{};
    if (::inet_pton(AF_INET, host.c_str(), &v4.sin_addr) != 1) return false;
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&out.raw, &v4, sizeof v4);
    out.raw_size = sizeof v4;
    return true;
}

bool parse_v6(const std::string& host, std::uint16_t port, Address& out) {
    sockaddr_in6 v6{};
    if (::inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) != 1) return false;
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&out.raw, &v6, sizeof v6);
    out.raw_size = sizeof v6;
    return true;
}

}  // namespace

Address Address::with_port(std::uint16_t other) const {
    Address copy = *this;
    copy.port = other;
    // The port stands at the same place in both families.
    sockaddr_in v4{};
    std::memcpy(&v4, &copy.raw, sizeof v4);
    v4.sin_port = htons(other);
    std::memcpy(&copy.raw, &v4, sizeof v4);
    return copy;
}

base::Result<Address, AddressError> parse_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return base::fail(
            AddressError{fmt::format(R"(The address "{}" has no port. {})", text, kForms)});
    std::string_view host = text.substr(0, colon);
    const auto port = parse_port(text.substr(colon + 1));
    if (!port)
        return base::fail(
            AddressError{fmt::format(R"("{}" is no port (0 to 65535) in the address "{}". {})",
                                     text.substr(colon + 1), text, kForms)});

    Address address;
    address.port = *port;
    const bool has_brackets = host.size() >= 2 && host.front() == '[' && host.back() == ']';
    if (has_brackets) host = host.substr(1, host.size() - 2);
    address.host = host;
    if (host == "localhost") address.host = "127.0.0.1";
    if (!has_brackets && (host.empty() || host == "*")) address.host = "0.0.0.0";
    const bool is_known = has_brackets ? parse_v6(address.host, *port, address)
                                       : parse_v4(address.host, *port, address);
    if (is_known) return address;
    if (!has_brackets && host.find(':') != std::string_view::npos)
        return base::fail(AddressError{fmt::format(
            "An IPv6 address needs brackets: write [{}]:{} instead of {}.", host, *port, text)});
    return base::fail(
        AddressError{fmt::format(R"("{}" is no IP address of this machine. {})", host, kForms)});
}

std::string ip_text(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    }
    if (address.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            return ::inet_ntop(AF_INET, v6.sin6_addr.s6_addr + 12, text.data(), text.size());
        return ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    }
    return {};
}

std::uint16_t port_of(const sockaddr_storage& address) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);  // the same place in both families
    return ntohs(v4.sin_port);
}

}  // namespace net::tcp
