#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/sha256.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ConnectTest : public ChatWorld {};

/// Before start() has done its work.
class NotStarted : public ChatWorld {
    void SetUp() override {}
};

}  // namespace

TEST_F(ConnectTest, a_guest_gets_an_identity_a_token_and_the_lobby) {
    const Guest ada = enter("  Ada ");
    EXPECT_EQ(ada.welcome.me.nickname, "Ada");
    EXPECT_EQ(ada.welcome.me.role, Role::guest);
    EXPECT_EQ(ada.welcome.me.id.value().size(), 12U);
    EXPECT_EQ(ada.token().size(), 32U);
    ASSERT_EQ(ada.welcome.rooms.size(), 1U);
    EXPECT_EQ(ada.room().room.name, "Lobby");
    EXPECT_EQ(ada.room().room.head, 0U);
    EXPECT_EQ(ada.room().present, 1U);
    EXPECT_EQ(ada.room().unread, 0U);
    EXPECT_TRUE(audience.is_subscribed(ada.connection, kLobby));
    EXPECT_EQ(chat().present(), 1U);
}

TEST_F(ConnectTest, someone_new_has_read_what_was_said_before_they_came) {
    const Guest ada = enter("Ada");
    ASSERT_TRUE(post(ada, "hello"));
    const Guest bob = enter("Bob");
    EXPECT_EQ(bob.room().room.head, 1U);
    EXPECT_EQ(bob.room().read, 1U);
    EXPECT_EQ(bob.room().unread, 0U);
    EXPECT_THAT(heard(bob), IsEmpty());
}

TEST_F(ConnectTest, refuses_nicknames_that_break_a_rule) {
    for (const char* typed : {"", "   ", "@ada", "admin", "..."}) {
        EXPECT_EQ(refused(typed).error, ConnectError::nickname_invalid) << typed;
    }
    EXPECT_EQ(refused(std::string(33, 'x')).error, ConnectError::nickname_invalid);
    EXPECT_EQ(chat().present(), 0U);
}

TEST_F(ConnectTest, refuses_a_nickname_like_that_of_someone_present_and_suggests_others) {
    enter("Ada");
    for (const char* typed : {"Ada", "ADA", "\u0430da", " a\u200Bda"}) {
        const ConnectRefusal refusal = refused(typed);
        EXPECT_EQ(refusal.error, ConnectError::nickname_taken) << typed;
        ASSERT_EQ(refusal.suggestions.size(), 3U);
        EXPECT_TRUE(connect({.connection = new_connection(),
                             .nickname = refusal.suggestions.front(),
                             .token = {},
                             .cursors = {}}))
            << "a suggestion is free";
    }
}

TEST_F(ConnectTest, of_two_at_once_one_gets_the_nickname) {
    std::optional<Connected> first;
    std::optional<Connected> second;
    chat().connect({.connection = new_connection(), .nickname = "Ada", .token = {}, .cursors = {}},
                   [&first](Connected connected) { first = std::move(connected); });
    chat().connect({.connection = new_connection(), .nickname = "ada", .token = {}, .cursors = {}},
                   [&second](Connected connected) { second = std::move(connected); });
    executor.run();
    EXPECT_TRUE(first->has_value());
    EXPECT_EQ(second->error().error, ConnectError::nickname_taken);
}

TEST_F(ConnectTest, a_failed_connect_gives_the_nickname_back) {
    store.fail(Call::create_user, 1);
    const ConnectRefusal refusal = refused("Ada");
    EXPECT_EQ(refusal.error, ConnectError::unavailable);
    EXPECT_GT(refusal.retry_after, 0ms);
    enter("Ada");
}

TEST_F(ConnectTest, who_closes_before_the_answer_is_never_here) {
    store.hold(Call::create_user);
    const ConnectionId gone = new_connection();
    std::optional<Connected> answer;
    chat().connect({.connection = gone, .nickname = "Ada", .token = {}, .cursors = {}},
                   [&answer](Connected connected) { answer = std::move(connected); });
    executor.run();
    EXPECT_EQ(refused("Ada").error, ConnectError::nickname_taken) << "reserved while it is written";
    chat().disconnect(gone);
    store.let_go(Call::create_user);
    executor.run();
    ASSERT_TRUE(answer.has_value());
    EXPECT_FALSE(answer->has_value());
    EXPECT_EQ(chat().present(), 0U);
    EXPECT_FALSE(audience.is_subscribed(gone, kLobby));
    enter("Ada");
}

