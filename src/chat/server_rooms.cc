#include "chat/server_rooms.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/result.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/names.h"
#include "chat/noting.h"
#include "chat/permissions.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {
namespace {

ServerRoom view_of(const KnownRoom& room) {
    return {.room = room.snapshot(), .present = room.present()};
}

}  // namespace

void ServerRooms::list(const Credentials& by, ServerRoomsRequest request,
                       AccountReply<ServerRoomsPage> reply) {
    request.limit = std::clamp<std::uint32_t>(request.limit, 1, kAdminPageMax);
    callers_.identify_in_charge<ServerRoomsPage>(
        by, Action::manage_rooms, std::move(reply),
        [this, request = std::move(request)](const Doer& /*doer*/,
                                             AccountReply<ServerRoomsPage> back) {
            base::Result<ServerRoomsPage, AccountError> page = page_of(request);
            if (page) {
                back(*std::move(page));
            } else {
                back(refuse(page.error()));
            }
        });
}

KnownRoom* ServerRooms::find_public(const RoomId& id) {
    KnownRoom* const room = rooms_.find(id);
    return room != nullptr && room->room.kind == RoomKind::open ? room : nullptr;
}

base::Result<ServerRoomsPage, AccountError> ServerRooms::page_of(
    const ServerRoomsRequest& request) {
    KnownRoom* const after = request.after.value().empty() ? nullptr : find_public(request.after);
    if (after == nullptr && !request.after.value().empty())
        return base::fail(AccountError::not_found);
    const std::string key = key_from(request.query);
    ServerRoomsPage page;
    if (key.empty() && !request.query.empty()) return page;
    std::uint64_t bytes = 0;
    rooms_.visit_open_by_name(
        [&](const KnownRoom& room) {
            if (!room.room.name_key.contains(key)) return Rooms::Visit::go_on;
            bytes += weight_of(room.room);
            const bool is_heavy = bytes > ports_.limits.page_bytes_max && !page.rooms.empty();
            page.more = page.rooms.size() == request.limit || is_heavy;
            if (page.more) return Rooms::Visit::stop;
            page.rooms.push_back(view_of(room));
            return Rooms::Visit::go_on;
        },
        after);
    return page;
}

void ServerRooms::set_use(const Credentials& by, RoomId id, RoomUse use,
                          AccountReply<ServerRoom> reply) {
    callers_.identify_in_charge<ServerRoom>(
        by, Action::manage_rooms, std::move(reply),
        [this, id = std::move(id), use](const Doer& doer, AccountReply<ServerRoom> back) {
            KnownRoom* const room = find_public(id);
            const bool may_be = id != kLobby && !doer.who.user.value().empty();
            if (room == nullptr || !may_be) {
                back(refuse(room == nullptr ? AccountError::not_found : AccountError::forbidden));
                return;
            }
            Append append{.room = id,
                          .kind = use == RoomUse::archived ? EventKind::room_archived
                                                           : EventKind::room_restored,
                          .actor = doer.who.user,
                          .nickname = doer.who.nickname,
                          .time = ports_.clock.wall(),
                          .text = {},
                          .nonce = {}};
            ports_.store.append(
                std::move(append),
                ports_.lifeline.guard([this, room, doer, back = std::move(back)](
                                          base::Result<Appended, StoreError> appended) mutable {
                    on_used(*room, doer, std::move(appended), std::move(back));
                }));
        });
}

void ServerRooms::on_used(KnownRoom& room, const Doer& doer,
                          base::Result<Appended, StoreError> appended,
                          AccountReply<ServerRoom> reply) {
    if (!appended) {
        if (appended.error() == StoreError::no_change) {
            reply(view_of(room));
        } else {
            reply(refuse(admin_error_of(appended.error())));
            delivery_.refused(room, appended.error());
        }
        return;
    }
    const bool is_archived = appended->event.kind == EventKind::room_archived;
    AuditEntry entry{
        .time = appended->event.time,
        .by = doer.who,
        .action = is_archived ? AuditAction::room_archived : AuditAction::room_restored,
        .detail = room.room.name};
    ServerRoom view = view_of(room);
    view.room.use = is_archived ? RoomUse::archived : RoomUse::active;
    view.room.head = appended->event.seq;
    reply(std::move(view));
    delivery_.committed(room, std::move(appended->event));
    // The room says so itself by now, whether it comes to stand in the audit as well or not.
    ports_.admin.note(std::move(entry), noting(ports_));
}

}  // namespace chat
