#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/events/encode.h"
#include "api/events/encode_parts.h"
#include "api/events/json_writer.h"
#include "api/events/parse.h"
#include "api/events/suspension.h"
#include "base/clock.h"
#include "chat/chat.h"

namespace api::events {
namespace {

std::string failure(std::string_view code, std::string_view message, base::Milliseconds retry_after,
                    std::optional<base::WallTime> until = std::nullopt) {
    JsonWriter out;
    out.begin_object()
        .flag("ok", false)
        .begin_object("error")
        .field("code", code)
        .field("message", message);
    if (retry_after.count() > 0) out.field("retry_after_ms", retry_after.count());
    if (until) out.field("until", milliseconds(*until));
    out.end_object();
    out.end_object();
    return std::move(out).take();
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
        case ChatError::topic_too_long:
            return "The topic is too long: " + std::to_string(limits.topic_characters_max) +
                   " characters at most.";
        case ChatError::archived:
            return "This room is archived: it can be read and left, nothing more. A host can "
                   "restore it.";
        case ChatError::banned:
            return "This room's hosts do not let this person in. Only they can lift that.";
        case ChatError::no_such_person:
            return "That person is not there. Look again who is.";
        case ChatError::too_many_people:
            return "A direct conversation has " + std::to_string(limits.direct_people_max) +
                   " people at most. Make a private room for more.";
        case ChatError::too_many_bans:
            return "This room has as many bans as it can keep. Lift another one first.";
        case ChatError::no_such_message:
            return "That message is gone.";
        case ChatError::emoji_invalid:
            return "A reaction is exactly one emoji.";
        case ChatError::too_many_reactions:
            return "This message has all the reactions it can hold.";
        case ChatError::too_many_pins:
            return "This room has as many pinned messages as it can keep. Unpin another one first.";
        case ChatError::muted:
            return "You may not write in this room now. A host can lift that.";
        case ChatError::slow_mode:
            return "This room is in slow mode. Your next message can be sent in a moment.";
        case ChatError::too_many_mutes:
            return "This room has as many mutes as it can keep. Lift another one first.";
        case ChatError::too_many_ignored:
            return "You ignore as many people as you can. Stop ignoring somebody first.";
        case ChatError::link_invalid:
            return "This link no longer leads into a room. Ask for a new one.";
        case ChatError::too_many_links:
            return "This room has as many links as it can keep. Take another one back first.";
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
        case ChatError::topic_too_long:
            return "topic_too_long";
        case ChatError::archived:
            return "archived";
        case ChatError::banned:
            return "banned";
        case ChatError::no_such_person:
            return "no_such_person";
        case ChatError::too_many_people:
            return "too_many_people";
        case ChatError::too_many_bans:
            return "too_many_bans";
        case ChatError::no_such_message:
            return "no_such_message";
        case ChatError::emoji_invalid:
            return "emoji_invalid";
        case ChatError::too_many_reactions:
            return "too_many_reactions";
        case ChatError::too_many_pins:
            return "too_many_pins";
        case ChatError::muted:
            return "muted";
        case ChatError::slow_mode:
            return "slow_mode";
        case ChatError::too_many_mutes:
            return "too_many_mutes";
        case ChatError::too_many_ignored:
            return "too_many_ignored";
        case ChatError::link_invalid:
            return "link_invalid";
        case ChatError::too_many_links:
            return "too_many_links";
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
        case ConnectError::suspended:
            return "suspended";
        case ConnectError::address_banned:
            return "address_banned";
        case ConnectError::account_needed:
            return "account_needed";
        case ConnectError::rate_limited:
            return "rate_limited";
        case ConnectError::unavailable:
            return "unavailable";
    }
    return "unavailable";
}

std::string encode_refusal(const chat::Refusal& refusal, const chat::Limits& limits) {
    return failure(code_of(refusal.error), sentence(refusal, limits), refusal.retry_after,
                   refusal.until);
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
        case ConnectError::suspended:
            text.message = sentence_of(refusal.suspension);
            break;
        case ConnectError::address_banned:
            text.message = sentence_of_ban(refusal.suspension);
            break;
        case ConnectError::account_needed:
            text.message = "This server takes no guests. Sign in, or create an account.";
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
    if (refusal.suspension) write_end_and_reason(out, *refusal.suspension);
    if (refusal.retry_after.count() > 0) out.field("retry_after_ms", refusal.retry_after.count());
    out.end_object();
    text.data = std::move(out).take();
    return text;
}

ConnectErrorText encode_connect_invalid(const Invalid& invalid) {
    return {.message = invalid.message, .data = R"({"code":"auth_invalid"})"};
}

}  // namespace api::events
