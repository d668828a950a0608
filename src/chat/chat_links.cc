// What is asked of the domain about links into rooms, and about who did what to a room.
#include <string>
#include <utility>
#include <vector>

#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/impl.h"
#include "chat/people.h"
#include "chat/rates.h"
#include "chat/room_records.h"

namespace chat {

void Chat::make_link(ConnectionId id, const LinkWish& wish, Reply<MadeLink> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->links.make(*connection, wish, std::move(reply));
    }
}

void Chat::links(ConnectionId id, const RoomId& room, Reply<std::vector<RoomLink>> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->links.list(*connection, room, std::move(reply));
    }
}

void Chat::revoke_link(ConnectionId id, const RoomId& room, const RoomLinkId& link,
                       Reply<void> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::change, reply)) {
        impl_->links.revoke(*connection, room, link, std::move(reply));
    }
}

void Chat::look_at_link(ConnectionId id, const std::string& token, Reply<LinkView> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::join_or_leave, reply)) {
        impl_->links.look_at(*connection, token, std::move(reply));
    }
}

void Chat::join_by_link(ConnectionId id, const std::string& token, Reply<RoomView> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::join_or_leave, reply)) {
        impl_->links.join(*connection, token, std::move(reply));
    }
}

void Chat::room_audit(ConnectionId id, RoomAuditRequest request, Reply<RoomAuditPage> reply) {
    if (const Connection* connection = impl_->admitted(id, Deed::look_up, reply)) {
        impl_->room_audit.read(*connection, std::move(request), std::move(reply));
    }
}

}  // namespace chat
