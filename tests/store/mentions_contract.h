/// MentionsContract: what every form keeps of who is meant and of how people see their rooms; a form takes part as
/// store_contract.h says. The sentences are in store_contract_{mentions,preferences}_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/mentions_model.h"
#include "store/room_store_contract.h"

namespace store {

class MentionsContract : public RoomStoreContract {
protected:
    Answer<chat::Membership> set_preference(const chat::UserId& user, const chat::RoomId& room,
                                            const chat::Preference& preference) {
        return ask<chat::Membership>([&](auto reply) {
            room_store().set_preference(user, room, preference, std::move(reply));
        });
    }

    // --- the cast ---

    /// An account like make_account's, whom membership() finds.
    chat::User make_known_account(const std::string& id, const chat::RoomId& room) {
        chat::User user = make_account(id, room);
        EXPECT_TRUE(begin_session(new_session("of " + id, id)).has_value());
        return user;
    }
    static chat::Append meaning(chat::Append append, std::vector<chat::UserId> users,
                                std::vector<std::string> keys = {}) {
        append.mentions = std::move(users);
        append.mention_keys = std::move(keys);
        return append;
    }
    static std::vector<std::string> meant_in(const chat::Event& event) {
        std::vector<std::string> meant;
        if (!event.mentions) return meant;
        EXPECT_FALSE(event.mentions->empty());
        for (const chat::UserId& user : *event.mentions)
            meant.push_back(user.value());
        return meant;
    }
    /// Unread ones of a member.
    std::uint32_t mentions(const chat::User& user, const chat::RoomId& room) {
        const auto now = membership(user, room);
        EXPECT_TRUE(now.has_value()) << user.id.value() << " is no member";
        return now ? now->mentions : 0;
    }

    // --- against the model ---

    static testing::AssertionResult is_as_counted(
        const std::optional<chat::Membership>& now,
        const std::optional<MentionsModel::Counted>& expected) {
        if (now.has_value() != expected.has_value()) {
            return testing::AssertionFailure() << (now ? "a member" : "no member");
        }
        if (!now || (now->read == expected->read && now->mentions == expected->mentions &&
                     now->mentions_to == expected->mentions_to)) {
            return testing::AssertionSuccess();
        }
        return testing::AssertionFailure()
               << "read " << now->read << " and not " << expected->read << ", mentions "
               << now->mentions << " and not " << expected->mentions << ", of " << now->mentions_to
               << " and not " << expected->mentions_to;
    }

    /// Asks the store for the deed; its answer is looked at when it comes, and counted.
    void ask_for(const MentionsModel::Deed& deed, const std::vector<chat::User>& people,
                 std::size_t& answered) {
        using Kind = MentionsModel::Deed::Kind;
        const chat::RoomId room(deed.room);
        const chat::User& actor = people[deed.actor];
        if (deed.kind == Kind::read) {
            store().set_read(actor.id, room, deed.seq, [&answered, deed](const auto& answer) {
                ++answered;
                const auto now = answer ? std::optional(*answer) : std::nullopt;
                EXPECT_TRUE(is_as_counted(now, deed.counted)) << deed.sentence;
            });
            return;
        }
        chat::Append append = message(room, actor, deed.nonce);
        if (deed.kind == Kind::join) append = change(room, chat::EventKind::member_joined, actor);
        if (deed.kind == Kind::leave) append = change(room, chat::EventKind::member_left, actor);
        std::vector<chat::UserId> users;
        for (const std::size_t user : deed.users)
            users.push_back(people[user].id);
        append = meaning(std::move(append), std::move(users), deed.keys);
        store().append(std::move(append), [&answered, deed](const auto& answer) {
            ++answered;
            EXPECT_EQ(answer.has_value(), !deed.is_refused) << deed.sentence;
            if (!answer) return;
            EXPECT_EQ(meant_in(answer->event), deed.meant) << deed.sentence;
        });
    }
};

}  // namespace store
