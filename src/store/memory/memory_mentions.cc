// Who is meant by messages, and how people see their rooms.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/meant.h"
#include "store/memory/memory_store.h"
#include "store/memory/people.h"

namespace store {

using base::fail;
using chat::Membership;
using chat::StoreError;

void MemoryStore::set_preference(chat::UserId user, chat::RoomId room, chat::Preference preference,
                                 chat::StoreReply<Membership> reply) {
    answer(std::move(reply), prefer(user, room, preference));
}

std::shared_ptr<const std::vector<chat::UserId>> MemoryStore::mention(StoredRoom& room,
                                                                      const chat::Append& append) {
    const Meant named = meant_by(append);
    std::vector<chat::UserId> meant;
    const auto add = [&](const chat::UserId& user) {
        const People::Memberships* const memberships = people_.find_memberships(user);
        const bool is_member = memberships != nullptr && memberships->contains(room.room.id);
        const bool is_there = std::ranges::find(meant, user) != meant.end();
        if (!is_member || is_there || user == append.actor) return;
        if (people_.is_ignoring(user, append.actor)) {
            meant.push_back(user);  // which they need not know, and nobody else can
            return;
        }
        std::vector<chat::Seq>& unread = room.meant[user];
        if (unread.size() >= chat::kUnreadMentionsMax) return;
        unread.push_back(room.room.head);
        meant.push_back(user);
    };
    for (const chat::UserId& user : named.users)
        add(user);
    for (const std::string& key : named.name_keys) {
        if (const auto account = people_.find_account(key)) add(account->user.id);
    }
    for (const chat::UserId& user : named.here)
        add(user);
    if (meant.empty()) return nullptr;
    return std::make_shared<const std::vector<chat::UserId>>(std::move(meant));
}

Membership MemoryStore::counted(const StoredRoom& room, const chat::UserId& user,
                                Membership membership) {
    const auto meant = room.meant.find(user);
    membership.mentions =
        meant == room.meant.end() ? 0 : static_cast<std::uint32_t>(meant->second.size());
    membership.mentions_to = room.room.head;
    membership.mute = mute_in(room, user);
    return membership;
}

MemoryStore::Answer<Membership> MemoryStore::prefer(const chat::UserId& user,
                                                    const chat::RoomId& room,
                                                    const chat::Preference& preference) {
    const auto stored = rooms_.find(room);
    if (stored == rooms_.end()) return fail(StoreError::no_such_room);
    People::Memberships* const memberships = people_.find_memberships(user);
    if (memberships == nullptr) return fail(StoreError::not_a_member);
    const auto membership = memberships->find(room);
    if (membership == memberships->end()) return fail(StoreError::not_a_member);
    if (preference.level) membership->second.level = *preference.level;
    if (preference.liking) membership->second.liking = *preference.liking;
    return counted(stored->second, user, membership->second);
}

}  // namespace store
