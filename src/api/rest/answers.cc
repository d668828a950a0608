#include "api/rest/answers.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/events/encode_parts.h"
#include "api/events/json_writer.h"
#include "api/events/person.h"
#include "api/events/suspension.h"
#include "base/clock.h"
#include "base/shared_bytes.h"
#include "chat/account.h"

namespace api::rest {
namespace {

using chat::AccountError;
using events::JsonWriter;
using net::http::Response;

struct Meaning {
    std::uint16_t status = 500;
    std::string_view code;
    std::string_view sentence;
};

Meaning meaning_of(AccountError error) {
    switch (error) {
        case AccountError::name_invalid:
            return {400, "name_invalid",
                    "A name has 1 to 32 characters, with a letter or a digit among them, and is no "
                    "reserved word."};
        case AccountError::name_taken:
            return {409, "name_taken", "Somebody has that name, or one that looks like it."};
        case AccountError::password_invalid:
            return {400, "password_invalid",
                    "A password has at least 8 characters and is not the name."};
        case AccountError::credentials_wrong:
            return {401, "credentials_wrong", "The name or the password is wrong."};
        case AccountError::password_wrong:
            return {403, "password_wrong", "That is not the current password."};
        case AccountError::token_expired:
            return {401, "token_expired", "This session is over. Sign in again."};
        case AccountError::has_account:
            return {409, "has_account", "This person has an account already. Sign out first."};
        case AccountError::not_an_account:
            return {403, "not_an_account", "A guest has none of this. Create an account first."};
        case AccountError::registration_closed:
            return {403, "registration_closed",
                    "New accounts are not made here. Ask whoever runs this server."};
        case AccountError::invite_needed:
            return {403, "invite_needed", "An account needs an invite here. Ask for a link."};
        case AccountError::invite_invalid:
            return {404, "invite_invalid",
                    "This invite is used up, expired or mistyped. Ask for a new link."};
        case AccountError::owner_key_invalid:
            return {403, "owner_key_invalid",
                    "This link is not good any more. The server prints a new one when it starts "
                    "without an owner."};
        case AccountError::forbidden:
            return {403, "forbidden", "Your role does not let you do that."};
        case AccountError::not_found:
            return {404, "not_found", "There is no such thing any more."};
        case AccountError::suspended:
            return {403, "suspended", "This account is suspended."};
        case AccountError::address_banned:
            return {403, "address_banned", "Nobody can come in from this address."};
        case AccountError::network_invalid:
            return {
                400, "network_invalid",
                "That is no address and no network like 192.0.2.0/24 or 2001:db8::/32, or it is "
                "wider than /8 (IPv6: /16)."};
        case AccountError::no_such_person:
            return {404, "no_such_person", "Nobody with an account has that id."};
        case AccountError::outranked:
            return {403, "outranked",
                    "That needs a rank above theirs, and above the role that is given."};
        case AccountError::is_oneself:
            return {403, "is_oneself", "Nobody does that to themselves."};
        case AccountError::until_past:
            return {400, "until_past", "A suspension and a ban end in the future."};
        case AccountError::profile_invalid:
            return {400, "profile_invalid",
                    "A status has at most 80 characters, and a hue is 0 to 359."};
        case AccountError::too_many:
            return {409, "too_many", "There are too many of these. Take some back first."};
        case AccountError::import_invalid:
            return {400, "import_invalid",
                    "This is no log that was exported, or a part of it is missing."};
        case AccountError::rate_limited:
            return {429, "rate_limited", "Too many attempts. Try again later."};
        case AccountError::unavailable:
            break;
    }
    return {503, "unavailable", "The server cannot do that right now. Try again in a moment."};
}

std::int64_t milliseconds(base::WallTime time) {
    return time.time_since_epoch().count();
}

JsonWriter begin_error(std::string_view code, std::string_view message) {
    JsonWriter out;
    out.begin_object().begin_object("error").field("code", code).field("message", message);
    return out;
}

void write_me(JsonWriter& out, const chat::User& me) {
    out.begin_object("me");
    events::write_person(out, me);
    out.end_object();
}

void write_invite(JsonWriter& out, const chat::Invite& invite) {
    out.field("invite", invite.id.value());
    if (!invite.creator.value().empty()) out.field("creator", invite.creator.value());
    out.field("creator_name", invite.creator_name)
        .field("created", milliseconds(invite.created))
        .field("expires", milliseconds(invite.expires))
        .field("uses", invite.uses)
        .field("uses_max", invite.uses_max);
}

}  // namespace

std::string_view code_of(AccountError error) {
    return meaning_of(error).code;
}

Response json_response(std::uint16_t status, JsonWriter out) {
    out.end_object();
    Response response;
    response.status = status;
    response.fields.emplace_back("Content-Type", "application/json");
    response.fields.emplace_back("Cache-Control", "no-store");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = base::SharedBytes(std::move(out).take());
    return response;
}

Response answer(std::uint16_t status, const chat::Room& room) {
    JsonWriter out;
    out.begin_object().begin_object("room").field("room", room.id.value()).field("name", room.name);
    events::write_nature(out, room);
    out.field("head", room.head).end_object();
    return json_response(status, std::move(out));
}

Response answer_head(chat::Seq head) {
    JsonWriter out;
    out.begin_object().field("head", head);
    return json_response(200, std::move(out));
}

Response answer_none() {
    Response response;
    response.status = 204;
    response.fields.emplace_back("Cache-Control", "no-store");
    return response;
}

Response answer(std::uint16_t status, const chat::SignedIn& signed_in) {
    JsonWriter out;
    out.begin_object().field("token", signed_in.token).field("session", signed_in.session.value());
    write_me(out, signed_in.user);
    return json_response(status, std::move(out));
}

Response answer(const chat::User& me) {
    JsonWriter out;
    out.begin_object();
    write_me(out, me);
    return json_response(200, std::move(out));
}

Response answer(const std::vector<chat::SessionView>& sessions) {
    JsonWriter out;
    out.begin_object().begin_array("sessions");
    for (const auto& [session, current] : sessions) {
        out.begin_object()
            .field("session", session.id.value())
            .field("created", milliseconds(session.created))
            .field("used", milliseconds(session.used))
            .field("agent", session.agent)
            .field("address", session.address)
            .flag("current", current == chat::SessionView::Mine::yes)
            .end_object();
    }
    out.end_array();
    return json_response(200, std::move(out));
}

Response answer(const std::vector<chat::Invite>& invites) {
    JsonWriter out;
    out.begin_object().begin_array("invites");
    for (const chat::Invite& invite : invites) {
        out.begin_object();
        write_invite(out, invite);
        out.end_object();
    }
    out.end_array();
    return json_response(200, std::move(out));
}

Response answer(const chat::MadeInvite& made) {
    JsonWriter out;
    out.begin_object().begin_object("invite");
    write_invite(out, made.invite);
    out.end_object().field("code", made.code);
    return json_response(201, std::move(out));
}

Response refusal(const chat::AccountRefusal& refusal) {
    const auto [status, code, sentence] = meaning_of(refusal.error);
    JsonWriter out = begin_error(code, refusal.error == AccountError::suspended
                                           ? events::sentence_of(refusal.suspension)
                                       : refusal.error == AccountError::address_banned
                                           ? events::sentence_of_ban(refusal.suspension)
                                           : std::string(sentence));
    if (refusal.suspension) events::write_end_and_reason(out, *refusal.suspension);
    if (refusal.retry_after.count() > 0) out.field("retry_after_ms", refusal.retry_after.count());
    if (refusal.error == AccountError::name_taken) {
        out.begin_array("suggestions");
        for (const std::string& suggestion : refusal.suggestions)
            out.element(suggestion);
        out.end_array();
    }
    out.end_object();
    Response response = json_response(status, std::move(out));
    if (refusal.retry_after.count() > 0) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(refusal.retry_after);
        response.fields.emplace_back("Retry-After", std::to_string(seconds.count()));
    }
    return response;
}

Response refusal(const Invalid& invalid) {
    return refusal(400, "invalid_payload", invalid.message);
}

Response refusal(std::uint16_t status, std::string_view code, std::string_view message) {
    JsonWriter out = begin_error(code, message);
    out.end_object();
    return json_response(status, std::move(out));
}

}  // namespace api::rest
