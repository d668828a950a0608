#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class PresenceTest : public ChatWorld {};

Limits small_crowds() {
    Limits limits;
    limits.rate_limits = Limits::RateLimits::off;
    limits.notices_present_max = 3;
    limits.members_listed_max = 5;
    return limits;
}

class CrowdTest : public ChatWorld {
protected:
    CrowdTest() : ChatWorld(small_crowds()) {}
};

}  // namespace

TEST_F(PresenceTest, others_hear_who_came_and_who_went) {
    const Guest ada = enter("Ada");
    EXPECT_THAT(heard(ada), IsEmpty()) << "nobody is told of themselves";
    const Guest bob = enter("Bob");
    EXPECT_THAT(heard(ada), ElementsAre("Bob came, 2 in lobby"));
    EXPECT_THAT(heard(bob), IsEmpty());
    close(bob);
    EXPECT_THAT(heard(ada), IsEmpty());
    pass(5s);
    EXPECT_THAT(heard(ada), ElementsAre("Bob went, 1 in lobby"));
    EXPECT_EQ(chat().present(), 1U);
}

TEST_F(PresenceTest, a_reload_within_the_grace_is_silent) {
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    heard(ada);
    close(bob);
    pass(4999ms);
    const Guest again = come_back(bob.token());
    EXPECT_EQ(again.room().present, 2U);
    pass(1min);
    EXPECT_THAT(heard(ada), IsEmpty());
}

TEST_F(PresenceTest, the_grace_begins_with_the_last_connection) {
    const Guest ada = enter("Ada");
    const Guest tab = enter("Bob");
    const Guest second_tab = come_back(tab.token());
    heard(ada);
    close(tab);
    pass(1min);
    EXPECT_THAT(heard(ada), IsEmpty()) << "a tab is still open";
    close(second_tab);
    pass(3s);
    const Guest third_tab = come_back(tab.token());
    close(third_tab);
    pass(4s);
    EXPECT_THAT(heard(ada), IsEmpty()) << "the grace began anew";
    pass(1s);
    EXPECT_THAT(heard(ada), ElementsAre("Bob went, 1 in lobby"));
}

TEST_F(PresenceTest, a_nickname_is_held_during_the_grace_and_free_after_it) {
    const Guest ada = enter("Ada");
    close(ada);
    pass(4s);
    EXPECT_EQ(refused("ada").error, ConnectError::nickname_taken);
    pass(1s);
    enter("ada");
}

TEST_F(PresenceTest, who_went_and_comes_again_is_told_again) {
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    close(bob);
    pass(1min);
    heard(ada);
    come_back(bob.token());
    EXPECT_THAT(heard(ada), ElementsAre("Bob came, 2 in lobby"));
}

TEST_F(PresenceTest, is_told_in_each_room_of_the_person) {
    const Guest ada = enter("Ada");
    const RoomId tea = created(ada, "Tea");
    const Guest bob = enter("Bob");
    ASSERT_TRUE(join(bob, tea));
    heard(ada);
    close(bob);
    pass(5s);
    EXPECT_THAT(heard(ada), testing::UnorderedElementsAre("Bob went, 1 in lobby",
                                                          "Bob went, 1 in " + tea.value()));
}

TEST_F(PresenceTest, members_are_those_present_by_nickname) {
    const Guest carol = enter("Carol");
    const Guest ada = enter("Ada");
    const Guest bob = enter("Bob");
    close(bob);
    const auto here = members(ada);
    ASSERT_TRUE(here.has_value());
    EXPECT_EQ(here->present, 3U) << "Bob may be reloading";
    ASSERT_THAT(here->present_members, SizeIs(3));
    EXPECT_EQ(here->present_members[0].user.nickname, "Ada");
    EXPECT_EQ(here->present_members[1].user.nickname, "Bob");
    EXPECT_EQ(here->present_members[2].user.nickname, "Carol");
    pass(5s);
    EXPECT_EQ(members(ada)->present, 2U);
    EXPECT_EQ(members(carol, RoomId("nowhere")).error().error, ChatError::not_found);
}

TEST_F(CrowdTest, is_counted_at_most_once_a_second_instead_of_named) {
    const Guest ada = enter("a1");
    enter("a2");
    enter("a3");
    EXPECT_THAT(heard(ada), ElementsAre("a2 came, 2 in lobby", "a3 came, 3 in lobby"));
    std::vector<Guest> crowd;
    for (int i = 4; i <= 10; ++i)
        crowd.push_back(enter("a" + std::to_string(i)));
    EXPECT_THAT(heard(ada), ElementsAre("4 present in lobby"));
    pass(1s);
    EXPECT_THAT(heard(ada), ElementsAre("10 present in lobby"));
    pass(1min);
    EXPECT_THAT(heard(ada), IsEmpty());
    for (const Guest& guest : crowd)
        close(guest);
    pass(5s);
    pass(1s);
    // Seven go at one time: counts while it is a crowd, names when it no longer is.
    const auto lines = heard(ada);
    ASSERT_THAT(lines, SizeIs(3));
    EXPECT_EQ(lines[0], "9 present in lobby");
    EXPECT_EQ(lines[2], "3 present in lobby") << "the last count is the true one";
}

TEST_F(CrowdTest, is_not_told_who_is_typing) {
    const Guest ada = enter("a1");
    enter("a2");
    enter("a3");
    const Guest last = enter("a4");
    heard(last);
    EXPECT_TRUE(typing(ada));
    EXPECT_THAT(heard(last), IsEmpty());
}

TEST_F(CrowdTest, lists_only_its_first_members) {
    for (int i = 1; i <= 9; ++i)
        enter("a" + std::to_string(10 - i));
    const auto here = members(enter("z"));
    EXPECT_EQ(here->present, 10U);
    ASSERT_THAT(here->present_members, SizeIs(5));
    EXPECT_EQ(here->present_members.front().user.nickname, "a1");
    EXPECT_EQ(here->present_members.back().user.nickname, "a5");
}

TEST_F(PresenceTest, is_cheap_with_ten_thousand_people) {
    constexpr int kPeople = 10'000;
    std::vector<Guest> people;
    audience.is_quiet = true;
    for (int i = 0; i < kPeople; ++i)
        people.push_back(enter("guest " + std::to_string(i)));
    EXPECT_EQ(chat().present(), static_cast<std::uint32_t>(kPeople));
    for (const Guest& guest : people)
        chat().disconnect(guest.connection);
    pass(5s);
    EXPECT_EQ(chat().present(), 0U);
    EXPECT_EQ(chat().next_deadline(), std::nullopt) << "nothing is left to wait for";
}

}  // namespace chat
