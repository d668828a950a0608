/// RetentionContract: what every form of the store must keep of how long rooms keep their messages; a form takes part as
/// store_contract.h says. The sentences are in store_contract_{retention,expiry}_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/retention_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/import_store_contract.h"

namespace store {

class RetentionContract : public ImportStoreContract {
protected:
    static constexpr std::uint32_t kAll = 1000;

    Answer<chat::Expired> expire(const chat::RoomId& room, std::int64_t before,
                                 std::uint32_t limit = kAll) {
        return ask<chat::Expired>(
            [&](auto reply) { room_records().expire(room, at(before), limit, std::move(reply)); });
    }
    Answer<std::vector<chat::Pin>> pins(const chat::RoomId& room) {
        return ask<std::vector<chat::Pin>>(
            [&](auto reply) { room_records().pins(room, std::move(reply)); });
    }
    Answer<chat::Versions> versions(const chat::RoomId& room, chat::Seq message) {
        return ask<chat::Versions>(
            [&](auto reply) { room_records().versions(room, message, std::move(reply)); });
    }
    std::vector<chat::RoomAuditEntry> audit(const chat::RoomId& room) {
        const auto page = ask<chat::RoomAuditPage>(
            [&](auto reply) { room_records().room_audit({.room = room}, std::move(reply)); });
        EXPECT_TRUE(page.has_value());
        return page ? page->entries : std::vector<chat::RoomAuditEntry>();
    }

    // --- the cast ---

    static chat::Append setting(const chat::RoomId& room, const chat::User& by,
                                std::uint32_t days) {
        chat::Append append = change(room, chat::EventKind::retention_set, by);
        append.text = chat::words_of_retention(days);
        return append;
    }
    static chat::Append expiry(const chat::RoomId& room, const chat::User& by, chat::Seq target,
                               chat::Ordinal ordinal) {
        return about(room, chat::EventKind::expired, by, target, chat::words_of_expired(ordinal));
    }
    /// Its messages are kept for 30 days, as its first event says, which ada did at(0).
    chat::RoomId make_keeping(const std::string& id, const chat::User& ada) {
        const chat::RoomId room = make_room(id);
        chat::Append append = setting(room, ada, 30);
        append.time = at(0);
        EXPECT_TRUE(this->append(append).has_value());
        return room;
    }
    static chat::User person(const std::string& id) {
        return {.id = chat::UserId(id), .nickname = id, .created = at(0)};
    }
    /// The nonce is the time.
    chat::Seq say_at(std::int64_t time, const chat::RoomId& room, const chat::User& author,
                     const std::string& text = "words", chat::Seq target = 0) {
        chat::Append append = message(room, author, std::to_string(time), text);
        append.time = at(time);
        append.target = target;
        return put(std::move(append));
    }
    chat::Seq put(chat::Append append) {
        const auto appended = this->append(std::move(append));
        EXPECT_TRUE(appended.has_value());
        return appended ? appended->event.seq : 0;
    }
    /// Of the room's messages that stand as deleted, their seqs.
    std::vector<chat::Seq> gone(const chat::RoomId& room) {
        std::vector<chat::Seq> seqs;
        const auto all = page({.room = room, .limit = kAll});
        for (const chat::Event& event : all ? all->events : std::vector<chat::Event>()) {
            const bool is_gone =
                event.standing && event.standing->fate == chat::Standing::Fate::deleted;
            if (!is_gone) continue;
            EXPECT_EQ(event.text, "") << event.seq;
            seqs.push_back(event.seq);
        }
        return seqs;
    }
};

}  // namespace store
