#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/events/encode.h"
#include "api/events/encode_parts.h"
#include "api/events/json_writer.h"
#include "chat/chat.h"
#include "chat/room_records.h"

namespace api::events {
namespace {

std::string_view name_of(chat::RoomDeed deed) {
    using chat::RoomDeed;
    switch (deed) {
        case RoomDeed::added:
            return "added";
        case RoomDeed::removed:
            return "removed";
        case RoomDeed::banned:
            return "banned";
        case RoomDeed::ban_lifted:
            return "ban_lifted";
        case RoomDeed::host_made:
            return "host_made";
        case RoomDeed::host_removed:
            return "host_removed";
        case RoomDeed::renamed:
            return "renamed";
        case RoomDeed::topic_changed:
            return "topic_changed";
        case RoomDeed::archived:
            return "archived";
        case RoomDeed::restored:
            return "restored";
        case RoomDeed::message_deleted:
            return "message_deleted";
        case RoomDeed::pinned:
            return "pinned";
        case RoomDeed::unpinned:
            return "unpinned";
        case RoomDeed::muted:
            return "muted";
        case RoomDeed::unmuted:
            return "unmuted";
        case RoomDeed::slow_mode_set:
            return "slow_mode_set";
        case RoomDeed::retention_set:
            return "retention_set";
        case RoomDeed::link_made:
            return "link_made";
        case RoomDeed::link_revoked:
            return "link_revoked";
    }
    return "added";
}

/// The fields of a link, into an object that has begun.
void write_link(JsonWriter& out, const chat::RoomLink& link) {
    out.field("id", link.id.value()).field("room", link.room.value());
    write_by(out, &link.creator);
    out.field("time", milliseconds(link.created))
        .field("expires", milliseconds(link.expires))
        .field("uses", link.uses);
    if (link.uses_max != 0) out.field("uses_max", link.uses_max);
}

void write_entry(JsonWriter& out, const chat::RoomAuditEntry& entry) {
    out.field("number", entry.number).field("time", milliseconds(entry.time));
    write_by(out, &entry.by);
    out.field("deed", name_of(entry.deed));
    if (!entry.person.user.value().empty()) {
        out.begin_object("person")
            .field("user", entry.person.user.value())
            .field("nickname", entry.person.nickname)
            .end_object();
    }
    if (!entry.detail.empty()) out.field("detail", entry.detail);
    if (entry.until) out.field("until", milliseconds(*entry.until));
}

}  // namespace

std::string encode_ok(const chat::MadeLink& made) {
    JsonWriter out = begin_ok();
    out.begin_object("link");
    write_link(out, made.link);
    out.end_object().field("token", made.token);
    return end(std::move(out));
}

std::string encode_ok(const std::vector<chat::RoomLink>& links) {
    JsonWriter out = begin_ok();
    out.begin_array("links");
    for (const chat::RoomLink& link : links) {
        out.begin_object();
        write_link(out, link);
        out.end_object();
    }
    out.end_array();
    return end(std::move(out));
}

std::string encode_ok(const chat::LinkView& view) {
    JsonWriter out = begin_ok();
    out.field("room", view.room.id.value())
        .field("name", view.room.name)
        .field("kind", name_of(view.room.kind))
        .field("present", view.present)
        .flag("joined", view.mine == chat::LinkView::Mine::yes);
    write_nature(out, view.room);
    write_by(out, &view.creator);
    return end(std::move(out));
}

std::string encode_ok(const chat::RoomAuditPage& page) {
    JsonWriter out = begin_ok();
    out.begin_array("entries");
    for (const chat::RoomAuditEntry& entry : page.entries) {
        out.begin_object();
        write_entry(out, entry);
        out.end_object();
    }
    out.end_array().flag("more", page.more);
    return end(std::move(out));
}

}  // namespace api::events