TEST_F(ConnectTest, a_token_brings_the_same_person_back) {
    const Guest ada = enter("Ada");
    close(ada);
    pass(1min);
    EXPECT_EQ(chat().present(), 0U);
    const Guest again = come_back(ada.token());
    EXPECT_EQ(again.welcome.me, ada.welcome.me);
    EXPECT_EQ(again.token(), ada.token());
}

TEST_F(ConnectTest, only_the_hash_of_a_token_reaches_the_store) {
    const Guest ada = enter("Ada");
    std::optional<Known> by_hash;
    std::optional<Known> by_token;
    memory.find_user(base::sha256(ada.token()), clock.wall(),
                     [&](const auto& found) { by_hash = *found; });
    memory.find_user(ada.token(), clock.wall(), [&](const auto& found) { by_token = *found; });
    executor.run();
    EXPECT_TRUE(by_hash.has_value());
    EXPECT_FALSE(by_token.has_value());
}

TEST_F(ConnectTest, a_token_lives_thirty_days_from_its_last_use) {
    const Guest ada = enter("Ada");
    close(ada);
    for (int i = 0; i < 3; ++i) {
        pass(29 * 24h);
        close(come_back(ada.token()));
    }
    pass(30 * 24h);
    EXPECT_EQ(refused("", ada.token()).error, ConnectError::token_expired);
}

TEST_F(ConnectTest, a_token_no_longer_good_falls_back_to_the_nickname_beside_it) {
    EXPECT_EQ(refused("", "unknown").error, ConnectError::token_expired);
    EXPECT_EQ(refused("", std::string(1000, 'x')).error, ConnectError::token_expired);
    const Guest ada = enter(
        {.connection = new_connection(), .nickname = "Ada", .token = "unknown", .cursors = {}});
    EXPECT_EQ(ada.welcome.me.nickname, "Ada");
    EXPECT_NE(ada.token(), "unknown");
}

TEST_F(ConnectTest, a_person_in_several_tabs_is_one_person) {
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    const Guest second_tab = come_back(ada.token());
    EXPECT_EQ(second_tab.welcome.me, ada.welcome.me);
    EXPECT_EQ(second_tab.room().present, 2U);
    EXPECT_EQ(chat().present(), 2U);
    EXPECT_THAT(heard(bob), IsEmpty()) << "she was here already";
}

TEST_F(ConnectTest, a_stored_nickname_that_another_took_meanwhile_is_refused_with_suggestions) {
    const Guest ada = enter("Ada");
    close(ada);
    pass(1min);
    enter("ada");
    const ConnectRefusal refusal = refused("", ada.token());
    EXPECT_EQ(refusal.error, ConnectError::nickname_taken);
    ASSERT_FALSE(refusal.suggestions.empty());
    const Guest again = enter({.connection = new_connection(),
                               .nickname = refusal.suggestions.front(),
                               .token = ada.token(),
                               .cursors = {}});
    EXPECT_EQ(again.welcome.me.id, ada.welcome.me.id) << "the same person under the new name";
    EXPECT_EQ(again.welcome.me.nickname, refusal.suggestions.front());
}

TEST_F(ConnectTest, a_token_with_another_nickname_renames) {
    const Guest ada = enter("Ada");
    const Guest second_tab = enter({.connection = new_connection(),
                                    .nickname = "Countess",
                                    .token = ada.token(),
                                    .cursors = {}});
    EXPECT_EQ(second_tab.welcome.me.nickname, "Countess");
    heard(ada);
    ASSERT_TRUE(post(ada, "hello"));
    EXPECT_THAT(heard(ada), ElementsAre("1 Countess: hello")) << "in every tab";
    enter("Ada");  // the old name is free
    EXPECT_EQ(refused("countess").error, ConnectError::nickname_taken);
    close(second_tab);
    close(ada);
    pass(1min);
    EXPECT_EQ(come_back(ada.token()).welcome.me.nickname, "Countess");
}

