#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "store/retention_contract.h"
#include "support/manual_executor.h"

namespace store {

using chat::Append;
using chat::EventKind;
using chat::Expired;
using chat::RoomId;
using chat::Seq;
using chat::StoreError;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(RetentionContract, what_happened_earlier_is_gone_and_what_did_not_stays) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    for (const int time : {1000, 1999, 2000, 2001})
        say_at(time, id, ada);
    const auto expired = expire(id, 2000);
    ASSERT_TRUE(expired.has_value());
    EXPECT_EQ(
        *expired,
        (Expired{
            .up_to = 3, .ordinal = 2, .more = false, .by = {.user = ada.id, .nickname = "ada"}}));
    EXPECT_THAT(gone(id), ElementsAre(2U, 3U)) << "to the millisecond";
    EXPECT_EQ(expire(id, 2001)->up_to, 4U);
    EXPECT_THAT(gone(id), ElementsAre(2U, 3U, 4U));
    EXPECT_EQ(head(id), 5U) << "nothing is appended";
    EXPECT_EQ(room(id).ordinal, 4U);
}

TEST_P(RetentionContract, ends_at_the_first_that_is_not_old_enough_whatever_comes_behind_it) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    for (const int time : {100, 900, 200})
        say_at(time, id, ada);
    EXPECT_EQ(
        expire(id, 500),
        (Expired{
            .up_to = 2, .ordinal = 1, .more = false, .by = {.user = ada.id, .nickname = "ada"}}));
    EXPECT_THAT(gone(id), ElementsAre(2U)) << "a clock was set back";
    EXPECT_EQ(expire(id, 901)->up_to, 4U);
}

TEST_P(RetentionContract, goes_on_behind_what_is_gone_and_says_whether_there_is_more) {
    const chat::User ada = person("ada");
    const chat::Named by{.user = ada.id, .nickname = "ada"};
    const RoomId id = make_keeping("garden", ada);
    for (int time = 1; time <= 5; ++time)
        say_at(time, id, ada);
    say_at(900, id, ada);
    EXPECT_EQ(expire(id, 500, 0), (Expired{.up_to = 0, .ordinal = 0, .more = true, .by = by}));
    EXPECT_EQ(expire(id, 500, 1), (Expired{.up_to = 1, .ordinal = 0, .more = true, .by = by}))
        << "the event that set it";
    EXPECT_EQ(expire(id, 500, 2), (Expired{.up_to = 3, .ordinal = 2, .more = true, .by = by}));
    EXPECT_THAT(gone(id), ElementsAre(2U, 3U));
    EXPECT_EQ(expire(id, 500, 3), (Expired{.up_to = 6, .ordinal = 5, .more = false, .by = by}));
    EXPECT_EQ(expire(id, 500, 3), (Expired{.up_to = 6, .ordinal = 5, .more = false, .by = by}))
        << "there was nothing to do";
    EXPECT_EQ(expire(id, 0, 3), (Expired{.up_to = 6, .ordinal = 5, .more = false, .by = by}))
        << "what is gone is gone";
    EXPECT_THAT(gone(id), ElementsAre(2U, 3U, 4U, 5U, 6U));
    EXPECT_EQ(expire(id, 901, 3), (Expired{.up_to = 7, .ordinal = 6, .more = false, .by = by}))
        << "and never passes the head";
    put(expiry(id, ada, 7, 6));
    EXPECT_EQ(expire(id, 500, 3)->up_to, 8U) << "what said so is old in its turn";
}

TEST_P(RetentionContract, of_a_message_its_place_is_left) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    say_at(10, id, ada, "secret");
    const chat::Event before = event(id, 2);
    ASSERT_EQ(expire(id, 11)->up_to, 2U);
    chat::Event after = before;
    after.text = "";
    after.nonce = {};
    after.standing = std::make_shared<const chat::Standing>(chat::Standing{
        .version = 2, .fate = chat::Standing::Fate::deleted, .reactions = {}, .quote = {}});
    EXPECT_EQ(event(id, 2), after);
}

