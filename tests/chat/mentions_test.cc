#include "chat/mentions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/names.h"
#include "chat/room.h"
#include "chat/rooms_world.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> keys_of(std::vector<std::string> names) {
    for (std::string& name : names)
        name = key_from(name);
    return names;
}

TEST(Mentions, names_stand_behind_the_sign_where_a_word_can_begin) {
    const std::pair<std::string_view, std::vector<std::string>> cases[] = {
        {"@ada", {"ada"}},
        {"hello @ada, hello @bob!", {"ada", "bob"}},
        {"(@ada) [@bob] \u201C@cyn\u201D -@dan", {"ada", "bob", "cyn", "dan"}},
        {"@\"ada lovelace\" and @\"b\"", {"ada lovelace", "b"}},
        {"@ada.", {"ada"}},
        {"@ada.b-c_d", {"ada.b-c_d"}},
        {"@J\u00FCrgen @\u5F35\u4E09", {"J\u00FCrgen", "\u5F35\u4E09"}},
        {"\u3000@ada\u3000", {"ada"}},
        {"mail ada@example.org", {}},
        {"a@b @", {}},
        {"@ ada @- @.x", {}},
        {"@\"ada", {}},
        {"@\"ada\nb\"", {}},
        {"@\"\"", {}},
        {"no sign at all", {}},
        {"", {}},
    };
    for (const auto& [text, names] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(mentioned_keys(text, 20), keys_of(names));
    }
}

TEST(Mentions, code_means_nobody) {
    EXPECT_THAT(mentioned_keys("`@ada` and ``x @bob ` y`` but @cyn", 20),
                ElementsAre(key_from("cyn")));
    EXPECT_THAT(mentioned_keys("```\n@Override\n```\n@cyn", 20), ElementsAre(key_from("cyn")));
    EXPECT_THAT(mentioned_keys("a lonely ` and @ada", 20), ElementsAre(key_from("ada")));
    EXPECT_THAT(mentioned_keys("``` @ada", 20), ElementsAre(key_from("ada")));
}

TEST(Mentions, each_name_once_and_no_more_than_asked_for) {
    EXPECT_THAT(mentioned_keys("@ada @Ada @ADA @bob @cyn", 2),
                ElementsAre(key_from("ada"), key_from("bob")));
    EXPECT_THAT(mentioned_keys("@ada", 0), IsEmpty());
    std::string many;
    for (int i = 0; i < 2000; ++i)
        many += "@p" + std::to_string(i) + " ";
    EXPECT_EQ(mentioned_keys(many, 20).size(), 20U);
}

TEST(Mentions, a_name_has_a_bounded_length) {
    EXPECT_THAT(mentioned_keys("@\"" + std::string(49, 'a') + "\"", 20), IsEmpty());
    EXPECT_EQ(mentioned_keys("@\"" + std::string(48, 'a') + "\"", 20).size(), 1U);
    EXPECT_EQ(mentioned_keys("@" + std::string(4000, 'a'), 20).size(), 1U);
}

class MentionedTest : public RoomsWorld {
protected:
    void SetUp() override {
        RoomsWorld::SetUp();
        ada = enter_as(Role::member, "ada");
        bob = enter_as(Role::member, "bob");
        heard(ada);
        heard(bob);
    }
    std::uint32_t mentions_of(const Guest& guest, const RoomId& room = kLobby) {
        const auto view = read(guest, 0, room);
        EXPECT_TRUE(view.has_value());
        return view ? view->mentions : 999;
    }

    Guest ada;
    Guest bob;
};

TEST_F(MentionedTest, is_told_by_the_message_and_counted) {
    post(ada, "hello @bob");
    EXPECT_THAT(heard(bob), ElementsAre("1 ada: hello @bob (means 1)"));
    EXPECT_EQ(mentions_of(bob), 1U);
    EXPECT_EQ(mentions_of(ada), 0U);
    post(ada, "and @bob again");
    EXPECT_EQ(mentions_of(bob), 2U);
    EXPECT_EQ(read(bob, 1)->mentions, 1U);
    EXPECT_EQ(read(bob, 2)->mentions, 0U);
}

