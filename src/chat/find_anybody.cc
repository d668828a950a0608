#include "chat/find_anybody.h"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/ports.h"
#include "chat/refusals.h"
#include "chat/room_store.h"
#include "chat/store.h"

namespace chat {

namespace {

using Then = std::move_only_function<void(base::Result<Member, Refusal>)>;

void find_stranger(Ports& ports, const UserId& user, Then then) {
    ports.accounts.find_people(
        {user},
        ports.lifeline.guard([then = std::move(then)](
                                 const base::Result<std::vector<User>, StoreError>& found) mutable {
            if (!found) {
                then(refuse(found.error()));
            } else if (found->empty()) {
                then(refuse(ChatError::no_such_person));
            } else {
                then(Member{.user = found->front()});
            }
        }));
}

}  // namespace

void find_anybody(Ports& ports, const RoomId& room, const UserId& user, Then then) {
    ports.room_store.find_member(
        room, user,
        ports.lifeline.guard(
            [&ports, user, then = std::move(then)](
                const base::Result<std::optional<Member>, StoreError>& found) mutable {
                if (!found) {
                    then(refuse(found.error()));
                } else if (*found) {
                    then(**found);
                } else {
                    find_stranger(ports, user, std::move(then));
                }
            }));
}

}  // namespace chat
