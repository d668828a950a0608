// What is asked of the domain about rooms and who is in them.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/impl.h"
#include "chat/people.h"
#include "chat/rates.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/room_store.h"

namespace chat {

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

void Chat::mute(ConnectionId id, const MuteWish& wish, Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->mutes.mute(*connection, wish, std::move(reply));
    }
}

void Chat::unmute(ConnectionId id, const OnMember& wish, Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->mutes.unmute(*connection, wish, std::move(reply));
    }
}

void Chat::mutes(ConnectionId id, const RoomId& room, Reply<std::vector<MuteEntry>> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->mutes.list(*connection, room, std::move(reply));
    }
}

void Chat::set_slow_mode(ConnectionId id, const RoomId& room, std::uint32_t seconds,
                         Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->slow_mode.set(*connection, room, seconds, std::move(reply));
    }
}

void Chat::set_retention(ConnectionId id, const RoomId& room, std::uint32_t days,
                         Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->retention.set(*connection, room, days, std::move(reply));
    }
}

void Chat::bans(ConnectionId id, const RoomId& room, Reply<std::vector<Ban>> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->removals.bans(*connection, room, std::move(reply));
    }
}

}  // namespace chat
