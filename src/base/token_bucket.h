/// TokenBucket: so many at once, so many a second.
///
/// Thread:     any, one at a time. A value of 40 bytes.
/// Invariant:  in any span of t seconds at most burst + t * per_second tokens are taken.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/clock.h"

namespace base {

class TokenBucket {
public:
    /// Starts full.
    TokenBucket(double per_second, double burst, SteadyTime now)
        : per_second_(per_second), burst_(burst), tokens_(burst), filled_(now) {}

    [[nodiscard]] bool take(SteadyTime now) {
        fill(now);
        if (tokens_ < 1) return false;
        tokens_ -= 1;
        return true;
    }

    /// As if it had not been taken.
    void give_back() { tokens_ = std::min(burst_, tokens_ + 1); }

    /// How long until take() would succeed.
    [[nodiscard]] Milliseconds wait(SteadyTime now) {
        fill(now);
        if (tokens_ >= 1) return Milliseconds(0);
        return std::chrono::ceil<Milliseconds>(
            std::chrono::duration<double>((1 - tokens_) / per_second_));
    }

    /// Nothing was taken lately: a new bucket would be the same.
    [[nodiscard]] bool is_full(SteadyTime now) {
        fill(now);
        return tokens_ >= burst_;
    }

private:
    void fill(SteadyTime now) {
        const std::chrono::duration<double> passed = now - filled_;
        filled_ = now;
        tokens_ = std::min(burst_, tokens_ + passed.count() * per_second_);
    }

    double per_second_;
    double burst_;
    double tokens_;
    SteadyTime filled_;
};

}  // namespace base
