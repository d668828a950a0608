/// Latencies: every sample of a run, asked for percentiles once at its end.
///
/// Thread:     any one.
/// Invariant:  keeps at most kSamplesMax; what comes after that is counted and not kept.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace load {

using SteadyClock = std::chrono::steady_clock;
using TimePoint = SteadyClock::time_point;

class Latencies {
public:
    static constexpr std::size_t kSamplesMax = 8'000'000;

    void add(SteadyClock::duration sample) {
        if (samples_.size() < kSamplesMax) {
            samples_.push_back(std::chrono::duration<float, std::milli>(sample).count());
        }
    }

    void clear() { samples_.clear(); }

    /// The sample that `share` (0..1) of all samples do not exceed, in milliseconds; 0 when there is none.
    [[nodiscard]] double percentile_ms(double share) {
        if (samples_.empty()) {
            return 0;
        }
        const auto last = static_cast<double>(samples_.size() - 1);
        const auto nth = samples_.begin() + static_cast<std::ptrdiff_t>(share * last);
        std::nth_element(samples_.begin(), nth, samples_.end());
        return static_cast<double>(*nth);
    }

private:
    std::vector<float> samples_;
};

}  // namespace load
