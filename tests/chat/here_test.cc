#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/mentions.h"
#include "chat/names.h"
#include "chat/room.h"
#include "chat/rooms_world.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(MeansHere, in_these_very_letters_where_a_name_could_stand) {
    const std::pair<std::string_view, bool> cases[] = {
        {"@here", true},      {"hello @here!", true},      {"@ada (@here), @bob", true},
        {"@here.", true},     {"`@here` but @here", true}, {"@Here", false},
        {"@HERE", false},     {"@hereabouts", false},      {"@here-and-there", false},
        {"@\"here\"", false}, {"@h\u0435re", false},       {"mail@here", false},
        {"here", false},      {"`@here`", false},          {"```\n@here\n```", false},
        {"", false},
    };
    for (const auto& [text, is_meant] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(means_here(text), is_meant);
    }
    std::string many;
    for (int i = 0; i < 500; ++i)
        many += "@p" + std::to_string(i) + " ";
    EXPECT_TRUE(means_here(many + "@here")) << "behind however many names";
}

TEST(MeansHere, is_nobodys_name) {
    EXPECT_THAT(mentioned_keys("@here @ada @here", 1), ElementsAre(key_from("ada")));
    for (const char* name : {"here", "Here", "h\u0435re", "here ", "\u210Bere"})
        EXPECT_FALSE(nickname_from(name, 32).has_value()) << name;
}

class HereTest : public RoomsWorld {
protected:
    /// So few that a test can have more.
    static Limits limits() {
        Limits limits = limits_without_rates();
        limits.here_people_max = 3;
        return limits;
    }
    HereTest() : RoomsWorld(limits()) {}
    void SetUp() override {
        RoomsWorld::SetUp();
        ada = enter_as(Role::member, "ada");
        bob = enter_as(Role::member, "bob");
        tea = created(ada, "Tea");
        join(bob, tea);
        heard(ada);
        heard(bob);
    }
    std::uint32_t mentions_of(const Guest& guest, const RoomId& room) {
        const auto view = read(guest, 0, room);
        EXPECT_TRUE(view.has_value());
        return view ? view->mentions : 999;
    }
    /// So many more guests in a room.
    std::vector<Guest> crowd(std::size_t count, const RoomId& room) {
        std::vector<Guest> guests;
        for (std::size_t i = 0; i < count; ++i) {
            guests.push_back(enter("guest " + std::to_string(i)));
            EXPECT_TRUE(join(guests.back(), room).has_value());
        }
        return guests;
    }

    Guest ada;  ///< the host
    Guest bob;
    RoomId tea;
};

TEST_F(HereTest, means_whoever_is_present_in_the_room_but_the_author) {
    const Guest eve = enter("eve");
    join(eve, tea);
    const Guest zoe = enter("zoe");
    heard(ada);
    post(bob, "tea is ready, @here", {}, tea);
    EXPECT_THAT(heard(ada), ElementsAre(testing::HasSubstr("(means 2)")));
    EXPECT_EQ(mentions_of(ada, tea), 1U);
    EXPECT_EQ(mentions_of(eve, tea), 1U);
    EXPECT_EQ(mentions_of(bob, tea), 0U);
    EXPECT_EQ(mentions_of(zoe, kLobby), 0U);
}

TEST_F(HereTest, means_nobody_who_is_away) {
    close(bob);
    pass(10s);
    post(ada, "anybody @here?", {}, tea);
    EXPECT_EQ(come_back("bob").room(tea).mentions, 0U);
    EXPECT_TRUE(post(ada, "@here and @bob", {}, tea).has_value());
    EXPECT_EQ(mentions_of(come_back("bob"), tea), 1U) << "by name, once";
}

TEST_F(HereTest, whoever_is_named_too_is_meant_once) {
    post(ada, "@bob @here @bob", {}, tea);
    EXPECT_THAT(heard(bob), ElementsAre(testing::HasSubstr("(means 1)")));
    EXPECT_EQ(mentions_of(bob, tea), 1U);
}

TEST_F(HereTest, in_a_crowd_it_is_for_hosts) {
    const std::vector<Guest> guests = crowd(2, tea);
    post(bob, "@here", {}, tea);
    EXPECT_EQ(mentions_of(guests[0], tea), 1U) << "three others";
    const Guest eve = enter("eve");
    join(eve, tea);
    heard(eve);
    post(bob, "@here again", {}, tea);
    EXPECT_THAT(heard(eve), Contains(testing::HasSubstr("bob: @here again")))
        << "it is a message like any other";
    EXPECT_EQ(mentions_of(eve, tea), 0U);
    EXPECT_EQ(mentions_of(guests[0], tea), 1U);
    post(bob, "@here and @ada", {}, tea);
    EXPECT_EQ(mentions_of(ada, tea), 2U) << "names still mean somebody";
    post(ada, "@here", {}, tea);
    EXPECT_EQ(mentions_of(eve, tea), 1U);
    EXPECT_EQ(mentions_of(bob, tea), 1U);
}

TEST_F(HereTest, in_a_crowd_moderators_may_and_in_a_direct_room_everybody) {
    const std::vector<Guest> guests = crowd(4, tea);
    const Guest mia = enter_as(Role::moderator, "mia");
    join(mia, tea);
    post(mia, "@here", {}, tea);
    EXPECT_EQ(mentions_of(bob, tea), 1U);

    std::vector<UserId> others;
    for (const Guest& guest : guests)
        others.push_back(id_of(guest));
    const auto opened = direct(bob, others);
    ASSERT_TRUE(opened.has_value());
    post(guests[0], "@here", {}, opened->room.id);
    EXPECT_EQ(mentions_of(guests[1], opened->room.id), 1U);
    EXPECT_EQ(mentions_of(bob, opened->room.id), 1U);
}

TEST_F(HereTest, over_so_many_it_means_nobody_whoever_says_it) {
    std::vector<Guest> guests = crowd(kHereMax - 1, tea);
    post(ada, "@here", {}, tea);
    EXPECT_EQ(mentions_of(guests.back(), tea), 1U);
    EXPECT_EQ(mentions_of(bob, tea), 1U);
    join(enter("one more"), tea);
    post(ada, "@here", {}, tea);
    EXPECT_EQ(mentions_of(guests.back(), tea), 1U);
    EXPECT_EQ(mentions_of(bob, tea), 1U);
}

TEST_F(HereTest, an_edit_calls_nobody) {
    post(ada, "tea is ready", {}, tea);
    const auto said = post(ada, "really", {}, tea);
    ASSERT_TRUE(edit(ada, said->seq, "really, @here", tea).has_value());
    EXPECT_EQ(mentions_of(bob, tea), 0U);
}

}  // namespace
}  // namespace chat
