/// Fields of the JSON objects that REST requests bring, each checked for its kind and size.
///
/// Thread:     any. Pure functions.
/// Invariant:  an error names the field and says what it must be.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/rest/bodies.h"

namespace api::rest {

inline constexpr std::size_t kDepthMax = 4;  ///< lists and objects inside each other
Parsed<boost::json::object> object_of(std::string_view body, std::size_t depth_max = kDepthMax);

/// nullopt: it is not there.
Parsed<std::optional<std::string>> text(const boost::json::object& object, std::string_view name);
Parsed<std::string> needed_text(const boost::json::object& object, std::string_view name);
/// nullopt: it is not there.
Parsed<std::optional<std::int64_t>> whole_number(const boost::json::object& object,
                                                 std::string_view name, std::int64_t min,
                                                 std::int64_t max);

}  // namespace api::rest
