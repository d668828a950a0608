#include "chat/room_links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/links_world.h"
#include "chat/room.h"
#include "chat/room_records.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using RoomLinksTest = LinksWorld;

TEST_F(RoomLinksTest, a_host_makes_a_link_into_a_private_room_and_a_stranger_joins_by_it) {
    const auto made = make_link(ada, den, 3);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->link.room, den);
    EXPECT_EQ(made->link.creator, named(ada));
    EXPECT_EQ(made->link.created, clock.wall());
    EXPECT_EQ(made->link.expires, clock.wall() + 24h);
    EXPECT_EQ(made->link.uses_max, 3U);
    EXPECT_EQ(made->token.size(), 24U);
    EXPECT_THAT(*links(ada, den), ElementsAre(made->link));
    EXPECT_THAT(heard(bob), IsEmpty());

    const Guest gus = enter_as(Role::guest, "Gus");
    forget();
    const auto seen = look_at(gus, made->token);
    ASSERT_TRUE(seen.has_value());
    EXPECT_EQ(seen->room.id, den);
    EXPECT_EQ(seen->room.name, "Den");
    EXPECT_EQ(seen->room.kind, RoomKind::closed);
    EXPECT_EQ(seen->present, 2U);
    EXPECT_EQ(seen->creator, named(ada));
    EXPECT_EQ(seen->mine, LinkView::Mine::no);

    const auto joined = join_by(gus, made->token);
    ASSERT_TRUE(joined.has_value());
    EXPECT_EQ(joined->room.id, den);
    EXPECT_EQ(joined->role, RoomRole::member);
    EXPECT_THAT(heard(ada), ElementsAre("3 Gus joined " + den.value() + " of 3"));
    EXPECT_TRUE(post(gus, "hello", "n", den).has_value());
    EXPECT_EQ(links(ada, den)->front().uses, 1U);
    EXPECT_EQ(look_at(gus, made->token)->mine, LinkView::Mine::yes);
}

TEST_F(RoomLinksTest, who_may_manage_them) {
    const Guest gus = enter_as(Role::guest, "Gus");
    ASSERT_TRUE(join(gus, tea).has_value());
    const Guest out = enter_as(Role::admin, "Otto");
    const RoomId pair = direct(ada, {id_of(bob)})->room.id;
    const auto made = make_link(ada, den);
    ASSERT_TRUE(made.has_value());
    const struct {
        const char* why;
        const Guest& who;
        RoomId room;
        ChatError error;
    } cases[] = {
        {"a guest in a public room", gus, tea, ChatError::forbidden},
        {"a member in a private room", bob, den, ChatError::forbidden},
        {"anybody in a direct room", ada, pair, ChatError::forbidden},
        {"outside of a public room", out, tea, ChatError::not_a_member},
        {"outside of a private room, whoever it is", out, den, ChatError::not_found},
        {"a room that is not there", ada, RoomId("nowhere"), ChatError::not_found},
    };
    for (const auto& [why, who, room, error] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(error_of(make_link(who, room)), error);
        EXPECT_EQ(error_of(links(who, room)), error);
        EXPECT_EQ(error_of(revoke_link(who, room, made->link.id)), error);
    }
    EXPECT_THAT(*links(ada, den), SizeIs(1));
    EXPECT_TRUE(make_link(bob, tea).has_value()) << "a member in a public room";
    EXPECT_TRUE(make_link(mia, tea).has_value());
    EXPECT_TRUE(make_link(bob, kLobby).has_value()) << "harmless: everybody is there";
}

TEST_F(RoomLinksTest, a_token_that_lets_nobody_in_is_answered_alike_whatever_the_reason) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const Guest eve = enter_as(Role::guest, "Eve");
    const auto revoked = make_link(ada, den);
    ASSERT_TRUE(revoke_link(ada, den, revoked->link.id).has_value());
    const std::string used_up = link_into(ada, den, 1);
    ASSERT_TRUE(join_by(eve, used_up).has_value());
    const auto over = make_link(ada, den, 0, 1h);
    clock.advance(1h);
    for (const std::string& token :
         {std::string("nonsense"), revoked->token, used_up, over->token, std::string()}) {
        SCOPED_TRACE(token);
        EXPECT_EQ(error_of(look_at(gus, token)), ChatError::link_invalid);
        EXPECT_EQ(error_of(join_by(gus, token)), ChatError::link_invalid);
    }
    EXPECT_EQ(error_of(join(gus, den)), ChatError::not_found);
}

