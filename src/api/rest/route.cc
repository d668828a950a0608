#include "api/rest/route.h"

#include <array>
#include <optional>
#include <string_view>
#include <variant>

#include "net/http/message.h"

namespace api::rest {
namespace {

using net::http::Method;

struct Entry {
    std::string_view resource;
    enum class Form : std::uint8_t { whole, with_id } form = Form::whole;
    Method method = Method::get;
    Operation operation = Operation::show_me;
    std::string_view allowed;  ///< of all entries of this resource
    std::string_view tail{};   ///< behind the id
};

using enum Entry::Form;

// A whole name comes before the id that could be read in its place.
constexpr std::array kEntries = {
    Entry{"register", whole, Method::post, Operation::sign_up, "POST"},
    Entry{"login", whole, Method::post, Operation::sign_in, "POST"},
    Entry{"logout", whole, Method::post, Operation::sign_out, "POST"},
    Entry{"me", whole, Method::get, Operation::show_me, "GET, PATCH"},
    Entry{"me", whole, Method::patch, Operation::change_me, "GET, PATCH"},
    Entry{"password", whole, Method::post, Operation::change_password, "POST"},
    Entry{"sessions", whole, Method::get, Operation::list_sessions, "GET, DELETE"},
    Entry{"sessions", whole, Method::del, Operation::end_other_sessions, "GET, DELETE"},
    Entry{"sessions", with_id, Method::del, Operation::end_session, "DELETE"},
    Entry{"invites", whole, Method::get, Operation::list_invites, "GET, POST"},
    Entry{"invites", whole, Method::post, Operation::make_invite, "GET, POST"},
    Entry{"invites/check", whole, Method::post, Operation::check_invite, "POST"},
    Entry{"invites", with_id, Method::del, Operation::revoke_invite, "DELETE"},
    Entry{"me/export", whole, Method::get, Operation::export_own, "GET"},
    Entry{"rooms", with_id, Method::get, Operation::export_room, "GET", "/export"},
    Entry{"admin/imports", whole, Method::post, Operation::begin_import, "POST"},
    Entry{"admin/imports", with_id, Method::post, Operation::import_events, "POST", "/events"},
    Entry{"admin/imports", with_id, Method::post, Operation::finish_import, "POST", "/end"},
    Entry{"admin/people", whole, Method::get, Operation::list_people, "GET"},
    Entry{"admin/people", with_id, Method::patch, Operation::set_role, "PATCH"},
    Entry{"admin/people", with_id, Method::put, Operation::suspend, "PUT, DELETE", "/suspension"},
    Entry{"admin/people", with_id, Method::del, Operation::reinstate, "PUT, DELETE", "/suspension"},
    Entry{"admin/people", with_id, Method::del, Operation::end_sessions_of, "DELETE", "/sessions"},
    Entry{"admin/bans", whole, Method::get, Operation::list_address_bans, "GET, POST"},
    Entry{"admin/bans", whole, Method::post, Operation::ban_addresses, "GET, POST"},
    Entry{"admin/bans", with_id, Method::del, Operation::lift_address_ban, "DELETE"},
    Entry{"admin/rooms", whole, Method::get, Operation::list_rooms, "GET"},
    Entry{"admin/rooms", with_id, Method::put, Operation::archive_room, "PUT, DELETE", "/archive"},
    Entry{"admin/rooms", with_id, Method::del, Operation::restore_room, "PUT, DELETE", "/archive"},
    Entry{"admin/settings", whole, Method::get, Operation::show_settings, "GET, PATCH"},
    Entry{"admin/settings", whole, Method::patch, Operation::change_settings, "GET, PATCH"},
    Entry{"admin/figures", whole, Method::get, Operation::show_figures, "GET"},
    Entry{"admin/audit", whole, Method::get, Operation::show_audit, "GET"},
};

constexpr std::size_t kIdCharactersMax = 64;

/// The id that the entry finds in the resource's name, empty where it takes none; nullopt: the name is another's.
std::optional<std::string_view> match(const Entry& entry, std::string_view name) {
    if (entry.form == whole) {
        return name == entry.resource ? std::optional(std::string_view()) : std::nullopt;
    }
    if (!name.starts_with(entry.resource)) return std::nullopt;
    name.remove_prefix(entry.resource.size());
    if (!name.starts_with('/')) return std::nullopt;
    name.remove_prefix(1);
    if (!name.ends_with(entry.tail)) return std::nullopt;
    name.remove_suffix(entry.tail.size());
    if (name.empty() || name.size() > kIdCharactersMax || name.contains('/')) return std::nullopt;
    return name;
}

}  // namespace

std::variant<Route, WrongMethod, NoRoute> find_route(Method method, std::string_view path) {
    if (!path.starts_with(kBase)) return NoRoute{};
    const std::string_view name = path.substr(kBase.size());
    std::string_view allowed;
    std::string_view matched;
    for (const Entry& entry : kEntries) {
        const std::optional<std::string_view> id = match(entry, name);
        if (!id || (!matched.empty() && matched != entry.resource)) continue;
        if (entry.method == method) return Route{.operation = entry.operation, .id = *id};
        matched = entry.resource;
        allowed = entry.allowed;
    }
    if (allowed.empty()) return NoRoute{};
    return WrongMethod{.allowed = allowed};
}

bool is_resource(std::string_view path) {
    return !std::holds_alternative<NoRoute>(find_route(Method::other, path));
}

}  // namespace api::rest
