#include "base/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace base {
namespace {

constexpr std::uint8_t kBitsV4 = 32;
constexpr std::uint8_t kBitsV6 = 128;
constexpr std::uint8_t kHouseholdV6 = 64;
constexpr std::uint8_t kBitsOfByte = 8;
constexpr std::size_t kBytesV4 = 4;
constexpr unsigned kByteMask = 0xFF;

// ::ffff:0:0/96, the IPv4 addresses among the IPv6 ones.
constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr std::uint8_t kMappedBits = 96;

std::optional<std::uint8_t> length_from(std::string_view digits, std::uint8_t max) {
    unsigned length = 0;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), length);
    const bool is_whole = error == std::errc() && stop == digits.data() + digits.size();
    if (!is_whole || length > max) return std::nullopt;
    return static_cast<std::uint8_t>(length);
}

}  // namespace

std::optional<Network> Network::of_address(std::string_view text) {
    const std::string address(text);
    if (address.contains('\0')) return std::nullopt;  // an end for inet_pton
    Network network;
    if (::inet_pton(AF_INET, address.c_str(), network.octets_.data()) == 1) {
        network.length_ = kBitsV4;
        return network;
    }
    if (::inet_pton(AF_INET6, address.c_str(), network.octets_.data()) != 1) return std::nullopt;
    if (std::equal(kMapped.begin(), kMapped.end(), network.octets_.begin())) {
        std::copy_n(network.octets_.begin() + kMapped.size(), kBytesV4, network.octets_.begin());
        network.length_ = kBitsV4;
        return network.shortened(kBitsV4);
    }
    network.family_ = Family::v6;
    network.length_ = kBitsV6;
    return network;
}

std::optional<Network> Network::from(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::optional<Network> address = of_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    const bool is_v4 = address->family() == Family::v4;
    if (slash == std::string_view::npos) return address->shortened(is_v4 ? kBitsV4 : kHouseholdV6);
    // An IPv4 address that is written as an IPv6 one has a prefix of IPv6.
    const bool is_mapped = is_v4 && text.substr(0, slash).contains(':');
    const std::optional<std::uint8_t> length =
        length_from(text.substr(slash + 1), is_v4 && !is_mapped ? kBitsV4 : kBitsV6);
    if (!length || (is_mapped && *length < kMappedBits)) return std::nullopt;
    return address->shortened(is_mapped ? *length - kMappedBits : *length);
}

Network Network::shortened(std::uint8_t length) const {
    Network network = *this;
    network.length_ = std::min(length, length_);
    for (std::size_t at = 0; at < kBytesMax; ++at) {
        const std::size_t first = at * kBitsOfByte;
        if (first >= network.length_) {
            network.octets_.at(at) = 0;
        } else if (network.length_ - first < kBitsOfByte) {
            const std::size_t kept = network.length_ - first;
            network.octets_.at(at) &=
                static_cast<std::uint8_t>((kByteMask << (kBitsOfByte - kept)) & kByteMask);
        }
    }
    return network;
}

bool Network::contains(const Network& other) const {
    return family_ == other.family_ && length_ <= other.length_ &&
           other.shortened(length_) == *this;
}

std::string Network::text() const {
    std::array<char, INET6_ADDRSTRLEN> address{};
    const bool is_v4 = family_ == Family::v4;
    ::inet_ntop(is_v4 ? AF_INET : AF_INET6, octets_.data(), address.data(), address.size());
    std::string words(address.data());
    if (!is_v4 || length_ < kBitsV4) words += "/" + std::to_string(length_);
    return words;
}

}  // namespace base
