#include "chat/slow_mode.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/restraint_words.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {
namespace {

base::Milliseconds length_of(const KnownRoom& room) {
    constexpr std::int64_t kMillisecondsPerSecond = 1000;
    return base::Milliseconds(room.room.slow_mode_s * kMillisecondsPerSecond);
}

}  // namespace

std::size_t SlowMode::KeyHash::operator()(const Key& key) const {
    constexpr std::size_t kSpread = 31;
    return std::hash<UserId>{}(key.user) * kSpread + std::hash<const KnownRoom*>{}(key.room);
}

void SlowMode::set(const Connection& connection, const RoomId& id, std::uint32_t seconds,
                   Reply<Posted> reply) {
    const auto place = find_place_to(Action::set_slow_mode, rooms_, *connection.person, id);
    if (!place) {
        reply(refuse(place.error()));
        return;
    }
    Append append;
    append.kind = EventKind::slow_mode_set;
    append.text = words_of_slow_mode(seconds);
    appends_.append(*(*place)->room, *connection.person, std::move(append), std::move(reply));
}

base::Milliseconds SlowMode::take(const Person& person, const Place& place, const Nonce& nonce) {
    constexpr base::Milliseconds kNow{0};
    const KnownRoom& room = *place.room;
    if (room.room.slow_mode_s == 0 || rank_in(person, place) >= Rank::host) return kNow;
    forget_those_over();
    const auto found = entries_.find({.user = person.user.id, .room = &room});
    if (found != entries_.end()) {
        const Last& last = *found->second;
        if (last.nonce == nonce) return kNow;
        const base::Milliseconds rest = rest_of(last);
        if (rest > kNow) {
            ports_.metrics.refused_slow_mode.add();
            return rest;
        }
        forget(found->second);
    }
    remember({.key = {.user = person.user.id, .room = &room},
              .nonce = nonce,
              .time = ports_.clock.now()});
    return kNow;
}

void SlowMode::on_answer(const UserId& user, const KnownRoom& room, const Nonce& nonce,
                         const base::Result<Posted, Refusal>& posted) {
    const auto found = entries_.find({.user = user, .room = &room});
    // Of a message that did not have to wait, or of an older one that was sent again.
    if (found == entries_.end() || found->second->nonce != nonce) return;
    Last last = *found->second;
    if (last.state == Last::State::kept) return;
    forget(found->second);
    if (!posted) return;
    // A message that was there already was said when it was said first.
    const auto age = std::max(ports_.clock.wall() - posted->time, base::WallTime::duration(0));
    last.time = ports_.clock.now() - std::min<base::Milliseconds>(age, length_of(room));
    last.state = Last::State::kept;
    remember(std::move(last));
}

base::Milliseconds SlowMode::rest_of(const Last& last) const {
    // While it is on its way nobody knows when it will be kept.
    if (last.state == Last::State::on_its_way) return length_of(*last.key.room);
    const auto gone = ports_.clock.now() - last.time;
    return std::chrono::ceil<base::Milliseconds>(length_of(*last.key.room) - gone);
}

void SlowMode::remember(Last last) {
    if (in_order_.size() >= kRememberedMax) {
        ports_.metrics.slow_mode_forgotten.add();
        forget(in_order_.begin());
    }
    const Key key = last.key;
    entries_[key] = in_order_.insert(in_order_.end(), std::move(last));
}

void SlowMode::forget(Entry entry) {
    entries_.erase(entry->key);
    in_order_.erase(entry);
}

void SlowMode::forget_those_over() {
    // At each message as many as it may add, and one more.
    constexpr int kAtOnce = 2;
    for (int done = 0; done < kAtOnce && !in_order_.empty(); ++done) {
        const Last& oldest = in_order_.front();
        const bool is_over =
            oldest.state == Last::State::kept && rest_of(oldest) <= base::Milliseconds(0);
        if (!is_over) return;
        forget(in_order_.begin());
    }
}

}  // namespace chat
