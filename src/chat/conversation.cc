#include "chat/conversation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/audience.h"
#include "chat/bus_message.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/fitting.h"
#include "chat/here.h"
#include "chat/ids.h"
#include "chat/mentions.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/recent_events.h"
#include "chat/refusals.h"
#include "chat/retention.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/silences.h"
#include "chat/slow_mode.h"
#include "chat/store.h"

namespace chat {
namespace {

constexpr std::size_t kNonceCharacters = 16;
constexpr base::Milliseconds kTypingInterval{2000};  ///< passed on at most so often, for each room

/// Readings of one page, each of which more events overtake than the room remembers.
constexpr std::uint32_t kPageTriesMax = 3;

/// The newest events among which the first time of a repeated message is looked for.
constexpr Seq kLatelyMax = 100;

std::optional<Posted> posted_lately(const KnownRoom& room, const UserId& author,
                                    const Nonce& nonce) {
    std::vector<Event> events;
    room.live->feed.recent().copy_after(room.head() - std::min(room.head(), kLatelyMax), events);
    const auto first = std::ranges::find_if(events, [&](const Event& event) {
        return event.kind == EventKind::message && event.actor == author && event.nonce == nonce;
    });
    if (first == events.end()) return std::nullopt;
    return Posted{.room = room.room.id, .seq = first->seq, .time = first->time};
}

}  // namespace

void Conversation::post(const Connection& connection, Draft draft, Reply<Posted> reply) {
    Person& person = *connection.person;
    // The store knows whether the message is there already, and is answered again as the first time.
    const auto place = find_place_even_archived(Action::post, rooms_, person, draft.room);
    if (!place) {
        ports_.metrics.refused_membership.add();
        reply(refuse(place.error()));
        return;
    }
    base::Result<std::string, ChatError> text = appends_.cleaned(draft.text);
    if (!text) {
        reply(refuse(text.error()));
        return;
    }
    if (draft.nonce.value().empty()) draft.nonce = Nonce(ports_.random.token(kNonceCharacters));
    if (!may_go(person, **place, draft.nonce, reply)) return;
    (*place)->typing_told = {};  // the message ends it for everybody: typing again is news
    Append append;
    append.text = *std::move(text);
    append.nonce = std::move(draft.nonce);
    append.target = draft.reply_to;
    find_meant(person, **place, append);
    KnownRoom& room = *(*place)->room;
    if (room.room.slow_mode_s != 0) {
        reply = [this, user = person.user.id, &room, nonce = append.nonce,
                 reply = std::move(reply)](base::Result<Posted, Refusal> posted) mutable {
            slow_mode_.on_answer(user, room, nonce, posted);
            reply(std::move(posted));
        };
    }
    appends_.append(room, person, std::move(append), std::move(reply));
}

bool Conversation::may_go(const Person& person, const Place& place, const Nonce& nonce,
                          Reply<Posted>& reply) {
    if (const auto refusal = silences_.refusal(person, place)) {
        // What was acknowledged stays acknowledged: it may have come before the mute.
        const std::optional<Posted> first = posted_lately(*place.room, person.user.id, nonce);
        if (first) {
            reply(*first);
        } else {
            reply(base::fail(*refusal));
        }
        return false;
    }
    const base::Milliseconds wait = slow_mode_.take(person, place, nonce);
    if (wait == base::Milliseconds(0)) return true;
    reply(base::fail(Refusal{.error = ChatError::slow_mode, .retry_after = wait}));
    return false;
}

/// Who is present has their name for themselves; of who is away, the store knows the names of accounts.
void Conversation::find_meant(const Person& author, const Place& place, Append& append) const {
    for (std::string& key : mentioned_keys(append.text, kMentionsMax)) {
        std::optional<UserId> holder = nicknames_.holder(key);
        if (!holder) {
            append.mention_keys.push_back(std::move(key));
        } else if (*holder != author.user.id) {
            append.mentions.push_back(*std::move(holder));
        }
    }
    if (means_here(append.text)) {
        append.here = people_here(author, place, ports_.limits.here_people_max);
    }
}

void Conversation::history(const Connection& connection, PageRequest request, Reply<Page> reply) {
    const auto place = find_place_to(Action::read, rooms_, *connection.person, request.room);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    request.limit = std::clamp(request.limit, 1U, ports_.limits.history_events_max);
    KnownRoom& room = *(*place)->room;
    keep_to(request, room.room);
    if (std::optional<Page> page = room.live->feed.recent().page(request)) {
        give(room, *std::move(page), request, reply);
        return;
    }
    read_page(room, std::move(request), 1, std::move(reply));
}

void Conversation::read_page(KnownRoom& room, PageRequest request, std::uint32_t tries,
                             Reply<Page> reply) {
    PageRequest asked = request;
    ports_.store.page(
        std::move(asked), ports_.lifeline.guard([this, &room, request = std::move(request), tries,
                                                 head = room.head(), reply = std::move(reply)](
                                                    base::Result<Page, StoreError> page) mutable {
            on_page(room, std::move(request), tries, head, std::move(page), std::move(reply));
        }));
}

void Conversation::on_page(KnownRoom& room, PageRequest request, std::uint32_t tries, Seq head,
                           base::Result<Page, StoreError> page, Reply<Page> reply) {
    if (!page) {
        reply(refuse(page.error()));
        return;
    }
    // While the store was reading, changes may have been released that the page does not have. Whoever asked has
    // heard them already and would never hear them again.
    const bool is_overtaken = room.live && room.head() > head;
    if (is_overtaken) {
        const RecentEvents& recent = room.live->feed.recent();
        if (!recent.covers(head, room.head())) {
            if (tries < kPageTriesMax) {
                read_page(room, std::move(request), tries + 1, std::move(reply));
            } else {
                reply(refuse(ChatError::unavailable));
            }
            return;
        }
        recent.amend(page->events, head);
    }
    give(room, *std::move(page), request, reply);
}

/// Answers with as much of the page as fits. Only when everything is done to it: changes make events heavier.
void Conversation::give(const KnownRoom& room, Page page, const PageRequest& request,
                        Reply<Page>& reply) const {
    cut(page, room.room);
    fit(page, request, ports_.limits.page_bytes_max);
    reply(std::move(page));
}

void Conversation::typing(const Connection& connection, const RoomId& id, Reply<void> reply) const {
    const auto found = silences_.find_place_to_write(Action::post, *connection.person, id);
    if (!found) {
        reply(base::fail(found.error()));
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
    if (!is_for_others) return;
    ports_.bus.publish(TypingNews{.room = id, .user = user});
    ports_.audience.typing(id, user, except);
}

void Conversation::on_typing_elsewhere(const TypingNews& news) const {
    const KnownRoom* const room = rooms_.find(news.room);
    if (room == nullptr || !room->live || room->live->presence.is_crowd(room->present())) return;
    ports_.audience.typing(news.room, news.user, ConnectionId());
}

void Conversation::read(const Connection& connection, const RoomId& id, Seq seq,
                        Reply<RoomView> reply) {
    const auto found = find_place_to(Action::read, rooms_, *connection.person, id);
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
    const auto asker_now = find_actor(people_, user, room);
    if (!asker_now) {
        reply(refuse(asker_now.error()));
        return;
    }
    const auto [person, place] = *asker_now;
    const Seq before = place->read;
    place->take_over(*person, *marked);
    const RoomView view = place->view();
    reply(view);
    if (view.read == before) return;
    tell_read(*person, view, asker);
    ports_.bus.publish(MembershipNews{.user = user, .membership = *marked});
}

void Conversation::tell_read(const Person& person, const RoomView& view, ConnectionId asker) const {
    for (const Connection* other : person.connections) {
        if (other->id != asker) ports_.audience.read(other->id, view);
    }
}

void Conversation::on_marker_elsewhere(const UserId& user, const Membership& marker) {
    const KnownRoom* const room = rooms_.find(marker.room);
    Person* const person = people_.find(user);
    if (room == nullptr || person == nullptr) return;
    Place* const place = person->place(*room);
    if (place == nullptr || marker.read <= place->read) return;
    place->take_over(*person, marker);
    tell_read(*person, place->view(), ConnectionId());
}

}  // namespace chat
