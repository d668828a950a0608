#include "chat/chat.h"

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
#include "chat/bus.h"
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
#include "chat/hosting.h"
#include "chat/ids.h"
#include "chat/memberships.h"
#include "chat/metrics.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/people_search.h"
#include "chat/ports.h"
#include "chat/preferences.h"
#include "chat/rates.h"
#include "chat/refusals.h"
#include "chat/removals.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/rooms.h"
#include "chat/search.h"
#include "chat/searches.h"
#include "chat/seats.h"
#include "chat/store.h"

namespace chat {

namespace {

constexpr const char* kLobbyName = "Lobby";

}  // namespace

/// The parts, wired; each stands in its own file.
struct Chat::Impl final : Delivery::Listener {
    Impl(const World& world, Limits limits, DoorOptions options)
        : ports{.clock = world.clock,
                .random = world.random,
                .store = world.store,
                .accounts = world.accounts,
                .room_store = world.room_store,
                .admin = world.admin,
                .passwords = world.passwords,
                .bus = world.bus,
                .audience = world.audience,
                .limits = limits,
                .metrics = ChatMetrics(world.metrics),
                .log = world.log,
                .lifeline = {}},
          door(std::move(options)),
          accounts(ports, door, people, nicknames, ended),
          searches(ports, world.searcher, rooms, people, nicknames) {}

    void on_member_released(KnownRoom& room, const Event& event) override {
        seats.on_released(room, event);
    }
    void on_mentions_released(KnownRoom& room, const Event& message) override {
        seats.on_mentions_released(room, message);
    }
    void on_log_advanced(KnownRoom& room) override { catchups.on_log_advanced(room); }
    void on_laid_down(KnownRoom& room) override { catchups.on_laid_down(room); }

    void start(std::move_only_function<void(base::Result<void, StoreError>)> ready);
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

