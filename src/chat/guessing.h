/// Guessing: how often somebody may be wrong about a secret, by the name they try and by where they are; and how often
/// accounts are made from one place, and profiles changed.
///
/// Thread:     domain.
/// Owns:       one token bucket for each name, address and pair of both that was wrong lately, and for each that made
///             or changed something.
/// Invariant:  an attempt counts before it is decided, so that many at once are no way around; a right one is given
///             back. Each table remembers at most kRememberedMax; a full one forgets what is calm again, and when
///             nothing is, lets newcomers to it pass: the other tables still count them.
/// Elsewhere:  which addresses are one place is base/address_key.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/token_bucket.h"

namespace chat {

class Guessing {
public:
    static constexpr std::size_t kRememberedMax = 10'000;
    /// A full table is looked through no more often: it takes a while, and everybody waits for it.
    static constexpr base::Milliseconds kForgettingInterval{1000};

    /// 0: go ahead, and it counts. Else how long to wait, and nothing counted.
    /// name  the key of what is tried; empty: the secret has no name (an invite's code, the owner's key)
    [[nodiscard]] base::Milliseconds attempt(std::string_view name, std::string_view address,
                                             base::SteadyTime now);

    /// The attempt was right.
    void give_back(std::string_view name, std::string_view address);

    /// An account is to be made from there; it always counts. 0: go ahead.
    [[nodiscard]] base::Milliseconds make(std::string_view address, base::SteadyTime now);

    /// Somebody changes what others see of them; it always counts. 0: go ahead.
    [[nodiscard]] base::Milliseconds change(std::string_view user, base::SteadyTime now);

private:
    struct Rate {
        double per_second = 1;
        double burst = 1;
    };
    class Table {
    public:
        explicit Table(Rate rate) : rate_(rate) {}
        /// Null when the table is full of those who are not calm.
        base::TokenBucket* bucket(const std::string& key, base::SteadyTime now);
        base::TokenBucket* find(const std::string& key);
        /// 0: taken, or not remembered. Else how long to wait.
        base::Milliseconds take(const std::string& key, base::SteadyTime now);

    private:
        void forget_the_calm(base::SteadyTime now);

        Rate rate_;
        std::unordered_map<std::string, base::TokenBucket> buckets_;
        base::SteadyTime forget_next_ = base::SteadyTime::min();
    };

    static std::string pair_of(std::string_view name, std::string_view address);

    // Whoever is wrong from one place stops first; the name itself last, so that others cannot lock its owner out.
    Table pairs_{{.per_second = 1.0 / 30, .burst = 5}};
    Table addresses_{{.per_second = 1.0 / 10, .burst = 30}};
    Table names_{{.per_second = 1.0 / 6, .burst = 100}};
    Table makers_{{.per_second = 1.0 / 30, .burst = 20}};
    Table changes_{{.per_second = 1.0 / 5, .burst = 20}};
};

}  // namespace chat
