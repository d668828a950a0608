#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/restraint_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/mutes_contract.h"

namespace store {

using chat::EventKind;
using chat::RoomId;
using chat::StoreError;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(MutesContract, keeps_slow_mode_of_a_new_room_off) {
    EXPECT_EQ(room(make_room("garden")).slow_mode_s, 0U);
}

TEST_P(MutesContract, a_mute_is_an_event_and_what_the_person_is_in_the_room) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    const auto muted = append(muting(id, bob, ada, 1000));
    ASSERT_TRUE(muted.has_value());
    EXPECT_EQ(muted->event.seq, 1U);
    EXPECT_EQ(muted->event.ordinal, 0U) << "it is no message";
    EXPECT_EQ(muted->event.actor, bob.id);
    EXPECT_EQ(muted->event.text, chat::words_of(until(1000)));
    ASSERT_NE(muted->event.by, nullptr);
    EXPECT_EQ(muted->event.by->user, ada.id);
    EXPECT_EQ(event(id, 1), muted->event);

    EXPECT_EQ(membership(bob, id)->mute, until(1000));
    EXPECT_EQ(set_read(bob.id, id, 1)->mute, until(1000));
    EXPECT_EQ(membership(ada, id)->mute, std::nullopt);
    EXPECT_THAT(*mutes(id, 999), ElementsAre(entry(bob, ada, 1000)));
    EXPECT_THAT(*mutes(id, 1000), IsEmpty()) << "it is over then";

    ASSERT_TRUE(append(unmuting(id, bob, ada)).has_value());
    EXPECT_EQ(event(id, 2).kind, EventKind::unmuted);
    EXPECT_EQ(membership(bob, id)->mute, std::nullopt);
    EXPECT_THAT(*mutes(id, 30), IsEmpty());
}

TEST_P(MutesContract, what_is_so_already_takes_no_place) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    EXPECT_EQ(append(unmuting(id, bob, ada)).error(), StoreError::no_change);
    ASSERT_TRUE(append(muting(id, bob, ada)).has_value());
    EXPECT_EQ(append(muting(id, bob, ada)).error(), StoreError::no_change);
    ASSERT_TRUE(append(muting(id, bob, ada, 500)).has_value()) << "another end is news";
    EXPECT_EQ(append(muting(id, bob, ada, 500)).error(), StoreError::no_change);
    chat::Append late = unmuting(id, bob, ada);
    late.time = at(500);
    EXPECT_EQ(append(late).error(), StoreError::no_change) << "the clock has ended it";
    EXPECT_EQ(head(id), 2U);
}

TEST_P(MutesContract, another_mute_takes_the_place_of_the_first) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    const chat::User eve = make_user("eve", id);
    ASSERT_TRUE(append(muting(id, bob, ada)).has_value());
    ASSERT_TRUE(append(muting(id, eve, ada)).has_value());
    ASSERT_TRUE(append(muting(id, bob, eve, 700)).has_value());
    EXPECT_THAT(*mutes(id, 100), ElementsAre(entry(bob, eve, 700), entry(eve, ada)))
        << "the newest first";
}

TEST_P(MutesContract, outlives_leaving_and_is_of_one_room) {
    const RoomId id = make_room("garden");
    const RoomId other = make_room("other");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    join(other, bob);
    ASSERT_TRUE(append(muting(id, bob, ada)).has_value());
    EXPECT_EQ(membership(bob, other)->mute, std::nullopt);
    ASSERT_TRUE(append(change(id, EventKind::member_left, bob)).has_value());
    EXPECT_EQ(membership(bob, id), std::nullopt);
    EXPECT_THAT(*mutes(id, 100), ElementsAre(entry(bob, ada)));
    join(id, bob);
    EXPECT_EQ(membership(bob, id)->mute, until());

    const chat::User eve = make_user("eve", other);
    EXPECT_TRUE(append(muting(id, eve, ada)).has_value()) << "who is no member can be muted";
    EXPECT_EQ(membership(eve, other)->mute, std::nullopt);
}