    Ports ports;
    Doorkeeper door;
    Rooms rooms{ports.limits};
    People people;
    Nicknames nicknames;
    Delivery delivery{ports, rooms, *this};
    Catchups catchups{ports, people,
                      [this](KnownRoom& room, Seq head) { delivery.head_known(room, head); }};
    Attendance attendance{ports, rooms, people, delivery, [this](const Person& person) {
                              nicknames.give_back(person.name_key, person.user.id);
                          }};
    EndedSessions ended{ports, people, [this](ConnectionId id) { disconnect(id); }};
    AbsentChanges absent;
    Admission admission{ports, door, ended, absent, rooms, people, nicknames, attendance, catchups};
    Appends appends{ports, people, delivery};
    Conversation conversation{ports, rooms, people, nicknames, appends};
    Preferences preferences{ports, rooms, people};
    Changes changes{ports, rooms, appends};
    Seats seats{ports, people, attendance, delivery, absent};
    Memberships memberships{ports, rooms, people, seats, delivery};
    DirectRooms direct_rooms{ports, rooms, people, seats};
    Hosting hosting{ports, rooms, people, appends};
    Removals removals{ports, rooms, people, seats};
    Directory directory{ports, rooms, people};
    PeopleSearch people_search{ports, people, nicknames};
    AccountDesk accounts;
    AdminDesk administration{ports, door, rooms, people, absent, ended};
    Searches searches;
};

Chat::Chat(const World& world, Limits limits, DoorOptions door)
    : impl_(std::make_unique<Impl>(world, limits, std::move(door))) {
    world.bus.attach(*this);
}

Chat::~Chat() {
    impl_->ports.bus.detach();
}

void Chat::start(std::move_only_function<void(base::Result<void, StoreError>)> ready) {
    impl_->start(std::move(ready));
}

void Chat::Impl::start(std::move_only_function<void(base::Result<void, StoreError>)> ready) {
    ports.admin.settings(ports.lifeline.guard(
        [this, ready = std::move(ready)](base::Result<KeptSettings, StoreError> kept) mutable {
            if (!kept) {
                ready(base::fail(kept.error()));
                return;
            }
            door.keep(*kept);
            read_rooms(std::move(ready));
        }));
}

void Chat::Impl::read_rooms(std::move_only_function<void(base::Result<void, StoreError>)> ready) {
    ports.store.rooms(ports.lifeline.guard(
        [this, ready = std::move(ready)](base::Result<std::vector<Room>, StoreError> all) mutable {
            if (!all) {
                ready(base::fail(all.error()));
                return;
            }
            for (Room& room : *all)
                rooms.add(std::move(room));
            if (rooms.find(kLobby) != nullptr) {
                ready({});
            } else {
                make_lobby(std::move(ready));
            }
        }));
}

void Chat::Impl::make_lobby(std::move_only_function<void(base::Result<void, StoreError>)> ready) {
    ports.store.create_room({.id = kLobby,
                             .name = kLobbyName,
                             .name_key = base::unicode::skeleton(kLobbyName),
                             .kind = RoomKind::open,
                             .created = ports.clock.wall()},
                            {},
                            ports.lifeline.guard([this, ready = std::move(ready)](
                                                     base::Result<Room, StoreError> made) mutable {
                                if (made) {
                                    rooms.add(*std::move(made));
                                    ready({});
                                } else if (made.error() == StoreError::name_taken) {
                                    read_rooms(std::move(ready));  // another node was faster
                                } else {
                                    ready(base::fail(made.error()));
                                }
                            }));
}

std::optional<base::SteadyTime> Chat::next_deadline() const {
    const Impl& impl = *impl_;
    return earlier(earlier(impl.delivery.next_deadline(), impl.attendance.next_deadline()),
                   impl.catchups.next_deadline());
}

void Chat::on_time() {
    impl_->delivery.on_time();
    impl_->catchups.on_time();
    impl_->attendance.on_time();
}

void Chat::connect(ConnectRequest request,
                   std::move_only_function<void(base::Result<Welcome, ConnectRefusal>)> reply) {
    impl_->admission.connect(std::move(request), std::move(reply));
}

void Chat::disconnect(ConnectionId id) {
    if (!impl_->admission.cancel(id)) impl_->disconnect(id);
}

void Chat::Impl::disconnect(ConnectionId id) {
    Connection* connection = people.find(id);
    if (connection == nullptr) return;
    const Person& person = people.detach(*connection);
    ports.metrics.connections.set(static_cast<std::int64_t>(people.connections()));
    if (person.connections.empty()) attendance.begin_grace(person);
}

Accounts& Chat::accounts() {
    return impl_->accounts;
}

Administration& Chat::administration() {
    return impl_->administration;
}

Door Chat::door() const {
    return impl_->door.sign();
}

void Chat::post(ConnectionId id, Draft draft, Reply<Posted> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::post, reply)) {
        impl_->conversation.post(*connection, std::move(draft), std::move(reply));
    }
}

void Chat::edit(ConnectionId id, const Edit& edit, Reply<Posted> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->changes.edit(*connection, edit, std::move(reply));
    }
}

void Chat::remove(ConnectionId id, const Deletion& deletion, Reply<Posted> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->changes.remove(*connection, deletion, std::move(reply));
    }
}

void Chat::react(ConnectionId id, React react, Reply<Posted> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->changes.react(*connection, std::move(react), std::move(reply));
    }
}

void Chat::history(ConnectionId id, PageRequest request, Reply<Page> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->conversation.history(*connection, std::move(request), std::move(reply));
    }
}

void Chat::typing(ConnectionId id, const RoomId& room, Reply<void> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::typing, reply)) {
        impl_->conversation.typing(*connection, room, std::move(reply));
    }
}

void Chat::read(ConnectionId id, const RoomId& room, Seq seq, Reply<RoomView> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::read, reply)) {
        impl_->conversation.read(*connection, room, seq, std::move(reply));
    }
}

void Chat::prefer(ConnectionId id, const RoomId& room, Preference preference, Reply<void> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::read, reply)) {
        impl_->preferences.set(*connection, room, preference, std::move(reply));
    }
}

void Chat::join(ConnectionId id, const RoomId& room, Reply<RoomView> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::join_or_leave, reply)) {
        impl_->memberships.join(*connection, room, std::move(reply));
    }
}

void Chat::leave(ConnectionId id, const RoomId& room, Reply<void> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::join_or_leave, reply)) {
        impl_->memberships.leave(*connection, room, std::move(reply));
    }
}

