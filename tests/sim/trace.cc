#include "sim/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sim {

void Trace::mix(std::uint64_t number) {
    hash_ = (hash_ ^ number) * 0x100000001B3U;
    hash_ ^= hash_ >> 29U;
}

void Trace::note(const char* what, std::initializer_list<std::uint64_t> numbers) {
    if (is_failed()) return;
    Step step{.when = schedule_.now(), .what = what};
    mix(static_cast<std::uint64_t>(step.when.count()));
    for (const char letter : std::string_view(what))
        mix(static_cast<unsigned char>(letter));
    std::size_t count = 0;
    for (const std::uint64_t number : numbers) {
        mix(number);
        step.numbers.at(count++) = number;
    }
    if (kept_.size() < kStepsKept) {
        kept_.push_back(step);
    } else {
        kept_[steps_ % kStepsKept] = step;
    }
    ++steps_;
}

void Trace::fail(std::string sentence) {
    if (!is_failed()) failure_ = std::move(sentence);
}

std::vector<std::string> Trace::last_steps() const {
    std::vector<std::string> lines;
    for (std::uint64_t i = steps_ - std::min<std::uint64_t>(steps_, kStepsKept); i < steps_; ++i) {
        const Step& step = kept_[i % kStepsKept];
        std::string line =
            fmt::format("{:>12.3f} ms  ", static_cast<double>(step.when.count()) / 1000.0);
        std::size_t number = 0;
        for (std::string_view rest = step.what; !rest.empty();) {
            if (rest.starts_with("{}")) {
                line += std::to_string(step.numbers.at(number++));
                rest.remove_prefix(2);
            } else {
                line += rest.front();
                rest.remove_prefix(1);
            }
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace sim
