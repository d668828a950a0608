/// Chat::Impl: the parts of the domain, wired; each stands in its own file.
///
/// Thread:     domain.
/// Owns:       all of them.
/// Elsewhere:  what is asked of them is chat.cc and its neighbours chat_*.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/absent_changes.h"
#include "chat/account_desk.h"
#include "chat/accounts.h"
#include "chat/admin_desk.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/admission.h"
#include "chat/appends.h"
#include "chat/attendance.h"
#include "chat/audience.h"
#include "chat/banned_addresses.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/catchups.h"
#include "chat/changes.h"
#include "chat/conversation.h"
#include "chat/deadlines.h"
#include "chat/delivery.h"
#include "chat/direct_rooms.h"
#include "chat/directory.h"
#include "chat/doorkeeper.h"
#include "chat/ended_sessions.h"
#include "chat/event.h"
#include "chat/export_desk.h"
#include "chat/hosting.h"
#include "chat/ids.h"
#include "chat/ignored_people.h"
#include "chat/import_desk.h"
#include "chat/memberships.h"
#include "chat/metrics.h"
#include "chat/mutes.h"
#include "chat/neighbours.h"
#include "chat/nicknames.h"
#include "chat/own_node.h"
#include "chat/people.h"
#include "chat/people_search.h"
#include "chat/pins.h"
#include "chat/ports.h"
#include "chat/preferences.h"
#include "chat/profile_notices.h"
#include "chat/pulse.h"
#include "chat/rates.h"
#include "chat/refusals.h"
#include "chat/removals.h"
#include "chat/retention.h"
#include "chat/room.h"
#include "chat/room_audit.h"
#include "chat/room_links.h"
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/search.h"
#include "chat/searches.h"
#include "chat/seats.h"
#include "chat/session_checks.h"
#include "chat/silences.h"
#include "chat/slow_mode.h"
#include "chat/store.h"
#include "chat/unknown_rooms.h"

namespace chat {

struct Chat::Impl final : Delivery::Listener, Neighbours::Listener {
    Impl(const World& world, Limits limits, DoorOptions options)
        : ports{.clock = world.clock,
                .random = world.random,
                .store = world.store,
                .accounts = world.accounts,
                .room_store = world.room_store,
                .room_records = world.room_records,
                .admin = world.admin,
                .passwords = world.passwords,
                .bus = world.bus,
                .audience = world.audience,
                .limits = limits,
                .metrics = ChatMetrics(world.metrics),
                .log = world.log,
                .lifeline = {}},
          door(std::move(options)),
          accounts(ports, door, people, nicknames, ended, banned, profile_notices),
          imports(ports, world.imports, door, ended, rooms, seats, delivery),
          exports(ports, world.exports, door, ended, rooms),
          searches(ports, world.searcher, rooms, people, nicknames) {}

    void on_member_released(KnownRoom& room, const Event& event) override {
        seats.on_released(room, event);
    }
    void on_retention_released(KnownRoom& room, const Event& event) override {
        retention.on_released(room, event);
    }
    void on_mentions_released(KnownRoom& room, const Event& message) override {
        seats.on_mentions_released(room, message);
    }
    void on_log_advanced(KnownRoom& room) override { catchups.on_log_advanced(room); }
    void on_heads_unheard() override { unknown_rooms.learn(); }
    void on_laid_down(KnownRoom& room) override { catchups.on_laid_down(room); }

    void on_elsewhere(const PresentPerson* before, const PresentPerson* now) override;
    void on_node_found(const NodeId& node) override { own_node.greet(node); }
    void on_node_lost() override { unknown_rooms.learn(); }
    void on_nodes_changed() override {
        if (nodes_changed) nodes_changed();
    }

    void start(std::move_only_function<void(base::Result<void, StoreError>)> ready);
    void read_bans(std::move_only_function<void(base::Result<void, StoreError>)> ready);
    void read_rooms(std::move_only_function<void(base::Result<void, StoreError>)> ready);
    void make_lobby(std::move_only_function<void(base::Result<void, StoreError>)> ready);

