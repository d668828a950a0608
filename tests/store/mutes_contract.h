/// MutesContract: what every form keeps of who may not write in a room, and of how fast the others may; a form takes part
/// as store_contract.h says. The sentences are in store_contract_mutes_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/restraint_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/room_store_contract.h"

namespace store {

class MutesContract : public RoomStoreContract {
protected:
    Answer<std::vector<chat::MuteEntry>> mutes(const chat::RoomId& room, std::int64_t now) {
        return ask<std::vector<chat::MuteEntry>>(
            [&](auto reply) { room_records().mutes(room, at(now), std::move(reply)); });
    }
    static chat::Mute until(std::optional<std::int64_t> milliseconds = {}) {
        return milliseconds ? chat::Mute{.until = at(*milliseconds)} : chat::Mute{};
    }
    /// `by` mutes `user`, at(20).
    static chat::Append muting(const chat::RoomId& id, const chat::User& user, const chat::User& by,
                               std::optional<std::int64_t> end = {}) {
        chat::Append append = RoomStoreContract::by(id, chat::EventKind::muted, user, by);
        append.text = chat::words_of(until(end));
        return append;
    }
    static chat::Append unmuting(const chat::RoomId& id, const chat::User& user,
                                 const chat::User& by) {
        return RoomStoreContract::by(id, chat::EventKind::unmuted, user, by);
    }
    static chat::MuteEntry entry(const chat::User& user, const chat::User& by,
                                 std::optional<std::int64_t> end = {}) {
        return {.person = {.user = user.id, .nickname = user.nickname},
                .by = {.user = by.id, .nickname = by.nickname},
                .created = at(20),
                .mute = until(end)};
    }
    chat::Append slowing(const chat::RoomId& id, const chat::User& by, std::uint32_t seconds) {
        chat::Append append = change(id, chat::EventKind::slow_mode_set, by);
        append.text = chat::words_of_slow_mode(seconds);
        return append;
    }
};

}  // namespace store
