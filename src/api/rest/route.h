/// Route: which resource of /api/v1 a request is about.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  what each takes and answers is docs/protocol/rest.md.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "net/http/message.h"

namespace api::rest {

inline constexpr std::string_view kBase = "/api/v1/";

enum class Operation : std::uint8_t {
    sign_up,
    sign_in,
    sign_out,
    show_me,
    change_me,
    change_password,
    list_sessions,
    end_session,
    end_other_sessions,
    list_invites,
    make_invite,
    revoke_invite,
    check_invite,
    list_people,
    set_role,
    suspend,
    reinstate,
    end_sessions_of,
    list_address_bans,
    ban_addresses,
    lift_address_ban,
    list_rooms,
    archive_room,
    restore_room,
    show_settings,
    change_settings,
    show_figures,
    show_audit,
    export_room,
    export_own,
    begin_import,
    import_events,
    finish_import,
};

struct Route {
    Operation operation = Operation::show_me;
    std::string_view id;  ///< of the session, invite, person, room or ban in the path; else empty
};

/// A resource that there is, asked in a way it does not answer.
struct WrongMethod {
    std::string_view allowed;  ///< for the field Allow
};

struct NoRoute {};

/// path  with kBase before it; anything else is NoRoute
[[nodiscard]] std::variant<Route, WrongMethod, NoRoute> find_route(net::http::Method method,
                                                                   std::string_view path);

/// Whether the path names a resource here, however it is asked.
[[nodiscard]] bool is_resource(std::string_view path);

}  // namespace api::rest
