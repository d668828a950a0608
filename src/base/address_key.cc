#include "base/address_key.h"

#include <arpa/inet.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace base {
namespace {

constexpr std::size_t kAddressBytes = 16;
constexpr std::size_t kNetworkBytes = 8;

}  // namespace

std::string address_key(std::string_view address) {
    std::string text(address);
    std::array<char, kAddressBytes> octets{};
    if (::inet_pton(AF_INET6, text.c_str(), octets.data()) != 1) return text;
    return {octets.data(), kNetworkBytes};
}

}  // namespace base
