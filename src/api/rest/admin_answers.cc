#include "api/rest/admin_answers.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "api/events/encode_parts.h"
#include "api/events/json_writer.h"
#include "api/events/person.h"
#include "api/events/suspension.h"
#include "api/rest/answers.h"
#include "base/clock.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/room.h"

namespace api::rest {
namespace {

using events::JsonWriter;
using net::http::Response;

std::int64_t milliseconds(base::WallTime time) {
    return time.time_since_epoch().count();
}

void write_by(JsonWriter& out, const chat::Named& by) {
    if (!by.user.value().empty()) out.field("by", by.user.value());
    out.field("by_name", by.nickname);
}

void write_terms(JsonWriter& out, const chat::Suspension& terms) {
    write_by(out, terms.by);
    out.field("time", milliseconds(terms.created));
    events::write_end_and_reason(out, terms);
}

void write_room(JsonWriter& out, const chat::ServerRoom& view) {
    const chat::Room& room = view.room;
    out.field("room", room.id.value())
        .field("name", room.name)
        .field("kind", events::name_of(room.kind));
    if (!room.topic.empty()) out.field("topic", room.topic);
    if (room.use == chat::RoomUse::archived) out.flag("archived", true);
    out.field("created", milliseconds(room.created))
        .field("present", view.present)
        .field("messages", room.ordinal);
}

void write_person(JsonWriter& out, const chat::PersonView& person) {
    const auto& [user, created, suspension] = person.entry;
    out.field("user", user.id.value())
        .field("nickname", user.nickname)
        .field("role", events::name_of(user.role))
        .field("created", milliseconds(created))
        .flag("present", person.here == chat::PersonView::Here::yes);
    if (!suspension) return;
    out.begin_object("suspended");
    write_terms(out, *suspension);
    out.end_object();
}

std::string_view word_of(chat::AuditAction action) {
    switch (action) {
        case chat::AuditAction::role_changed:
            return "role_changed";
        case chat::AuditAction::suspended:
            return "suspended";
        case chat::AuditAction::reinstated:
            return "reinstated";
        case chat::AuditAction::sessions_ended:
            return "sessions_ended";
        case chat::AuditAction::setting_changed:
            return "setting_changed";
        case chat::AuditAction::invite_made:
            return "invite_made";
        case chat::AuditAction::invite_revoked:
            return "invite_revoked";
        case chat::AuditAction::address_banned:
            return "address_banned";
        case chat::AuditAction::address_ban_lifted:
            return "address_ban_lifted";
        case chat::AuditAction::room_archived:
            return "room_archived";
        case chat::AuditAction::room_restored:
            return "room_restored";
        case chat::AuditAction::room_imported:
            break;
    }
    return "room_imported";
}

bool are_let_in(chat::DoorOptions::Guests guests) {
    return guests == chat::DoorOptions::Guests::on;
}

}  // namespace

Response answer(const chat::PeoplePage& page) {
    JsonWriter out;
    out.begin_object().begin_array("people");
    for (const chat::PersonView& person : page.people) {
        out.begin_object();
        write_person(out, person);
        out.end_object();
    }
    out.end_array().flag("more", page.more);
    return json_response(200, std::move(out));
}

Response answer(const chat::PersonView& person) {
    JsonWriter out;
    out.begin_object().begin_object("person");
    write_person(out, person);
    out.end_object();
    return json_response(200, std::move(out));
}

Response answer(const std::vector<chat::AddressBan>& bans, std::uint16_t status) {
    JsonWriter out;
    out.begin_object().begin_array("bans");
    for (const chat::AddressBan& ban : bans) {
        out.begin_object().field("ban", ban.id.value()).field("network", ban.network);
        write_terms(out, ban.terms);
        out.end_object();
    }
    out.end_array();
    return json_response(status, std::move(out));
}

Response answer(const chat::ServerRoomsPage& page) {
    JsonWriter out;
    out.begin_object().begin_array("rooms");
    for (const chat::ServerRoom& room : page.rooms) {
        out.begin_object();
        write_room(out, room);
        out.end_object();
    }
    out.end_array().flag("more", page.more);
    return json_response(200, std::move(out));
}

Response answer(const chat::ServerRoom& room) {
    JsonWriter out;
    out.begin_object().begin_object("room");
    write_room(out, room);
    out.end_object();
    return json_response(200, std::move(out));
}

Response answer(const chat::SettingsView& settings) {
    const auto& [holds, configured, kept] = settings;
    JsonWriter out;
    out.begin_object()
        .begin_object("registration")
        .field("value", chat::word_of(holds.registration))
        .field("configured", chat::word_of(configured.registration))
        .flag("changed", kept.registration.has_value())
        .end_object();
    out.begin_object("guests")
        .flag("value", are_let_in(holds.guests))
        .flag("configured", are_let_in(configured.guests))
        .flag("changed", kept.guests.has_value())
        .end_object();
    return json_response(200, std::move(out));
}

namespace {

void write_nodes(JsonWriter& out, const std::vector<chat::NodeFigures>& nodes) {
    out.begin_array("nodes");
    for (const chat::NodeFigures& node : nodes) {
        const bool is_draining = node.state == chat::NodeFigures::State::draining;
        out.begin_object()
            .field("node", node.node)
            .field("name", node.name)
            .field("version", node.version)
            .field("state", is_draining ? "draining" : "serving")
            .field("people_present", node.people_present)
            .field("connections", node.connections)
            .field("rooms_active", node.rooms_active)
            .field("messages_since_start", node.messages_since_start)
            .field("messages_per_minute", node.messages_per_minute)
            .field("store_wait_ms", node.store_wait_ms);
        if (node.which == chat::NodeFigures::Which::this_one) out.flag("this", true);
        out.end_object();
    }
    out.end_array();
}

}  // namespace

Response answer(const chat::Figures& figures, std::string_view version) {
    JsonWriter out;
    out.begin_object()
        .field("version", version)
        .field("started", milliseconds(figures.started))
        .field("people_present", figures.people_present)
        .field("connections", figures.connections)
        .field("accounts", figures.accounts)
        .field("rooms", figures.rooms)
        .field("messages_since_start", figures.messages_since_start)
        .field("messages_per_minute", figures.messages_per_minute)
        .field("store_wait_ms", figures.store_wait_ms);
    using Bus = chat::Figures::Bus;
    if (figures.bus != Bus::none) out.field("bus", figures.bus == Bus::up ? "up" : "down");
    if (figures.store_bytes != 0) out.field("store_bytes", figures.store_bytes);
    if (!figures.nodes.empty()) write_nodes(out, figures.nodes);
    return json_response(200, std::move(out));
}

Response answer(const chat::AuditPage& page) {
    JsonWriter out;
    out.begin_object().begin_array("entries");
    for (const chat::AuditEntry& entry : page.entries) {
        out.begin_object().field("number", entry.number).field("time", milliseconds(entry.time));
        write_by(out, entry.by);
        out.field("action", word_of(entry.action));
        if (!entry.person.user.value().empty()) {
            out.field("user", entry.person.user.value()).field("nickname", entry.person.nickname);
        }
        if (!entry.detail.empty()) out.field("detail", entry.detail);
        if (entry.until) out.field("until", milliseconds(*entry.until));
        out.end_object();
    }
    out.end_array().flag("more", page.more);
    return json_response(200, std::move(out));
}

}  // namespace api::rest
