#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/meant.h"
#include "store/mentions_contract.h"
#include "store/mentions_model.h"

namespace store {

using chat::Append;
using chat::Appended;
using chat::EventKind;
using chat::Membership;
using chat::RoomId;
using chat::User;
using chat::UserId;
using testing::ElementsAre;

TEST_P(MentionsContract, means_members_by_themselves_and_by_the_keys_of_their_accounts) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    const User eve = make_known_account("eve", room);

    const auto said = append(meaning(message(room, ada, "1"), {bob.id}, {"key of eve"}));

    ASSERT_TRUE(said.has_value());
    EXPECT_THAT(meant_in(said->event), ElementsAre("bob", "eve"));
    EXPECT_EQ(mentions(ada, room), 0U);
    EXPECT_EQ(mentions(bob, room), 1U);
    EXPECT_EQ(mentions(eve, room), 1U);
    EXPECT_EQ(event(room, 1).mentions, nullptr) << "a page tells nobody's news";
    const auto then = append(meaning(answer(room, ada, "2", 1), {}, {"key of eve"}));
    EXPECT_THAT(meant_in(then->event), ElementsAre("eve")) << "also by an answer";
    EXPECT_EQ(mentions(eve, room), 2U);
}

TEST_P(MentionsContract, means_nobody_twice_or_who_is_not_there_and_never_the_author) {
    const RoomId room = make_room("garden");
    const User ada = make_known_account("ada", room);
    const User bob = make_user("bob", room);
    const User eve = make_known_account("eve", room);
    const User zoe = make_known_account("zoe", make_room("elsewhere"));
    const UserId nobody("nobody");

    const auto said =
        append(meaning(message(room, ada, "1"), {nobody, ada.id, eve.id, zoe.id, bob.id, eve.id},
                       {"key of zoe", "key of eve", "nobody's key", "key of ada", "key of ada"}));

    ASSERT_TRUE(said.has_value());
    EXPECT_THAT(meant_in(said->event), ElementsAre("eve", "bob"));
    EXPECT_EQ(mentions(ada, room), 0U);
    EXPECT_EQ(mentions(bob, room), 1U);
    EXPECT_EQ(mentions(eve, room), 1U);
    EXPECT_EQ(mentions(zoe, RoomId("elsewhere")), 0U);
    const auto alone = append(meaning(message(room, ada, "2"), {nobody, ada.id}, {"key of zoe"}));
    EXPECT_EQ(alone->event.mentions, nullptr);
    EXPECT_EQ(append(message(room, ada, "3"))->event.mentions, nullptr);
}

TEST_P(MentionsContract, means_whoever_has_an_accounts_name_by_now) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User eve = make_known_account("eve", room);
    ASSERT_TRUE(rename_user(eve.id, "Eva", "key of eva").has_value());
    const auto said =
        append(meaning(message(room, ada, "1"), {}, {"key of eve", "key of eva", "ada"}));
    EXPECT_THAT(meant_in(said->event), ElementsAre("eve")) << "a guest's name has no key";
    EXPECT_EQ(mentions(eve, room), 1U);
}

TEST_P(MentionsContract, means_at_most_so_many) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User eve = make_known_account("eve", room);
    const User zoe = make_known_account("zoe", room);
    std::vector<UserId> many;
    for (std::size_t i = 0; i <= chat::kMentionsMax; ++i)
        many.push_back(make_user("user" + std::to_string(i), room).id);

    const auto said = append(meaning(message(room, ada, "1"), many, {"key of eve"}));
    ASSERT_TRUE(said.has_value()) << "what is over it is cut";
    EXPECT_EQ(meant_in(said->event).size(), chat::kMentionsMax);
    EXPECT_EQ(mentions(eve, room), 0U);

    many.resize(chat::kMentionsMax - 1);
    const auto fewer = append(meaning(message(room, ada, "2"), many, {"key of eve", "key of zoe"}));
    EXPECT_EQ(meant_in(fewer->event).size(), chat::kMentionsMax);
    EXPECT_EQ(mentions(eve, room), 1U);
    EXPECT_EQ(mentions(zoe, room), 0U);
}