TEST_F(ConnectTest, a_refused_rename_changes_nothing) {
    const Guest ada = enter("Ada");
    enter("Bob");
    EXPECT_EQ(refused("bob", ada.token()).error, ConnectError::nickname_taken);
    EXPECT_EQ(refused("@", ada.token()).error, ConnectError::nickname_invalid);
    store.fail(Call::rename_user, 1);
    EXPECT_EQ(refused("Carol", ada.token()).error, ConnectError::unavailable);
    enter("Carol");
    EXPECT_EQ(refused("Ada").error, ConnectError::nickname_taken) << "Ada is still Ada";
    EXPECT_EQ(come_back(ada.token()).welcome.me.nickname, "Ada");
}

TEST_F(ConnectTest, a_change_of_case_is_a_rename_too) {
    const Guest ada = enter("ada");
    const Guest again = enter(
        {.connection = new_connection(), .nickname = "Ada", .token = ada.token(), .cursors = {}});
    EXPECT_EQ(again.welcome.me.nickname, "Ada");
    close(ada);
    close(again);
    pass(1min);
    enter("aDa");  // held once and given back once
}

TEST_F(ConnectTest, refuses_as_unavailable_when_the_store_is_away) {
    const Guest ada = enter("Ada");
    store.fail(Call::find_user, 1);
    EXPECT_EQ(refused("", ada.token()).error, ConnectError::unavailable);
    EXPECT_TRUE(connect(
        {.connection = new_connection(), .nickname = {}, .token = ada.token(), .cursors = {}}));
}

TEST_F(ConnectTest, refuses_a_connection_that_is_here_already) {
    const Guest ada = enter("Ada");
    const Connected again =
        connect({.connection = ada.connection, .nickname = "Bob", .token = {}, .cursors = {}});
    EXPECT_EQ(again.error().error, ConnectError::unavailable);
    enter("Bob");
}

TEST_F(ConnectTest, a_reload_storm_of_one_person_is_slowed_down) {
    make_chat(Limits());
    start();
    const Guest ada = enter("Ada");
    bool is_limited = false;
    for (int i = 0; i < 30 && !is_limited; ++i) {
        const Connected connected = connect(
            {.connection = new_connection(), .nickname = {}, .token = ada.token(), .cursors = {}});
        is_limited = !connected && connected.error().error == ConnectError::rate_limited;
        if (is_limited) {
            EXPECT_GT(connected.error().retry_after, 0ms);
        }
    }
    EXPECT_TRUE(is_limited);
}

TEST_F(NotStarted, refuses_before_it_is_ready_and_makes_the_lobby_once) {
    EXPECT_EQ(refused("Ada").error, ConnectError::unavailable);
    start();
    enter("Ada");
    make_chat(limits_without_rates());
    start();
    EXPECT_EQ(enter("Bob").welcome.rooms.size(), 1U);
}

TEST_F(NotStarted, says_when_the_store_cannot_be_read_and_can_be_started_again) {
    store.fail(Call::rooms, 1);
    std::optional<base::Result<void, StoreError>> ready;
    chat().start([&ready](base::Result<void, StoreError> result) { ready = result; });
    executor.run();
    ASSERT_TRUE(ready.has_value());
    EXPECT_EQ(ready->error(), StoreError::unavailable);
    start();
    enter("Ada");
}

TEST_F(NotStarted, finds_the_lobby_that_another_node_made_meanwhile) {
    store.hold(Call::rooms);
    std::optional<base::Result<void, StoreError>> ready;
    chat().start([&ready](base::Result<void, StoreError> result) { ready = result; });
    executor.run();
    memory.create_room({.id = kLobby, .name = "Lobby", .name_key = "lobby-of-another"}, {},
                       [](const auto&) {});
    store.let_go(Call::rooms);
    executor.run();
    ASSERT_TRUE(ready.has_value());
    EXPECT_TRUE(ready->has_value());
    enter("Ada");
}

TEST_F(ConnectTest, replies_of_the_store_after_the_chat_has_ended_are_harmless) {
    const Guest ada = enter("Ada");
    chat().post(ada.connection, {.room = kLobby, .text = "late", .nonce = {}},
                [](const auto&) { ADD_FAILURE() << "nobody is here to answer"; });
    make_chat(limits_without_rates());
    executor.run();
}

}  // namespace chat