TEST_F(RoomLinksTest, of_two_who_come_for_the_last_use_one_gets_in) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const Guest eve = enter_as(Role::guest, "Eve");
    const std::string token = link_into(ada, den, 1);
    Answer<RoomView> first;
    Answer<RoomView> second;
    chat().join_by_link(gus.connection, token, into(first));
    chat().join_by_link(eve.connection, token, into(second));
    EXPECT_TRUE(take(first).has_value());
    EXPECT_EQ(error_of(take(second)), ChatError::link_invalid);
    EXPECT_EQ(error_of(post(eve, "x", "n", den)), ChatError::not_found);
}

TEST_F(RoomLinksTest, a_member_is_let_in_and_uses_nothing_up) {
    const std::string token = link_into(ada, den, 1);
    const auto joined = join_by(bob, token);
    ASSERT_TRUE(joined.has_value());
    EXPECT_EQ(joined->room.id, den);
    EXPECT_THAT(heard(ada), IsEmpty());
    EXPECT_EQ(links(ada, den)->front().uses, 0U);
}

TEST_F(RoomLinksTest, both_tabs_of_one_person_get_in_and_use_one_up) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const Guest tab = come_back("Gus");
    const std::string token = link_into(ada, den, 2);
    (void)heard(tab);
    Answer<RoomView> first;
    Answer<RoomView> second;
    chat().join_by_link(gus.connection, token, into(first));
    chat().join_by_link(tab.connection, token, into(second));
    EXPECT_TRUE(take(first).has_value());
    EXPECT_TRUE(take(second).has_value());
    EXPECT_EQ(links(ada, den)->front().uses, 1U);
    EXPECT_THAT(heard(tab), testing::Contains("joined Den, head 2"));
}

TEST_F(RoomLinksTest, who_is_banned_stays_out) {
    const Guest gus = enter_as(Role::guest, "Gus");
    ASSERT_TRUE(ban(ada, den, id_of(gus)).has_value());
    const std::string token = link_into(ada, den, 1);
    EXPECT_EQ(error_of(join_by(gus, token)), ChatError::banned);
    EXPECT_EQ(links(ada, den)->front().uses, 0U);
}

TEST_F(RoomLinksTest, an_archived_room_lets_nobody_in_until_it_is_restored) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const auto made = make_link(ada, den);
    ASSERT_TRUE(set_use(ada, den, RoomUse::archived).has_value());
    EXPECT_EQ(error_of(make_link(ada, den)), ChatError::archived);
    EXPECT_EQ(error_of(look_at(gus, made->token)), ChatError::archived);
    EXPECT_EQ(error_of(join_by(gus, made->token)), ChatError::archived);
    EXPECT_EQ(look_at(bob, made->token)->mine, LinkView::Mine::yes) << "a member finds their room";
    EXPECT_THAT(*links(ada, den), SizeIs(1)) << "it can be seen";
    ASSERT_TRUE(set_use(ada, den, RoomUse::active).has_value());
    EXPECT_TRUE(join_by(gus, made->token).has_value());
    ASSERT_TRUE(set_use(ada, den, RoomUse::archived).has_value());
    EXPECT_TRUE(revoke_link(ada, den, made->link.id).has_value()) << "and taken back";
    EXPECT_THAT(*links(ada, den), IsEmpty());
}

TEST_F(RoomLinksTest, a_link_stays_when_its_maker_has_to_go) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const std::string token = link_into(bob, tea);
    ASSERT_TRUE(kick(ada, tea, id_of(bob)).has_value());
    EXPECT_TRUE(join_by(gus, token).has_value());
    EXPECT_TRUE(join_by(bob, token).has_value()) << "who was kicked may come again";
}

TEST_F(RoomLinksTest, taking_back_what_is_not_there_is_answered_alike) {
    const auto made = make_link(ada, den);
    EXPECT_TRUE(revoke_link(ada, den, made->link.id).has_value());
    EXPECT_TRUE(revoke_link(ada, den, made->link.id).has_value());
    EXPECT_TRUE(revoke_link(ada, den, RoomLinkId("nothing")).has_value());
    const auto other = make_link(ada, tea);
    EXPECT_TRUE(revoke_link(ada, den, other->link.id).has_value());
    EXPECT_THAT(*links(ada, tea), ElementsAre(other->link)) << "it is of another room";
}

TEST_F(RoomLinksTest, a_room_has_so_many_and_a_wish_is_cut_to_what_there_is) {
    const auto longest = make_link(ada, tea, 2'000'000, 1'000'000h);
    EXPECT_EQ(longest->link.uses_max, kLinkUsesMax);
    EXPECT_EQ(longest->link.expires, clock.wall() + kLinkLifetimeMax);
    for (std::size_t i = 1; i < kRoomLinksMax; ++i)
        ASSERT_TRUE(make_link(ada, tea).has_value());
    EXPECT_EQ(error_of(make_link(ada, tea)), ChatError::too_many_links);
    EXPECT_THAT(*links(ada, tea), SizeIs(kRoomLinksMax));
    ASSERT_TRUE(revoke_link(ada, tea, longest->link.id).has_value());
    EXPECT_TRUE(make_link(ada, tea).has_value());
}