TEST_P(MentionsContract, says_the_count_and_how_far_it_goes_wherever_a_membership_is_given) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User eve = make_known_account("eve", room);
    const auto counted = [&](chat::Seq read, std::uint32_t count, chat::Seq to) {
        return Membership{
            .room = room, .read = read, .read_ordinal = read, .mentions = count, .mentions_to = to};
    };
    for (const char* nonce : {"1", "2", "3"})
        ASSERT_TRUE(append(meaning(message(room, ada, nonce), {eve.id})).has_value());
    ASSERT_TRUE(append(message(room, ada, "4")).has_value());

    EXPECT_EQ(membership(eve, room), counted(0, 3, 4));
    EXPECT_EQ(set_read(eve.id, room, 0), counted(0, 3, 4));
    EXPECT_EQ(set_read(eve.id, room, 1), counted(1, 2, 4)) << "what comes later is left";
    EXPECT_EQ(set_read(eve.id, room, 1), counted(1, 2, 4));
    EXPECT_EQ(membership(eve, room), counted(1, 2, 4));
    // With what was asked just before, which may be decided in one go.
    std::optional<Answer<Appended>> said;
    std::optional<Answer<chat::Known>> begun;
    store().append(meaning(message(room, ada, "5"), {eve.id}), into(said));
    accounts().begin_session(new_session("phone", "eve"), into(begun));
    const auto known = wait_for(begun);
    ASSERT_TRUE(known.has_value());
    EXPECT_THAT(known->memberships, ElementsAre(counted(1, 3, 5)));
    std::optional<Answer<Appended>> more;
    std::optional<Answer<Membership>> read;
    std::optional<Answer<std::optional<chat::Known>>> found;
    store().append(meaning(message(room, ada, "6"), {eve.id}), into(more));
    store().set_read(eve.id, room, 3, into(read));
    store().find_user("token phone", at(500), into(found));
    EXPECT_EQ(wait_for(read), counted(3, 2, 6));
    const auto there = wait_for(found);
    ASSERT_TRUE(there.has_value() && there->has_value());
    EXPECT_THAT((*there)->memberships, ElementsAre(counted(3, 2, 6)));
    EXPECT_EQ(set_read(eve.id, room, 100), counted(6, 0, 6));
    EXPECT_EQ(membership(eve, room), counted(6, 0, 6));
}

TEST_P(MentionsContract, somebody_new_is_meant_by_nothing_of_before) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    std::optional<Answer<Appended>> said;
    std::optional<Answer<chat::Known>> made;
    store().append(meaning(message(room, ada, "1"), {UserId("eve")}, {"key of eve"}), into(said));
    const User eve{.id = UserId("eve"), .nickname = "eve", .created = at(0)};
    store().create_user({.user = eve,
                         .name_key = "key of eve",
                         .token = "token of eve",
                         .session = session("session of eve", "eve"),
                         .first_room = room},
                        into(made));
    const auto known = wait_for(made);
    ASSERT_TRUE(known.has_value());
    EXPECT_THAT(known->memberships, ElementsAre(read_to(room, 1, 1)));
    EXPECT_EQ(wait_for(said)->event.mentions, nullptr);
    EXPECT_EQ(membership(eve, room), read_to(room, 1, 1));
}

