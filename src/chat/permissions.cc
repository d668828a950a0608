#include "chat/permissions.h"

#include <algorithm>
#include <optional>
#include <span>

#include "base/check.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {
namespace {

constexpr std::optional<Rank> kNobody = std::nullopt;
constexpr auto kGuest = Rank::guest;
constexpr auto kMember = Rank::member;
constexpr auto kHost = Rank::host;
constexpr auto kModerator = Rank::moderator;
constexpr auto kAdmin = Rank::admin;

// clang-format off
constexpr Permission kPermissions[] = {
    //                                                   public   private  direct   server
    {Action::post,           "post",           kGuest,  kGuest,  kGuest,  kNobody},
    {Action::read,           "read",           kGuest,  kGuest,  kGuest,  kNobody},
    {Action::delete_others,  "delete_others",  kHost,   kHost,   kNobody, kNobody},
    {Action::add_people,     "add_people",     kMember, kHost,   kNobody, kNobody},
    {Action::leave,          "leave",          kGuest,  kGuest,  kNobody, kNobody},
    {Action::rename_room,    "rename_room",    kHost,   kHost,   kNobody, kNobody},
    {Action::set_topic,      "set_topic",      kHost,   kHost,   kNobody, kNobody},
    {Action::archive_room,   "archive_room",   kHost,   kHost,   kNobody, kNobody},
    {Action::kick,           "kick",           kHost,   kHost,   kNobody, kNobody},
    {Action::ban,            "ban",            kHost,   kHost,   kNobody, kNobody},
    {Action::set_host,       "set_host",       kHost,   kHost,   kNobody, kNobody},
    {Action::export_room,    "export_room",    kHost,   kHost,   kGuest,  kNobody},
    {Action::mean_everybody, "mean_everybody", kHost,   kHost,   kGuest,  kNobody},
    {Action::manage_links,   "manage_links",   kMember, kHost,   kNobody, kNobody},
    {Action::read_room_audit, "read_room_audit", kHost,  kHost,   kNobody, kNobody},
    {Action::mute,           "mute",           kHost,   kHost,   kNobody, kNobody},
    {Action::set_slow_mode,  "set_slow_mode",  kHost,   kHost,   kNobody, kNobody},
    {Action::set_retention,  "set_retention",  kHost,   kHost,   kNobody, kNobody},
    {Action::pin,            "pin",            kHost,   kHost,   kGuest,  kNobody},
    {Action::read_versions,  "read_versions",  kHost,   kHost,   kNobody, kNobody},
    {Action::join_public,    "join_public",    kNobody, kNobody, kNobody, kGuest},
    {Action::create_public,  "create_public",  kNobody, kNobody, kNobody, kGuest},
    {Action::create_private, "create_private", kNobody, kNobody, kNobody, kMember},
    {Action::start_direct,   "start_direct",   kNobody, kNobody, kNobody, kGuest},
    {Action::find_people,    "find_people",    kNobody, kNobody, kNobody, kGuest},
    {Action::find_accounts,  "find_accounts",  kNobody, kNobody, kNobody, kMember},
    {Action::see_people,     "see_people",     kNobody, kNobody, kNobody, kAdmin},
    {Action::set_role,       "set_role",       kNobody, kNobody, kNobody, kAdmin},
    {Action::suspend,        "suspend",        kNobody, kNobody, kNobody, kAdmin},
    {Action::end_sessions,   "end_sessions",   kNobody, kNobody, kNobody, kAdmin},
    {Action::manage_invites, "manage_invites", kNobody, kNobody, kNobody, kAdmin},
    {Action::change_settings, "change_settings", kNobody, kNobody, kNobody, kAdmin},
    {Action::manage_rooms,   "manage_rooms",   kNobody, kNobody, kNobody, kAdmin},
    {Action::ban_addresses,  "ban_addresses",  kNobody, kNobody, kNobody, kAdmin},
    {Action::import_room,    "import_room",    kNobody, kNobody, kNobody, kAdmin},
    {Action::see_figures,    "see_figures",    kNobody, kNobody, kNobody, kAdmin},
    {Action::see_audit,      "see_audit",      kNobody, kNobody, kNobody, kModerator},
};
// clang-format on

const Permission& line_of(Action action) {
    const auto* line = std::ranges::find(kPermissions, action, &Permission::action);
    CHECK(line != std::ranges::end(kPermissions));
    return *line;
}

bool reaches(Rank rank, const std::optional<Rank>& least) {
    return least && rank >= *least;
}

/// What does not happen in the lobby, because everybody is in it.
bool is_against_lobby(Action action) {
    switch (action) {
        case Action::leave:
        case Action::archive_room:
        case Action::kick:
        case Action::ban:
            return true;
        default:
            return false;
    }
}

}  // namespace

Rank rank_of(Role role, RoomRole room_role) {
    Rank rank = Rank::guest;
    switch (role) {
        case Role::guest:
            break;
        case Role::member:
            rank = Rank::member;
            break;
        case Role::moderator:
            rank = Rank::moderator;
            break;
        case Role::admin:
            rank = Rank::admin;
            break;
        case Role::owner:
            rank = Rank::owner;
            break;
    }
    return room_role == RoomRole::host ? std::max(rank, Rank::host) : rank;
}

std::span<const Permission> permissions() {
    return kPermissions;
}

bool may(Rank rank, Action action, const Room& room) {
    if (room.id == kLobby && is_against_lobby(action)) return false;
    const Permission& line = line_of(action);
    switch (room.kind) {
        case RoomKind::open:
            return reaches(rank, line.in_public);
        case RoomKind::closed:
            return reaches(rank, line.in_private);
        case RoomKind::direct:
            return reaches(rank, line.in_direct);
    }
    return false;
}

bool may(Rank rank, Action action) {
    return reaches(rank, line_of(action).on_server);
}

}  // namespace chat