TEST_P(RetentionContract, what_was_changed_later_goes_with_the_message) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const Seq old = say_at(10, id, ada, "first words");
    const Seq young = say_at(600, id, ada, "young words");
    put(about(id, EventKind::reaction_added, ada, old, "👍"));
    put(about(id, EventKind::reaction_added, ada, young, "👍"));
    Append edit = about(id, EventKind::edited, ada, old, "second words");
    edit.time = at(700);
    const Seq edited = put(edit);
    Append other = about(id, EventKind::edited, ada, young, "younger words");
    other.time = at(700);
    const Seq other_edited = put(other);

    ASSERT_EQ(expire(id, 500)->up_to, old);
    EXPECT_EQ(event(id, old).text, "");
    EXPECT_EQ(standing(id, old), (chat::Standing{.version = edited,
                                                 .fate = chat::Standing::Fate::deleted,
                                                 .reactions = {},
                                                 .quote = {}}));
    EXPECT_EQ(event(id, edited).kind, EventKind::edited);
    EXPECT_EQ(event(id, edited).target, old);
    EXPECT_EQ(event(id, edited).text, "");
    EXPECT_EQ(versions(id, old).error(), StoreError::no_such_message);

    EXPECT_EQ(event(id, young).text, "younger words");
    EXPECT_EQ(event(id, other_edited).text, "younger words");
    EXPECT_EQ(standing(id, young).reactions.size(), 1U);
    EXPECT_EQ(versions(id, young)->versions.size(), 2U);
}

TEST_P(RetentionContract, nothing_more_happens_to_what_is_gone) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const Seq old = say_at(10, id, ada);
    ASSERT_EQ(expire(id, 11)->up_to, old);
    for (const EventKind kind :
         {EventKind::edited, EventKind::reaction_added, EventKind::reaction_removed,
          EventKind::message_pinned, EventKind::message_unpinned}) {
        SCOPED_TRACE(static_cast<int>(kind));
        EXPECT_EQ(append(about(id, kind, ada, old, "x")).error(), StoreError::no_such_message);
    }
    EXPECT_EQ(append(answer(id, ada, "an answer", old)).error(), StoreError::no_such_message);
    EXPECT_EQ(versions(id, old).error(), StoreError::no_such_message);
    const auto deleted = append(about(id, EventKind::deleted, ada, old));
    ASSERT_TRUE(deleted.has_value());
    EXPECT_EQ(deleted->outcome, chat::Appended::Outcome::repeated) << "it is so already";
    EXPECT_EQ(deleted->event, event(id, old));
    EXPECT_EQ(head(id), old);
}

TEST_P(RetentionContract, what_had_been_deleted_stands_as_it_did) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const Seq old = say_at(10, id, ada);
    const Seq deleted = put(about(id, EventKind::deleted, ada, old));
    ASSERT_EQ(expire(id, 15)->up_to, old);
    EXPECT_EQ(standing(id, old).version, deleted);
    EXPECT_EQ(standing(id, old).fate, chat::Standing::Fate::deleted);
    EXPECT_EQ(append(about(id, EventKind::deleted, ada, old))->event.seq, deleted);
}

TEST_P(RetentionContract, the_pins_of_what_is_gone_are_gone) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const Seq old = say_at(10, id, ada);
    const Seq young = say_at(600, id, ada);
    put(about(id, EventKind::message_pinned, ada, young));
    put(about(id, EventKind::message_pinned, ada, old));
    ASSERT_EQ(expire(id, 500)->up_to, old);
    const auto left = pins(id);
    ASSERT_TRUE(left.has_value());
    ASSERT_EQ(left->size(), 1U);
    EXPECT_EQ(left->at(0).message.seq, young);
}

