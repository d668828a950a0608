#include "api/events/encode_parts.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/events/json_writer.h"
#include "api/events/person.h"
#include "base/clock.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/room.h"

namespace api::events {

std::int64_t milliseconds(base::WallTime time) {
    return time.time_since_epoch().count();
}

std::string_view name_of(chat::RoomKind kind) {
    switch (kind) {
        case chat::RoomKind::open:
            return "public";
        case chat::RoomKind::closed:
            return "private";
        case chat::RoomKind::direct:
            return "direct";
    }
    return "private";
}

std::string_view name_of(chat::NotifyLevel level) {
    switch (level) {
        case chat::NotifyLevel::usual:
            return "usual";
        case chat::NotifyLevel::all:
            return "all";
        case chat::NotifyLevel::mentions:
            return "mentions";
        case chat::NotifyLevel::nothing:
            return "nothing";
    }
    return "usual";
}

void write_by(JsonWriter& out, const chat::Named* by) {
    if (by == nullptr) return;
    out.begin_object("by")
        .field("user", by->user.value())
        .field("nickname", by->nickname)
        .end_object();
}

void write_nature(JsonWriter& out, const chat::Room& room) {
    if (!room.topic.empty()) out.field("topic", room.topic);
    if (room.use == chat::RoomUse::archived) out.flag("archived", true);
}

void write_room(JsonWriter& out, const chat::RoomView& view) {
    out.field("room", view.room.id.value())
        .field("name", view.room.name)
        .field("kind", name_of(view.room.kind))
        .field("head", view.room.head)
        .field("read", view.read)
        .field("unread", view.unread)
        .field("present", view.present);
    write_nature(out, view.room);
    if (view.role == chat::RoomRole::host) out.flag("host", true);
    if (view.mentions > 0) out.field("mentions", view.mentions);
    write_mentions_to(out, view);
    if (view.level != chat::NotifyLevel::usual) out.field("level", name_of(view.level));
    if (view.liking == chat::Liking::favourite) out.flag("favourite", true);
    if (view.room.slow_mode_s != 0) out.field("slow_mode", view.room.slow_mode_s);
    if (view.room.retention_days != 0) out.field("retention", view.room.retention_days);
    if (view.room.expired != 0) out.field("expired", view.room.expired);
    if (view.mute) {
        out.flag("muted", true);
        if (view.mute->until) out.field("muted_until", milliseconds(*view.mute->until));
    }
    if (view.room.kind != chat::RoomKind::direct) return;
    out.begin_array("people");
    // A welcome has 500 rooms at most and must fit the connection's queue: what many say of themselves stays out.
    const bool is_of_two = view.people.size() <= 1;
    for (const chat::User& user : view.people) {
        out.begin_object();
        write_person(out, user, is_of_two ? Status::shown : Status::left_out);
        out.end_object();
    }
    out.end_array();
}

void write_mentions_to(JsonWriter& out, const chat::RoomView& view) {
    if (view.mentions_to > view.room.head) out.field("mentions_to", view.mentions_to);
}

void write_people(JsonWriter& out, const std::vector<chat::User>& people) {
    for (const chat::User& user : people) {
        out.begin_object();
        write_person(out, user);
        out.end_object();
    }
}

JsonWriter begin_ok() {
    JsonWriter out;
    out.begin_object().flag("ok", true);
    return out;
}

std::string end(JsonWriter out) {
    out.end_object();
    return std::move(out).take();
}

}  // namespace api::events
