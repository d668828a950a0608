/// What REST answers to people in charge, from the domain's words to HTTP responses.
///
/// Thread:     any. Pure functions.
/// Invariant:  as answers.h.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "net/http/message.h"

namespace api::rest {

net::http::Response answer(const chat::PeoplePage& page);
net::http::Response answer(const chat::PersonView& person);
/// status  201 of those that were made
net::http::Response answer(const std::vector<chat::AddressBan>& bans, std::uint16_t status);
net::http::Response answer(const chat::ServerRoomsPage& page);
net::http::Response answer(const chat::ServerRoom& room);
net::http::Response answer(const chat::SettingsView& settings);
net::http::Response answer(const chat::Figures& figures, std::string_view version);
net::http::Response answer(const chat::AuditPage& page);

}  // namespace api::rest
