// What is asked of the domain about messages.
#include <utility>

#include "base/clock.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/impl.h"
#include "chat/people.h"
#include "chat/rates.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/search.h"
#include "chat/store.h"

namespace chat {

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

void Chat::pin(ConnectionId id, const PinWish& wish, Reply<Posted> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->pins.set(*connection, wish, std::move(reply));
    }
}

void Chat::pins(ConnectionId id, const RoomId& room, Reply<PinsPage> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->pins.pins(*connection, room, std::move(reply));
    }
}

void Chat::versions(ConnectionId id, const RoomId& room, Seq message, Reply<Versions> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->pins.versions(*connection, room, message, std::move(reply));
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

}  // namespace chat