TEST_P(RetentionContract, who_answered_what_is_gone_quotes_nothing) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const Seq old = say_at(10, id, ada, "a question");
    const Seq answered = say_at(600, id, ada, "an answer", old);
    ASSERT_EQ(event(id, answered).standing->quote->text, "a question");
    ASSERT_EQ(expire(id, 500)->up_to, old);
    ASSERT_NE(event(id, answered).standing, nullptr);
    EXPECT_EQ(event(id, answered).standing->quote,
              (chat::Quote{.user = ada.id, .nickname = "ada", .text = ""}));
    EXPECT_EQ(event(id, answered).text, "an answer");
    ASSERT_EQ(expire(id, 601)->up_to, answered);
    EXPECT_EQ(event(id, answered).standing->quote, std::nullopt);
    EXPECT_EQ(event(id, answered).target, old);
}

TEST_P(RetentionContract, the_nonce_of_what_is_gone_is_as_good_as_new) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const Seq old = say_at(10, id, ada);
    const Seq young = say_at(600, id, ada);
    ASSERT_EQ(expire(id, 500)->up_to, old);
    const auto repeated = append(message(id, ada, "600"));
    ASSERT_TRUE(repeated.has_value());
    EXPECT_EQ(repeated->outcome, chat::Appended::Outcome::repeated);
    EXPECT_EQ(repeated->event.seq, young);
    const auto again = append(message(id, ada, "10", "later"));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->outcome, chat::Appended::Outcome::committed);
    EXPECT_EQ(again->event.seq, young + 1);
    EXPECT_EQ(again->event.ordinal, 3U);
    EXPECT_EQ(append(message(id, ada, "10"))->outcome, chat::Appended::Outcome::repeated);
}

TEST_P(RetentionContract, whoever_was_meant_is_meant_by_less) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const RoomId other = make_keeping("shed", ada);
    const chat::User bob = make_user("bob", id);
    const chat::User eve = make_user("eve", id);
    const auto mean = [&](const RoomId& room, int time, const std::vector<chat::UserId>& users) {
        Append said = message(room, ada, std::to_string(time));
        said.time = at(time);
        said.mentions = users;
        return put(std::move(said));
    };
    join(other, bob);
    mean(other, 5, {bob.id});
    mean(id, 10, {bob.id, eve.id});
    const Seq second = mean(id, 11, {bob.id});
    const Seq third = mean(id, 600, {bob.id, eve.id});
    ASSERT_TRUE(set_read(eve.id, id, 2).has_value());
    ASSERT_EQ(membership(bob, id)->mentions, 3U);
    ASSERT_EQ(membership(eve, id)->mentions, 1U);

    ASSERT_EQ(expire(id, 500)->up_to, second);
    EXPECT_EQ(membership(bob, id)->mentions, 1U);
    EXPECT_EQ(membership(bob, id)->read, 1U) << "nobody has read more than before";
    EXPECT_EQ(membership(eve, id)->mentions, 1U);
    EXPECT_EQ(membership(bob, other)->mentions, 1U) << "another room is another one's";
    EXPECT_EQ(set_read(bob.id, id, second)->mentions, 1U);
    EXPECT_EQ(set_read(bob.id, id, third)->mentions, 0U);
    mean(id, 700, {bob.id});
    EXPECT_EQ(membership(bob, id)->mentions, 1U);
}

TEST_P(RetentionContract, what_is_no_message_stays_as_it_is) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const chat::User bob = make_user("bob", make_room("shed"));
    const Seq joined = put(change(id, EventKind::member_joined, bob));
    const Seq said = say_at(30, id, bob);
    const Seq reacted = put(about(id, EventKind::reaction_added, bob, said, "👍"));
    const Seq named = put(to_room(id, EventKind::room_renamed, ada, "Park"));
    const Seq left = put(change(id, EventKind::member_left, bob));
    std::vector<chat::Event> before;
    for (const Seq seq : {Seq{1}, joined, reacted, named, left})
        before.push_back(event(id, seq));

    EXPECT_EQ(expire(id, 1000)->up_to, left);
    EXPECT_THAT(gone(id), ElementsAre(said));
    for (const chat::Event& each : before)
        EXPECT_EQ(event(id, each.seq), each);
    EXPECT_EQ(room(id).name, "Park");
    EXPECT_EQ(room(id).retention_days, 30U);
}

