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
constexpr unsigned kByteMask = 0xFF;

// ::ffff:0:0/96, the IPv4 addresses among the IPv6 ones.
constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr std::uint8_t kMappedBits = 96;

std::optional<std::uint8_t> length_from(std::string_view digits, std::uint8_t max) {
    unsigned length = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, length);
    if (error != std::errc() || stop != end || length > max) return std::nullopt;
    return static_cast<std::uint8_t>(length);
}

}  // namespace

std::optional<Network> Network::from(std::string_view text) {
    const std::size_t slash = text.find('/');
    const bool has_length = slash != std::string_view::npos;
    const std::string address(text.substr(0, slash));
    const std::string_view digits = has_length ? text.substr(slash + 1) : std::string_view();

    Network network;
    if (::inet_pton(AF_INET, address.c_str(), network.octets_.data()) == 1) {
        const auto length = has_length ? length_from(digits, kBitsV4) : std::optional(kBitsV4);
        if (!length) return std::nullopt;
        network.length_ = kBitsV4;
        return network.shortened(*length);
    }
    if (::inet_pton(AF_INET6, address.c_str(), network.octets_.data()) != 1) return std::nullopt;
    const auto length = has_length ? length_from(digits, kBitsV6) : std::optional(kBitsV6);
    if (!length) return std::nullopt;
    const bool is_mapped = std::equal(kMapped.begin(), kMapped.end(), network.octets_.begin());
    if (is_mapped && *length >= kMappedBits) {
        std::ranges::copy_n(network.octets_.begin() + kMapped.size(), kBitsV4 / kBitsOfByte,
                            network.octets_.begin());
        network.length_ = kBitsV4;
        return network.shortened(*length - kMappedBits);
    }
    network.family_ = Family::v6;
    network.length_ = kBitsV6;
    return network.shortened(has_length ? *length : kHouseholdV6);
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