void Chat::create(ConnectionId id, const RoomWish& wish, Reply<RoomView> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::create, reply)) {
        impl_->memberships.create(*connection, wish, std::move(reply));
    }
}

void Chat::direct(ConnectionId id, std::vector<UserId> users, Reply<RoomView> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::join_or_leave, reply)) {
        impl_->direct_rooms.open(*connection, std::move(users), std::move(reply));
    }
}

void Chat::rooms(ConnectionId id, const std::string& query, Reply<std::vector<RoomEntry>> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        reply(impl_->directory.rooms(*connection->person, query));
    }
}

void Chat::members(ConnectionId id, const RoomId& room, Reply<Members> reply) {
    const Connection* connection = impl_->admitted(id, Deed::look_up, reply);
    if (connection == nullptr) return;
    auto members = impl_->directory.members(*connection->person, room);
    if (members) {
        reply(*std::move(members));
    } else {
        reply(refuse(members.error()));
    }
}

void Chat::roster(ConnectionId id, RosterRequest request, Reply<RosterPage> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->directory.roster(*connection, std::move(request), std::move(reply));
    }
}

void Chat::find_people(ConnectionId id, const std::string& query, Reply<std::vector<User>> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->people_search.find(*connection, query, std::move(reply));
    }
}

void Chat::rename(ConnectionId id, const RoomId& room, const std::string& name,
                  Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->hosting.rename(*connection, room, name, std::move(reply));
    }
}

void Chat::set_topic(ConnectionId id, const RoomId& room, const std::string& topic,
                     Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->hosting.set_topic(*connection, room, topic, std::move(reply));
    }
}

void Chat::set_use(ConnectionId id, const RoomId& room, RoomUse use, Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->hosting.set_use(*connection, room, use, std::move(reply));
    }
}

void Chat::add(ConnectionId id, const OnMember& wish, Reply<Posted> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->memberships.add(*connection, wish, std::move(reply));
    }
}

void Chat::kick(ConnectionId id, const OnMember& wish, Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->removals.kick(*connection, wish, std::move(reply));
    }
}

void Chat::set_host(ConnectionId id, const HostWish& wish, Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->hosting.set_host(*connection, wish, std::move(reply));
    }
}

void Chat::ban(ConnectionId id, BanWish wish, Reply<void> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->removals.ban(*connection, std::move(wish), std::move(reply));
    }
}

void Chat::lift_ban(ConnectionId id, const OnMember& wish, Reply<void> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->removals.lift_ban(*connection, wish, std::move(reply));
    }
}

void Chat::bans(ConnectionId id, const RoomId& room, Reply<std::vector<Ban>> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->removals.bans(*connection, room, std::move(reply));
    }
}

void Chat::people(ConnectionId id, std::vector<UserId> users, Reply<std::vector<User>> reply) {
    if (impl_->admitted(id, Deed::look_up, reply) != nullptr) {
        impl_->accounts.profiles().people(std::move(users), std::move(reply));
    }
}

void Chat::search(ConnectionId id, const Search& search, Reply<SearchPage> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->searches.search(*connection, search, std::move(reply));
    }
}

void Chat::date(ConnectionId id, const RoomId& room, base::WallTime time, Reply<FoundTime> reply) {
    if (Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->searches.date(*connection, room, time, std::move(reply));
    }
}

std::uint32_t Chat::present() const {
    return static_cast<std::uint32_t>(impl_->people.present());
}

void Chat::on_bus_event(const Event& event) {
    if (KnownRoom* room = impl_->rooms.find(event.room)) impl_->delivery.received(*room, event);
}

void Chat::on_bus_head(const RoomId& id, Seq head) {
    if (KnownRoom* room = impl_->rooms.find(id)) impl_->delivery.head_known(*room, head);
}

void Chat::on_bus_room(const Room& room) {
    if (KnownRoom* known = impl_->rooms.find(room.id)) {
        impl_->rooms.take_over(*known, room);
        return;
    }
    KnownRoom& known = impl_->rooms.add(room);
    if (room.kind == RoomKind::open) {
        impl_->ports.audience.room_created({.room = known.snapshot()});
    } else if (room.kind == RoomKind::direct) {
        impl_->direct_rooms.on_made_elsewhere(known);
    }
}

}  // namespace chat
