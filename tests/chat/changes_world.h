/// ChangesWorld: a ChatWorld of two people who do things to messages.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/sha256.h"
#include "base/unicode.h"
#include "chat/account.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

inline const RoomId kCellar{"cellar"};  ///< closed; nobody is in it

class ChangesWorld : public ChatWorld {
protected:
    Guest ada;
    Guest bob;

    void SetUp() override {
        memory.create_room(
            {.id = kCellar, .name = "Cellar", .name_key = "cellar", .kind = RoomKind::closed}, {},
            [](const auto& made) { EXPECT_TRUE(made.has_value()); });
        ChatWorld::SetUp();
        ada = enter("Ada");
        bob = enter("Bob");
        forget();
    }

    void forget() {
        heard(ada);
        heard(bob);
    }

    Guest enter_as(Role role, const std::string& nickname) {
        memory.create_user({.user = {.id = UserId(nickname), .nickname = nickname, .role = role},
                            .name_key = base::unicode::skeleton(nickname),
                            .token = base::sha256(nickname),
                            .session = {.id = SessionId(nickname),
                                        .user = UserId(nickname),
                                        .created = clock.wall(),
                                        .used = clock.wall(),
                                        .expires = clock.wall() + 1h,
                                        .lifetime = 1h},
                            .first_room = kLobby},
                           [](const auto&) {});
        return come_back(nickname);
    }

    std::vector<Event> page(const Guest& guest, PageRequest request = {.room = kLobby}) {
        request.room = kLobby;
        const auto page = history(guest, request);
        EXPECT_TRUE(page.has_value());
        return page ? page->events : std::vector<Event>();
    }
    /// The event as the lobby's newest page shows it.
    Event shown(Seq seq) {
        const std::vector<Event> events = page(ada);
        for (const Event& event : events) {
            if (event.seq == seq) return event;
        }
        ADD_FAILURE() << "no event " << seq;
        return {};
    }
    std::vector<std::string> reactions(Seq seq) {
        std::vector<std::string> all;
        const Event event = shown(seq);
        if (!event.standing) return all;
        for (const Reaction& reaction : event.standing->reactions) {
            std::string line = reaction.emoji;
            for (const Named& by : reaction.by)
                line += " " + by.nickname;
            all.push_back(line);
        }
        return all;
    }
    std::uint64_t below(std::uint64_t n) { return random.number() % n; }
    std::uint64_t refused(const char* reason) {
        return metrics.counter("chat_posts_refused_total", "", reason).value();
    }
};

}  // namespace chat
