// sim_soak SECONDS [FIRST_SEED]: further seeds of the simulation for as long as that, on all cores. Without FIRST_SEED it
// begins somewhere and says where. Exit 1 when a seed failed.
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "sim/seeds.h"
#include "sim/world.h"

namespace {

std::optional<std::uint64_t> number_from(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

int main(int count, char** arguments) {
    const auto seconds = count > 1 ? number_from(arguments[1]) : std::nullopt;
    // Of 48 bits: short enough to be typed again.
    constexpr unsigned kShift = 16;
    const auto first =
        count > 2 ? number_from(arguments[2]) : base::SystemRandom().number() >> kShift;
    if (!seconds || !first) {
        fmt::print(stderr, "usage: sim_soak SECONDS [FIRST_SEED]\n");
        return 2;
    }
    constexpr std::uint64_t kBatch = 200;
    const base::SystemClock clock;
    const base::SteadyTime end = clock.now() + std::chrono::seconds(*seconds);
    fmt::print("seeds from {} on, for {} s\n", *first, *seconds);
    std::uint64_t runs = 0;
    std::uint64_t failures = 0;
    do {
        const sim::Harvest harvest = sim::run_seeds(*first + runs, kBatch);
        runs += harvest.runs;
        failures += harvest.failures;
        for (const sim::Outcome& outcome : harvest.failed)
            fmt::print("{}\n", outcome.report());
        std::fflush(stdout);
    } while (clock.now() < end);
    fmt::print("{} seeds, {} failed\n", runs, failures);
    return failures == 0 ? 0 : 1;
}