TEST_P(MentionsContract, whoever_says_something_has_read_what_means_them) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    ASSERT_TRUE(append(meaning(message(room, ada, "1"), {bob.id})).has_value());
    ASSERT_TRUE(append(about(room, EventKind::reaction_added, bob, 1, "👍")).has_value());
    EXPECT_EQ(mentions(bob, room), 1U) << "a reaction says nothing";
    ASSERT_TRUE(append(message(room, bob, "2")).has_value());
    EXPECT_EQ(membership(bob, room), read_to(room, 3, 2));

    // And not what came after it, all asked before the first answer.
    std::vector<std::optional<Answer<Appended>>> said(5);
    store().append(meaning(message(room, ada, "3"), {bob.id}), into(said[0]));
    store().append(message(room, bob, "4"), into(said[1]));
    store().append(meaning(message(room, ada, "5"), {bob.id}), into(said[2]));
    store().append(meaning(message(room, bob, "6"), {ada.id}), into(said[3]));
    store().append(meaning(message(room, ada, "7"), {bob.id}), into(said[4]));
    for (auto& slot : said)
        ASSERT_TRUE(wait_for(slot).has_value());
    EXPECT_EQ(mentions(bob, room), 1U);
    EXPECT_EQ(membership(bob, room)->read, 7U);
    EXPECT_EQ(membership(ada, room), read_to(room, 8, 7));
}

TEST_P(MentionsContract, counts_a_repeated_message_once) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    const Append first = meaning(message(room, ada, "1"), {bob.id});
    Append replying = meaning(answer(room, ada, "2", 1), {bob.id});
    ASSERT_TRUE(append(first).has_value());
    ASSERT_TRUE(append(replying).has_value());

    for (const Append& again : {first, replying}) {
        const auto repeated = append(again);
        ASSERT_TRUE(repeated.has_value());
        EXPECT_EQ(repeated->outcome, Appended::Outcome::repeated);
        EXPECT_EQ(repeated->event.mentions, nullptr);
    }
    EXPECT_EQ(mentions(bob, room), 2U);
    ASSERT_TRUE(set_read(bob.id, room, 2).has_value());
    ASSERT_TRUE(append(first).has_value());
    EXPECT_EQ(mentions(bob, room), 0U);
}

TEST_P(MentionsContract, nothing_but_a_message_means_somebody_and_no_change_unmeans_them) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    ASSERT_TRUE(append(message(room, ada, "1")).has_value());
    ASSERT_TRUE(append(meaning(message(room, ada, "2"), {bob.id})).has_value());

    const auto edited = append(meaning(about(room, EventKind::edited, ada, 1, "@bob"), {bob.id}));
    ASSERT_TRUE(edited.has_value());
    EXPECT_EQ(edited->event.mentions, nullptr);
    ASSERT_TRUE(append(about(room, EventKind::deleted, ada, 2)).has_value());
    EXPECT_EQ(mentions(bob, room), 1U);
}

TEST_P(MentionsContract, whoever_comes_back_is_meant_by_nothing_of_before) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    const auto mean_bob = [&](const std::string& nonce) {
        EXPECT_TRUE(append(meaning(message(room, ada, nonce), {bob.id})).has_value());
    };
    mean_bob("1");
    ASSERT_TRUE(append(change(room, EventKind::member_left, bob)).has_value());
    mean_bob("2");
    join(room, bob);
    EXPECT_EQ(membership(bob, room), read_to(room, 4, 2)) << "after leaving";

    mean_bob("3");
    ASSERT_TRUE(append(by(room, EventKind::member_left, bob, ada)).has_value());
    join(room, bob);
    EXPECT_EQ(mentions(bob, room), 0U) << "after being removed";

    mean_bob("4");
    ASSERT_TRUE(ban(room, ban_of(bob, ada)).has_value());
    mean_bob("5");
    ASSERT_TRUE(lift_ban(room, bob).has_value());
    join(room, bob);
    EXPECT_EQ(mentions(bob, room), 0U) << "after a ban";
    mean_bob("6");
    EXPECT_EQ(mentions(bob, room), 1U);
}

TEST_P(MentionsContract, a_guest_who_becomes_an_account_keeps_what_means_them) {
    const RoomId room = make_room("garden");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    ASSERT_TRUE(append(meaning(message(room, ada, "1"), {bob.id})).has_value());
    ASSERT_TRUE(append(meaning(message(room, ada, "2"), {}, {"key of bob"})).has_value());

    const auto became = create_account(new_account("bob"));

    ASSERT_TRUE(became.has_value());
    EXPECT_THAT(became->memberships,
                ElementsAre(Membership{.room = room, .mentions = 1, .mentions_to = 2}));
    const auto said = append(meaning(message(room, ada, "3"), {}, {"key of bob"}));
    EXPECT_THAT(meant_in(said->event), ElementsAre("bob"));
    EXPECT_EQ(set_read(bob.id, room, 1)->mentions, 1U);
}

