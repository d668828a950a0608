#include "api/events/encode.h"

#include "api/events/json_writer.h"

namespace api::events {
namespace {

enum class Typed : std::uint8_t { no, yes };

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

std::string_view name_of(chat::Role role) {
    switch (role) {
        case chat::Role::guest:
            return "guest";
        case chat::Role::member:
            return "member";
        case chat::Role::moderator:
            return "moderator";
        case chat::Role::admin:
            return "admin";
        case chat::Role::owner:
            return "owner";
    }
    return "guest";
}

std::string_view name_of(chat::RoomChange change) {
    switch (change) {
        case chat::RoomChange::created:
            return "created";
        case chat::RoomChange::joined:
            return "joined";
        case chat::RoomChange::left:
            return "left";
    }
    return "left";
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
        for (const chat::Reactor& by : reaction.by) {
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

void write_event(JsonWriter& out, const chat::Event& event, Typed typed) {
    const bool is_message = event.kind == chat::EventKind::message;
    const bool is_change = chat::is_change(event.kind);
    out.begin_object();
    if (typed == Typed::yes) out.field("type", api::events::name_of(event.kind));
    out.field("room", event.room.value()).field("seq", event.seq);
    if (is_message) out.field("ordinal", event.ordinal);
    if (is_change) out.field("target", event.target);
    out.field("user", event.actor.value()).field("nickname", event.nickname);
    if (is_message) out.field("text", event.text);
    if (is_change) write_change(out, event);
    out.field("time", milliseconds(event.time));
    if (is_message) {
        out.field("nonce", event.nonce.value());
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

void write_room(JsonWriter& out, const chat::RoomView& view) {
    out.field("room", view.room.id.value())
        .field("name", view.room.name)
        .field("kind", name_of(view.room.kind))
        .field("head", view.room.head)
        .field("read", view.read)
        .field("unread", view.unread)
        .field("present", view.present);
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

std::string failure(std::string_view code, std::string_view message,
                    base::Milliseconds retry_after) {
    JsonWriter out;
    out.begin_object()
        .flag("ok", false)
        .begin_object("error")
        .field("code", code)
        .field("message", message);
    if (retry_after.count() > 0) out.field("retry_after_ms", retry_after.count());
    out.end_object();
    return end(std::move(out));
}

std::string sentence(const chat::Refusal& refusal, const chat::Limits& limits) {
    using chat::ChatError;
    switch (refusal.error) {
        case ChatError::not_found:
            return "There is no such room.";
        case ChatError::not_a_member:
            return "You are not in this room. Join it first.";
        case ChatError::forbidden:
            return "That is not allowed here.";
        case ChatError::text_empty:
            return "The message is empty.";
        case ChatError::text_too_long:
            return "The message is too long: " + std::to_string(limits.text_characters_max) +
                   " characters at most.";
        case ChatError::name_invalid:
            return "A room's name has 1 to " + std::to_string(limits.room_name_characters_max) +
                   " characters, with a letter or a digit among them.";
        case ChatError::name_taken:
            return "There is a room of that name already.";
        case ChatError::too_many_rooms:
            return "That is one room too many. Leave or reuse another one.";
        case ChatError::no_such_message:
            return "That message is gone.";
        case ChatError::emoji_invalid:
            return "A reaction is exactly one emoji.";
        case ChatError::too_many_reactions:
            return "This message has all the reactions it can hold.";
        case ChatError::query_empty:
        case ChatError::query_too_long:
        case ChatError::query_invalid:
            return sentence_of_query(refusal);
        case ChatError::rate_limited:
            return "That was a bit fast. Try again in a moment.";
        case ChatError::unavailable:
            return "The server cannot store anything right now. Try again in a moment.";
        case ChatError::not_connected:
            return "This connection has ended. Connect again.";
    }
    return "The server could not do that.";
}

}  // namespace

std::string_view code_of(chat::ChatError error) {
    using chat::ChatError;
    switch (error) {
        case ChatError::not_found:
            return "not_found";
        case ChatError::not_a_member:
            return "not_a_member";
        case ChatError::forbidden:
            return "forbidden";
        case ChatError::text_empty:
            return "text_empty";
        case ChatError::text_too_long:
            return "text_too_long";
        case ChatError::name_invalid:
            return "name_invalid";
        case ChatError::name_taken:
            return "name_taken";
        case ChatError::too_many_rooms:
            return "too_many_rooms";
        case ChatError::no_such_message:
            return "no_such_message";
        case ChatError::emoji_invalid:
            return "emoji_invalid";
        case ChatError::too_many_reactions:
            return "too_many_reactions";
        case ChatError::query_empty:
            return "query_empty";
        case ChatError::query_too_long:
            return "query_too_long";
        case ChatError::query_invalid:
            return "query_invalid";
        case ChatError::rate_limited:
            return "rate_limited";
        case ChatError::unavailable:
        case ChatError::not_connected:
            return "unavailable";
    }
    return "internal";
}

std::string_view code_of(chat::ConnectError error) {
    using chat::ConnectError;
    switch (error) {
        case ConnectError::nickname_invalid:
            return "nickname_invalid";
        case ConnectError::nickname_taken:
            return "nickname_taken";
        case ConnectError::token_expired:
            return "token_expired";
        case ConnectError::rate_limited:
            return "rate_limited";
        case ConnectError::unavailable:
            return "unavailable";
    }
    return "unavailable";
}

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

std::string encode_read(const chat::RoomId& room, chat::Seq seq, std::uint64_t unread) {
    JsonWriter out;
    out.begin_object().field("room", room.value()).field("seq", seq).field("unread", unread);
    return end(std::move(out));
}

std::string encode_room_change(chat::RoomChange change, const chat::RoomView& room) {
    JsonWriter out;
    out.begin_object().field("change", name_of(change)).begin_object("room");
    write_room(out, room);
    out.end_object();
    return end(std::move(out));
}

std::string encode_catchup(const chat::Catchup& catchup) {
    JsonWriter out;
    out.begin_object().field("room", catchup.room.value());
    write_events(out, catchup.events);
    out.field("head", catchup.head).flag("reset", catchup.form == chat::Catchup::Form::reset);
    return end(std::move(out));
}

std::string encode_moving(base::Milliseconds delay) {
    JsonWriter out;
    out.begin_object().field("delay_ms", delay.count());
    return end(std::move(out));
}

std::string encode_welcome(const chat::Welcome& welcome, const ServerFacts& server,
                           base::WallTime now) {
    JsonWriter out;
    out.begin_object()
        .begin_object("me")
        .field("user", welcome.me.id.value())
        .field("nickname", welcome.me.nickname)
        .field("role", name_of(welcome.me.role))
        .field("token", welcome.token)
        .end_object()
        .begin_array("rooms");
    for (const chat::RoomView& room : welcome.rooms) {
        out.begin_object();
        write_room(out, room);
        out.end_object();
    }
    out.end_array()
        .begin_object("server")
        .field("name", server.name)
        .field("version", server.version)
        .field("time", milliseconds(now))
        .begin_object("limits")
        .field("text_characters_max", server.limits.text_characters_max)
        .field("room_name_characters_max", server.limits.room_name_characters_max)
        .field("history_events_max", server.limits.history_events_max)
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

std::string encode_ok(const chat::Page& page, chat::PageRequest::From from) {
    using From = chat::PageRequest::From;
    JsonWriter out = begin_ok();
    write_events(out, page.events);
    out.flag("more", from == From::after ? page.more_after : page.more_before);
    if (from == From::around) out.flag("more_after", page.more_after);
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
    out.field("seq", room.read).field("unread", room.unread);
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
            .flag("joined", entry.mine == chat::RoomEntry::Mine::yes)
            .end_object();
    }
    out.end_array();
    return end(std::move(out));
}

std::string encode_ok(const chat::Members& members) {
    JsonWriter out = begin_ok();
    out.begin_array("members");
    for (const chat::User& user : members.present_users) {
        out.begin_object()
            .field("user", user.id.value())
            .field("nickname", user.nickname)
            .end_object();
    }
    out.end_array().field("present", members.present);
    return end(std::move(out));
}

std::string encode_refusal(const chat::Refusal& refusal, const chat::Limits& limits) {
    return failure(code_of(refusal.error), sentence(refusal, limits), refusal.retry_after);
}

std::string encode_invalid(const Invalid& invalid) {
    return failure("invalid_payload", invalid.message, base::Milliseconds(0));
}

std::string encode_unknown_event(std::string_view name) {
    // A long name is not repeated: cutting it could cut a character.
    static constexpr std::size_t kNameShown = 64;
    std::string sentence = "This server knows no such event";
    if (name.size() <= kNameShown) sentence += std::string(": ") + std::string(name);
    return failure("unknown_event", sentence + ".", base::Milliseconds(0));
}

ConnectErrorText encode_connect_refusal(const chat::ConnectRefusal& refusal,
                                        std::string_view nickname, const chat::Limits& limits) {
    using chat::ConnectError;
    ConnectErrorText text;
    switch (refusal.error) {
        case ConnectError::nickname_invalid:
            text.message =
                "A nickname has 1 to " + std::to_string(limits.nickname_characters_max) +
                " characters, with a letter or a digit among them, and is no reserved word.";
            break;
        case ConnectError::nickname_taken:
            text.message = std::string(nickname) + " is here already.";
            if (!refusal.suggestions.empty())
                text.message += " Try " + refusal.suggestions.front() + ".";
            break;
        case ConnectError::token_expired:
            text.message = "You were away for long. Choose a nickname again.";
            break;
        case ConnectError::rate_limited:
            text.message = "Too many attempts. Try again in a moment.";
            break;
        case ConnectError::unavailable:
            text.message = "The server cannot let anybody in right now. Try again in a moment.";
            break;
    }
    JsonWriter out;
    out.begin_object().field("code", code_of(refusal.error));
    if (refusal.error == ConnectError::nickname_taken) {
        out.begin_array("suggestions");
        for (const std::string& suggestion : refusal.suggestions)
            out.element(suggestion);
        out.end_array();
    }
    if (refusal.retry_after.count() > 0) out.field("retry_after_ms", refusal.retry_after.count());
    text.data = end(std::move(out));
    return text;
}

ConnectErrorText encode_connect_invalid(const Invalid& invalid) {
    return {.message = invalid.message, .data = R"({"code":"auth_invalid"})"};
}

}  // namespace api::events
