#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/ignored_contract.h"

namespace store {

using chat::Ignoring;
using chat::Known;
using chat::Membership;
using chat::RoomId;
using chat::StoreError;
using chat::User;
using chat::UserId;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(IgnoredContract, the_last_one_comes_first_and_what_is_so_already_stays) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    for (const char* other : {"bob", "eve", "zoe"})
        make_user(other, room);

    EXPECT_THAT(ignore("ada", "bob"), ElementsAre("bob"));
    EXPECT_THAT(ignore("ada", "eve"), ElementsAre("eve", "bob"));
    EXPECT_THAT(ignore("ada", "bob"), ElementsAre("eve", "bob")) << "again";
    EXPECT_THAT(ignore("ada", "zoe"), ElementsAre("zoe", "eve", "bob"));
    EXPECT_THAT(ignore("ada", "eve", Ignoring::off), ElementsAre("zoe", "bob"));
    EXPECT_THAT(ignore("ada", "eve", Ignoring::off), ElementsAre("zoe", "bob")) << "again";
    EXPECT_THAT(ignore("ada", "eve"), ElementsAre("eve", "zoe", "bob"));
    EXPECT_THAT(ignored_as_found(ada), ElementsAre("eve", "zoe", "bob"));
    EXPECT_THAT(ignore("bob", "ada"), ElementsAre("ada")) << "each has their own";
}

TEST_P(IgnoredContract, are_told_wherever_somebody_comes_in_by_the_names_they_have_now) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    make_user("bob", room);
    ignore("ada", "bob");
    ASSERT_TRUE(rename_user(UserId("bob"), "robert", "robert").has_value());

    EXPECT_THAT(ignored_as_found(ada), ElementsAre("robert"));
    const auto became = create_account(new_account("ada"));
    ASSERT_TRUE(became.has_value());
    EXPECT_THAT(names_of(became->ignored), ElementsAre("robert")) << "an account of a guest";
    const auto begun = begin_session(new_session("phone", "ada"));
    ASSERT_TRUE(begun.has_value());
    EXPECT_THAT(names_of(begun->ignored), ElementsAre("robert"));
    const auto made = create_account(new_account("new"));
    ASSERT_TRUE(made.has_value());
    EXPECT_THAT(made->ignored, IsEmpty());
    EXPECT_THAT(ignore("ada", "bob", Ignoring::off), IsEmpty());
    EXPECT_THAT(begin_session(new_session("tablet", "ada"))->ignored, IsEmpty());
}

TEST_P(IgnoredContract, are_people_that_there_are) {
    const RoomId room = make_room("garden");
    make_user("ada", room);
    const User actor{.id = UserId("actor"), .nickname = "actor"};
    ASSERT_TRUE(append(change(room, chat::EventKind::member_joined, actor)).has_value());

    EXPECT_EQ(set_ignored("ada", "nobody", Ignoring::on).error(), StoreError::no_such_user);
    EXPECT_EQ(set_ignored("nobody", "ada", Ignoring::on).error(), StoreError::no_such_user);
    EXPECT_EQ(set_ignored("ada", "actor", Ignoring::on).error(), StoreError::no_such_user);
    EXPECT_EQ(set_ignored("ada", "nobody", Ignoring::off).error(), StoreError::no_such_user);
}

TEST_P(IgnoredContract, are_so_many_and_no_more) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", {});
    std::size_t answered = 0;
    for (std::size_t i = 0; i <= chat::kIgnoredMax; ++i)
        make_user("user" + std::to_string(i), {});
    for (std::size_t i = 0; i < chat::kIgnoredMax; ++i) {
        accounts().set_ignored(ada.id, UserId("user" + std::to_string(i)), Ignoring::on,
                               [&answered](const auto& people) {
                                   EXPECT_TRUE(people.has_value());
                                   ++answered;
                               });
    }
    while (answered < chat::kIgnoredMax)
        ASSERT_GT(run_replies(), 0U);
    const std::string last = "user" + std::to_string(chat::kIgnoredMax);

    EXPECT_EQ(set_ignored("ada", last, Ignoring::on).error(), StoreError::too_many_ignored);
    EXPECT_EQ(ignore("ada", "user7").size(), chat::kIgnoredMax) << "is so already";
    EXPECT_EQ(ignore("ada", "user7", Ignoring::off).size(), chat::kIgnoredMax - 1);
    EXPECT_EQ(ignore("ada", last).front(), last);
}

