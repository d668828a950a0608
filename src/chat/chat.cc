#include "chat/chat.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/account_desk.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/administration.h"
#include "chat/admission.h"
#include "chat/attendance.h"
#include "chat/bus.h"
#include "chat/catchups.h"
#include "chat/deadlines.h"
#include "chat/delivery.h"
#include "chat/doorkeeper.h"
#include "chat/event.h"
#include "chat/exports.h"
#include "chat/ids.h"
#include "chat/ignored_people.h"
#include "chat/impl.h"
#include "chat/metrics.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/rates.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

namespace {

constexpr const char* kLobbyName = "Lobby";

}  // namespace

Chat::Chat(const World& world, Limits limits, DoorOptions door)
    : impl_(std::make_unique<Impl>(world, limits, std::move(door))) {
    world.bus.attach(*this);
}

Chat::~Chat() {
    impl_->ports.bus.detach();
}

void Chat::start(std::move_only_function<void(base::Result<void, StoreError>)> ready) {
    impl_->start([this, ready = std::move(ready)](base::Result<void, StoreError> result) mutable {
        if (result) impl_->own_node.start();
        ready(result);
    });
}

void Chat::Impl::start(std::move_only_function<void(base::Result<void, StoreError>)> ready) {
    ports.admin.settings(ports.lifeline.guard(
        [this, ready = std::move(ready)](base::Result<KeptSettings, StoreError> kept) mutable {
            if (!kept) {
                ready(base::fail(kept.error()));
                return;
            }
            door.keep(*kept);
            read_bans(std::move(ready));
        }));
}

void Chat::Impl::read_bans(std::move_only_function<void(base::Result<void, StoreError>)> ready) {
    ports.admin.address_bans(
        ports.clock.wall(),
        ports.lifeline.guard([this, ready = std::move(ready)](
                                 base::Result<std::vector<AddressBan>, StoreError> bans) mutable {
            if (!bans) {
                ready(base::fail(bans.error()));
                return;
            }
            for (AddressBan& ban : *bans)
                banned.add(std::move(ban));
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
                retention.start();
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
    return earlier(earlier(earlier(impl.delivery.next_deadline(), impl.attendance.next_deadline()),
                           earlier(impl.catchups.next_deadline(), impl.retention.next_deadline())),
                   earlier(earlier(impl.own_node.next_deadline(), impl.neighbours.next_deadline()),
                           impl.session_checks.next_deadline()));
}

void Chat::on_time() {
    impl_->delivery.on_time();
    impl_->catchups.on_time();
    impl_->attendance.on_time();
    impl_->retention.on_time();
    impl_->own_node.on_time();
    impl_->neighbours.on_time();
    impl_->session_checks.on_time();
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

Imports& Chat::imports() {
    return impl_->imports;
}

Exports& Chat::exports() {
    return impl_->exports;
}

Door Chat::door() const {
    return impl_->door.sign();
}

void Chat::people(ConnectionId id, std::vector<UserId> users, Reply<std::vector<User>> reply) {
    if (impl_->admitted(id, Deed::look_up, reply) != nullptr) {
        impl_->accounts.profiles().people(std::move(users), std::move(reply));
    }
}

void Chat::ignore(ConnectionId id, const IgnoreWish& wish, Reply<std::vector<Named>> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->ignored_people.set(*connection, wish, std::move(reply));
    }
}

std::uint32_t Chat::present() const {
    return static_cast<std::uint32_t>(impl_->people.present());
}

}  // namespace chat
