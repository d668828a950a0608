#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/sha256.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const RoomId kCellar{"cellar"};

class ChangesTest : public ChatWorld {
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
                            .token = base::sha256(nickname),
                            .token_expires = clock.wall() + 1h,
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
            for (const Reactor& by : reaction.by)
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

}  // namespace

TEST_F(ChangesTest, everyone_hears_an_edit_and_later_comers_read_the_new_text) {
    ASSERT_TRUE(post(ada, "helo"));
    clock.advance(1s);
    forget();
    const auto edited = edit(ada, 1, " hello ");
    ASSERT_TRUE(edited.has_value());
    EXPECT_EQ(edited->room, kLobby);
    EXPECT_EQ(edited->seq, 2U) << "a place of its own in the log";
    EXPECT_EQ(edited->time, clock.wall());
    EXPECT_THAT(heard(ada), ElementsAre("2 Ada edited 1: hello"));
    EXPECT_THAT(heard(bob), ElementsAre("2 Ada edited 1: hello"));
    const Event message = shown(1);
    EXPECT_EQ(message.text, "hello");
    ASSERT_TRUE(message.standing);
    EXPECT_EQ(message.standing->version, 2U);
    EXPECT_EQ(message.standing->edited, edited->time);
    EXPECT_EQ(metrics.counter("chat_changes_committed_total", "").value(), 1U);
    EXPECT_EQ(metrics.counter("chat_messages_posted_total", "").value(), 1U);
}

TEST_F(ChangesTest, a_change_is_answered_before_anyone_hears_it_and_not_before_it_is_committed) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    store.hold(Call::append);
    std::optional<std::vector<std::string>> heard_at_answer;
    chat().remove(ada.connection, {.room = kLobby, .target = 1},
                  [&](const auto&) { heard_at_answer = heard(bob); });
    executor.run();
    EXPECT_FALSE(heard_at_answer.has_value());
    store.let_go(Call::append);
    executor.run();
    ASSERT_TRUE(heard_at_answer.has_value());
    EXPECT_THAT(*heard_at_answer, IsEmpty());
    EXPECT_THAT(heard(bob), ElementsAre("2 Ada deleted 1"));
}

TEST_F(ChangesTest, changes_are_no_unread_messages) {
    ASSERT_TRUE(post(ada, "hello"));
    ASSERT_TRUE(edit(ada, 1, "hallo"));
    ASSERT_TRUE(react(bob, 1, "👍"));
    ASSERT_TRUE(post(ada, "again"));
    const Guest tab = come_back(bob.token());
    EXPECT_EQ(tab.room().room.head, 4U);
    EXPECT_EQ(tab.room().unread, 2U);
    EXPECT_EQ(read(bob, 3)->unread, 1U);
}

TEST_F(ChangesTest, only_the_author_edits) {
    ASSERT_TRUE(post(ada, "hello"));
    const Guest moderator = enter_as(Role::moderator, "Mia");
    const Guest owner = enter_as(Role::owner, "Olga");
    forget();
    for (const Guest& other : {bob, moderator, owner})
        EXPECT_EQ(edit(other, 1, "goodbye").error().error, ChatError::forbidden);
    EXPECT_THAT(heard(ada), IsEmpty()) << "and nobody hears of the attempt";
    EXPECT_EQ(shown(1).text, "hello");
    EXPECT_EQ(page(ada).size(), 1U);
    EXPECT_EQ(refused("reason=\"target\""), 3U);
}

TEST_F(ChangesTest, the_author_and_moderators_delete) {
    struct {
        const char* why;
        Guest who;
        bool may;
    } const cases[] = {
        {"the author", ada, true},
        {"somebody else", bob, false},
        {"a member", enter_as(Role::member, "Max"), false},
        {"a moderator", enter_as(Role::moderator, "Mia"), true},
        {"an admin", enter_as(Role::admin, "Anna"), true},
        {"the owner", enter_as(Role::owner, "Olga"), true},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.why);
        const Seq seq = post(ada, "hello")->seq;
        forget();
        const auto deleted = remove(each.who, seq);
        ASSERT_EQ(deleted.has_value(), each.may);
        if (each.may) {
            EXPECT_EQ(shown(seq).text, "");
            EXPECT_EQ(shown(seq).standing->fate, Standing::Fate::deleted);
        } else {
            EXPECT_EQ(deleted.error().error, ChatError::forbidden);
            EXPECT_EQ(shown(seq).text, "hello");
            EXPECT_THAT(heard(ada), IsEmpty());
        }
    }
}

