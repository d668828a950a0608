#include "api/rest/import_bodies.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/rest/bodies.h"
#include "api/rest/json_fields.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/imports.h"

namespace api::rest {
namespace {

using boost::json::object;
using chat::Event;
using chat::EventKind;

constexpr std::size_t kNameBytesMax = 1024;
constexpr std::size_t kEventsDepthMax = 8;  // who marked a message how stands deepest
constexpr std::int64_t kNumberMax = std::int64_t{1} << 53;

struct Kind {
    std::string_view type;
    EventKind on = EventKind::message;
    EventKind off = EventKind::message;  ///< with `on: false`
    std::string_view text{};             ///< the field that has Event::text
    std::string_view target{};           ///< the field that has Event::target, which must be there
    std::string_view
        number{};  ///< the field of which Event::text is the number; 0 or left out: empty
};

constexpr std::array kKinds = {
    Kind{"message", EventKind::message, EventKind::message, "text"},
    Kind{"member_joined", EventKind::member_joined, EventKind::member_joined},
    Kind{"member_left", EventKind::member_left, EventKind::member_left},
    Kind{"edited", EventKind::edited, EventKind::edited, "text", "target"},
    Kind{"deleted", EventKind::deleted, EventKind::deleted, "", "target"},
    Kind{"reacted", EventKind::reaction_added, EventKind::reaction_removed, "emoji", "target"},
    Kind{"renamed", EventKind::room_renamed, EventKind::room_renamed, "name"},
    Kind{"topic", EventKind::topic_changed, EventKind::topic_changed, "topic"},
    Kind{"archived", EventKind::room_archived, EventKind::room_archived},
    Kind{"restored", EventKind::room_restored, EventKind::room_restored},
    Kind{"host", EventKind::host_made, EventKind::host_removed},
    Kind{"pinned", EventKind::message_pinned, EventKind::message_unpinned, "", "target"},
    Kind{"muted", EventKind::muted, EventKind::unmuted, "", "", "until"},
    Kind{"slow_mode", EventKind::slow_mode_set, EventKind::slow_mode_set, "", "", "seconds"},
    Kind{"retention", EventKind::retention_set, EventKind::retention_set, "", "", "days"},
    Kind{"expired", EventKind::expired, EventKind::expired, "", "up_to"},
};

std::unexpected<Invalid> invalid(std::string message) {
    return base::fail(Invalid{.message = std::move(message)});
}

bool says_off(const object& line) {
    const boost::json::value* const on = line.if_contains("on");
    return on != nullptr && on->is_bool() && !on->get_bool();
}

Parsed<chat::Named> named_in(const object& line) {
    auto user = needed_text(line, "user");
    if (!user) return base::fail(std::move(user).error());
    auto nickname = needed_text(line, "nickname");
    if (!nickname) return base::fail(std::move(nickname).error());
    if (user->empty() || user->size() > kNameBytesMax || nickname->empty() ||
        nickname->size() > kNameBytesMax) {
        return invalid("user and nickname have 1 to 1024 octets.");
    }
    return chat::Named{.user = chat::UserId(*std::move(user)), .nickname = *std::move(nickname)};
}

/// What the kind keeps as its text.
Parsed<std::string> text_in(const object& line, const Kind& kind) {
    if (!kind.number.empty()) {
        const auto number = whole_number(line, kind.number, 0, kNumberMax);
        if (!number) return base::fail(number.error());
        const std::int64_t value = number->value_or(0);
        return value == 0 ? std::string() : std::to_string(value);
    }
    if (kind.text.empty()) return std::string();
    const boost::json::value* const words = line.if_contains(kind.text);
    if (words == nullptr) return std::string();
    if (!words->is_string() || words->get_string().size() > kImportTextBytesMax) {
        return invalid(std::string(kind.text) + " must be a string of at most 65536 octets.");
    }
    return std::string(words->get_string());
}

Parsed<Event> event_in(const object& line) {
    const auto type = needed_text(line, "type");
    if (!type) return base::fail(type.error());
    const auto* const kind = std::ranges::find(kKinds, *type, &Kind::type);
    if (kind == kKinds.end()) return invalid("type names no event of a room's log.");
    const auto seq = whole_number(line, "seq", 1, kNumberMax);
    if (!seq) return base::fail(seq.error());
    if (!*seq) return invalid("seq is missing.");
    const auto time = whole_number(line, "time", 0, kNumberMax);
    if (!time) return base::fail(time.error());
    if (!*time) return invalid("time is missing.");
    auto who = named_in(line);
    if (!who) return base::fail(std::move(who).error());
    auto words = text_in(line, *kind);
    if (!words) return base::fail(std::move(words).error());
    const bool is_message = kind->on == EventKind::message;
    const std::string_view of_target = is_message ? "reply_to" : kind->target;
    const auto target = whole_number(line, of_target, 0, kNumberMax);
    if (!target) return base::fail(target.error());
    if (!kind->target.empty() && !*target)
        return invalid(std::string(kind->target) + " is missing.");
    Event event{.room = {},
                .seq = static_cast<chat::Seq>(**seq),
                .kind = says_off(line) ? kind->off : kind->on,
                .actor = std::move(who->user),
                .nickname = std::move(who->nickname),
                .time = base::WallTime(base::Milliseconds(**time)),
                .text = *std::move(words),
                .nonce = {}};
    if (!of_target.empty()) event.target = static_cast<chat::Seq>(target->value_or(0));
    if (const boost::json::value* const by = line.if_contains("by")) {
        if (!by->is_object()) return invalid("by is an object.");
        auto doer = named_in(by->get_object());
        if (!doer) return base::fail(std::move(doer).error());
        event.by = std::make_shared<const chat::Named>(*std::move(doer));
    }
    return event;
}

}  // namespace

Parsed<chat::ImportWish> parse_import_wish(std::string_view body) {
    const auto line = object_of(body);
    if (!line) return base::fail(line.error());
    auto name = needed_text(*line, "name");
    if (!name) return base::fail(std::move(name).error());
    auto topic = text(*line, "topic");
    if (!topic) return base::fail(std::move(topic).error());
    return chat::ImportWish{.name = *std::move(name),
                            .topic = std::move(*topic).value_or(std::string())};
}

Parsed<std::vector<Event>> parse_import_events(std::string_view body) {
    const auto all = object_of(body, kEventsDepthMax);
    if (!all) return base::fail(all.error());
    const boost::json::value* const list = all->if_contains("events");
    if (list == nullptr || !list->is_array()) return invalid("events is a list.");
    if (list->get_array().size() > chat::kImportEventsMax) {
        return invalid("events has at most 500 of them.");
    }
    std::vector<Event> events;
    events.reserve(list->get_array().size());
    for (const boost::json::value& each : list->get_array()) {
        if (!each.is_object()) return invalid("An event is an object.");
        auto event = event_in(each.get_object());
        if (!event) return base::fail(std::move(event).error());
        events.push_back(*std::move(event));
    }
    return events;
}

Parsed<std::string> parse_import_finish(std::string_view body) {
    if (body.empty()) return std::string();
    const auto line = object_of(body);
    if (!line) return base::fail(line.error());
    auto host = text(*line, "host");
    if (!host) return base::fail(std::move(host).error());
    return std::move(*host).value_or(std::string());
}

}  // namespace api::rest