TEST_P(MutesContract, stays_with_what_else_is_kept_of_a_membership) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    ASSERT_TRUE(append(muting(id, bob, ada)).has_value());
    ASSERT_TRUE(append(by(id, EventKind::host_made, bob, ada)).has_value());
    ASSERT_TRUE(append(message(id, bob, "n")).has_value()) << "who may write is not the store's";
    const auto kept = membership(bob, id);
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->mute, until());
    EXPECT_EQ(kept->role, chat::RoomRole::host);
}

TEST_P(MutesContract, mutes_nobody_who_is_not_known) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User nobody{.id = chat::UserId("nobody"), .nickname = "nobody", .created = {}};
    EXPECT_EQ(append(muting(id, nobody, ada)).error(), StoreError::no_such_user);
    EXPECT_EQ(append(unmuting(id, nobody, ada)).error(), StoreError::no_such_user);
    EXPECT_EQ(append(muting(RoomId("nowhere"), ada, ada)).error(), StoreError::no_such_room);
    EXPECT_EQ(mutes(RoomId("nowhere"), 0).error(), StoreError::no_such_room);
    EXPECT_EQ(head(id), 0U);
}

TEST_P(MutesContract, an_archived_room_has_the_mutes_it_had) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    const chat::User bob = make_user("bob", id);
    ASSERT_TRUE(append(muting(id, bob, ada)).has_value());
    ASSERT_TRUE(append(change(id, EventKind::room_archived, ada)).has_value());
    EXPECT_EQ(append(unmuting(id, bob, ada)).error(), StoreError::archived);
    EXPECT_EQ(append(slowing(id, ada, 10)).error(), StoreError::archived);
    EXPECT_THAT(*mutes(id, 100), ElementsAre(entry(bob, ada)));
}

TEST_P(MutesContract, a_room_has_so_many_mutes_and_those_that_are_over_make_room) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    for (std::size_t i = 0; i < chat::kMutesMax; ++i) {
        const chat::User user = make_user("user" + std::to_string(i), RoomId());
        ASSERT_TRUE(append(muting(id, user, ada, i == 0 ? 200 : 100'000)).has_value());
    }
    const chat::User bob = make_user("bob", id);
    EXPECT_EQ(append(muting(id, bob, ada)).error(), StoreError::too_many_mutes);
    EXPECT_EQ(membership(bob, id)->mute, std::nullopt) << "what is refused changes nothing";
    EXPECT_EQ(mutes(id, 100)->size(), chat::kMutesMax);
    const chat::User user1{.id = chat::UserId("user1"), .nickname = "user1", .created = {}};
    EXPECT_TRUE(append(muting(id, user1, ada)).has_value()) << "another one of the same person";
    chat::Append later = muting(id, bob, ada);
    later.time = at(200);
    EXPECT_TRUE(append(later).has_value());
    EXPECT_EQ(mutes(id, 200)->size(), chat::kMutesMax);
}

TEST_P(MutesContract, keeps_how_slow_a_room_is) {
    const RoomId id = make_room("garden");
    const chat::User ada = make_user("ada", id);
    EXPECT_EQ(append(slowing(id, ada, 0)).error(), StoreError::no_change);
    const auto slowed = append(slowing(id, ada, 30));
    ASSERT_TRUE(slowed.has_value());
    EXPECT_EQ(slowed->event.text, "30");
    EXPECT_EQ(event(id, 1), slowed->event);
    EXPECT_EQ(room(id).slow_mode_s, 30U);
    EXPECT_EQ(append(slowing(id, ada, 30)).error(), StoreError::no_change);
    ASSERT_TRUE(append(slowing(id, ada, 0)).has_value());
    EXPECT_EQ(event(id, 2).text, "");
    EXPECT_EQ(room(id).slow_mode_s, 0U);
}

}  // namespace store
