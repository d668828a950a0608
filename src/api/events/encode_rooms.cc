#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/events/encode.h"
#include "api/events/encode_parts.h"
#include "api/events/json_writer.h"
#include "api/events/person.h"
#include "base/clock.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"

namespace api::events {
namespace {

std::string_view name_of(chat::RoomChange change) {
    switch (change) {
        case chat::RoomChange::created:
            return "created";
        case chat::RoomChange::joined:
            return "joined";
        case chat::RoomChange::left:
            return "left";
        case chat::RoomChange::preferred:
            return "preferred";
    }
    return "left";
}

/// Somebody in a room, into an object that has begun.
void write_member(JsonWriter& out, const chat::Member& member) {
    write_person(out, member.user);
    if (member.role == chat::RoomRole::host) out.flag("host", true);
}

/// Where somebody's marker is and what is unread, into an object that has begun.
void write_reading(JsonWriter& out, const chat::RoomView& room) {
    out.field("seq", room.read).field("unread", room.unread).field("mentions", room.mentions);
    write_mentions_to(out, room);
}

}  // namespace

std::string encode_presence(const chat::RoomId& room, std::uint32_t present) {
    JsonWriter out;
    out.begin_object().field("room", room.value()).field("present", present);
    return end(std::move(out));
}

std::string encode_typing(const chat::RoomId& room, const chat::User& user) {
    JsonWriter out;
    out.begin_object()
        .field("room", room.value())
        .field("user", user.id.value())
        .field("nickname", user.nickname);
    return end(std::move(out));
}

std::string encode_read(const chat::RoomView& room) {
    JsonWriter out;
    out.begin_object().field("room", room.room.id.value());
    write_reading(out, room);
    return end(std::move(out));
}

std::string encode_room_change(chat::RoomChange change, const chat::RoomView& room,
                               const chat::Named* by) {
    JsonWriter out;
    out.begin_object().field("change", name_of(change)).begin_object("room");
    write_room(out, room);
    out.end_object();
    write_by(out, by);
    return end(std::move(out));
}

std::string encode_ok(const chat::RoomView& room) {
    JsonWriter out = begin_ok();
    out.begin_object("room");
    write_room(out, room);
    out.end_object();
    return end(std::move(out));
}

std::string encode_ok_read(const chat::RoomView& room) {
    JsonWriter out = begin_ok();
    write_reading(out, room);
    return end(std::move(out));
}

std::string encode_ok(const std::vector<chat::RoomEntry>& rooms) {
    JsonWriter out = begin_ok();
    out.begin_array("rooms");
    for (const chat::RoomEntry& entry : rooms) {
        out.begin_object()
            .field("room", entry.room.id.value())
            .field("name", entry.room.name)
            .field("kind", name_of(entry.room.kind))
            .field("present", entry.present)
            .flag("joined", entry.mine == chat::RoomEntry::Mine::yes);
        write_nature(out, entry.room);
        out.end_object();
    }
    out.end_array();
    return end(std::move(out));
}

std::string encode_ok(const chat::Members& members) {
    JsonWriter out = begin_ok();
    out.begin_array("members");
    for (const chat::Member& member : members.present_members) {
        out.begin_object();
        write_member(out, member);
        out.end_object();
    }
    out.end_array().field("present", members.present);
    return end(std::move(out));
}

std::string encode_ok(const chat::RosterPage& page) {
    JsonWriter out = begin_ok();
    out.begin_array("members");
    for (const chat::RosterPage::Entry& entry : page.entries) {
        out.begin_object();
        write_member(out, entry.member);
        if (entry.here == chat::RosterPage::Entry::Here::yes) out.flag("here", true);
        out.end_object();
    }
    out.end_array().flag("more", page.more);
    return end(std::move(out));
}

std::string encode_ok(const std::vector<chat::Ban>& bans) {
    JsonWriter out = begin_ok();
    out.begin_array("bans");
    for (const chat::Ban& ban : bans) {
        out.begin_object().field("user", ban.user.value()).field("nickname", ban.nickname);
        write_by(out, &ban.by);
        out.field("time", milliseconds(ban.created));
        if (ban.until) out.field("until", milliseconds(*ban.until));
        if (!ban.reason.empty()) out.field("reason", ban.reason);
        out.end_object();
    }
    out.end_array();
    return end(std::move(out));
}

std::string encode_ok(const std::vector<chat::MuteEntry>& mutes) {
    JsonWriter out = begin_ok();
    out.begin_array("mutes");
    for (const chat::MuteEntry& entry : mutes) {
        out.begin_object()
            .field("user", entry.person.user.value())
            .field("nickname", entry.person.nickname);
        write_by(out, &entry.by);
        out.field("time", milliseconds(entry.created));
        if (entry.mute.until) out.field("until", milliseconds(*entry.mute.until));
        out.end_object();
    }
    out.end_array();
    return end(std::move(out));
}

std::string encode_ok(const std::vector<chat::User>& people) {
    JsonWriter out = begin_ok();
    out.begin_array("people");
    write_people(out, people);
    out.end_array();
    return end(std::move(out));
}

}  // namespace api::events
