/// What REST answers to people in charge, from the domain's words to HTTP responses.
///
/// Thread:     any. Pure functions.
/// Invariant:  as answers.h.
#pragma once

#include <string_view>

#include "chat/admin_store.h"
#include "chat/administration.h"
#include "net/http/message.h"

namespace api::rest {

net::http::Response answer(const chat::PeoplePage& page);
net::http::Response answer(const chat::PersonView& person);
net::http::Response answer(const chat::SettingsView& settings);
net::http::Response answer(const chat::Figures& figures, std::string_view version);
net::http::Response answer(const chat::AuditPage& page);

}  // namespace api::rest
