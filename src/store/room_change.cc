#include "store/room_change.h"

#include "base/result.h"
#include "chat/event.h"
#include "chat/room.h"
#include "chat/store.h"

namespace store {
namespace {

base::Result<void, chat::StoreError> news(bool is_news) {
    if (is_news) return {};
    return base::fail(chat::StoreError::no_change);
}

}  // namespace

base::Result<void, chat::StoreError> judge_room(const RoomFacts& room, const chat::Append& append) {
    switch (append.kind) {
        case chat::EventKind::room_renamed:
            return news(append.text != room.name);
        case chat::EventKind::topic_changed:
            return news(append.text != room.topic);
        case chat::EventKind::room_archived:
            return news(room.use == chat::RoomUse::active);
        case chat::EventKind::room_restored:
            return news(room.use == chat::RoomUse::archived);
        default:
            return {};
    }
}

base::Result<void, chat::StoreError> judge_host(chat::RoomRole role, const chat::Append& append) {
    return news(role != role_after(append.kind));
}

}  // namespace store
