/// What people in charge say in REST requests, from JSON and queries to the domain's words.
///
/// Thread:     any. Pure functions over one body or query.
/// Invariant:  as bodies.h.
#pragma once

#include <string_view>

#include "api/rest/bodies.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/room.h"

namespace api::rest {

/// query  as it stands in the target, without "?"
Parsed<chat::PeopleRequest> parse_people_request(std::string_view query);
Parsed<chat::AuditRequest> parse_audit_request(std::string_view query);
Parsed<chat::ServerRoomsRequest> parse_rooms_request(std::string_view query);

Parsed<chat::Role> parse_role(std::string_view body);
/// An empty body: until it is lifted.
Parsed<chat::SuspensionWish> parse_suspension(std::string_view body);
/// Without where it comes from.
Parsed<chat::AddressBanWish> parse_address_ban(std::string_view body);
Parsed<chat::SettingsChange> parse_settings_change(std::string_view body);

}  // namespace api::rest
