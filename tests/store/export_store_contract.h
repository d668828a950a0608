/// ExportStoreContract: what every form of chat::ExportStore must keep; a form takes part as store_contract.h says.
/// The sentences are in store_contract_exports_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/room_store_contract.h"

namespace store {

class ExportStoreContract : public RoomStoreContract {
protected:
    chat::SaidPage said(const chat::User& user, chat::SaidPlace after = {},
                        std::uint32_t limit = 200) {
        const auto page = ask<chat::SaidPage>([&](auto reply) {
            exports().said({.user = user.id, .after = after, .limit = limit}, std::move(reply));
        });
        EXPECT_TRUE(page.has_value());
        return page ? *page : chat::SaidPage();
    }
    /// All of it, page by page.
    std::vector<std::string> all(const chat::User& user, std::uint32_t limit = 200) {
        std::vector<std::string> words;
        chat::SaidPlace after;
        for (int pages = 0; pages < 100; ++pages) {
            chat::SaidPage page = said(user, after, limit);
            EXPECT_LE(page.messages.size(), limit);
            for (const chat::Event& message : page.messages)
                words.push_back(message.room.value() + " " + std::to_string(message.seq) + " " +
                                message.text);
            if (!page.next) return words;
            after = *std::move(page.next);
        }
        ADD_FAILURE() << "it has no end";
        return words;
    }
    void say(const chat::RoomId& room, const chat::User& author, const std::string& text) {
        chat::Append append = message(room, author, "nonce " + std::to_string(++last_));
        append.text = text;
        ASSERT_TRUE(this->append(append).has_value());
    }

private:
    int last_ = 0;
};

}  // namespace store
