// Who may not write in a room, and how fast the others may.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/restraint_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "store/restraint.h"

namespace store {

using base::fail;
using chat::EventKind;
using chat::MuteEntry;
using chat::StoreError;

namespace {

/// Whether it makes room for a mute of `append.actor`: theirs, or one that is over.
bool goes(const MuteEntry& entry, const chat::Append& append) {
    return entry.person.user == append.actor || !holds(entry.mute, append.time);
}

}  // namespace

void MemoryStore::mutes(chat::RoomId room, base::WallTime now,
                        chat::StoreReply<std::vector<MuteEntry>> reply) {
    using All = std::vector<MuteEntry>;
    const auto found = rooms_.find(room);
    if (found == rooms_.end()) return answer<All>(std::move(reply), fail(StoreError::no_such_room));
    All all = found->second.mutes;
    std::erase_if(all, [now](const MuteEntry& entry) { return !holds(entry.mute, now); });
    std::ranges::reverse(all);
    answer<All>(std::move(reply), std::move(all));
}

MemoryStore::Answer<void> MemoryStore::judge_restraint(const StoredRoom& room,
                                                       const chat::Append& append) const {
    if (append.kind == EventKind::slow_mode_set) {
        return judge_slow_mode(room.room.slow_mode_s, append);
    }
    if (people_.find_people({append.actor}).empty()) return fail(StoreError::no_such_user);
    const Answer<void> news = judge_mute(mute_in(room, append.actor), append);
    if (!news || append.kind == EventKind::unmuted) return news;
    const auto gone = std::ranges::count_if(
        room.mutes, [&append](const MuteEntry& entry) { return goes(entry, append); });
    if (room.mutes.size() - static_cast<std::size_t>(gone) >= chat::kMutesMax) {
        return fail(StoreError::too_many_mutes);
    }
    return {};
}

void MemoryStore::restrain(StoredRoom& room, const chat::Append& append) {
    if (append.kind == EventKind::slow_mode_set) {
        room.room.slow_mode_s = chat::slow_mode_of(append.text);
        return;
    }
    std::erase_if(room.mutes, [&append](const MuteEntry& entry) { return goes(entry, append); });
    if (append.kind == EventKind::unmuted) return;
    const chat::Named person{.user = append.actor, .nickname = append.nickname};
    room.mutes.push_back({.person = person,
                          .by = append.by.value_or(person),
                          .created = append.time,
                          .mute = chat::mute_of(append.text)});
}

std::optional<chat::Mute> MemoryStore::mute_in(const StoredRoom& room, const chat::UserId& user) {
    const auto found = std::ranges::find(room.mutes, user,
                                         [](const MuteEntry& entry) { return entry.person.user; });
    if (found == room.mutes.end()) return std::nullopt;
    return found->mute;
}

}  // namespace store
