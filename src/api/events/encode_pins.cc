#include <string>
#include <utility>

#include "api/events/encode.h"
#include "api/events/encode_parts.h"
#include "api/events/json_writer.h"
#include "chat/chat.h"
#include "chat/room_records.h"

namespace api::events {

std::string encode_ok(const chat::PinsPage& page) {
    JsonWriter out = begin_ok();
    out.begin_array("pins");
    for (const chat::Pin& pin : page.pins) {
        JsonWriter rest;
        rest.begin_object();
        write_by(rest, &pin.by);
        rest.field("time", milliseconds(pin.time))
            .field_json("message", encode_logged(pin.message));
        out.element_json(end(std::move(rest)));
    }
    out.end_array();
    if (page.more) out.flag("more", true);
    return end(std::move(out));
}

std::string encode_ok(const chat::Versions& versions) {
    JsonWriter out = begin_ok();
    out.field("user", versions.author.value()).begin_array("versions");
    for (const chat::Version& version : versions.versions) {
        out.begin_object()
            .field("seq", version.seq)
            .field("time", milliseconds(version.time))
            .field("text", version.text)
            .end_object();
    }
    out.end_array();
    return end(std::move(out));
}

}  // namespace api::events
