#include "api/rest/export_text.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "api/events/encode.h"
#include "api/events/encode_parts.h"
#include "api/events/json_writer.h"
#include "api/events/person.h"
#include "api/rest/export_html.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/exports.h"
#include "chat/room.h"

namespace api::rest {
namespace {

using events::JsonWriter;

constexpr int kVersion = 1;

std::string line(JsonWriter out) {
    return events::end(std::move(out)) + "\n";
}

JsonWriter begin_line(const char* type) {
    JsonWriter out;
    out.begin_object().field("type", type);
    return out;
}

std::string end_line(const char* what, std::uint64_t count) {
    JsonWriter out = begin_line("end");
    out.field(what, count);
    return line(std::move(out));
}

void write_session(JsonWriter& out, const chat::Session& session) {
    JsonWriter one;
    one.begin_object()
        .field("session", session.id.value())
        .field("created", events::milliseconds(session.created))
        .field("used", events::milliseconds(session.used))
        .field("agent", session.agent)
        .field("address", session.address);
    out.element_json(events::end(std::move(one)));
}

void write_own_room(JsonWriter& out, const chat::RoomView& view) {
    JsonWriter one;
    one.begin_object()
        .field("room", view.room.id.value())
        .field("name", view.room.name)
        .field("kind", events::name_of(view.room.kind))
        .field("read", view.read)
        .field("level", events::name_of(view.level));
    if (view.liking == chat::Liking::favourite) one.flag("favourite", true);
    if (view.role == chat::RoomRole::host) one.flag("host", true);
    if (!view.people.empty()) {
        one.begin_array("people");
        events::write_people(one, view.people);
        one.end_array();
    }
    out.element_json(events::end(std::move(one)));
}

}  // namespace

std::string beginning_of_room(ExportForm form, const chat::RoomExport& room) {
    if (form == ExportForm::html) return html_beginning(room);
    JsonWriter out = begin_line("export");
    out.field("version", kVersion)
        .begin_object("room")
        .field("room", room.room.id.value())
        .field("name", room.room.name)
        .field("kind", events::name_of(room.room.kind));
    events::write_nature(out, room.room);
    out.field("created", events::milliseconds(room.room.created))
        .field("head", room.room.head)
        .end_object();
    if (!room.by.user.value().empty()) events::write_by(out, &room.by);
    out.field("time", events::milliseconds(room.time));
    return line(std::move(out));
}

std::string text_of(ExportForm form, const std::vector<chat::Event>& events) {
    std::string text;
    for (const chat::Event& event : events)
        text += form == ExportForm::html ? html_of(event) : events::encode_logged(event) + "\n";
    return text;
}

std::string end_of_room(ExportForm form, std::uint64_t events) {
    return form == ExportForm::html ? html_end(events) : end_line("events", events);
}

std::string beginning_of_own(const chat::OwnData& data) {
    JsonWriter out = begin_line("own_data");
    out.field("version", kVersion).begin_object("me");
    events::write_person(out, data.me);
    out.field("created", events::milliseconds(data.me.created))
        .end_object()
        .begin_array("sessions");
    for (const chat::Session& session : data.sessions)
        write_session(out, session);
    out.end_array().begin_array("rooms");
    for (const chat::RoomView& room : data.rooms)
        write_own_room(out, room);
    out.end_array().begin_array("ignored");
    for (const chat::Named& person : data.ignored) {
        out.begin_object()
            .field("user", person.user.value())
            .field("nickname", person.nickname)
            .end_object();
    }
    out.end_array().field("time", events::milliseconds(data.time));
    return line(std::move(out));
}

std::string end_of_own(std::uint64_t messages) {
    return end_line("messages", messages);
}

}  // namespace api::rest
