/// What REST requests say, from JSON to the domain's words.
///
/// Thread:     any. Pure functions over one body.
/// Owns:       nothing.
/// Invariant:  what is returned has the types and sizes that docs/protocol/openapi.json demands; what needs Unicode or
///             the store (form of a name, length of a password) is the domain's.
/// Elsewhere:  who asks and where from stands in the request's fields: rest.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "api/events/parse.h"
#include "chat/accounts.h"

namespace api::rest {

using events::Invalid;
using events::Parsed;

inline constexpr std::size_t kBodyBytesMax = 8192;

/// body  JSON, at most kBodyBytesMax octets; an error says what is wrong with it, or which field
Parsed<chat::SignUp> parse_sign_up(std::string_view body);
Parsed<chat::SignIn> parse_sign_in(std::string_view body);
Parsed<chat::ProfileChange> parse_profile_change(std::string_view body);

struct PasswordChange {
    std::string current;
    std::string next;
};
Parsed<PasswordChange> parse_password_change(std::string_view body);
/// An empty body asks for the usual.
Parsed<chat::InviteRequest> parse_invite_request(std::string_view body);
/// The code of an invite.
Parsed<std::string> parse_invite_check(std::string_view body);

}  // namespace api::rest
