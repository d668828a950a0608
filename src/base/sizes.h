/// Sizes in octets, written as people say them: 64_KiB.
#pragma once

#include <cstdint>

namespace base::literals {

constexpr std::uint64_t operator""_KiB(unsigned long long n) {
    return n * 1024;
}
constexpr std::uint64_t operator""_MiB(unsigned long long n) {
    return n * 1024 * 1024;
}

}  // namespace base::literals
