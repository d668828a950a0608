#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/room_records_contract.h"

namespace store {

using chat::EventKind;
using chat::RoomId;
using chat::Seq;
using chat::StoreError;
using chat::Version;
using testing::ElementsAre;
using testing::SizeIs;

TEST_P(RoomRecordsContract, a_message_has_the_versions_that_it_had) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    const chat::User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, ada, "1", "helo")).has_value());
    ASSERT_TRUE(append(message(room, bob, "2", "between")).has_value());
    const Version first{.seq = 1, .time = at(10), .text = "helo"};
    EXPECT_EQ(versions(room, 1)->author, ada.id);
    EXPECT_THAT(versions(room, 1)->versions, ElementsAre(first));

    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "hello")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, bob, 2, "in between")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::reaction_added, bob, 1, "👍")).has_value());
    chat::Append last = about(room, EventKind::edited, ada, 1, "hello!");
    last.time = at(30);
    ASSERT_TRUE(append(last).has_value());
    EXPECT_THAT(versions(room, 1)->versions,
                ElementsAre(first, Version{.seq = 3, .time = at(20), .text = "hello"},
                            Version{.seq = 6, .time = at(30), .text = "hello!"}));
    EXPECT_EQ(versions(room, 2)->author, bob.id);
    EXPECT_THAT(versions(room, 2)->versions, SizeIs(2));
}

TEST_P(RoomRecordsContract, the_same_text_again_is_no_version) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1", "one")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "two")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "two")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "one")).has_value());
    EXPECT_THAT(versions(room, 1)->versions, SizeIs(3)) << "an earlier one again is";
}

TEST_P(RoomRecordsContract, a_deleted_message_has_no_versions) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1", "a secret")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "a bigger secret")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 1)).has_value());
    EXPECT_EQ(versions(room, 1).error(), StoreError::no_such_message);
}

TEST_P(RoomRecordsContract, what_is_no_message_has_no_versions) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(about(room, EventKind::edited, ada, 1, "mended")).has_value());
    for (const Seq seq : {Seq{0}, Seq{2}, Seq{3}, Seq{1} << 40U, ~Seq{0}}) {
        SCOPED_TRACE(seq);
        EXPECT_EQ(versions(room, seq).error(), StoreError::no_such_message);
    }
    EXPECT_EQ(versions(RoomId("nowhere"), 1).error(), StoreError::no_such_room);
}

TEST_P(RoomRecordsContract, of_very_many_versions_the_newest_are_told) {
    const RoomId room = make_room("a");
    const chat::User ada = make_user("ada", room);
    ASSERT_TRUE(append(message(room, ada, "1", "0")).has_value());
    std::size_t done = 0;
    for (std::size_t i = 1; i <= chat::kVersionsMax; ++i) {
        store().append(about(room, EventKind::edited, ada, 1, std::to_string(i)),
                       [&done](const auto& appended) {
                           if (appended) ++done;
                       });
    }
    while (done < chat::kVersionsMax && run_replies() > 0) {
    }
    const auto told = versions(room, 1);
    ASSERT_TRUE(told.has_value());
    ASSERT_THAT(told->versions, SizeIs(chat::kVersionsMax));
    EXPECT_EQ(told->versions.front().text, "1");
    EXPECT_EQ(told->versions.back().text, std::to_string(chat::kVersionsMax));
}

}  // namespace store