TEST_F(RoomLinksTest, only_the_hash_of_a_token_is_kept) {
    const auto made = make_link(ada, den);
    std::optional<RoomLink> by_hash;
    std::optional<RoomLink> by_token;
    memory.find_link(base::sha256(made->token), clock.wall(),
                     [&](const auto& found) { by_hash = *found; });
    memory.find_link(made->token, clock.wall(), [&](const auto& found) { by_token = *found; });
    executor.run();
    EXPECT_EQ(by_hash, made->link);
    EXPECT_EQ(by_token, std::nullopt);
}

TEST_F(RoomLinksTest, a_store_that_fails_is_told_and_nothing_changes) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const auto made = make_link(ada, den, 1);
    room_records.fail(RecordCall::make_link, 1);
    EXPECT_EQ(error_of(make_link(ada, den)), ChatError::unavailable);
    room_records.fail(RecordCall::links, 1);
    EXPECT_EQ(error_of(links(ada, den)), ChatError::unavailable);
    room_records.fail(RecordCall::revoke_link, 1);
    EXPECT_EQ(error_of(revoke_link(ada, den, made->link.id)), ChatError::unavailable);
    room_records.fail(RecordCall::find_link, 2);
    EXPECT_EQ(error_of(look_at(gus, made->token)), ChatError::unavailable);
    EXPECT_EQ(error_of(join_by(gus, made->token)), ChatError::unavailable);
    store.fail(Call::append, 1);
    EXPECT_EQ(error_of(join_by(gus, made->token)), ChatError::unavailable);
    EXPECT_THAT(*links(ada, den), ElementsAre(made->link));
    EXPECT_TRUE(join_by(gus, made->token).has_value());
}

TEST_F(RoomLinksTest, an_answer_that_was_lost_is_no_second_use) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const auto made = make_link(ada, den, 2);
    store.lose_answers(Call::append, 1);
    EXPECT_EQ(error_of(join_by(gus, made->token)), ChatError::unavailable);
    EXPECT_EQ(join_by(gus, made->token)->room.id, den);
    EXPECT_EQ(links(ada, den)->front().uses, 1U);
    room_records.lose_answers(RecordCall::make_link, 1);
    EXPECT_EQ(error_of(make_link(ada, den)), ChatError::unavailable);
    EXPECT_THAT(*links(ada, den), SizeIs(2)) << "whoever asks again sees it, and takes it back";
}

TEST_F(RoomLinksTest, who_is_gone_meanwhile_has_joined_or_has_not) {
    const Guest gus = enter_as(Role::guest, "Gus");
    const std::string token = link_into(ada, den);
    Answer<RoomView> answer;
    room_records.hold(RecordCall::find_link);
    chat().join_by_link(gus.connection, token, into(answer));
    executor.run();
    close(gus);
    pass(10s);
    room_records.let_go(RecordCall::find_link);
    EXPECT_EQ(error_of(take(answer)), ChatError::not_connected);
    EXPECT_EQ(links(ada, den)->front().uses, 0U);

    const Guest again = come_back("Gus");
    answer.reset();
    store.hold(Call::append);
    chat().join_by_link(again.connection, token, into(answer));
    executor.run();
    close(again);
    pass(10s);
    store.let_go(Call::append);
    EXPECT_EQ(error_of(take(answer)), ChatError::not_connected);
    EXPECT_EQ(come_back("Gus").room(den).room.name, "Den") << "the membership remains";
}

TEST_F(RoomLinksTest, who_lost_their_rights_meanwhile_sees_no_links) {
    ASSERT_TRUE(make_link(ada, den).has_value());
    Answer<std::vector<RoomLink>> answer;
    room_records.hold(RecordCall::links);
    chat().links(ada.connection, den, into(answer));
    executor.run();
    ASSERT_TRUE(set_host(ada, den, id_of(ada), HostWish::Set::off).has_value());
    room_records.let_go(RecordCall::links);
    EXPECT_EQ(error_of(take(answer)), ChatError::forbidden);
}

TEST_F(RoomLinksTest, somebody_tries_tokens_no_faster_than_they_join_rooms) {
    Limits limits;
    make_chat(limits);
    start();
    const Guest gus = enter_as(Role::guest, "Gus");
    int tries = 0;
    while (error_of(look_at(gus, "guess")) == ChatError::link_invalid)
        ++tries;
    EXPECT_EQ(tries, 20);
    EXPECT_EQ(error_of(join_by(gus, "guess")), ChatError::rate_limited);
}

}  // namespace
}  // namespace chat
