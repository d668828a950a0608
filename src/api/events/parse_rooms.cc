#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/events/encode_parts.h"
#include "api/events/fields.h"
#include "api/events/parse.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/retention_words.h"
#include "chat/room.h"
#include "chat/room_store.h"

namespace api::events {
namespace {

namespace json = boost::json;
using base::fail;

// Four octets for each character that the schema allows.
constexpr std::size_t kTopicBytesMax = 4096;
constexpr std::size_t kReasonBytesMax = 4096;
constexpr std::size_t kRoomsQueryBytesMax = 1024;
constexpr std::size_t kPeopleQueryBytesMax = 512;
constexpr std::uint32_t kRosterLimitDefault = 50;

Parsed<chat::OnMember> on_member_of(const json::object& object) {
    auto room = room_of(object);
    if (!room) return fail(std::move(room).error());
    auto user = user_of(object);
    if (!user) return fail(std::move(user).error());
    return chat::OnMember{.room = *std::move(room), .user = *std::move(user)};
}

/// A room and what it is called, or is about, from now on.
Parsed<RoomTextIn> room_text_of(const json::array& args, std::string_view name,
                                std::size_t bytes_max) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    auto text = string_of(**object, name, bytes_max);
    if (!text) return fail(std::move(text).error());
    return RoomTextIn{.room = *std::move(room), .text = *std::move(text)};
}

/// The time until which something holds; it may be left out: for ever.
/// now  one that is over by then is refused
Parsed<std::optional<base::WallTime>> until_of(const json::object& object, base::WallTime now) {
    const json::value* const value = object.if_contains("until");
    if (value == nullptr) return std::nullopt;
    const auto number = whole_number("until", *value, 0, kSeqMax);
    if (!number) return fail(number.error());
    const base::WallTime until{base::Milliseconds(static_cast<std::int64_t>(*number))};
    if (until <= now) return fail(Invalid{"until must be in the future."});
    return until;
}

std::optional<chat::NotifyLevel> level_of(const json::value& word) {
    using enum chat::NotifyLevel;
    if (!word.is_string()) return std::nullopt;
    for (const chat::NotifyLevel level : {usual, all, mentions, nothing}) {
        if (view(word.get_string()) == name_of(level)) return level;
    }
    return std::nullopt;
}

}  // namespace

Parsed<chat::RoomWish> parse_create(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto name = string_of(**object, "name", kRoomNameBytesMax);
    if (!name) return fail(std::move(name).error());
    auto topic = optional_string_of(**object, "topic", kTopicBytesMax);
    if (!topic) return fail(std::move(topic).error());
    chat::RoomWish wish{.name = *std::move(name), .topic = *std::move(topic)};
    if (const json::value* const kind = (*object)->if_contains("kind")) {
        const bool is_private = *kind == "private";
        if (!is_private && *kind != "public")
            return fail(Invalid{"kind must be public or private."});
        wish.kind = is_private ? chat::RoomKind::closed : chat::RoomKind::open;
    }
    return wish;
}

Parsed<std::vector<chat::UserId>> parse_direct(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    return users_of(**object, kDirectAskedMax);
}

Parsed<std::string> parse_rooms(const json::array& args) {
    if (args.empty() || !args.front().is_object()) return std::string();
    return optional_string_of(args.front().get_object(), "query", kRoomsQueryBytesMax);
}

Parsed<std::string> parse_find_people(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    return string_of(**object, "query", kPeopleQueryBytesMax);
}

Parsed<chat::RosterRequest> parse_roster(const json::array& args, std::uint32_t limit_max) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    chat::RosterRequest request{.room = *std::move(room),
                                .limit = std::min(kRosterLimitDefault, limit_max)};
    if ((*object)->contains("after")) {
        auto after = user_of(**object, "after");
        if (!after) return fail(std::move(after).error());
        request.after = *std::move(after);
    }
    if (const json::value* const value = (*object)->if_contains("limit")) {
        const auto limit = whole_number("limit", *value, 1, limit_max);
        if (!limit) return fail(limit.error());
        request.limit = static_cast<std::uint32_t>(*limit);
    }
    return request;
}

Parsed<RoomTextIn> parse_rename(const json::array& args) {
    return room_text_of(args, "name", kRoomNameBytesMax);
}

Parsed<RoomTextIn> parse_topic(const json::array& args) {
    return room_text_of(args, "topic", kTopicBytesMax);
}

Parsed<chat::OnMember> parse_on_member(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    return on_member_of(**object);
}

Parsed<chat::HostWish> parse_host(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto on_member = on_member_of(**object);
    if (!on_member) return fail(std::move(on_member).error());
    const json::value* const on = (*object)->if_contains("on");
    if (on == nullptr || !on->is_bool()) return fail(Invalid{"on must be true or false."});
    return chat::HostWish{
        .room = std::move(on_member->room),
        .user = std::move(on_member->user),
        .set = on->get_bool() ? chat::HostWish::Set::on : chat::HostWish::Set::off};
}

Parsed<chat::BanWish> parse_ban(const json::array& args, base::WallTime now) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto on_member = on_member_of(**object);
    if (!on_member) return fail(std::move(on_member).error());
    auto reason = optional_string_of(**object, "reason", kReasonBytesMax);
    if (!reason) return fail(std::move(reason).error());
    chat::BanWish wish{.room = std::move(on_member->room),
                       .user = std::move(on_member->user),
                       .reason = *std::move(reason)};
    const auto until = until_of(**object, now);
    if (!until) return fail(until.error());
    wish.until = *until;
    return wish;
}

Parsed<chat::MuteWish> parse_mute(const json::array& args, base::WallTime now) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto on_member = on_member_of(**object);
    if (!on_member) return fail(std::move(on_member).error());
    const auto until = until_of(**object, now);
    if (!until) return fail(until.error());
    return chat::MuteWish{.room = std::move(on_member->room),
                          .user = std::move(on_member->user),
                          .mute = {.until = *until}};
}

Parsed<SlowModeIn> parse_slow_mode(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    const json::value* const value = (*object)->if_contains("seconds");
    if (value == nullptr) return fail(Invalid{"seconds is missing."});
    const auto seconds = whole_number("seconds", *value, 0, chat::kSlowModeSecondsMax);
    if (!seconds) return fail(seconds.error());
    return SlowModeIn{.room = *std::move(room), .seconds = static_cast<std::uint32_t>(*seconds)};
}

Parsed<RetentionIn> parse_retention(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    const json::value* const value = (*object)->if_contains("days");
    if (value == nullptr) return fail(Invalid{"days is missing."});
    const auto days = whole_number("days", *value, 0, chat::kRetentionDaysMax);
    if (!days) return fail(days.error());
    return RetentionIn{.room = *std::move(room), .days = static_cast<std::uint32_t>(*days)};
}

Parsed<PreferIn> parse_prefer(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    PreferIn prefer{.room = *std::move(room), .preference = {}};
    if (const json::value* const level = (*object)->if_contains("level")) {
        prefer.preference.level = level_of(*level);
        if (!prefer.preference.level)
            return fail(Invalid{"level must be usual, all, mentions or nothing."});
    }
    if (const json::value* const favourite = (*object)->if_contains("favourite")) {
        if (!favourite->is_bool()) return fail(Invalid{"favourite must be true or false."});
        prefer.preference.liking =
            favourite->get_bool() ? chat::Liking::favourite : chat::Liking::plain;
    }
    return prefer;
}

}  // namespace api::events
