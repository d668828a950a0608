/// Trace: what happened in a run, step by step, and what was found to be wrong.
///
/// Thread:     one.
/// Owns:       the last kStepsKept steps, and a hash of all.
/// Invariant:  two runs with the same hash did the same. Only the first failure counts: what follows may follow from it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "sim/schedule.h"

namespace sim {

class Trace {
public:
    static constexpr std::size_t kStepsKept = 160;

    explicit Trace(const Schedule& schedule) : schedule_(schedule) {}

    /// what  a sentence that lives for ever, with {} for each number; at most kNumbersMax
    void note(const char* what, std::initializer_list<std::uint64_t> numbers);
    /// A promise was broken.
    void fail(std::string sentence);

    [[nodiscard]] bool is_failed() const { return !failure_.empty(); }
    [[nodiscard]] const std::string& failure() const { return failure_; }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }
    /// The last ones up to the failure, a line each.
    [[nodiscard]] std::vector<std::string> last_steps() const;

private:
    static constexpr std::size_t kNumbersMax = 5;
    struct Step {
        Time when{};
        const char* what = "";
        std::array<std::uint64_t, kNumbersMax> numbers{};
    };
    void mix(std::uint64_t number);

    const Schedule& schedule_;
    std::vector<Step> kept_;  ///< a ring
    std::uint64_t steps_ = 0;
    std::uint64_t hash_ = 0xCBF29CE484222325U;
    std::string failure_;
};

}  // namespace sim
