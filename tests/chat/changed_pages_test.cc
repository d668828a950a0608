#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "chat/changes_world.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ChangedPagesTest : public ChangesWorld {};

}  // namespace

TEST_F(ChangedPagesTest, the_words_of_a_deleted_message_are_nowhere) {
    ASSERT_TRUE(post(ada, "a secret"));
    ASSERT_TRUE(edit(ada, 1, "a bigger secret"));
    ASSERT_TRUE(reply(bob, 1, "what?"));
    ASSERT_TRUE(react(bob, 1, "😮"));
    ASSERT_TRUE(remove(ada, 1));
    const auto is_silent = [](const std::vector<Event>& events) {
        EXPECT_EQ(events.size(), 5U);
        for (const Event& event : events) {
            EXPECT_EQ(event.text.find("secret"), std::string::npos) << event.seq;
            if (!event.standing) continue;
            EXPECT_THAT(event.standing->reactions, IsEmpty());
            if (event.standing->quote) {
                EXPECT_EQ(event.standing->quote->text, "");
                EXPECT_EQ(event.standing->quote->nickname, "Ada");
            }
        }
    };
    const std::vector<Event> remembered = page(ada);
    is_silent(remembered);
    EXPECT_EQ(store.calls(Call::page), 0) << "that was the memory";
    const std::vector<Event> stored =
        page(ada, {.room = kLobby, .from = PageRequest::From::around, .seq = 3, .limit = 50});
    is_silent(stored);
    EXPECT_GT(store.calls(Call::page), 0);
    EXPECT_EQ(remembered, stored) << "memory and store agree";
}

TEST_F(ChangedPagesTest, whoever_was_away_gets_messages_as_they_stand_and_the_changes) {
    ASSERT_TRUE(post(ada, "helo"));
    close(bob);
    ASSERT_TRUE(edit(ada, 1, "hello"));
    ASSERT_TRUE(post(ada, "two"));
    ASSERT_TRUE(react(ada, 3, "👍"));
    const Guest again = come_back(bob.token(), {{kLobby, 1}});
    EXPECT_THAT(heard(again), ElementsAre("catchup lobby to 4: 2 3 4"));
    ASSERT_TRUE(remove(ada, 3));
    EXPECT_THAT(heard(again), ElementsAre("5 Ada deleted 3"));
    EXPECT_EQ(audience.log(again.connection, kLobby), seqs(2, 5));
}

TEST_F(ChangedPagesTest, memory_and_store_show_the_same_after_any_changes) {
    const std::vector<std::string> emoji{"👍", "🎉", "😮"};
    std::vector<Guest> guests{ada, bob};
    Seq head = 0;
    for (int i = 0; i < 400; ++i) {
        const Guest& who = guests[below(2)];
        const Seq target = head == 0 ? 0 : 1 + below(head);
        const std::string text = "text " + std::to_string(i);
        base::Result<Posted, Refusal> done;
        switch (below(6)) {
            case 0:
                done = post(who, text);
                break;
            case 1:
                done = reply(who, target, text);
                break;
            case 2:
                done = edit(who, target, text);
                break;
            case 3:
                done = below(4) == 0 ? remove(who, target) : post(who, text);
                break;
            default:
                done = react(who, target, emoji[below(3)],
                             below(3) == 0 ? React::Set::off : React::Set::on);
                break;
        }
        if (done && done->seq > head) head = done->seq;
    }
    const std::uint32_t limit = 100;
    const std::vector<Event> remembered = page(ada, {.room = kLobby, .limit = limit});
    EXPECT_EQ(store.calls(Call::page), 0);
    std::optional<Page> stored;
    memory.page({.room = kLobby, .limit = limit},
                [&](auto answer) { stored = *std::move(answer); });
    executor.run();
    ASSERT_EQ(remembered.size(), limit);
    for (std::size_t i = 0; i < limit; ++i)
        EXPECT_EQ(remembered[i], stored->events[i]) << remembered[i].seq;
}

TEST_F(ChangedPagesTest, a_page_that_changes_overtook_is_brought_up_to_what_was_told) {
    ASSERT_TRUE(post(ada, "helo"));
    ASSERT_TRUE(post(ada, "a secret"));
    ASSERT_TRUE(edit(ada, 2, "a bigger secret"));
    ASSERT_TRUE(reply(bob, 2, "really?"));
    store.hold(Call::page);
    Answer<Page> answer;
    chat().history(bob.connection,
                   {.room = kLobby, .from = PageRequest::From::around, .seq = 2, .limit = 50},
                   into(answer));
    executor.run();
    ASSERT_TRUE(edit(ada, 1, "hello"));
    ASSERT_TRUE(react(ada, 1, "👍"));
    ASSERT_TRUE(remove(ada, 2));
    store.let_go(Call::page);
    const auto page = take(answer);
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->events.size(), 4U);
    EXPECT_EQ(page->events[0].text, "hello");
    EXPECT_EQ(page->events[0].standing->reactions.size(), 1U);
    EXPECT_EQ(page->events[1].text, "");
    EXPECT_EQ(page->events[1].standing->fate, Standing::Fate::deleted);
    EXPECT_EQ(page->events[2].text, "") << "what it was edited to";
    EXPECT_EQ(page->events[3].standing->quote->text, "");
}

TEST_F(ChangedPagesTest, a_page_overtaken_by_more_than_is_remembered_is_read_again) {
    Limits limits = limits_without_rates();
    limits.recent_events_max = 2;
    make_chat(limits);
    start();
    ada = enter("Ada");
    ASSERT_TRUE(post(ada, "helo"));
    const auto overtake = [&] {
        for (int i = 0; i < 4; ++i)
            ASSERT_TRUE(react(ada, 1, "👍", i % 2 == 0 ? React::Set::on : React::Set::off));
    };
    const PageRequest request{
        .room = kLobby, .from = PageRequest::From::around, .seq = 1, .limit = 1};
    const int before = store.calls(Call::page);
    store.hold(Call::page);
    Answer<Page> answer;
    chat().history(ada.connection, request, into(answer));
    executor.run();
    ASSERT_TRUE(edit(ada, 1, "hello"));
    overtake();
    store.let_go(Call::page);
    const auto page = take(answer);
    ASSERT_TRUE(page.has_value());
    ASSERT_FALSE(page->events.empty());
    EXPECT_EQ(page->events[0].text, "hello");
    EXPECT_EQ(store.calls(Call::page), before + 2);

    Answer<Page> never;
    store.hold(Call::page);
    chat().history(ada.connection, request, into(never));
    for (int tries = 0; tries < 3; ++tries) {
        EXPECT_FALSE(never.has_value());
        executor.run();
        overtake();
        store.let_go(Call::page);
        store.hold(Call::page);
        executor.run();
    }
    ASSERT_TRUE(never.has_value()) << "it is not tried for ever";
    EXPECT_EQ(never->error().error, ChatError::unavailable);
    store.let_go(Call::page);
}

}  // namespace chat
