/// AddressKey: what stands for one household or one machine when something is counted by address.
///
/// Thread:     any. A pure function.
#pragma once

#include <string>
#include <string_view>

namespace base {

/// An IPv4 address as it is; of an IPv6 address the first 64 bits, as whoever has one has all of those; anything else as
/// it is, no address among them. Only for comparing.
[[nodiscard]] std::string address_key(std::string_view address);

}  // namespace base
