#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/store_contract.h"
#include "support/seqs_of.h"

namespace store {

using chat::Page;
using chat::PageRequest;
using chat::RoomId;
using chat::Seq;
using chat::StoreError;
using chat::User;
using support::seqs_of;
using From = chat::PageRequest::From;

namespace {

struct PageCase {
    const char* why;
    From from;
    Seq seq;
    std::uint32_t limit;
    std::vector<Seq> seqs;
    bool more_before;
    bool more_after;
};

}  // namespace

TEST_P(StoreContract, reads_pages_ascending_and_says_whether_there_is_more) {
    const RoomId room = make_room("a");
    const RoomId other = make_room("b");
    const User ada = make_user("ada", room);
    for (int i = 1; i <= 10; ++i) {
        ASSERT_TRUE(append(message(room, ada, std::to_string(i))).has_value());
        ASSERT_TRUE(append(message(other, ada, std::to_string(i))).has_value());
    }

    // clang-format off: a table
    const PageCase cases[] = {
        {"newest, all of it", From::newest, 0, 10, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, false, false},
        {"newest, more than there is", From::newest, 0, 50, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, false, false},
        {"newest, a part", From::newest, 0, 3, {8, 9, 10}, true, false},
        {"newest ignores seq", From::newest, 4, 3, {8, 9, 10}, true, false},
        {"before the middle", From::before, 6, 3, {3, 4, 5}, true, true},
        {"before, up to the first", From::before, 4, 3, {1, 2, 3}, false, true},
        {"before, less than asked for", From::before, 3, 10, {1, 2}, false, true},
        {"before the first", From::before, 1, 3, {}, false, true},
        {"before zero", From::before, 0, 3, {}, false, true},
        {"before what is not there yet", From::before, 11, 2, {9, 10}, true, false},
        {"before what is far ahead", From::before, 1000, 2, {9, 10}, true, false},
        {"after the start", From::after, 0, 3, {1, 2, 3}, false, true},
        {"after the middle", From::after, 5, 3, {6, 7, 8}, true, true},
        {"after, up to the last", From::after, 7, 3, {8, 9, 10}, true, false},
        {"after, less than asked for", From::after, 8, 10, {9, 10}, true, false},
        {"after the last", From::after, 10, 3, {}, true, false},
        {"after what is far ahead", From::after, 1000, 3, {}, true, false},
        {"around the middle", From::around, 5, 4, {3, 4, 5, 6}, true, true},
        {"around, an odd limit has the half behind", From::around, 5, 5, {3, 4, 5, 6, 7}, true, true},
        {"around one alone", From::around, 5, 1, {5}, true, true},
        {"around the first", From::around, 1, 4, {1, 2}, false, true},
        {"around the last", From::around, 10, 4, {8, 9, 10}, true, false},
        {"around what is far ahead", From::around, 1000, 4, {9, 10}, true, false},
        {"before the end of all numbers", From::before, ~Seq{0}, 2, {9, 10}, true, false},
        {"after the end of all numbers", From::after, ~Seq{0}, 3, {}, true, false},
        {"around the end of all numbers", From::around, ~Seq{0}, 4, {9, 10}, true, false},
        {"nothing at all", From::after, 5, 0, {}, true, true},
    };
    // clang-format on
    for (const PageCase& each : cases) {
        SCOPED_TRACE(each.why);
        const auto got =
            page({.room = room, .from = each.from, .seq = each.seq, .limit = each.limit});
        ASSERT_TRUE(got.has_value());
        EXPECT_EQ(seqs_of(got->events), each.seqs);
        EXPECT_EQ(got->more_before, each.more_before);
        EXPECT_EQ(got->more_after, each.more_after);
    }
}

TEST_P(StoreContract, reads_an_empty_page_of_an_empty_room) {
    const RoomId room = make_room("a");
    for (const From from : {From::newest, From::before, From::after, From::around}) {
        const auto got = page({.room = room, .from = from, .seq = 1});
        ASSERT_TRUE(got.has_value());
        EXPECT_TRUE(got->events.empty());
        EXPECT_FALSE(got->more_before);
        EXPECT_FALSE(got->more_after);
    }
}

TEST_P(StoreContract, refuses_a_page_of_a_room_that_is_not_there) {
    EXPECT_EQ(page({.room = RoomId("nowhere")}).error(), StoreError::no_such_room);
}

TEST_P(StoreContract, shows_events_of_every_kind_in_one_log) {
    const RoomId room = make_room("a");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", make_room("b"));
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(change(room, chat::EventKind::member_joined, bob)).has_value());
    ASSERT_TRUE(append(message(room, bob, "1")).has_value());
    ASSERT_TRUE(append(change(room, chat::EventKind::member_left, ada)).has_value());

    const auto got = page({.room = room});

    ASSERT_TRUE(got.has_value());
    ASSERT_EQ(got->events.size(), 4U);
    EXPECT_EQ(got->events[0].kind, chat::EventKind::message);
    EXPECT_EQ(got->events[1].kind, chat::EventKind::member_joined);
    EXPECT_TRUE(got->events[1].text.empty());
    EXPECT_TRUE(got->events[1].nonce.value().empty());
    EXPECT_EQ(got->events[2].ordinal, 2U);
    EXPECT_EQ(got->events[3].kind, chat::EventKind::member_left);
    EXPECT_EQ(got->events[3].ordinal, 2U);
}

}  // namespace store