TEST_F(MentionedTest, the_author_and_strangers_are_not_meant) {
    const RoomId garden = created(ada, "garden");
    heard(bob);
    post(ada, "@ada @bob @nobody", {}, garden);
    EXPECT_THAT(heard(ada), testing::Contains("2 ada: @ada @bob @nobody"));
    join(bob, garden);
    EXPECT_EQ(mentions_of(bob, garden), 0U);
}

TEST_F(MentionedTest, a_guest_is_meant_while_present) {
    const Guest cyn = enter("cyn");
    post(ada, "hello @Cyn");
    EXPECT_EQ(mentions_of(cyn), 1U);
}

TEST_F(MentionedTest, an_account_is_meant_while_away_and_told_when_it_comes) {
    close(bob);
    pass(10s);
    post(ada, "hello @bob");
    post(ada, "where are you, @bob?");
    const Guest back = come_back("bob");
    EXPECT_EQ(back.room().mentions, 2U);
    EXPECT_EQ(back.room().unread, 2U);
    post(ada, "there you are, @bob");
    EXPECT_EQ(mentions_of(back), 3U);
}

TEST_F(MentionedTest, who_writes_has_read_what_was_before) {
    post(ada, "hello @bob");
    EXPECT_EQ(mentions_of(bob), 1U);
    post(bob, "hello @ada");
    EXPECT_EQ(mentions_of(bob), 0U);
    EXPECT_EQ(mentions_of(ada), 1U);
}

TEST_F(MentionedTest, other_devices_are_told_what_is_left) {
    const Guest telephone = come_back("bob");
    post(ada, "one @bob");
    post(ada, "two @bob");
    heard(telephone);
    read(bob, 1);
    EXPECT_THAT(heard(telephone), ElementsAre("read lobby to 1, 1 unread, meant by 1"));
    read(bob, 2);
    EXPECT_THAT(heard(telephone), ElementsAre("read lobby to 2, 0 unread"));
}

TEST_F(MentionedTest, a_repeated_message_counts_once) {
    post(ada, "hello @bob", "n1");
    post(ada, "hello @bob", "n1");
    EXPECT_EQ(mentions_of(bob), 1U);
}

TEST_F(MentionedTest, what_becomes_of_the_message_changes_nothing) {
    post(ada, "hello @bob");
    edit(ada, 1, "hello");
    EXPECT_EQ(mentions_of(bob), 1U);
    post(ada, "hello");
    edit(ada, 3, "hello @bob");
    EXPECT_EQ(mentions_of(bob), 1U);
    remove(ada, 1);
    EXPECT_EQ(mentions_of(bob), 1U);
}

// The store counts at one moment, the answer comes at another.
TEST_F(MentionedTest, what_is_said_while_somebody_comes_is_counted_once) {
    close(bob);
    pass(10s);
    post(ada, "one @bob");
    store.hold(Call::find_user);
    std::optional<base::Result<Welcome, ConnectRefusal>> answer;
    chat().connect({.connection = new_connection(), .nickname = {}, .token = "bob", .cursors = {}},
                   [&answer](auto connected) { answer = std::move(connected); });
    executor.run();
    post(ada, "two @bob");
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(answer.has_value() && answer->has_value());
    EXPECT_EQ((*answer)->rooms.front().mentions, 2U);
}

TEST_F(MentionedTest, what_is_said_while_a_marker_moves_is_counted_once) {
    post(ada, "one @bob");
    store.hold(Call::set_read);
    Answer<RoomView> answer;
    chat().read(bob.connection, kLobby, 1, into(answer));
    executor.run();
    post(ada, "two @bob");
    store.let_go(Call::set_read);
    EXPECT_EQ(take(answer)->mentions, 1U);
    EXPECT_EQ(mentions_of(bob), 1U);
}

TEST_F(MentionedTest, leaving_and_coming_back_begins_anew) {
    const RoomId garden = created(ada, "garden");
    join(bob, garden);
    post(ada, "hello @bob", {}, garden);
    EXPECT_EQ(mentions_of(bob, garden), 1U);
    leave(bob, garden);
    EXPECT_EQ(join(bob, garden)->mentions, 0U);
}

}  // namespace
}  // namespace chat
