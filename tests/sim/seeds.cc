#include "sim/seeds.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "sim/planted.h"
#include "sim/world.h"

namespace sim {
namespace {

thread_local std::uint64_t seed_running = 0;

void write_to_stderr(std::string_view text) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

/// A CHECK of the domain failed. Only what may be called in a signal handler.
extern "C" void on_abort(int /*signal*/) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), seed_running).ptr;
    write_to_stderr("the simulation ended with the seed ");
    write_to_stderr(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
    write_to_stderr("; replay it with SIM_SEED\n");
}

/// What the runs of one thread came to.
void work(std::atomic<std::uint64_t>& next, std::atomic<std::uint64_t>& end, Until until,
          Planted planted, Harvest& harvest) {
    while (true) {
        const std::uint64_t seed = next.fetch_add(1);
        if (seed >= end.load()) return;
        seed_running = seed;
        Outcome outcome = run_seed(seed, planted);
        ++harvest.runs;
        harvest.steps += outcome.steps;
        harvest.sights.add(outcome.sights);
        if (!outcome.is_failed()) continue;
        ++harvest.failures;
        if (until == Until::a_failure) {
            std::uint64_t before = end.load();
            while (seed < before && !end.compare_exchange_weak(before, seed)) {
            }
        }
        harvest.failed.push_back(std::move(outcome));
    }
}

}  // namespace

Harvest run_seeds(std::uint64_t first, std::uint64_t count, Until until, Planted planted) {
    static_cast<void>(std::signal(SIGABRT, on_abort));
    std::atomic<std::uint64_t> next = first;
    std::atomic<std::uint64_t> end = first + count;
    std::vector<Harvest> harvests(std::max(1U, std::thread::hardware_concurrency()));
    {
        std::vector<std::jthread> threads;
        threads.reserve(harvests.size());
        for (Harvest& harvest : harvests) {
            threads.emplace_back([&next, &end, until, planted, &harvest] {
                work(next, end, until, planted, harvest);
            });
        }
    }
    Harvest all;
    for (Harvest& harvest : harvests) {
        all.failures += harvest.failures;
        all.runs += harvest.runs;
        all.steps += harvest.steps;
        all.sights.add(harvest.sights);
        std::ranges::move(harvest.failed, std::back_inserter(all.failed));
    }
    std::ranges::sort(all.failed, {}, &Outcome::seed);
    if (all.failed.size() > Harvest::kKeptMax) all.failed.resize(Harvest::kKeptMax);
    return all;
}

}  // namespace sim
