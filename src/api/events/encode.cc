#include "api/events/encode.h"

#include "api/events/encode_parts.h"
#include "api/events/json_writer.h"
#include "api/events/person.h"
#include "chat/restraint_words.h"
#include "chat/retention_words.h"

namespace api::events {
namespace {

enum class Typed : std::uint8_t { no, yes };

std::string_view name_of(chat::SessionEnd why) {
    switch (why) {
        case chat::SessionEnd::signed_out:
            return "signed_out";
        case chat::SessionEnd::revoked:
            return "revoked";
        case chat::SessionEnd::password_changed:
            return "password_changed";
        case chat::SessionEnd::suspended:
            return "suspended";
        case chat::SessionEnd::address_banned:
            return "address_banned";
        case chat::SessionEnd::became_account:
            return "became_account";
    }
    return "signed_out";
}

/// What later events did to a message, and the one it answers.
void write_standing(JsonWriter& out, const chat::Event& message) {
    if (message.target != 0) out.field("reply_to", message.target);
    if (!message.standing) return;
    const chat::Standing& standing = *message.standing;
    if (standing.quote) {
        out.begin_object("quote")
            .field("user", standing.quote->user.value())
            .field("nickname", standing.quote->nickname)
            .field("text", standing.quote->text)
            .end_object();
    }
    if (standing.version != 0) out.field("version", standing.version);
    if (milliseconds(standing.edited) != 0) out.field("edited", milliseconds(standing.edited));
    if (standing.fate == chat::Standing::Fate::deleted) out.flag("deleted", true);
    if (standing.reactions.empty()) return;
    out.begin_array("reactions");
    for (const chat::Reaction& reaction : standing.reactions) {
        out.begin_object().field("emoji", reaction.emoji).begin_array("by");
        for (const chat::Named& by : reaction.by) {
            out.begin_object()
                .field("user", by.user.value())
                .field("nickname", by.nickname)
                .end_object();
        }
        out.end_array().end_object();
    }
    out.end_array();
}

void write_change(JsonWriter& out, const chat::Event& change) {
    if (change.kind == chat::EventKind::edited) {
        out.field("text", change.text);
    } else if (change.kind != chat::EventKind::deleted) {
        out.field("emoji", change.text).flag("on", change.kind == chat::EventKind::reaction_added);
    }
}

void write_mute(JsonWriter& out, const chat::Event& event) {
    const bool is_on = event.kind == chat::EventKind::muted;
    out.flag("on", is_on);
    if (!is_on) return;
    const chat::Mute mute = chat::mute_of(event.text);
    if (mute.until) out.field("until", milliseconds(*mute.until));
}

/// What the event did to the room or to somebody's place in it.
void write_deed(JsonWriter& out, const chat::Event& event) {
    if (event.kind == chat::EventKind::room_renamed) {
        out.field("name", event.text);
    } else if (event.kind == chat::EventKind::topic_changed) {
        if (!event.text.empty()) out.field("topic", event.text);
    } else if (chat::is_about_host(event.kind)) {
        out.flag("on", event.kind == chat::EventKind::host_made);
    } else if (chat::is_about_mute(event.kind)) {
        write_mute(out, event);
    } else if (event.kind == chat::EventKind::slow_mode_set) {
        out.field("seconds", chat::slow_mode_of(event.text));
    } else if (event.kind == chat::EventKind::retention_set) {
        out.field("days", chat::retention_of(event.text));
    } else if (event.kind == chat::EventKind::expired) {
        out.field("up_to", event.target);
    } else if (chat::is_about_pin(event.kind)) {
        out.flag("on", event.kind == chat::EventKind::message_pinned);
    }
    write_by(out, event.by.get());
}

/// Only as they are sent live: what became of a person's count since, pages do not know.
void write_mentions(JsonWriter& out, const std::vector<chat::UserId>& users) {
    out.begin_array("mentions");
    for (const chat::UserId& user : users)
        out.element(user.value());
    out.end_array();
}

void write_event(JsonWriter& out, const chat::Event& event, Typed typed) {
    const bool is_message = event.kind == chat::EventKind::message;
    const bool is_change = chat::is_change(event.kind);
    out.begin_object();
    if (typed == Typed::yes) out.field("type", api::events::name_of(event.kind));
    out.field("room", event.room.value()).field("seq", event.seq);
    if (is_message) out.field("ordinal", event.ordinal);
    if (is_change || chat::is_about_pin(event.kind)) out.field("target", event.target);
    out.field("user", event.actor.value()).field("nickname", event.nickname);
    if (is_message) out.field("text", event.text);
    if (is_change) write_change(out, event);
    if (!is_message && !is_change) write_deed(out, event);
    out.field("time", milliseconds(event.time));
    if (is_message) {
        out.field("nonce", event.nonce.value());
        if (event.mentions && typed == Typed::no) write_mentions(out, *event.mentions);
        if (event.target != 0 || event.standing) write_standing(out, event);
    }
}

void write_events(JsonWriter& out, const std::vector<chat::Event>& events) {
    out.begin_array("events");
    for (const chat::Event& event : events) {
        write_event(out, event, Typed::yes);
        out.end_object();
    }
    out.end_array();
}

/// A list of people by name, into an object that has begun.
void write_named(JsonWriter& out, std::string_view name, const std::vector<chat::Named>& people) {
    out.begin_array(name);
    for (const chat::Named& person : people) {
        out.begin_object()
            .field("user", person.user.value())
            .field("nickname", person.nickname)
            .end_object();
    }
    out.end_array();
}

}  // namespace

std::string_view name_of(chat::EventKind kind) {
    switch (kind) {
        case chat::EventKind::message:
            return "message";
        case chat::EventKind::member_joined:
            return "member_joined";
        case chat::EventKind::member_left:
            return "member_left";
        case chat::EventKind::edited:
            return "edited";
        case chat::EventKind::deleted:
            return "deleted";
        case chat::EventKind::reaction_added:
        case chat::EventKind::reaction_removed:
            return "reacted";
        case chat::EventKind::room_renamed:
            return "renamed";
        case chat::EventKind::topic_changed:
            return "topic";
        case chat::EventKind::room_archived:
            return "archived";
        case chat::EventKind::room_restored:
            return "restored";
        case chat::EventKind::host_made:
        case chat::EventKind::host_removed:
            return "host";
        case chat::EventKind::message_pinned:
        case chat::EventKind::message_unpinned:
            return "pinned";
        case chat::EventKind::muted:
        case chat::EventKind::unmuted:
            return "muted";
        case chat::EventKind::slow_mode_set:
            return "slow_mode";
        case chat::EventKind::retention_set:
            return "retention";
        case chat::EventKind::expired:
            return "expired";
    }
    return "message";
}

std::string encode_event(const chat::Event& event) {
    JsonWriter out;
    write_event(out, event, Typed::no);
    return end(std::move(out));
}

std::string encode_logged(const chat::Event& event) {
    JsonWriter out;
    write_event(out, event, Typed::yes);
    return end(std::move(out));
}

std::string encode_member_change(const chat::Event& event, std::uint32_t present) {
    JsonWriter out;
    write_event(out, event, Typed::no);
    out.field("present", present);
    return end(std::move(out));
}

std::string encode_coming(const chat::RoomId& room, const chat::User& user, base::WallTime time,
                          std::uint32_t present) {
    JsonWriter out;
    out.begin_object()
        .field("room", room.value())
        .field("user", user.id.value())
        .field("nickname", user.nickname)
        .field("time", milliseconds(time))
        .field("present", present);
    return end(std::move(out));
}

std::string encode_catchup(const chat::Catchup& catchup) {
    JsonWriter out;
    out.begin_object().field("room", catchup.room.value());
    write_events(out, catchup.events);
    out.field("head", catchup.head).flag("reset", catchup.form == chat::Catchup::Form::reset);
    return end(std::move(out));
}

std::string encode_moving(base::Milliseconds delay, base::Milliseconds spread) {
    JsonWriter out;
    out.begin_object().field("delay_ms", delay.count()).field("spread_ms", spread.count());
    return end(std::move(out));
}

std::string encode_ignored(const std::vector<chat::Named>& people) {
    JsonWriter out;
    out.begin_object();
    write_named(out, "people", people);
    return end(std::move(out));
}

std::string encode_profile(const chat::User& user) {
    JsonWriter out;
    out.begin_object();
    write_person(out, user);
    return end(std::move(out));
}

std::string encode_signed_out(chat::SessionEnd why) {
    JsonWriter out;
    out.begin_object().field("reason", name_of(why));
    return end(std::move(out));
}

std::string encode_welcome(const chat::Welcome& welcome, const ServerFacts& server,
                           base::WallTime now) {
    JsonWriter out;
    out.begin_object().begin_object("me");
    write_person(out, welcome.me);
    out.field("token", welcome.token).end_object().begin_array("rooms");
    for (const chat::RoomView& room : welcome.rooms) {
        out.begin_object();
        write_room(out, room);
        out.end_object();
    }
    out.end_array();
    if (!welcome.ignored.empty()) write_named(out, "ignored", welcome.ignored);
    out.begin_object("server")
        .field("name", server.name)
        .field("version", server.version)
        .field("time", milliseconds(now))
        .begin_object("limits")
        .field("text_characters_max", server.limits.text_characters_max)
        .field("room_name_characters_max", server.limits.room_name_characters_max)
        .field("history_events_max", server.limits.history_events_max)
        .field("topic_characters_max", server.limits.topic_characters_max)
        .end_object()
        .end_object();
    return end(std::move(out));
}

std::string encode_ok() {
    return R"({"ok":true})";
}

std::string encode_ok(const chat::Posted& posted) {
    JsonWriter out = begin_ok();
    out.field("room", posted.room.value())
        .field("seq", posted.seq)
        .field("time", milliseconds(posted.time));
    return end(std::move(out));
}

std::string encode_ok(const std::vector<chat::Named>& people) {
    JsonWriter out = begin_ok();
    write_named(out, "people", people);
    return end(std::move(out));
}

std::string encode_ok(const chat::Page& page, chat::PageRequest::From from) {
    using From = chat::PageRequest::From;
    JsonWriter out = begin_ok();
    write_events(out, page.events);
    out.flag("more", from == From::after ? page.more_after : page.more_before);
    if (from == From::around) out.flag("more_after", page.more_after);
    return end(std::move(out));
}

}  // namespace api::events
