#include "chat/conversation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/metrics.h"
#include "chat/people.h"
#include "chat/refusals.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {
namespace {

constexpr std::size_t kNonceCharacters = 16;
constexpr base::Milliseconds kTypingInterval{2000};  ///< passed on at most so often, for each room

/// Octets that the longest text may have before it is looked at closer.
std::size_t bytes_max(const Limits& limits) {
    constexpr std::size_t kBytesPerCharacter = 4;
    constexpr std::size_t kAllowanceForCleaning = 4;
    return limits.text_characters_max * kBytesPerCharacter * kAllowanceForCleaning;
}

}  // namespace

base::Result<Place*, ChatError> find_place(Rooms& rooms, Person& person, const RoomId& id) {
    KnownRoom* room = rooms.find(id);
    if (room == nullptr) return base::fail(ChatError::not_found);
    Place* place = person.place(*room);
    if (place != nullptr) return place;
    // What is not open to everybody does not exist for those outside.
    return base::fail(room->room.kind == RoomKind::open ? ChatError::not_a_member
                                                        : ChatError::not_found);
}

void Conversation::post(const Connection& connection, Draft draft, Reply<Posted> reply) {
    ChatMetrics& metrics = ports_.metrics;
    Person& person = *connection.person;
    const auto place = find_place(rooms_, person, draft.room);
    if (!place) {
        metrics.refused_membership.add();
        reply(refuse(place.error()));
        return;
    }
    if (draft.text.size() > bytes_max(ports_.limits)) {
        metrics.refused_text.add();
        reply(refuse(ChatError::text_too_long));
        return;
    }
    std::string text = base::unicode::clean(draft.text);
    if (text.empty() || base::unicode::count_characters(text) > ports_.limits.text_characters_max) {
        metrics.refused_text.add();
        reply(refuse(text.empty() ? ChatError::text_empty : ChatError::text_too_long));
        return;
    }
    if (appends_waiting_ >= ports_.limits.appends_waiting_max) {
        metrics.refused_waiting.add();
        reply(refuse(ChatError::unavailable));
        return;
    }
    if (draft.nonce.value().empty()) draft.nonce = Nonce(ports_.random.token(kNonceCharacters));

    ++appends_waiting_;
    metrics.appends_waiting.set(appends_waiting_);
    (*place)->typing_told = {};  // the message ends it for everybody: typing again is news
    KnownRoom* room = (*place)->room;
    ports_.store.append(
        {.room = std::move(draft.room),
         .kind = EventKind::message,
         .actor = person.user.id,
         .nickname = person.user.nickname,
         .time = ports_.clock.wall(),
         .text = std::move(text),
         .nonce = std::move(draft.nonce)},
        ports_.lifeline.guard([this, room, reply = std::move(reply)](
                                  base::Result<Appended, StoreError> appended) mutable {
            --appends_waiting_;
            ports_.metrics.appends_waiting.set(appends_waiting_);
            on_posted(*room, std::move(appended), std::move(reply));
        }));
}

void Conversation::on_posted(KnownRoom& room, base::Result<Appended, StoreError> appended,
                             Reply<Posted> reply) {
    if (!appended) {
        ports_.metrics.refused_store.add();
        reply(refuse(appended.error()));
        return;
    }
    Event& event = appended->event;
    reply(Posted{.room = event.room, .seq = event.seq, .time = event.time});
    if (appended->outcome == Appended::Outcome::repeated) {
        ports_.metrics.messages_repeated.add();
        // The first time may have been on a node that died before it told anyone.
        delivery_.head_known(room, event.seq);
        return;
    }
    ports_.metrics.messages_posted.add();
    if (Person* author = people_.find(event.actor)) {
        if (Place* place = author->place(room)) place->mark(event.seq, event.ordinal);
    }
    delivery_.committed(room, std::move(event));
}

void Conversation::history(const Connection& connection, PageRequest request,
                           Reply<Page> reply) const {
    const auto place = find_place(rooms_, *connection.person, request.room);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    request.limit = std::clamp(request.limit, 1U, ports_.limits.history_events_max);
    const KnownRoom& room = *(*place)->room;
    if (std::optional<Page> page = room.live->feed.recent().page(request)) {
        reply(*std::move(page));
        return;
    }
    ports_.store.page(std::move(request),
                      ports_.lifeline.guard(
                          [reply = std::move(reply)](base::Result<Page, StoreError> page) mutable {
                              if (page) {
                                  reply(*std::move(page));
                              } else {
                                  reply(refuse(page.error()));
                              }
                          }));
}

void Conversation::typing(const Connection& connection, const RoomId& id, Reply<void> reply) const {
    const auto found = find_place(rooms_, *connection.person, id);
    if (!found) {
        reply(refuse(found.error()));
        return;
    }
    Place& place = **found;
    const KnownRoom& room = *place.room;
    const base::SteadyTime now = ports_.clock.now();
    const bool is_told =
        place.typing_told != base::SteadyTime{} && now < place.typing_told + kTypingInterval;
    // In a crowd nobody follows who is typing.
    const bool is_for_others = !is_told && !room.live->presence.is_crowd(room.present());
    if (is_for_others) place.typing_told = now;
    const User user = connection.person->user;
    const ConnectionId except = connection.id;
    reply({});
    if (is_for_others) ports_.audience.typing(id, user, except);
}

void Conversation::read(const Connection& connection, const RoomId& id, Seq seq,
                        Reply<RoomView> reply) {
    const auto found = find_place(rooms_, *connection.person, id);
    if (!found) {
        reply(refuse(found.error()));
        return;
    }
    if (seq <= (*found)->read) {
        reply((*found)->view());
        return;
    }
    KnownRoom* room = (*found)->room;
    ports_.store.set_read(
        connection.person->user.id, id, seq,
        ports_.lifeline.guard(
            [this, room, asker = connection.id, user = connection.person->user.id,
             reply = std::move(reply)](base::Result<Membership, StoreError> marked) mutable {
                on_read(asker, user, *room, marked, std::move(reply));
            }));
}

void Conversation::on_read(ConnectionId asker, const UserId& user, KnownRoom& room,
                           const base::Result<Membership, StoreError>& marked,
                           Reply<RoomView> reply) {
    if (!marked) {
        reply(refuse(marked.error()));
        return;
    }
    Person* person = people_.find(user);
    Place* place = person == nullptr ? nullptr : person->place(room);
    if (place == nullptr) {
        reply(refuse(person == nullptr ? ChatError::not_connected : ChatError::not_a_member));
        return;
    }
    const Seq before = place->read;
    place->mark(marked->read, marked->read_ordinal);
    const Membership marker = place->membership();
    const std::uint64_t unread = place->unread();
    reply(place->view());
    if (marker.read == before) return;
    for (const Connection* other : person->connections) {
        if (other->id != asker) ports_.audience.read(other->id, room.room.id, marker, unread);
    }
}

}  // namespace chat
