#include "api/events/rate.h"

#include <arpa/inet.h>

#include <array>
#include <iterator>

namespace api::events {
namespace {

// One household or one machine: an IPv4 address, or the first 64 bits of an IPv6 address.
std::string bucket_of(std::string_view address) {
    std::string text(address);
    std::array<char, 16> octets{};
    if (::inet_pton(AF_INET6, text.c_str(), octets.data()) == 1) return {octets.data(), 8};
    return text;
}

}  // namespace

bool AddressRates::may_enter(std::string_view address, base::SteadyTime now) {
    const std::string key = bucket_of(address);
    auto found = buckets_.find(key);
    if (found == buckets_.end()) {
        if (buckets_.size() >= kAddressesMax) forget_the_calm(now);
        if (buckets_.size() >= kAddressesMax) return true;
        found = buckets_
                    .emplace(key, base::TokenBucket(options_.newcomers_per_second,
                                                    options_.newcomers_burst, now))
                    .first;
    }
    return found->second.take(now);
}

void AddressRates::forget_the_calm(base::SteadyTime now) {
    // std::erase_if hands out const entries, and filling a bucket changes it.
    for (auto entry = buckets_.begin(); entry != buckets_.end();) {
        entry = entry->second.is_full(now) ? buckets_.erase(entry) : std::next(entry);
    }
}

}  // namespace api::events
