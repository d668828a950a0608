#include "chat/room_audit.h"

#include <cstddef>
#include <iterator>
#include <utility>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/fitting.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/room_records.h"
#include "chat/store.h"

namespace chat {

void RoomAudit::read(const Connection& connection, RoomAuditRequest request,
                     Reply<RoomAuditPage> reply) {
    const RoomId id = request.room;
    const auto place = find_place_to(Action::read_room_audit, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    ports_.room_records.room_audit(
        std::move(request),
        ports_.lifeline.guard(
            [this, asker = connection.person->user.id, id,
             reply = std::move(reply)](base::Result<RoomAuditPage, StoreError> page) mutable {
                const auto actor = find_actor(Action::read_room_audit, rooms_, people_, asker, id);
                if (!page || !actor) {
                    reply(actor ? refuse(page.error()) : refuse(actor.error()));
                } else {
                    fit(*page);
                    reply(*std::move(page));
                }
            }));
}

void RoomAudit::fit(RoomAuditPage& page) const {
    const std::ptrdiff_t count = count_that_fits(page.entries, ports_.limits.page_bytes_max);
    page.more = page.more || count < std::ssize(page.entries);
    page.entries.erase(page.entries.begin() + count, page.entries.end());
}

}  // namespace chat