TEST_F(ChangesTest, the_words_of_a_deleted_message_are_nowhere) {
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

TEST_F(ChangesTest, a_deleted_message_can_be_deleted_again_but_nothing_else) {
    ASSERT_TRUE(post(ada, "hello"));
    const auto first = remove(ada, 1);
    forget();
    const auto again = remove(ada, 1);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, first->seq);
    EXPECT_EQ(again->time, first->time);
    EXPECT_EQ(edit(ada, 1, "x").error().error, ChatError::no_such_message);
    EXPECT_EQ(react(ada, 1, "👍").error().error, ChatError::no_such_message);
    EXPECT_EQ(react(ada, 1, "👍", React::Set::off).error().error, ChatError::no_such_message);
    EXPECT_EQ(reply(ada, 1, "x").error().error, ChatError::no_such_message);
    EXPECT_THAT(heard(bob), IsEmpty());
}

TEST_F(ChangesTest, only_messages_of_this_room_can_be_changed_or_answered) {
    const RoomId tea = created(ada, "Tea");  // seq 1 of Tea: Ada joined
    ASSERT_TRUE(post(ada, "hello", "", tea));
    ASSERT_TRUE(post(ada, "hello"));
    ASSERT_TRUE(react(ada, 1, "👍"));
    forget();
    struct {
        const char* why;
        RoomId room;
        Seq target;
    } const cases[] = {
        {"nothing", kLobby, 0},
        {"not there yet", kLobby, 3},
        {"far away", kLobby, 9'007'199'254'740'991},
        {"a message of another room", kLobby, 7},
        {"somebody's coming", tea, 1},
        {"a reaction", kLobby, 2},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.why);
        EXPECT_EQ(edit(ada, each.target, "x", each.room).error().error, ChatError::no_such_message);
        EXPECT_EQ(remove(ada, each.target, each.room).error().error, ChatError::no_such_message);
        EXPECT_EQ(react(ada, each.target, "👍", React::Set::on, each.room).error().error,
                  ChatError::no_such_message);
        if (each.target == 0) continue;  // that answers nothing
        EXPECT_EQ(reply(ada, each.target, "x", "", each.room).error().error,
                  ChatError::no_such_message);
    }
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(page(ada).size(), 2U);
}

TEST_F(ChangesTest, refuses_rooms_where_one_is_no_member_and_tells_nothing_of_closed_ones) {
    const RoomId tea = created(bob, "Tea");
    ASSERT_TRUE(post(bob, "hello", "", tea));
    const std::pair<RoomId, ChatError> cases[] = {
        {tea, ChatError::not_a_member},
        {kCellar, ChatError::not_found},
        {RoomId("nowhere"), ChatError::not_found},
    };
    for (const auto& [room, error] : cases) {
        for (const Seq target : {1U, 2U, 1000U}) {
            EXPECT_EQ(edit(ada, target, "x", room).error().error, error);
            EXPECT_EQ(edit(ada, target, "", room).error().error, error);
            EXPECT_EQ(remove(ada, target, room).error().error, error);
            EXPECT_EQ(react(ada, target, "👍", React::Set::on, room).error().error, error);
            EXPECT_EQ(react(ada, target, "no emoji", React::Set::on, room).error().error, error);
            EXPECT_EQ(reply(ada, target, "x", "", room).error().error, error);
        }
    }
    EXPECT_EQ(history(bob, {.room = tea})->events.size(), 2U);
}

TEST_F(ChangesTest, an_unknown_connection_is_told_so) {
    const Guest nobody{.connection = ConnectionId(999), .welcome = {}};
    EXPECT_EQ(edit(nobody, 1, "x").error().error, ChatError::not_connected);
    EXPECT_EQ(remove(nobody, 1).error().error, ChatError::not_connected);
    EXPECT_EQ(react(nobody, 1, "👍").error().error, ChatError::not_connected);
}

TEST_F(ChangesTest, an_edited_text_is_held_to_the_rules_of_any_text) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    for (const char* text : {"", "  \n\t ", "\u200B", "\x01\x02"})
        EXPECT_EQ(edit(ada, 1, text).error().error, ChatError::text_empty) << text;
    EXPECT_EQ(edit(ada, 1, std::string(4001, 'x')).error().error, ChatError::text_too_long);
    EXPECT_EQ(edit(ada, 1, std::string(10'000'000, ' ')).error().error, ChatError::text_too_long);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_TRUE(edit(ada, 1, std::string(4000, 'x')).has_value());
}

