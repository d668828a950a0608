/// What REST answers, from the domain's words to HTTP responses.
///
/// Thread:     any. Pure functions.
/// Owns:       nothing.
/// Invariant:  a body is what docs/protocol/openapi.json says; nothing is to be stored by caches.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "api/events/json_writer.h"
#include "api/rest/bodies.h"
#include "chat/accounts.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "net/http/message.h"

namespace api::rest {

/// The wire's word for an error: `credentials_wrong`.
std::string_view code_of(chat::AccountError error);

/// out  an object that has begun
net::http::Response json_response(std::uint16_t status, events::JsonWriter out);

net::http::Response answer_none();  ///< 204
net::http::Response answer(std::uint16_t status, const chat::SignedIn& signed_in);
net::http::Response answer(const chat::User& me);
net::http::Response answer(const std::vector<chat::SessionView>& sessions);
net::http::Response answer(const std::vector<chat::Invite>& invites);
net::http::Response answer(const chat::MadeInvite& made);
net::http::Response answer(std::uint16_t status, const chat::Room& room);
net::http::Response answer_head(chat::Seq head);

/// The status follows from the error.
net::http::Response refusal(const chat::AccountRefusal& refusal);
net::http::Response refusal(const Invalid& invalid);  ///< 400
/// message  a sentence for people
net::http::Response refusal(std::uint16_t status, std::string_view code, std::string_view message);

}  // namespace api::rest
