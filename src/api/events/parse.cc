#include "api/events/parse.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "api/events/fields.h"
#include "base/clock.h"
#include "base/utf8.h"

namespace api::events {
namespace {

namespace json = boost::json;
using base::fail;

constexpr std::size_t kNonceCharactersMax = 64;
constexpr std::size_t kNicknameBytesMax = 1024;  // 256 characters as JSON Schema counts them
constexpr std::size_t kTokenBytesMax = 128;
constexpr std::size_t kCursorsMax = 1000;
constexpr std::uint32_t kHistoryLimitDefault = 50;
constexpr std::size_t kQueryBytesMax = 1024;   // what is longer is too long in characters, too
constexpr std::int64_t kEastMinutesMax = 840;  // 14 hours: Kiribati

bool is_nonce(std::string_view text) {
    return !text.empty() && text.size() <= kNonceCharactersMax &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

/// An event that there is.
Parsed<chat::Seq> event_seq(std::string_view name, const json::value& value) {
    return whole_number(name, value, 1, kSeqMax);
}

Parsed<std::string> text_of(const json::object& object) {
    const json::value* const text = object.if_contains("text");
    if (text == nullptr || !text->is_string()) return fail(Invalid{"text must be a string."});
    return std::string(view(text->get_string()));
}

/// Which message it is about.
Parsed<TargetIn> target_of(const json::object& object) {
    auto room = room_of(object);
    if (!room) return fail(std::move(room).error());
    const json::value* const value = object.if_contains("target");
    if (value == nullptr) return fail(Invalid{"target is missing."});
    const auto target = event_seq("target", *value);
    if (!target) return fail(target.error());
    return TargetIn{.room = *std::move(room), .target = *target};
}

}  // namespace

Parsed<chat::Draft> parse_message(const json::array& args) {
    chat::Draft draft{.room = chat::kLobby, .text = {}, .nonce = {}};
    if (!args.empty() && args.front().is_string()) {
        draft.text = view(args.front().get_string());
        return draft;
    }
    const auto object = payload(args);
    if (!object) return fail(Invalid{"The payload must be an object with text, or a bare string."});
    if ((*object)->contains("room")) {
        auto room = room_of(**object);
        if (!room) return fail(std::move(room).error());
        draft.room = *std::move(room);
    }
    auto text = text_of(**object);
    if (!text) return fail(std::move(text).error());
    draft.text = *std::move(text);
    if (const json::value* const nonce = (*object)->if_contains("nonce")) {
        if (!nonce->is_string() || !is_nonce(view(nonce->get_string()))) {
            return fail(Invalid{"nonce must be 1 to 64 visible ASCII characters."});
        }
        draft.nonce = chat::Nonce(std::string(view(nonce->get_string())));
    }
    if (const json::value* const value = (*object)->if_contains("reply_to")) {
        const auto seq = event_seq("reply_to", *value);
        if (!seq) return fail(seq.error());
        draft.reply_to = *seq;
    }
    return draft;
}

Parsed<chat::Edit> parse_edit(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto target = target_of(**object);
    if (!target) return fail(std::move(target).error());
    auto text = text_of(**object);
    if (!text) return fail(std::move(text).error());
    return chat::Edit{
        .room = std::move(target->room), .target = target->target, .text = *std::move(text)};
}

Parsed<chat::Deletion> parse_delete(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto target = target_of(**object);
    if (!target) return fail(std::move(target).error());
    return chat::Deletion{.room = std::move(target->room), .target = target->target};
}

Parsed<chat::React> parse_react(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto target = target_of(**object);
    if (!target) return fail(std::move(target).error());
    chat::React react{.room = std::move(target->room), .target = target->target, .emoji = {}};
    const json::value* const emoji = (*object)->if_contains("emoji");
    if (emoji == nullptr || !emoji->is_string()) return fail(Invalid{"emoji must be a string."});
    react.emoji = view(emoji->get_string());
    if (const json::value* const on = (*object)->if_contains("on")) {
        if (!on->is_bool()) return fail(Invalid{"on must be true or false."});
        react.set = on->get_bool() ? chat::React::Set::on : chat::React::Set::off;
    }
    return react;
}

Parsed<chat::PinWish> parse_pin(const json::array& args, chat::PinWish::Set set) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto target = target_of(**object);
    if (!target) return fail(std::move(target).error());
    return chat::PinWish{.room = std::move(target->room), .target = target->target, .set = set};
}

Parsed<TargetIn> parse_versions(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    return target_of(**object);
}

Parsed<chat::PageRequest> parse_history(const json::array& args, std::uint32_t limit_max) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());

    chat::PageRequest request;
    request.room = *std::move(room);
    request.limit = std::min(kHistoryLimitDefault, limit_max);
    using From = chat::PageRequest::From;
    static constexpr std::pair<std::string_view, From> kDirections[] = {
        {"before", From::before}, {"after", From::after}, {"around", From::around}};
    for (const auto& [name, from] : kDirections) {
        const json::value* const value = (*object)->if_contains(name);
        if (value == nullptr) continue;
        if (request.from != From::newest) {
            return fail(Invalid{"Only one of before, after and around may be given."});
        }
        const auto seq = whole_number(name, *value, 0, kSeqMax);
        if (!seq) return fail(seq.error());
        request.from = from;
        request.seq = *seq;
    }
    if (const json::value* const value = (*object)->if_contains("limit")) {
        const auto limit = whole_number("limit", *value, 1, limit_max);
        if (!limit) return fail(limit.error());
        request.limit = static_cast<std::uint32_t>(*limit);
    }
    return request;
}