TEST_F(ChangesTest, the_same_text_again_is_acknowledged_and_changes_nothing) {
    ASSERT_TRUE(post(ada, "hello"));
    EXPECT_EQ(edit(ada, 1, "hello")->seq, 1U) << "the message itself, which nothing changed";
    const auto edited = edit(ada, 1, "hallo");
    forget();
    clock.advance(1s);
    const auto again = edit(ada, 1, " hallo\n");
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, edited->seq);
    EXPECT_EQ(again->time, edited->time);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(page(ada).size(), 2U);
}

TEST_F(ChangesTest, a_retry_shows_what_was_committed_though_the_answer_was_lost) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(edit(ada, 1, "hallo").error().error, ChatError::unavailable);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(edit(ada, 1, "hallo")->seq, 2U);
    pass(1s);
    EXPECT_THAT(heard(bob), ElementsAre("2 Ada edited 1: hallo"));
    EXPECT_EQ(shown(1).text, "hallo");
}

TEST_F(ChangesTest, reactions_come_and_go_in_the_order_of_their_coming) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    ASSERT_TRUE(react(bob, 1, "👍"));
    ASSERT_TRUE(react(ada, 1, "🎉"));
    ASSERT_TRUE(react(ada, 1, "👍"));
    EXPECT_THAT(heard(bob),
                ElementsAre("2 Bob marked 1 👍", "3 Ada marked 1 🎉", "4 Ada marked 1 👍"));
    EXPECT_THAT(reactions(1), ElementsAre("👍 Bob Ada", "🎉 Ada"));
    ASSERT_TRUE(react(bob, 1, "👍", React::Set::off));
    EXPECT_THAT(heard(bob), ElementsAre("5 Bob unmarked 1 👍"));
    EXPECT_THAT(reactions(1), ElementsAre("👍 Ada", "🎉 Ada"));
    ASSERT_TRUE(react(ada, 1, "👍", React::Set::off));
    EXPECT_THAT(reactions(1), ElementsAre("🎉 Ada"));
}

TEST_F(ChangesTest, a_reaction_that_is_there_or_a_removal_of_none_is_acknowledged_and_silent) {
    ASSERT_TRUE(post(ada, "hello"));
    EXPECT_EQ(react(bob, 1, "👍", React::Set::off)->seq, 1U);
    EXPECT_EQ(react(bob, 1, "👍")->seq, 2U);
    forget();
    EXPECT_EQ(react(bob, 1, "👍")->seq, 2U);
    EXPECT_EQ(react(bob, 1, "🎉", React::Set::off)->seq, 2U);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_THAT(reactions(1), ElementsAre("👍 Bob"));
}

TEST_F(ChangesTest, a_reaction_is_exactly_one_emoji) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    for (const char* text : {"", "x", "7", "👍👍", "👍 ", "hello", "<b>", "\u2764", "\u200D"}) {
        EXPECT_EQ(react(bob, 1, text).error().error, ChatError::emoji_invalid) << text;
        EXPECT_EQ(react(bob, 1, text, React::Set::off).error().error, ChatError::emoji_invalid);
    }
    EXPECT_EQ(react(bob, 1, std::string(1'000'000, 'x')).error().error, ChatError::emoji_invalid);
    EXPECT_THAT(heard(ada), IsEmpty());
    for (const char* emoji : {"👍🏽", "🇨🇭", "👨‍👩‍👧‍👦", "\u2764\uFE0F"})
        EXPECT_TRUE(react(bob, 1, emoji).has_value()) << emoji;
}

TEST_F(ChangesTest, a_message_holds_so_many_reactions_and_no_more) {
    ASSERT_TRUE(post(ada, "hello"));
    const auto face = [](std::size_t i) {
        std::string emoji = "\U0001F600";
        emoji.back() = static_cast<char>(emoji.back() + static_cast<char>(i));
        return emoji;
    };
    std::vector<Guest> guests{ada, bob};
    constexpr std::size_t kFaces = 40;
    while (guests.size() * kFaces < kReactionsMax)
        guests.push_back(enter("Guest " + std::to_string(guests.size())));
    for (const Guest& guest : guests) {
        for (std::size_t i = 0; i < kFaces; ++i)
            ASSERT_TRUE(react(guest, 1, face(i)).has_value());
    }
    const Guest last = enter("Last");
    EXPECT_EQ(react(last, 1, face(0)).error().error, ChatError::too_many_reactions);
    EXPECT_TRUE(react(ada, 1, face(0)).has_value()) << "it is there already";
    ASSERT_TRUE(react(ada, 1, face(0), React::Set::off));
    EXPECT_TRUE(react(last, 1, face(0)).has_value());
}