TEST_P(RetentionContract, other_rooms_keep_what_they_have) {
    const chat::User ada = person("ada");
    const RoomId before = make_keeping("attic", ada);
    const RoomId id = make_keeping("garden", ada);
    const RoomId behind = make_keeping("shed", ada);
    for (const RoomId& each : {before, id, behind}) {
        const Seq said = say_at(10, each, ada);
        put(about(each, EventKind::edited, ada, said, "edited"));
        put(about(each, EventKind::reaction_added, ada, said, "👍"));
        put(about(each, EventKind::message_pinned, ada, said));
    }
    ASSERT_EQ(expire(id, 1000)->up_to, 5U);
    for (const RoomId& each : {before, behind}) {
        EXPECT_THAT(gone(each), IsEmpty());
        EXPECT_EQ(event(each, 2).text, "edited");
        EXPECT_EQ(event(each, 3).text, "edited");
        EXPECT_EQ(standing(each, 2).reactions.size(), 1U);
        EXPECT_EQ(pins(each)->size(), 1U);
        EXPECT_EQ(append(message(each, ada, "10"))->outcome, chat::Appended::Outcome::repeated);
    }
}

TEST_P(RetentionContract, nobody_takes_away_what_is_gone) {
    const chat::User ada = person("ada");
    const RoomId id = make_keeping("garden", ada);
    const RoomId other = make_keeping("shed", ada);
    say_at(10, id, ada, "old");
    say_at(11, id, ada, "old too");
    say_at(600, id, ada, "young");
    say_at(10, other, ada, "elsewhere");
    ASSERT_EQ(expire(id, 500)->up_to, 3U);
    EXPECT_THAT(all(ada), testing::UnorderedElementsAre("garden 4 young", "shed 2 elsewhere"));
    EXPECT_THAT(all(ada, 1), testing::UnorderedElementsAre("garden 4 young", "shed 2 elsewhere"));
    ASSERT_EQ(expire(id, 601)->up_to, 4U);
    EXPECT_THAT(all(ada), ElementsAre("shed 2 elsewhere"));
}

