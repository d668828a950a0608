#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "store/export_store_contract.h"

namespace store {

using chat::EventKind;
using chat::RoomId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST_P(ExportStoreContract, finds_what_somebody_said_in_all_rooms) {
    const RoomId garden = make_room("garden");
    const RoomId shed = make_room("shed");
    const RoomId attic = make_room("attic");
    const chat::User ada = make_user("ada", garden);
    const chat::User bob = make_user("bob", garden);
    join(attic, ada);
    say(garden, ada, "first");
    say(garden, bob, "not hers");
    say(garden, ada, "second");
    say(attic, ada, "elsewhere");
    EXPECT_THAT(all(ada),
                UnorderedElementsAre("garden 1 first", "garden 3 second", "attic 2 elsewhere"));
    EXPECT_THAT(all(bob), ElementsAre("garden 2 not hers"));
    EXPECT_THAT(all(make_user("eve", shed)), IsEmpty());
}

TEST_P(ExportStoreContract, of_nobody_there_is_nothing) {
    make_room("garden");
    EXPECT_THAT(all({.id = chat::UserId("nobody"), .nickname = "nobody"}), IsEmpty());
}

TEST_P(ExportStoreContract, comes_page_by_page_each_message_once) {
    const RoomId garden = make_room("garden");
    const chat::User ada = make_user("ada", garden);
    const chat::User bob = make_user("bob", garden);
    std::vector<std::string> expected;
    for (int i = 0; i < 7; ++i) {
        say(garden, ada, std::to_string(i));
        expected.push_back("garden " + std::to_string(2 * i + 1) + " " + std::to_string(i));
        say(garden, bob, "between");
    }
    EXPECT_EQ(all(ada, 1), expected);
    EXPECT_EQ(all(ada, 3), expected);
    EXPECT_EQ(all(ada, 7), expected);
    EXPECT_EQ(all(ada, 8), expected);
}

TEST_P(ExportStoreContract, has_what_was_said_where_one_is_no_more) {
    const RoomId garden = make_room("garden");
    const chat::User ada = make_user("ada", garden);
    say(garden, ada, "I was here");
    ASSERT_TRUE(append(change(garden, EventKind::member_left, ada)).has_value());
    EXPECT_THAT(all(ada), ElementsAre("garden 1 I was here"));
}

TEST_P(ExportStoreContract, reads_as_it_does_now) {
    const RoomId garden = make_room("garden");
    const chat::User ada = make_user("ada", garden);
    say(garden, ada, "one");
    say(garden, ada, "two");
    chat::Append edit = change(garden, EventKind::edited, ada);
    edit.target = 1;
    edit.text = "won";
    ASSERT_TRUE(append(edit).has_value());
    chat::Append deletion = change(garden, EventKind::deleted, ada);
    deletion.target = 2;
    ASSERT_TRUE(append(deletion).has_value());
    EXPECT_THAT(all(ada), ElementsAre("garden 1 won", "garden 2 "));
}

}  // namespace store
