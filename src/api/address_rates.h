/// AddressRates: how often one address may do something.
///
/// Thread:     loop.
/// Owns:       the buckets of the addresses seen lately.
/// Invariant:  at most kAddressesMax addresses are remembered on a loop; a full table forgets those whose bucket is full
///             again, and when there is none lets everybody in rather than nobody.
/// Elsewhere:  which addresses are one place is base/address_key.h; limits per person are chat's.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/token_bucket.h"

namespace api {

class AddressRates {
public:
    static constexpr std::size_t kAddressesMax = 10'000;

    AddressRates(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

    /// Takes one token of `address`.
    /// returns  0: go ahead; else how long to wait
    [[nodiscard]] base::Milliseconds take(std::string_view address, base::SteadyTime now);

private:
    void forget_the_calm(base::SteadyTime now);

    double per_second_;
    double burst_;
    std::unordered_map<std::string, base::TokenBucket> buckets_;
};

}  // namespace api
