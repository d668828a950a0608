#include "api/events/suspension.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>

#include "api/events/json_writer.h"
#include "base/clock.h"
#include "chat/account.h"

namespace api::events {
namespace {

/// "2026-12-31 09:30 UTC"; to the minute that is over by then.
std::string minute_of(base::WallTime time) {
    const auto minute = std::chrono::ceil<std::chrono::minutes>(time);
    const auto day = std::chrono::floor<std::chrono::days>(minute);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(minute - day);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count());
}

std::string end_of(const std::optional<chat::Suspension>& suspension) {
    if (!suspension || !suspension->until) return ".";
    return " until " + minute_of(*suspension->until) + ".";
}

}  // namespace

std::string sentence_of(const std::optional<chat::Suspension>& suspension) {
    return "This account is suspended" + end_of(suspension);
}

std::string sentence_of_ban(const std::optional<chat::Suspension>& ban) {
    return "Nobody can come in from this address" + end_of(ban);
}

void write_end_and_reason(JsonWriter& out, const chat::Suspension& suspension) {
    if (suspension.until) out.field("until", suspension.until->time_since_epoch().count());
    if (!suspension.reason.empty()) out.field("reason", suspension.reason);
}

}  // namespace api::events
