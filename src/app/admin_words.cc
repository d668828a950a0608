#include "app/admin_words.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/admin_wish.h"
#include "app/config.h"

namespace app {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr) return {};
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

std::string minute_of(const json::value& time) {
    const std::chrono::sys_time<std::chrono::milliseconds> moment{
        std::chrono::milliseconds(time.to_number<std::int64_t>())};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::minutes>(moment - day));
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count());
}

std::string encoded(const std::string& words) {
    return boost::urls::encode(words, boost::urls::unreserved_chars);
}

std::int64_t beginning_of_day(const std::string& text) {
    constexpr std::size_t kMonthAt = 5;
    constexpr std::size_t kDayAt = 8;
    constexpr std::size_t kLength = 10;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const char* const begin = text.data();
    const bool is_long_enough =
        text.size() == kLength && text[kMonthAt - 1] == '-' && text[kDayAt - 1] == '-';
    const bool is_read =
        is_long_enough &&
        std::from_chars(begin, begin + kMonthAt - 1, year).ptr == begin + kMonthAt - 1 &&
        std::from_chars(begin + kMonthAt, begin + kDayAt - 1, month).ptr == begin + kDayAt - 1 &&
        std::from_chars(begin + kDayAt, begin + kLength, day).ptr == begin + kLength;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!is_read || !date.ok()) {
        throw StartError("--until must be a day like 2026-12-31, but is \"" + text + "\".");
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::sys_days(date).time_since_epoch())
        .count();
}

json::object terms_in(const AdminWish& wish) {
    json::object terms;
    if (!wish.until.empty()) terms["until"] = beginning_of_day(wish.until);
    if (!wish.reason.empty()) terms["reason"] = wish.reason;
    return terms;
}

std::string terms_of(const json::object& terms) {
    std::string words = "by " + text_of(terms, "by_name");
    if (const json::value* const until = terms.if_contains("until")) {
        words += " until " + minute_of(*until);
    }
    const std::string reason = text_of(terms, "reason");
    return reason.empty() ? words : words + " (" + reason + ")";
}

}  // namespace app
