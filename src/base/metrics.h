/// Metrics: counters, gauges and histograms, and the page on which Prometheus reads them.
///
/// Thread:     any. Counting is one relaxed atomic; making and rendering take the registry's lock.
/// Owns:       the registry owns every metric it made; references stay good as long as it lives.
/// Invariant:  names carry their unit; labels come from a closed set, never from a person or a room.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace base {

class Counter {
public:
    void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

class Gauge {
public:
    void add(std::int64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    void sub(std::int64_t n = 1) { value_.fetch_sub(n, std::memory_order_relaxed); }
    void set(std::int64_t n) { value_.store(n, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> value_{0};
};

/// Durations in fixed buckets from 0.1 ms to 10 s.
class Histogram {
public:
    static constexpr std::array<double, 16> kSeconds = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
        0.05,   0.1,     0.25,   0.5,   1.0,    2.5,   5.0,  10.0};

    void observe(std::chrono::nanoseconds duration);

    /// Observations at or below kSeconds[i], each bucket on its own (not cumulative); the last is the rest.
    [[nodiscard]] std::uint64_t bucket(std::size_t i) const {
        return buckets_.at(i).load(std::memory_order_relaxed);
    }
    [[nodiscard]] double sum_seconds() const {
        return static_cast<double>(sum_ns_.load(std::memory_order_relaxed)) / 1e9;
    }

private:
    std::array<std::atomic<std::uint64_t>, kSeconds.size() + 1> buckets_{};
    std::atomic<std::uint64_t> sum_ns_{0};
};

class Metrics {
public:
    /// Makes a metric, or gives the one made before under the same name and labels.
    ///
    /// name    as Prometheus wants it: [a-z_]+, with unit, `_total` for counters
    /// help    one sentence
    /// labels  empty, or `reason="slow_reader"` as it stands between the braces
    Counter& counter(std::string_view name, std::string_view help, std::string_view labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = {});
    Histogram& histogram(std::string_view name, std::string_view help,
                         std::string_view labels = {});

    /// The page in the text format 0.0.4 of Prometheus.
    [[nodiscard]] std::string render() const;

private:
    template <typename M>
    struct Entry {
        Entry(std::string_view n, std::string_view h, std::string_view l)
            : name(n), help(h), labels(l) {}
        std::string name;
        std::string help;
        std::string labels;
        M metric;
    };
    template <typename M>
    static M& find_or_make(std::deque<Entry<M>>& entries, std::string_view name,
                           std::string_view help, std::string_view labels);

    // A lock, not a message: metrics are made at start and rendered a few times a minute.
    mutable std::mutex mutex_;
    std::deque<Entry<Counter>> counters_;
    std::deque<Entry<Gauge>> gauges_;
    std::deque<Entry<Histogram>> histograms_;
};

}  // namespace base
