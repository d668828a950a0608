/// Report: the one JSON object a run prints, for bench/run to read.
///
/// Thread:     any one.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace load {

class Report {
public:
    void add(std::string_view key, std::uint64_t value) { put(key, fmt::format("{}", value)); }
    void add(std::string_view key, double value) { put(key, fmt::format("{:.4f}", value)); }

    /// `value` is one of our own words: nothing in it needs escaping.
    void add(std::string_view key, std::string_view value) {
        put(key, fmt::format("\"{}\"", value));
    }

    [[nodiscard]] std::string json() const { return fmt::format("{{{}}}", fields_); }

private:
    void put(std::string_view key, std::string_view value) {
        fields_ += fmt::format("{}\"{}\": {}", fields_.empty() ? "" : ", ", key, value);
    }

    std::string fields_;
};

}  // namespace load
