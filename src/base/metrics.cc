#include "base/metrics.h"

#include <fmt/format.h>

#include <set>

namespace base {

void Histogram::observe(std::chrono::nanoseconds duration) {
    const double seconds = std::chrono::duration<double>(duration).count();
    std::size_t i = 0;
    while (i < kSeconds.size() && seconds > kSeconds[i])
        ++i;
    buckets_[i].fetch_add(1, std::memory_order_relaxed);
    sum_ns_.fetch_add(static_cast<std::uint64_t>(duration.count()), std::memory_order_relaxed);
}

template <typename M>
M& Metrics::find_or_make(std::deque<Entry<M>>& entries, std::string_view name,
                         std::string_view help, std::string_view labels) {
    for (Entry<M>& entry : entries) {
        if (entry.name == name && entry.labels == labels) return entry.metric;
    }
    return entries.emplace_back(name, help, labels).metric;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, std::string_view labels) {
    const std::lock_guard lock(mutex_);
    return find_or_make(counters_, name, help, labels);
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, std::string_view labels) {
    const std::lock_guard lock(mutex_);
    return find_or_make(gauges_, name, help, labels);
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help,
                              std::string_view labels) {
    const std::lock_guard lock(mutex_);
    return find_or_make(histograms_, name, help, labels);
}

namespace {

std::string braces(std::string_view labels, std::string_view more = {}) {
    if (labels.empty() && more.empty()) return {};
    return fmt::format("{{{}{}{}}}", labels, labels.empty() || more.empty() ? "" : ",", more);
}

}  // namespace

std::string Metrics::render() const {
    const std::lock_guard lock(mutex_);
    std::string page;
    const auto out = std::back_inserter(page);
    std::set<std::string_view> introduced;
    const auto introduce = [&](const auto& entry, std::string_view type) {
        if (!introduced.insert(entry.name).second) return;
        fmt::format_to(out, "# HELP {} {}\n# TYPE {} {}\n", entry.name, entry.help, entry.name,
                       type);
    };
    for (const auto& entry : counters_) {
        introduce(entry, "counter");
        fmt::format_to(out, "{}{} {}\n", entry.name, braces(entry.labels), entry.metric.value());
    }
    for (const auto& entry : gauges_) {
        introduce(entry, "gauge");
        fmt::format_to(out, "{}{} {}\n", entry.name, braces(entry.labels), entry.metric.value());
    }
    for (const auto& entry : histograms_) {
        introduce(entry, "histogram");
        std::uint64_t count = 0;
        for (std::size_t i = 0; i <= Histogram::kSeconds.size(); ++i) {
            count += entry.metric.bucket(i);
            const std::string bound =
                i < Histogram::kSeconds.size() ? fmt::format("{}", Histogram::kSeconds[i]) : "+Inf";
            fmt::format_to(out, "{}_bucket{} {}\n", entry.name,
                           braces(entry.labels, fmt::format("le=\"{}\"", bound)), count);
        }
        fmt::format_to(out, "{}_sum{} {}\n", entry.name, braces(entry.labels),
                       entry.metric.sum_seconds());
        fmt::format_to(out, "{}_count{} {}\n", entry.name, braces(entry.labels), count);
    }
    return page;
}

}  // namespace base
