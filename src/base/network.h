/// Network: the addresses that share their first bits: one address, one household, or as much as somebody means.
///
/// Thread:     any. A value.
/// Invariant:  nothing is set behind the first bits, so equal networks are equal values. An IPv4 address that is written as an
///             IPv6 one (::ffff:192.0.2.1) is the IPv4 address.
/// Elsewhere:  what is one place when something is counted is address_key.h.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

class Network {
public:
    enum class Family : std::uint8_t { v4, v6 };

    /// "192.0.2.7", "192.0.2.0/24" or "2001:db8::/32"; nullopt: none of these. An IPv6 address alone is its /64, as whoever
    /// has one has all of those. Bits behind the prefix do not count.
    [[nodiscard]] static std::optional<Network> from(std::string_view text);

    /// One address, whatever its family, with all its bits; nullopt: none.
    [[nodiscard]] static std::optional<Network> of_address(std::string_view text);

    /// The network of `length` bits around an address.
    /// length  more than length() is length()
    [[nodiscard]] Network shortened(std::uint8_t length) const;

    [[nodiscard]] bool contains(const Network& other) const;
    [[nodiscard]] Family family() const { return family_; }
    /// In bits.
    [[nodiscard]] std::uint8_t length() const { return length_; }
    /// "192.0.2.7", "192.0.2.0/24", "2001:db8::/64"
    [[nodiscard]] std::string text() const;

    friend auto operator<=>(const Network&, const Network&) = default;

private:
    static constexpr std::size_t kBytesMax = 16;

    Network() = default;

    Family family_ = Family::v4;
    std::uint8_t length_ = 0;
    std::array<std::uint8_t, kBytesMax> octets_{};
};

}  // namespace base
