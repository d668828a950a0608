/// Permissions: what each role may do, in one table.
///
/// Thread:     any. Pure functions.
/// Invariant:  whoever may do something may do all that those below them may.
/// Elsewhere:  docs/protocol/permissions.json says the same for everybody else; tests/chat/permissions_test.cc compares
///             them, tests/conformance/permissions.test.mjs tries every row.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "chat/room.h"

namespace chat {

/// What somebody is where they act, the weakest first.
enum class Rank : std::uint8_t { guest, member, host, moderator, admin, owner };

/// A host ranks as one in their room, whatever they are on the server, unless they are more there.
[[nodiscard]] Rank rank_of(Role role, RoomRole room_role);

enum class Action : std::uint8_t {
    // In a room that one is a member of.
    post,           ///< answers, reactions, and changes of one's own too
    read,           ///< history, search, members, typing, read markers
    delete_others,  ///< messages of others
    add_people,
    leave,
    rename_room,
    set_topic,
    archive_room,  ///< and restore
    kick,
    ban,  ///< and lift, and see the bans
    set_host,
    pin,            ///< and unpin
    read_versions,  ///< what messages of others read before
    mute,           ///< and unmute, and see the mutes
    set_slow_mode,
    set_retention,
    mean_everybody,  ///< @here where many are present
    manage_links,    ///< make, see and take back invite links
    read_room_audit,
    export_room,  ///< take away its log
    // On the server.
    join_public,
    create_public,
    create_private,
    start_direct,
    find_people,    ///< among those present
    find_accounts,  ///< among all
    see_people,     ///< everybody with an account, as administration shows them
    set_role,
    suspend,  ///< and reinstate
    end_sessions,
    manage_invites,
    change_settings,  ///< and see them
    manage_rooms,     ///< see all public ones, archive and restore them
    ban_addresses,    ///< and lift that, and see those bans
    see_figures,
    import_room,  ///< put a log that was taken away into a new room
    see_audit,
};

/// One line of the table. nullopt: nobody.
struct Permission {
    Action action = Action::post;
    std::string_view word;  ///< in docs/protocol
    std::optional<Rank> in_public;
    std::optional<Rank> in_private;
    std::optional<Rank> in_direct;
    std::optional<Rank> on_server;
};

[[nodiscard]] std::span<const Permission> permissions();

/// Within a room. The lobby is an open room that nobody leaves, archives, or is kicked or banned from.
[[nodiscard]] bool may(Rank rank, Action action, const Room& room);
/// On the server.
[[nodiscard]] bool may(Rank rank, Action action);

/// Whether somebody may do to another what they may do at all: only to those below them.
[[nodiscard]] constexpr bool outranks(Rank actor, Rank other) {
    return actor > other;
}

}  // namespace chat