    /// The connection, when it may do that now; else `reply` has been given the refusal.
    template <typename T>
    Connection* admitted(ConnectionId id, Deed deed, Reply<T>& reply) {
        Connection* connection = people.find(id);
        if (connection == nullptr) {
            reply(refuse(ChatError::not_connected));
            return nullptr;
        }
        if (ports.limits.rate_limits == Limits::RateLimits::off) return connection;
        const base::Milliseconds wait = connection->person->take(deed, ports.clock.now());
        if (wait == base::Milliseconds(0)) return connection;
        ports.metrics.rate_limited.add();
        if (deed == Deed::post || deed == Deed::change) ports.metrics.refused_rate.add();
        reply(base::fail(Refusal{.error = ChatError::rate_limited, .retry_after = wait}));
        return nullptr;
    }

    void disconnect(ConnectionId id);
    /// Another node made a room, or knows it otherwise.
    void on_room_elsewhere(const Room& room);
    /// The store has it.
    void on_room_found(const Room& room);
    void on_event_elsewhere(const Event& event);
    void on_present_elsewhere(const PresentPerson& person);

    Ports ports;
    Doorkeeper door;
    BannedAddresses banned;
    Rooms rooms{ports.limits};
    People people;
    Nicknames nicknames;
    Delivery delivery{ports, rooms, *this};
    Catchups catchups{ports, people,
                      [this](KnownRoom& room, Seq head) { delivery.head_known(room, head); }};
    Pulse pulse;
    OwnNode own_node{ports, people, rooms, pulse};
    Neighbours neighbours{ports, *this};
    std::function<void()> nodes_changed;
    UnknownRooms unknown_rooms{ports, [this](const Room& room) { on_room_found(room); }};
    ProfileNotices profile_notices{ports, rooms, people, nicknames, own_node};
    Attendance attendance{ports,
                          rooms,
                          people,
                          delivery,
                          own_node,
                          [this](const Person& person) {
                              nicknames.give_back(person.name_key, person.user.id); }};
    EndedSessions ended{ports, people, [this](ConnectionId id) { disconnect(id); }};
    SessionChecks session_checks{ports, people, ended};
    AbsentChanges absent;
    Admission admission{ports,  door,      banned,     ended,    absent,          rooms,
                        people, nicknames, attendance, catchups, profile_notices, unknown_rooms};
    Appends appends{ports, people, delivery, pulse};
    Silences silences{ports, rooms, people};
    SlowMode slow_mode{ports, rooms, appends};
    Conversation conversation{ports, rooms, people, nicknames, appends, silences, slow_mode};
    Preferences preferences{ports, rooms, people};
    IgnoredPeople ignored_people{ports, people, absent};
    Changes changes{ports, rooms, appends, silences};
    Pins pins{ports, rooms, people, appends};
    Seats seats{ports, people, attendance, delivery, absent, silences};
    Memberships memberships{ports, rooms, people, seats, delivery};
    DirectRooms direct_rooms{ports, rooms, people, seats};
    Hosting hosting{ports, rooms, people, appends};
    Retention retention{ports, rooms, people, appends, delivery};
    Mutes mutes{ports, rooms, people, appends};
    Removals removals{ports, rooms, people, seats, delivery};
    RoomLinks links{ports, rooms, people, memberships};
    RoomAudit room_audit{ports, rooms, people};
    Directory directory{ports, rooms, people, neighbours};
    PeopleSearch people_search{ports, people, nicknames, neighbours};
    AccountDesk accounts;
    AdminDesk administration{ports,  door,     rooms,           people,   absent,    ended,
                             banned, delivery, profile_notices, own_node, neighbours};
    ImportDesk imports;
    ExportDesk exports;
    Searches searches;
};

}  // namespace chat