namespace {

/// What may happen in rooms that keep their messages for a while, the time going on.
class Chances {
public:
    explicit Chances(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    Append next(const std::vector<RoomId>& rooms, const std::vector<chat::User>& people, Seq head) {
        constexpr EventKind kKinds[] = {
            EventKind::message,        EventKind::message,          EventKind::message,
            EventKind::edited,         EventKind::reaction_added,   EventKind::deleted,
            EventKind::message_pinned, EventKind::message_unpinned, EventKind::retention_set,
            EventKind::expired,        EventKind::message,          EventKind::edited};
        const chat::User& actor = people[below(people.size())];
        Append append{.room = rooms[below(rooms.size())],
                      .kind = kKinds[below(std::size(kKinds))],
                      .actor = actor.id,
                      .nickname = actor.nickname,
                      .time = base::WallTime(base::Milliseconds(++time_)),
                      .text = std::to_string(1 + below(3)),
                      .nonce = {},
                      .target = below(4) == 0 ? below(head + 2) : head - std::min(head, below(15))};
        append.reach = below(2) == 0 ? Append::Reach::anyones : Append::Reach::own;
        if (append.kind == EventKind::message) {
            append.nonce = chat::Nonce(std::to_string(below(60)));
            if (below(3) != 0) append.target = 0;
            for (const chat::User& each : people) {
                if (below(3) == 0) append.mentions.push_back(each.id);
            }
        }
        return append;
    }
    [[nodiscard]] std::int64_t time() const { return time_; }

private:
    std::mt19937_64 random_;
    std::int64_t time_ = 0;
};

}  // namespace

TEST_P(RetentionContract, comes_to_the_same_in_every_form_whatever_happens) {
    constexpr std::uint64_t kSeed = 20'261'129;
    constexpr std::size_t kSteps = 900;
    SCOPED_TRACE(kSeed);
    const std::vector<RoomId> rooms = {make_room("a"), make_room("b")};
    std::vector<chat::User> people;
    support::ManualExecutor replies;
    MemoryStore model(replies);
    for (const RoomId& room : rooms) {
        model.create_room(
            {.id = room, .name = room.value(), .name_key = room.value(), .created = at(0)}, {},
            [](const auto& made) { ASSERT_TRUE(made.has_value()); });
    }
    for (const char* name : {"ada", "bob", "eve"}) {
        people.push_back(make_user(name, rooms[0]));
        const std::string id = name;
        model.create_user({.user = people.back(),
                           .name_key = id,
                           .token = "token of " + id,
                           .session = session("session of " + id, id),
                           .first_room = rooms[0]},
                          [](const auto& made) { ASSERT_TRUE(made.has_value()); });
    }
    Chances chances(kSeed);
    std::size_t refused = 0;
    Seq taken = 0;
    for (std::size_t step = 0; step < kSteps; ++step) {
        SCOPED_TRACE(step);
        if (chances.below(12) == 0) {
            const RoomId& room = rooms[chances.below(rooms.size())];
            const base::WallTime before{
                base::Milliseconds(std::max<std::int64_t>(0, chances.time() - 30))};
            const auto limit = static_cast<std::uint32_t>(chances.below(20));
            std::optional<Answer<Expired>> expected;
            model.expire(room, before, limit, into(expected));
            replies.run();
            const auto answer = ask<Expired>(
                [&](auto reply) { room_records().expire(room, before, limit, std::move(reply)); });
            ASSERT_EQ(answer, *expected);
            if (answer) taken = std::max(taken, answer->up_to);
            continue;
        }
        if (chances.below(12) == 0) {
            const chat::User& user = people[chances.below(people.size())];
            const Seq seq = chances.below(head(rooms[0]) + 1);
            std::optional<Answer<chat::Membership>> expected;
            model.set_read(user.id, rooms[0], seq, into(expected));
            replies.run();
            ASSERT_EQ(set_read(user.id, rooms[0], seq), *expected);
            continue;
        }
        const Append next = chances.next(rooms, people, head(rooms[0]));
        std::optional<Answer<chat::Appended>> expected;
        model.append(next, into(expected));
        replies.run();
        const auto answer = append(next);
        ASSERT_EQ(answer.has_value(), expected->has_value());
        if (!answer) {
            ++refused;
            ASSERT_EQ(answer.error(), expected->error());
            continue;
        }
        ASSERT_EQ(answer->event, (*expected)->event);
        ASSERT_EQ(answer->outcome, (*expected)->outcome);
    }
    EXPECT_GT(taken, 50U);
    EXPECT_LT(refused, kSteps / 2);
    for (const RoomId& room : rooms) {
        std::optional<Answer<chat::Page>> log;
        model.page({.room = room, .limit = kAll}, into(log));
        std::optional<Answer<std::vector<chat::Pin>>> pinned;
        model.pins(room, into(pinned));
        replies.run();
        EXPECT_EQ(page({.room = room, .limit = kAll})->events, (*log)->events);
        EXPECT_EQ(pins(room), *pinned);
    }
    for (const chat::User& user : people) {
        std::optional<Answer<std::optional<chat::Known>>> known;
        model.find_user("token of " + user.id.value(), at(500), into(known));
        replies.run();
        EXPECT_EQ(find_user("token of " + user.id.value(), at(500)).value()->memberships,
                  known->value()->memberships);
    }
    std::optional<Answer<std::vector<chat::Room>>> expected;
    model.rooms(into(expected));
    replies.run();
    for (const chat::Room& each : **expected)
        EXPECT_EQ(room(each.id), each);
}

}  // namespace store