TEST_P(IgnoredContract, their_messages_name_who_is_meant_and_are_not_counted) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    const User eve = make_known_account("eve", room);
    ignore("bob", "ada");
    ignore("eve", "ada");

    const auto said = append(meaning(message(room, ada, "1"), {bob.id}, {"key of eve"}));
    EXPECT_THAT(meant_in(said->event), ElementsAre("bob", "eve")) << "as if nobody ignored them";
    const auto called = append(calling(message(room, ada, "2"), {bob.id, eve.id}));
    EXPECT_THAT(meant_in(called->event), ElementsAre("bob", "eve"));
    EXPECT_EQ(mentions(bob, room), 0U);
    EXPECT_EQ(mentions(eve, room), 0U);
    EXPECT_EQ(set_read(bob.id, room, 1),
              (Membership{.room = room, .read = 1, .read_ordinal = 1, .mentions_to = 2}))
        << "they are unread all the same";

    ASSERT_TRUE(append(meaning(message(room, bob, "3"), {eve.id, ada.id})).has_value());
    EXPECT_EQ(mentions(eve, room), 1U) << "of another one";
    EXPECT_EQ(mentions(ada, room), 1U) << "the ignored one hears of who ignores them";
    ignore("eve", "ada", Ignoring::off);
    ASSERT_TRUE(append(meaning(message(room, ada, "4"), {eve.id})).has_value());
    EXPECT_EQ(mentions(eve, room), 2U);
}

TEST_P(IgnoredContract, what_was_counted_before_stays_until_it_is_read) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    std::optional<Answer<chat::Appended>> before;
    std::optional<Answer<std::vector<chat::Named>>> set;
    std::optional<Answer<chat::Appended>> after;
    store().append(meaning(message(room, ada, "1"), {bob.id}), into(before));
    accounts().set_ignored(bob.id, ada.id, Ignoring::on, into(set));
    store().append(meaning(message(room, ada, "2"), {bob.id}), into(after));

    EXPECT_THAT(meant_in(wait_for(before)->event), ElementsAre("bob"));
    EXPECT_TRUE(wait_for(set).has_value());
    EXPECT_THAT(meant_in(wait_for(after)->event), ElementsAre("bob"));
    EXPECT_EQ(mentions(bob, room), 1U);
    EXPECT_EQ(set_read(bob.id, room, 1)->mentions, 0U);
}

TEST_P(IgnoredContract, who_is_no_member_is_not_meant_either_way) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", make_room("elsewhere"));
    ignore("bob", "ada");
    EXPECT_EQ(append(meaning(message(room, ada, "1"), {bob.id}))->event.mentions, nullptr);
    EXPECT_EQ(append(calling(message(room, ada, "2"), {bob.id}))->event.mentions, nullptr);
}

TEST_P(IgnoredContract, whoever_is_there_is_meant_beside_the_named_and_once) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    const User eve = make_known_account("eve", room);
    const User zoe = make_user("zoe", room);
    make_user("stranger", make_room("elsewhere"));

    const auto said = append(
        calling(meaning(message(room, ada, "1"), {}, {"key of eve"}),
                {zoe.id, ada.id, eve.id, UserId("stranger"), UserId("nobody"), bob.id, zoe.id}));
    ASSERT_TRUE(said.has_value());
    EXPECT_THAT(meant_in(said->event), ElementsAre("eve", "zoe", "bob"));
    for (const User& user : {bob, eve, zoe})
        EXPECT_EQ(mentions(user, room), 1U);
    EXPECT_EQ(mentions(ada, room), 0U);
    const auto again = append(calling(message(room, ada, "1"), {bob.id}));
    EXPECT_EQ(again->outcome, chat::Appended::Outcome::repeated);
    EXPECT_EQ(mentions(bob, room), 1U);
}

TEST_P(IgnoredContract, at_most_so_many_are_meant_for_being_there) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User eve = make_known_account("eve", room);
    std::vector<UserId> many;
    for (std::size_t i = 0; i <= chat::kHereMax; ++i)
        many.push_back(make_user("user" + std::to_string(i), room).id);
    const auto said = append(calling(meaning(message(room, ada, "1"), {}, {"key of eve"}), many));
    ASSERT_TRUE(said.has_value()) << "what is over it is cut";
    EXPECT_EQ(meant_in(said->event).size(), chat::kHereMax + 1) << "with the named one";
    EXPECT_EQ(mentions(eve, room), 1U);
}

}  // namespace store
