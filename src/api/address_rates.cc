#include "api/address_rates.h"

#include <iterator>
#include <string>
#include <string_view>

#include "base/address_key.h"
#include "base/clock.h"
#include "base/token_bucket.h"

namespace api {

base::Milliseconds AddressRates::take(std::string_view address, base::SteadyTime now) {
    const std::string key = base::address_key(address);
    auto found = buckets_.find(key);
    if (found == buckets_.end()) {
        if (buckets_.size() >= kAddressesMax) forget_the_calm(now);
        if (buckets_.size() >= kAddressesMax) return base::Milliseconds(0);
        found = buckets_.emplace(key, base::TokenBucket(per_second_, burst_, now)).first;
    }
    base::TokenBucket& bucket = found->second;
    return bucket.take(now) ? base::Milliseconds(0) : bucket.wait(now);
}

void AddressRates::forget_the_calm(base::SteadyTime now) {
    // std::erase_if hands out const entries, and filling a bucket changes it.
    for (auto entry = buckets_.begin(); entry != buckets_.end();) {
        entry = entry->second.is_full(now) ? buckets_.erase(entry) : std::next(entry);
    }
}

}  // namespace api