TEST_F(ChangesTest, an_answer_shows_the_beginning_of_what_it_answers) {
    std::string long_text;
    for (int i = 0; i < 300; ++i)
        long_text += "é";
    ASSERT_TRUE(post(ada, long_text));
    forget();
    ASSERT_TRUE(reply(bob, 1, "indeed"));
    EXPECT_THAT(heard(ada),
                ElementsAre("2 Bob: indeed (to Ada: " + long_text.substr(0, 400) + ")"));
    const Event answer = shown(2);
    EXPECT_EQ(answer.target, 1U);
    ASSERT_TRUE(answer.standing && answer.standing->quote);
    EXPECT_EQ(answer.standing->quote->user, ada.welcome.me.id);
    EXPECT_EQ(answer.standing->version, 0U) << "nothing happened to it";

    ASSERT_TRUE(edit(ada, 1, "short"));
    EXPECT_EQ(shown(2).standing->quote->text, "short");
    ASSERT_TRUE(reply(ada, 2, "an answer to an answer"));
    EXPECT_EQ(shown(4).standing->quote->text, "indeed");
    ASSERT_TRUE(remove(bob, 2));
    EXPECT_FALSE(shown(2).standing->quote.has_value()) << "it went with the answer";
    EXPECT_EQ(shown(4).standing->quote->text, "");
}

TEST_F(ChangesTest, an_answer_sent_again_is_the_first_one_though_its_target_is_gone) {
    ASSERT_TRUE(post(ada, "hello"));
    const auto first = reply(bob, 1, "yes", "n1");
    ASSERT_TRUE(remove(ada, 1));
    const auto again = reply(bob, 1, "yes", "n1");
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, first->seq);
}

TEST_F(ChangesTest, whoever_was_away_gets_messages_as_they_stand_and_the_changes) {
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

TEST_F(ChangesTest, memory_and_store_show_the_same_after_any_changes) {
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

TEST_F(ChangesTest, a_page_that_changes_overtook_is_brought_up_to_what_was_told) {
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

TEST_F(ChangesTest, a_page_overtaken_by_more_than_is_remembered_is_read_again) {
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

TEST_F(ChangesTest, changes_wait_for_the_store_among_the_posts) {
    Limits limits = limits_without_rates();
    limits.appends_waiting_max = 1;
    make_chat(limits);
    start();
    ada = enter("Ada");
    ASSERT_TRUE(post(ada, "hello"));
    store.hold(Call::append);
    Answer<Posted> waiting;
    chat().remove(ada.connection, {.room = kLobby, .target = 1}, into(waiting));
    executor.run();
    EXPECT_EQ(post(ada, "x").error().error, ChatError::unavailable);
    EXPECT_EQ(react(ada, 1, "👍").error().error, ChatError::unavailable);
    store.let_go(Call::append);
    EXPECT_TRUE(take(waiting).has_value());
    EXPECT_TRUE(post(ada, "x").has_value());
}

TEST_F(ChangesTest, says_unavailable_with_a_time_when_the_store_is_away) {
    ASSERT_TRUE(post(ada, "hello"));
    forget();
    store.fail(Call::append, 1);
    const auto refused = react(bob, 1, "👍");
    EXPECT_EQ(refused.error().error, ChatError::unavailable);
    EXPECT_EQ(refused.error().retry_after, 1000ms);
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_EQ(react(bob, 1, "👍")->seq, 2U) << "nothing was kept, no gap";
}

TEST_F(ChangesTest, a_flood_of_changes_is_slowed_down_and_leaves_talking_alone) {
    make_chat(Limits());
    start();
    ada = enter("Ada");
    ASSERT_TRUE(post(ada, "hello"));
    for (int i = 0; i < 30; ++i)
        ASSERT_TRUE(react(ada, 1, "👍", i % 2 == 0 ? React::Set::on : React::Set::off));
    const auto refused = edit(ada, 1, "x");
    EXPECT_EQ(refused.error().error, ChatError::rate_limited);
    EXPECT_GT(refused.error().retry_after, 0ms);
    EXPECT_TRUE(post(ada, "still talking").has_value());
    clock.advance(refused.error().retry_after);
    EXPECT_TRUE(edit(ada, 1, "x").has_value());
}

TEST_F(ChangesTest, the_ones_who_have_gone_before_the_commit_are_still_heard) {
    ASSERT_TRUE(post(ada, "hello"));
    store.hold(Call::append);
    Answer<Posted> answer;
    chat().remove(ada.connection, {.room = kLobby, .target = 1}, into(answer));
    executor.run();
    close(ada);
    pass(1min);
    heard(bob);
    store.let_go(Call::append);
    EXPECT_TRUE(take(answer).has_value());
    EXPECT_THAT(heard(bob), ElementsAre("2 Ada deleted 1"));
}

}  // namespace chat
