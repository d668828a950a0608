#include "chat/guessing.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "base/address_key.h"
#include "base/clock.h"
#include "base/token_bucket.h"

namespace chat {

base::TokenBucket* Guessing::Table::bucket(const std::string& key, base::SteadyTime now) {
    if (base::TokenBucket* const known = find(key)) return known;
    if (buckets_.size() >= kRememberedMax && now >= forget_next_) forget_the_calm(now);
    if (buckets_.size() >= kRememberedMax) return nullptr;
    return &buckets_.try_emplace(key, rate_.per_second, rate_.burst, now).first->second;
}

base::TokenBucket* Guessing::Table::find(const std::string& key) {
    const auto known = buckets_.find(key);
    return known == buckets_.end() ? nullptr : &known->second;
}

base::Milliseconds Guessing::Table::take(const std::string& key, base::SteadyTime now) {
    base::TokenBucket* const found = bucket(key, now);
    if (found == nullptr || found->take(now)) return base::Milliseconds(0);
    return found->wait(now);
}

void Guessing::Table::forget_the_calm(base::SteadyTime now) {
    forget_next_ = now + kForgettingInterval;
    for (auto entry = buckets_.begin(); entry != buckets_.end();) {
        entry = entry->second.is_full(now) ? buckets_.erase(entry) : std::next(entry);
    }
}

std::string Guessing::pair_of(std::string_view name, std::string_view address) {
    return base::address_key(address) + ' ' + std::string(name);
}

base::Milliseconds Guessing::attempt(std::string_view name, std::string_view address,
                                     base::SteadyTime now) {
    base::TokenBucket* const buckets[] = {
        name.empty() ? nullptr : pairs_.bucket(pair_of(name, address), now),
        addresses_.bucket(base::address_key(address), now),
        name.empty() ? nullptr : names_.bucket(std::string(name), now)};
    base::Milliseconds wait{0};
    for (base::TokenBucket* const each : buckets) {
        if (each != nullptr) wait = std::max(wait, each->wait(now));
    }
    if (wait > base::Milliseconds(0)) return wait;
    for (base::TokenBucket* const each : buckets) {
        if (each != nullptr) static_cast<void>(each->take(now));
    }
    return base::Milliseconds(0);
}

void Guessing::give_back(std::string_view name, std::string_view address) {
    base::TokenBucket* const buckets[] = {
        name.empty() ? nullptr : pairs_.find(pair_of(name, address)),
        addresses_.find(base::address_key(address)),
        name.empty() ? nullptr : names_.find(std::string(name))};
    for (base::TokenBucket* const each : buckets) {
        if (each != nullptr) each->give_back();
    }
}

base::Milliseconds Guessing::make(std::string_view address, base::SteadyTime now) {
    return makers_.take(base::address_key(address), now);
}

base::Milliseconds Guessing::change(std::string_view user, base::SteadyTime now) {
    return changes_.take(std::string(user), now);
}

}  // namespace chat
