/// What people in charge ask over REST, made a question to the domain.
///
/// Thread:     any; a Question is asked on the domain's.
/// Owns:       nothing.
/// Invariant:  a Question answers once.
/// Elsewhere:  the resources are docs/protocol/rest.md; the rules are chat/administration.h.
#pragma once

#include <functional>
#include <string_view>

#include "api/rest/bodies.h"
#include "api/rest/questions.h"
#include "api/rest/route.h"
#include "chat/administration.h"
#include "chat/in_charge.h"
#include "net/http/message.h"

namespace api::rest {

/// The scheme of an Authorization by the command line's key.
inline constexpr std::string_view kAdminKeyScheme = "Parlor-Admin ";

[[nodiscard]] bool is_administration(Operation operation);

/// route    is_administration
/// version  of this program; lives for ever
/// errors   which field of the query or the body is wrong
Parsed<Question> question_of(const Route& route, const net::http::Request& request,
                             chat::Credentials by, std::string_view version);

}  // namespace api::rest