Parsed<ReadIn> parse_read(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    const json::value* const value = (*object)->if_contains("seq");
    if (value == nullptr) return fail(Invalid{"seq is missing."});
    const auto seq = whole_number("seq", *value, 0, kSeqMax);
    if (!seq) return fail(seq.error());
    return ReadIn{*std::move(room), *seq};
}

Parsed<chat::RoomId> parse_room(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    return room_of(**object);
}

Parsed<std::vector<chat::UserId>> parse_people(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    return users_of(**object, chat::kPeopleAskedMax);
}

namespace {

/// The cursor that encode_ok() of a page of hits wrote.
std::optional<chat::SearchPlace> place_of(std::string_view cursor) {
    chat::SearchPlace place = 0;
    const auto [rest, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), place);
    if (error != std::errc() || rest != cursor.data() + cursor.size()) return std::nullopt;
    return place;
}

Parsed<base::Milliseconds> east_of(const json::value& value) {
    const auto wrong = [] {
        return fail(Invalid{"tz_offset_min must be a whole number from -840 to 840."});
    };
    std::int64_t minutes = 0;
    if (value.is_int64()) {
        minutes = value.get_int64();
    } else if (value.is_double()) {
        const double real = value.get_double();
        constexpr auto kMax = static_cast<double>(kEastMinutesMax);
        if (!(real >= -kMax && real <= kMax)) return wrong();
        minutes = static_cast<std::int64_t>(real);
        if (static_cast<double>(minutes) != real) return wrong();
    } else {
        return wrong();
    }
    if (minutes < -kEastMinutesMax || minutes > kEastMinutesMax) return wrong();
    return base::Milliseconds(std::chrono::minutes(minutes));
}

}  // namespace

Parsed<chat::Search> parse_search(const json::array& args, std::uint32_t limit_max) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    chat::Search search;
    const json::value* const query = (*object)->if_contains("query");
    if (query == nullptr || !query->is_string()) return fail(Invalid{"query must be a string."});
    // Far over the limit it is not worth a look; one octet more than fits is refused for what it is.
    search.query = base::utf8_front(view(query->get_string()), kQueryBytesMax);
    if ((*object)->contains("room")) {
        auto room = room_of(**object);
        if (!room) return fail(std::move(room).error());
        search.room = *std::move(room);
    }
    if (const json::value* const limit = (*object)->if_contains("limit")) {
        const auto number = whole_number("limit", *limit, 1, limit_max);
        if (!number) return fail(number.error());
        search.limit = static_cast<std::uint32_t>(*number);
    }
    if (const json::value* const before = (*object)->if_contains("before")) {
        if (before->is_string()) search.before = place_of(view(before->get_string()));
        if (!search.before) return fail(Invalid{"before must be the next of an earlier page."});
    }
    if (const json::value* const offset = (*object)->if_contains("tz_offset_min")) {
        const auto east = east_of(*offset);
        if (!east) return fail(east.error());
        search.east = *east;
    }
    return search;
}

Parsed<DateIn> parse_date(const json::array& args) {
    const auto object = payload(args);
    if (!object) return fail(object.error());
    auto room = room_of(**object);
    if (!room) return fail(std::move(room).error());
    const json::value* const time = (*object)->if_contains("time");
    if (time == nullptr) return fail(Invalid{"time is missing."});
    const auto number = whole_number("time", *time, 0, kSeqMax);
    if (!number) return fail(number.error());
    return DateIn{.room = *std::move(room),
                  .time = base::WallTime(base::Milliseconds(static_cast<std::int64_t>(*number)))};
}

Parsed<chat::ConnectRequest> parse_auth(const json::object& object) {
    chat::ConnectRequest request;
    if (const json::value* const nickname = object.if_contains("nickname")) {
        if (!nickname->is_string() || nickname->get_string().size() > kNicknameBytesMax) {
            return fail(Invalid{"nickname must be a string of at most 256 characters."});
        }
        request.nickname = view(nickname->get_string());
    }
    if (const json::value* const token = object.if_contains("token")) {
        if (!token->is_string() || token->get_string().size() > kTokenBytesMax) {
            return fail(Invalid{"token must be a string of at most 128 characters."});
        }
        request.token = view(token->get_string());
    }
    if (!object.contains("nickname") && request.token.empty()) {
        return fail(Invalid{"Connect with auth {nickname} or {token}."});
    }
    if (const json::value* const cursors = object.if_contains("cursors")) {
        if (!cursors->is_object() || cursors->get_object().size() > kCursorsMax) {
            return fail(Invalid{"cursors must be an object of at most 1000 rooms."});
        }
        for (const auto& [room, value] : cursors->get_object()) {
            if (!is_id(room)) return fail(Invalid{"cursors must be named by rooms' ids."});
            const auto seq = whole_number("a cursor", value, 0, kSeqMax);
            if (!seq) return fail(seq.error());
            request.cursors.emplace_back(chat::RoomId(std::string(room)), *seq);
        }
    }
    return request;
}

}  // namespace api::events
