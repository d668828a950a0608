#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/room.h"
#include "chat/rooms_world.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PeopleSearchTest : public RoomsWorld {
protected:
    std::vector<std::string> found(const Guest& by, const std::string& query) {
        std::vector<std::string> names;
        const auto people = find_people(by, query);
        EXPECT_TRUE(people.has_value());
        if (!people) return names;
        for (const User& user : *people)
            names.push_back(user.nickname);
        return names;
    }
};

TEST_F(PeopleSearchTest, those_with_an_account_find_accounts_and_who_is_present) {
    const Guest ada = enter_as(Role::member, "Ada");
    enter_as(Role::guest, "Anna");
    enter_as(Role::member, "Anton");
    known(Role::member, "Andrea");
    known(Role::guest, "Anke");
    enter_as(Role::guest, "Bob");
    EXPECT_THAT(found(ada, "AN"), ElementsAre("Andrea", "Anna", "Anton"));
    EXPECT_THAT(found(ada, "a"), ElementsAre("Andrea", "Anna", "Anton")) << "not oneself";
    EXPECT_THAT(found(ada, "x"), IsEmpty());
}

TEST_F(PeopleSearchTest, guests_find_who_is_present) {
    const Guest gus = enter_as(Role::guest, "Gus");
    enter_as(Role::member, "Anton");
    enter_as(Role::guest, "Anna");
    known(Role::member, "Andrea");
    EXPECT_THAT(found(gus, "an"), ElementsAre("Anna", "Anton"));
    EXPECT_EQ(room_store.calls(RoomCall::find_accounts), 0);
}

TEST_F(PeopleSearchTest, nothing_typed_finds_who_is_present) {
    const Guest ada = enter_as(Role::member, "Ada");
    enter_as(Role::guest, "Bob");
    known(Role::member, "Carol");
    EXPECT_THAT(found(ada, " "), ElementsAre("Bob"));
    EXPECT_THAT(found(ada, ""), ElementsAre("Bob"));
}

TEST_F(PeopleSearchTest, finds_only_so_many) {
    Limits limits = limits_without_rates();
    limits.people_found_max = 2;
    make_chat(limits);
    start();
    const Guest ada = enter_as(Role::member, "aa");
    for (const char* name : {"ab", "ac"})
        known(Role::member, name);
    EXPECT_THAT(found(ada, "a"), ElementsAre("ab", "ac")) << "oneself takes nobody's place";
    enter_as(Role::guest, "ad");
    enter_as(Role::guest, "ae");
    enter_as(Role::guest, "af");
    EXPECT_THAT(found(ada, "a"), ElementsAre("ab", "ac"));
    EXPECT_THAT(found(ada, ""), ElementsAre("ad", "ae"));
}

TEST_F(PeopleSearchTest, a_store_that_is_away_finds_nobody) {
    const Guest ada = enter_as(Role::member, "Ada");
    room_store.fail(RoomCall::find_accounts, 1);
    EXPECT_EQ(error_of(find_people(ada, "a")), ChatError::unavailable);
}

}  // namespace
}  // namespace chat
