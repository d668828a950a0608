#include "chat/ignored_people.h"

#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/bus_message.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/refusals.h"
#include "chat/store.h"

namespace chat {

void IgnoredPeople::set(const Connection& connection, const IgnoreWish& wish,
                        Reply<std::vector<Named>> reply) {
    const UserId& user = connection.person->user.id;
    if (wish.user == user) {
        reply(refuse(ChatError::forbidden));
        return;
    }
    ports_.accounts.set_ignored(
        user, wish.user, wish.ignoring,
        ports_.lifeline.guard([this, asker = connection.id, user, reply = std::move(reply)](
                                  base::Result<std::vector<Named>, StoreError> kept) mutable {
            on_set(asker, user, std::move(kept), std::move(reply));
        }));
}

void IgnoredPeople::on_set(ConnectionId asker, const UserId& user,
                           base::Result<std::vector<Named>, StoreError> kept,
                           Reply<std::vector<Named>> reply) {
    if (!kept) {
        reply(refuse(kept.error()));
        return;
    }
    ports_.bus.publish(IgnoredNews{.user = user, .ignored = *kept});
    Person* const person = people_.find(user);
    if (person == nullptr) {
        absent_.note(user);  // what the store said to them who come again may be of before
        reply(refuse(ChatError::not_connected));
        return;
    }
    person->ignored = *kept;
    reply(*kept);
    for (const Connection* other : person->connections) {
        if (other->id != asker) ports_.audience.ignored(other->id, *kept);
    }
}

void IgnoredPeople::on_elsewhere(const IgnoredNews& news) {
    Person* const person = people_.find(news.user);
    if (person == nullptr) {
        absent_.note(news.user);
        return;
    }
    person->ignored = news.ignored;
    for (const Connection* const connection : person->connections)
        ports_.audience.ignored(connection->id, news.ignored);
}

}  // namespace chat
