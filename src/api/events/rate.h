/// ConnectionRate and AddressRates: how often one connection may ask, and how often one address may make new people.
///
/// Thread:     loop.
/// Owns:       AddressRates the buckets of the addresses seen lately.
/// Invariant:  at most kAddressesMax addresses are remembered on a loop; a full table forgets those whose bucket is full
///             again, and when there is none lets everybody in rather than nobody.
/// Elsewhere:  limits per person are chat's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/token_bucket.h"

namespace api::events {

struct RateOptions {
    enum class Limits : std::uint8_t { on, off } limits = Limits::on;
    double events_per_second = 50;  ///< of one connection, all kinds together
    double events_burst = 200;
    double newcomers_per_second = 5;  ///< connects without a token from one address
    double newcomers_burst = 100;
};

class AddressRates {
public:
    static constexpr std::size_t kAddressesMax = 10'000;

    explicit AddressRates(const RateOptions& options) : options_(options) {}

    /// Takes one newcomer's token from `address`.
    [[nodiscard]] bool may_enter(std::string_view address, base::SteadyTime now);

private:
    void forget_the_calm(base::SteadyTime now);

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    const RateOptions& options_;
    std::unordered_map<std::string, base::TokenBucket, Hash, std::equal_to<>> buckets_;
};

}  // namespace api::events
