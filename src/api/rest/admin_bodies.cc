#include "api/rest/admin_bodies.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/events/person.h"
#include "api/rest/bodies.h"
#include "api/rest/json_fields.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/utf8.h"
#include "chat/accounts.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "net/http/message.h"

namespace api::rest {
namespace {

namespace json = boost::json;
using base::fail;

constexpr std::int64_t kTimeMax = 253'402'300'799'999;  // the end of the year 9999
constexpr std::size_t kQueryBytesMax = 256;

/// 0: it is not there.
Parsed<std::uint64_t> number_in(std::string_view query, std::string_view name, std::uint64_t max) {
    const std::string text = net::http::query_parameter(query, name);
    if (text.empty()) return 0;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number == 0 || number > max) {
        return fail(Invalid{std::string(name) + " must be a whole number from 1 to " +
                            std::to_string(max) + "."});
    }
    return number;
}

Parsed<std::string> text_in(std::string_view query, std::string_view name) {
    std::string text = net::http::query_parameter(query, name);
    if (text.size() > kQueryBytesMax || !base::is_utf8(text)) {
        return fail(Invalid{std::string(name) + " must be a text of at most " +
                            std::to_string(kQueryBytesMax) + " octets."});
    }
    return text;
}

/// nullopt: as configured.
Parsed<std::optional<chat::Registration>> registration_of(const json::value& value) {
    using chat::Registration;
    if (value.is_null()) return std::nullopt;
    for (const Registration each :
         {Registration::open, Registration::invite, Registration::closed}) {
        if (value.is_string() && value.get_string() == chat::word_of(each)) return each;
    }
    return fail(Invalid{R"(registration must be "open", "invite", "closed" or null.)"});
}

Parsed<std::optional<chat::DoorOptions::Guests>> guests_of(const json::value& value) {
    using Guests = chat::DoorOptions::Guests;
    if (value.is_null()) return std::nullopt;
    if (!value.is_bool()) return fail(Invalid{"guests must be true, false or null."});
    return value.get_bool() ? Guests::on : Guests::off;
}

/// Request  has `query`, `after` and `limit`
template <typename Request>
Parsed<Request> parse_list_request(std::string_view query) {
    auto wanted = text_in(query, "query");
    if (!wanted) return fail(std::move(wanted).error());
    auto after = text_in(query, "after");
    if (!after) return fail(std::move(after).error());
    const auto limit = number_in(query, "limit", chat::kAdminPageMax);
    if (!limit) return fail(limit.error());
    Request request;
    request.query = *std::move(wanted);
    request.after = decltype(request.after)(*std::move(after));
    if (*limit != 0) request.limit = static_cast<std::uint32_t>(*limit);
    return request;
}

/// `until` and `reason`, which a suspension has as well as a ban.
template <typename Wish>
Parsed<void> parse_terms(const json::object& object, Wish& wish) {
    auto reason = text(object, "reason");
    if (!reason) return fail(std::move(reason).error());
    wish.reason = (*std::move(reason)).value_or(std::string());
    const auto until = whole_number(object, "until", 1, kTimeMax);
    if (!until) return fail(until.error());
    if (*until) wish.until = base::WallTime(base::Milliseconds(**until));
    return {};
}

}  // namespace

Parsed<chat::PeopleRequest> parse_people_request(std::string_view query) {
    return parse_list_request<chat::PeopleRequest>(query);
}

Parsed<chat::ServerRoomsRequest> parse_rooms_request(std::string_view query) {
    return parse_list_request<chat::ServerRoomsRequest>(query);
}

Parsed<chat::AuditRequest> parse_audit_request(std::string_view query) {
    constexpr std::uint64_t kNumberMax = 1ULL << 53U;  // what JSON numbers hold exactly
    const auto before = number_in(query, "before", kNumberMax);
    if (!before) return fail(before.error());
    const auto limit = number_in(query, "limit", chat::kAdminPageMax);
    if (!limit) return fail(limit.error());
    chat::AuditRequest request{.before = *before};
    if (*limit != 0) request.limit = static_cast<std::uint32_t>(*limit);
    return request;
}

Parsed<chat::Role> parse_role(std::string_view body) {
    using chat::Role;
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    const auto word = needed_text(*object, "role");
    if (!word) return fail(word.error());
    for (const Role role : {Role::member, Role::moderator, Role::admin}) {
        if (*word == events::name_of(role)) return role;
    }
    return fail(Invalid{R"(role must be "member", "moderator" or "admin".)"});
}

Parsed<chat::SuspensionWish> parse_suspension(std::string_view body) {
    chat::SuspensionWish wish;
    if (body.empty()) return wish;
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    if (auto terms = parse_terms(*object, wish); !terms) return fail(std::move(terms).error());
    return wish;
}

Parsed<chat::AddressBanWish> parse_address_ban(std::string_view body) {
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    auto network = text(*object, "network");
    if (!network) return fail(std::move(network).error());
    auto user = text(*object, "user");
    if (!user) return fail(std::move(user).error());
    chat::AddressBanWish wish;
    wish.network = (*std::move(network)).value_or(std::string());
    wish.user = chat::UserId((*std::move(user)).value_or(std::string()));
    if (wish.network.empty() == wish.user.value().empty())
        return fail(Invalid{"One of network and user must be there, a text that is not empty."});
    if (auto terms = parse_terms(*object, wish); !terms) return fail(std::move(terms).error());
    return wish;
}

Parsed<chat::SettingsChange> parse_settings_change(std::string_view body) {
    const auto object = object_of(body);
    if (!object) return fail(object.error());
    chat::SettingsChange change;
    if (const json::value* const value = object->if_contains("registration")) {
        const auto registration = registration_of(*value);
        if (!registration) return fail(registration.error());
        change.registration.emplace(*registration);
    }
    if (const json::value* const value = object->if_contains("guests")) {
        const auto guests = guests_of(*value);
        if (!guests) return fail(guests.error());
        change.guests.emplace(*guests);
    }
    return change;
}

}  // namespace api::rest
