/// Words: how `parlor admin` reads what is typed, and writes what the server answers.
///
/// Thread:     main. Pure functions.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/admin_wish.h"

namespace app {

/// A field's text, or how JSON writes it; empty: it is not there.
std::string text_of(const boost::json::object& object, std::string_view name);

/// time  milliseconds since 1970
/// returns  "2026-12-31 09:30 UTC"
std::string minute_of(const boost::json::value& time);

/// For a query.
std::string encoded(const std::string& words);

/// "2026-12-31": its beginning in UTC, in milliseconds since 1970.
/// errors  StartError
std::int64_t beginning_of_day(const std::string& text);

/// Until when somebody or something is kept out, and why, for a request.
boost::json::object terms_in(const AdminWish& wish);
/// "by ada until 2026-12-31 00:00 UTC (noise)", of a suspension or a ban as the server tells of it.
std::string terms_of(const boost::json::object& terms);

}  // namespace app
