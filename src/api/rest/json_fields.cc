#include "api/rest/json_fields.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/rest/bodies.h"
#include "base/result.h"

namespace api::rest {
namespace {

namespace json = boost::json;
using base::fail;

constexpr std::size_t kTextBytesMax = 4096;  // of any one field

}  // namespace

Parsed<json::object> object_of(std::string_view body, std::size_t depth_max) {
    json::parse_options options;
    options.max_depth = depth_max;
    boost::system::error_code error;
    json::value value = json::parse(body, error, {}, options);
    if (error || !value.is_object()) return fail(Invalid{"The body must be one JSON object."});
    return std::move(value.get_object());
}

Parsed<std::optional<std::string>> text(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string() || value->get_string().size() > kTextBytesMax) {
        return fail(Invalid{std::string(name) + " must be a string of at most " +
                            std::to_string(kTextBytesMax) + " octets."});
    }
    return std::string(value->get_string().data(), value->get_string().size());
}

Parsed<std::string> needed_text(const json::object& object, std::string_view name) {
    auto found = text(object, name);
    if (!found) return fail(std::move(found).error());
    if (!*found) return fail(Invalid{std::string(name) + " is missing."});
    return **std::move(found);
}

Parsed<std::optional<std::int64_t>> whole_number(const json::object& object, std::string_view name,
                                                 std::int64_t min, std::int64_t max) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr) return std::nullopt;
    boost::system::error_code error;
    const auto number = value->to_number<std::int64_t>(error);
    if (error || number < min || number > max) {
        return fail(Invalid{std::string(name) + " must be a whole number from " +
                            std::to_string(min) + " to " + std::to_string(max) + "."});
    }
    return number;
}

}  // namespace api::rest
