/// Administration: what people in charge see and do: roles, suspensions, sessions of others, addresses that are banned,
/// rooms, settings, figures, the audit.
///
/// Thread:     domain. Every reply runs there too.
/// Invariant:  each request is answered once. Whoever acts on a person outranks them. What was done holds at once, also
///             for connections that are there, and is in the audit.
/// Elsewhere:  the port is admin_store.h; invites are accounts.h; JSON and HTTP are api/rest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"

namespace chat {

struct PersonView {
    AccountEntry entry;  ///< without a suspension that is over
    enum class Here : std::uint8_t { no, yes } here = Here::no;
};

struct PeopleRequest {
    std::string query{};  ///< the beginning of a name as typed; empty: all
    UserId after{};       ///< the last one of the page before; empty: from the beginning
    std::uint32_t limit = 50;
};

struct PeoplePage {
    std::vector<PersonView> people;  ///< by the keys of their names
    bool more = false;
};

struct SuspensionWish {
    std::optional<base::WallTime> until{};  ///< absent: until it is lifted
    std::string reason{};                   ///< what is too long is cut off
};

/// Bans a network, or the addresses that somebody is connected from.
struct AddressBanWish {
    std::string network{};                  ///< as typed; empty: the person's
    UserId user{};                          ///< when there is no network
    std::optional<base::WallTime> until{};  ///< absent: until it is lifted
    std::string reason{};                   ///< what is too long is cut off
    std::string from{};                     ///< the address of whoever asks
};

/// A room, as people in charge see it.
struct ServerRoom {
    Room room;
    std::uint32_t present = 0;
};

struct ServerRoomsRequest {
    std::string query{};  ///< a part of a name as typed; empty: all
    RoomId after{};       ///< the last one of the page before; empty: from the beginning
    std::uint32_t limit = 50;
};

struct ServerRoomsPage {
    std::vector<ServerRoom> rooms;  ///< by name
    bool more = false;
};

struct SettingsView {
    Door holds;
    Door configured;
    KeptSettings kept;  ///< what was said here
};

/// What a node of the cluster says of itself.
struct NodeFigures {
    std::string node;  ///< its id, another at each start
    std::string name;
    std::string version;
    enum class State : std::uint8_t { serving, draining } state = State::serving;
    enum class Which : std::uint8_t { this_one, other } which = Which::other;
    std::uint64_t people_present = 0;
    std::uint64_t connections = 0;
    std::uint64_t rooms_active = 0;
    std::uint64_t messages_since_start = 0;
    std::uint64_t messages_per_minute = 0;
    std::uint64_t store_wait_ms = 0;  ///< the longest that a write of the last seconds waited
};

/// Of the whole cluster, where there is one.
struct Figures {
    base::WallTime started{};          ///< of the node that was asked
    std::uint64_t people_present = 0;  ///< who is on several nodes counts on each
    std::uint64_t connections = 0;
    std::uint64_t accounts = 0;
    std::uint64_t rooms = 0;
    std::uint64_t messages_since_start = 0;
    std::uint64_t messages_per_minute = 0;
    std::uint64_t store_wait_ms = 0;  ///< the longest of all nodes
    std::uint64_t store_bytes = 0;    ///< 0: not known
    enum class Bus : std::uint8_t { none, up, down } bus = Bus::none;
    std::vector<NodeFigures>
        nodes{};  ///< that are alive, the one that was asked first; empty: there is no cluster
};

inline constexpr std::uint32_t kAdminPageMax = 200;  ///< people, or entries of the audit

class Administration {
public:
    virtual ~Administration() = default;

    virtual void people(Credentials by, PeopleRequest request, AccountReply<PeoplePage> reply) = 0;
    /// role  member, moderator or admin
    virtual void set_role(Credentials by, UserId user, Role role,
                          AccountReply<PersonView> reply) = 0;
    virtual void suspend(Credentials by, UserId user, SuspensionWish wish,
                         AccountReply<PersonView> reply) = 0;
    /// Lifts the suspension.
    virtual void reinstate(Credentials by, UserId user, AccountReply<PersonView> reply) = 0;
    virtual void end_sessions(Credentials by, UserId user, AccountReply<void> reply) = 0;

    virtual void address_bans(Credentials by, AccountReply<std::vector<AddressBan>> reply) = 0;
    /// returns  those made
    virtual void ban_addresses(Credentials by, AddressBanWish wish,
                               AccountReply<std::vector<AddressBan>> reply) = 0;
    virtual void lift_address_ban(Credentials by, AddressBanId ban, AccountReply<void> reply) = 0;

    /// Public ones.
    virtual void rooms(Credentials by, ServerRoomsRequest request,
                       AccountReply<ServerRoomsPage> reply) = 0;
    virtual void set_room_use(Credentials by, RoomId room, RoomUse use,
                              AccountReply<ServerRoom> reply) = 0;

    virtual void settings(Credentials by, AccountReply<SettingsView> reply) = 0;
    virtual void change_settings(Credentials by, SettingsChange change,
                                 AccountReply<SettingsView> reply) = 0;

    virtual void figures(Credentials by, AccountReply<Figures> reply) = 0;
    virtual void audit(Credentials by, AuditRequest request, AccountReply<AuditPage> reply) = 0;
};

}  // namespace chat