TEST_P(MentionsContract, counts_in_each_room_for_itself) {
    const RoomId garden = make_room("garden");
    const RoomId attic = make_room("attic");
    const User ada = make_user("ada", garden);
    const User bob = make_user("bob", garden);
    join(attic, bob);
    ASSERT_TRUE(append(meaning(message(garden, ada, "1"), {bob.id})).has_value());
    ASSERT_TRUE(append(meaning(message(attic, ada, "1"), {bob.id})).has_value());
    ASSERT_TRUE(set_read(bob.id, attic, 2).has_value());
    EXPECT_EQ(mentions(bob, attic), 0U);
    EXPECT_EQ(mentions(bob, garden), 1U);
    ASSERT_TRUE(append(meaning(message(attic, ada, "2"), {bob.id})).has_value());
    ASSERT_TRUE(append(change(garden, EventKind::member_left, bob)).has_value());
    EXPECT_EQ(mentions(bob, attic), 1U);
}

TEST_P(MentionsContract, counts_as_a_simple_model_does_whatever_comes) {
    constexpr std::uint64_t kSeed = 20'261'128;
    constexpr std::size_t kRounds = 15;
    constexpr std::size_t kDeedsARound = 60;
    SCOPED_TRACE(kSeed);
    MentionsModel model(kSeed);
    std::vector<User> people;
    for (const std::string& room : MentionsModel::rooms())
        make_room(room);
    for (const std::string& name : MentionsModel::people()) {
        const bool is_guest = people.size() % 2 == 0;
        people.push_back(is_guest ? make_user(name, {}) : make_known_account(name, {}));
    }

    for (std::size_t round = 0; round < kRounds; ++round) {
        // Everything of one round is asked before the first answer.
        std::size_t answered = 0;
        for (std::size_t i = 0; i < kDeedsARound; ++i)
            ask_for(model.next(), people, answered);
        while (answered < kDeedsARound)
            ASSERT_GT(run_replies(), 0U);
        for (std::size_t i = 0; i < people.size(); ++i) {
            for (const std::string& room : MentionsModel::rooms()) {
                const auto now = membership(people[i], RoomId(room));
                EXPECT_TRUE(is_as_counted(now, model.membership(i, room)))
                    << people[i].id.value() << " in the " << room;
            }
        }
        ASSERT_FALSE(HasFailure()) << "in round " << round;
    }
}

TEST_P(MentionsContract, so_many_wait_for_somebody_and_no_more) {
    const RoomId room = make_room("r1");
    const User ada = make_user("ada", room);
    const User bob = make_user("bob", room);
    std::size_t told = 0;
    std::size_t answered = 0;
    const auto count = [&](const auto& said) {
        ++answered;
        if (said && said->event.mentions) ++told;
    };
    for (std::size_t i = 0; i <= chat::kUnreadMentionsMax; ++i) {
        const Append said = meaning(message(room, ada, std::to_string(i)), {bob.id});
        if (i % 20 == 0) {
            count(append(said));
        } else {
            store().append(said, count);
        }
    }
    EXPECT_EQ(mentions(bob, room), chat::kUnreadMentionsMax);
    EXPECT_EQ(answered, chat::kUnreadMentionsMax + 1);
    EXPECT_EQ(told, chat::kUnreadMentionsMax);
    EXPECT_EQ(set_read(bob.id, room, 400)->mentions, chat::kUnreadMentionsMax - 400);
    EXPECT_EQ(append(meaning(message(room, ada, "once more"), {bob.id}))->event.mentions->size(),
              1U);
}

}  // namespace store
