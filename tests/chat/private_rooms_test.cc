#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/rooms_world.h"
#include "chat/search.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class PrivateRoomsTest : public RoomsWorld {
protected:
    Guest ada;
    Guest bob;
    Guest gus;
    RoomId den;

    void SetUp() override {
        RoomsWorld::SetUp();
        ada = enter_as(Role::member, "Ada");
        bob = enter_as(Role::member, "Bob");
        gus = enter_as(Role::guest, "Gus");
        den = created(ada, "Den", RoomKind::closed);
        forget();
    }
    void forget() {
        for (const Guest& each : {ada, bob, gus})
            (void)heard(each);
        audience.created.clear();
    }
};

TEST_F(PrivateRoomsTest, only_its_maker_hears_of_a_new_one_who_is_its_host) {
    const Guest tab = come_back("Ada");
    forget();
    (void)heard(tab);
    const auto made = create(ada, "Cellar", RoomKind::closed, " about\nwine ");
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->role, RoomRole::host);
    EXPECT_EQ(made->room.kind, RoomKind::closed);
    EXPECT_EQ(made->room.topic, "about wine");
    EXPECT_THAT(audience.created, IsEmpty());
    EXPECT_THAT(heard(bob), IsEmpty());
    EXPECT_THAT(heard(tab), ElementsAre("joined Cellar, head 1, a host"));
}

TEST_F(PrivateRoomsTest, the_maker_of_an_open_one_is_its_host_too) {
    const auto made = create(gus, "Tea");
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->role, RoomRole::host);
    EXPECT_THAT(audience.created, ElementsAre("Tea"));
}

TEST_F(PrivateRoomsTest, its_name_is_nobodys_secret_told_by_a_refusal) {
    EXPECT_TRUE(create(bob, "Den", RoomKind::closed).has_value());
    EXPECT_TRUE(create(bob, "Den").has_value());
    EXPECT_EQ(error_of(create(ada, "Den")), ChatError::name_taken);
}

TEST_F(PrivateRoomsTest, guests_make_none_and_nobody_a_direct_one_by_its_name) {
    EXPECT_EQ(error_of(create(gus, "Nest", RoomKind::closed)), ChatError::forbidden);
    EXPECT_EQ(error_of(create(ada, "Us", RoomKind::direct)), ChatError::forbidden);
}

TEST_F(PrivateRoomsTest, a_topic_has_an_end) {
    EXPECT_EQ(error_of(create(ada, "A", RoomKind::open, std::string(251, 'x'))),
              ChatError::topic_too_long);
    EXPECT_TRUE(create(ada, "B", RoomKind::open, std::string(250, 'x')).has_value());
}

TEST_F(PrivateRoomsTest, whoever_is_added_hears_by_whom_in_every_tab) {
    const Guest tab = come_back("Bob");
    forget();
    (void)heard(tab);
    const auto added = add(ada, den, id_of(bob));
    ASSERT_TRUE(added.has_value());
    EXPECT_EQ(added->seq, 2U);
    const std::vector<std::string> both{"joined Den, head 1, by Ada",
                                        "2 Bob joined " + den.value() + ", by Ada of 2"};
    EXPECT_EQ(heard(bob), both);
    EXPECT_EQ(heard(tab), both);
    EXPECT_THAT(heard(ada), ElementsAre("2 Bob joined " + den.value() + ", by Ada of 2"));
    EXPECT_TRUE(post(bob, "hello", "n", den).has_value());
}

TEST_F(PrivateRoomsTest, who_is_away_finds_themselves_added_when_they_come) {
    const UserId carol = known(Role::member, "Carol");
    ASSERT_TRUE(add(ada, den, carol).has_value());
    ASSERT_TRUE(post(ada, "welcome", "n", den).has_value());
    const Guest here = come_back("Carol");
    EXPECT_EQ(here.room(den).unread, 1U);
    EXPECT_EQ(here.room(den).role, RoomRole::member);
}

TEST_F(PrivateRoomsTest, adding_a_member_again_is_answered_alike) {
    ASSERT_TRUE(add(ada, den, id_of(bob)).has_value());
    forget();
    const auto again = add(ada, den, id_of(bob));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->seq, 2U);
    EXPECT_TRUE(add(ada, den, id_of(ada)).has_value());
    EXPECT_THAT(heard(bob), IsEmpty());
}

TEST_F(PrivateRoomsTest, who_cannot_be_added) {
    ASSERT_TRUE(add(ada, den, id_of(bob)).has_value());
    EXPECT_EQ(error_of(add(ada, den, UserId("nobody"))), ChatError::no_such_person);
    EXPECT_EQ(error_of(add(bob, den, id_of(gus))), ChatError::forbidden) << "no host";
    EXPECT_EQ(error_of(add(gus, kLobby, id_of(bob))), ChatError::forbidden) << "a guest";
    ASSERT_TRUE(ban(ada, den, id_of(gus)).has_value());
    EXPECT_EQ(error_of(add(ada, den, id_of(gus))), ChatError::banned);
    ASSERT_TRUE(set_use(ada, den, RoomUse::archived).has_value());
    EXPECT_EQ(error_of(add(ada, den, id_of(gus))), ChatError::archived);
}

TEST_F(PrivateRoomsTest, nobody_is_added_to_more_rooms_than_they_may_join) {
    Limits limits = limits_without_rates();
    limits.rooms_joined_max = 2;
    make_chat(limits);
    start();
    ada = come_back("Ada");
    bob = come_back("Bob");
    ASSERT_TRUE(create(bob, "Bob's").has_value());
    EXPECT_EQ(error_of(add(ada, den, id_of(bob))), ChatError::too_many_rooms);
}

TEST_F(PrivateRoomsTest, who_is_no_host_any_more_when_the_store_has_answered_adds_nobody) {
    ASSERT_TRUE(add(ada, den, id_of(bob)).has_value());
    ASSERT_TRUE(set_host(ada, den, id_of(bob)).has_value());
    account_store.hold(AccountCall::find_people);
    Answer<Posted> added;
    chat().add(bob.connection, {.room = den, .user = id_of(gus)}, into(added));
    executor.run();
    ASSERT_TRUE(set_host(bob, den, id_of(bob), HostWish::Set::off).has_value());
    account_store.let_go(AccountCall::find_people);
    EXPECT_EQ(error_of(take(added)), ChatError::forbidden);
}

TEST_F(PrivateRoomsTest, who_adds_and_closes_has_added) {
    store.hold(Call::append);
    Answer<Posted> added;
    chat().add(ada.connection, {.room = den, .user = id_of(bob)}, into(added));
    executor.run();
    close(ada);
    pass(limits_without_rates().leave_grace);
    store.let_go(Call::append);
    EXPECT_TRUE(take(added).has_value());
    EXPECT_TRUE(post(bob, "alone", "n", den).has_value());
}

TEST_F(PrivateRoomsTest, a_search_finds_it_by_its_name) {
    ASSERT_TRUE(post(ada, "secret tea", "n", den).has_value());
    ASSERT_TRUE(post(ada, "open tea", "m").has_value());
    const auto found = search(ada, {.query = "tea in:den"});
    ASSERT_TRUE(found.has_value());
    ASSERT_THAT(found->hits, SizeIs(1));
    EXPECT_EQ(found->hits.front().event.room, den);
    const auto hidden = search(bob, {.query = "tea in:den"});
    ASSERT_TRUE(hidden.has_value());
    EXPECT_THAT(hidden->hits, IsEmpty());
}

TEST_F(PrivateRoomsTest, the_list_of_rooms_is_of_open_ones_with_what_was_typed_in_their_name) {
    ASSERT_TRUE(create(ada, "Green tea").has_value());
    ASSERT_TRUE(create(ada, "Coffee").has_value());
    const auto names = [this](const Guest& guest, const std::string& query) {
        std::vector<std::string> all;
        const auto entries = rooms(guest, query);
        for (const RoomEntry& entry : *entries)
            all.push_back(entry.room.name);
        return all;
    };
    EXPECT_THAT(names(bob, ""), ElementsAre("Coffee", "Green tea", "Lobby"));
    EXPECT_THAT(names(bob, "TEA"), ElementsAre("Green tea"));
    EXPECT_THAT(names(ada, "den"), IsEmpty());
}

TEST_F(PrivateRoomsTest, the_roster_lists_all_and_says_who_is_here) {
    const UserId carol = known(Role::member, "Carol");
    ASSERT_TRUE(add(ada, den, carol).has_value());
    ASSERT_TRUE(add(ada, den, id_of(bob)).has_value());
    const auto first = roster(bob, den, {}, 2);
    ASSERT_TRUE(first.has_value());
    ASSERT_THAT(first->entries, SizeIs(2));
    EXPECT_TRUE(first->more);
    EXPECT_EQ(first->entries[0].member.role, RoomRole::host);
    EXPECT_EQ(first->entries[0].here, RosterPage::Entry::Here::yes);
    const auto rest = roster(bob, den, first->entries[1].member.user.id, 2);
    ASSERT_TRUE(rest.has_value());
    ASSERT_THAT(rest->entries, SizeIs(1));
    EXPECT_FALSE(rest->more);
    for (const auto& entry : {first->entries[1], rest->entries[0]}) {
        const bool is_carol = entry.member.user.id == carol;
        EXPECT_EQ(entry.here == RosterPage::Entry::Here::no, is_carol);
    }
}

TEST_F(PrivateRoomsTest, whoever_is_removed_while_the_store_reads_sees_no_roster) {
    ASSERT_TRUE(add(ada, den, id_of(bob)).has_value());
    room_store.hold(RoomCall::roster);
    Answer<RosterPage> answer;
    chat().roster(bob.connection, {.room = den}, into(answer));
    executor.run();
    ASSERT_TRUE(kick(ada, den, id_of(bob)).has_value());
    room_store.let_go(RoomCall::roster);
    EXPECT_EQ(error_of(take(answer)), ChatError::not_found);
}

/// Everything that somebody can ask of a room, and how it is refused.
class OutsiderTest : public PrivateRoomsTest {
protected:
    using Ask = std::function<std::optional<ChatError>(const Guest&, const RoomId&)>;

    template <typename T>
    static std::optional<ChatError> refusal(const base::Result<T, Refusal>& answer) {
        return answer ? std::nullopt : std::optional(answer.error().error);
    }
    std::vector<std::pair<const char*, Ask>> asks() {
        const UserId user = id_of(ada);
        return {
            {"post", [this](auto& by, auto& id) { return refusal(post(by, "x", "n", id)); }},
            {"post nothing", [this](auto& by, auto& id) { return refusal(post(by, "", "n", id)); }},
            {"edit", [this](auto& by, auto& id) { return refusal(edit(by, 1, "x", id)); }},
            {"remove", [this](auto& by, auto& id) { return refusal(remove(by, 1, id)); }},
            {"react",
             [this](auto& by, auto& id) {
                 return refusal(react(by, 1, "no emoji", React::Set::on, id));
             }},
            {"history", [this](auto& by, auto& id) { return refusal(history(by, {.room = id})); }},
            {"typing", [this](auto& by, auto& id) { return refusal(typing(by, id)); }},
            {"read", [this](auto& by, auto& id) { return refusal(read(by, 1, id)); }},
            {"join", [this](auto& by, auto& id) { return refusal(join(by, id)); }},
            {"leave", [this](auto& by, auto& id) { return refusal(leave(by, id)); }},
            {"members", [this](auto& by, auto& id) { return refusal(members(by, id)); }},
            {"roster", [this](auto& by, auto& id) { return refusal(roster(by, id)); }},
            {"rename", [this](auto& by, auto& id) { return refusal(rename(by, id, "")); }},
            {"topic",
             [this](auto& by, auto& id) {
                 return refusal(set_topic(by, id, std::string(999, 'x')));
             }},
            {"archive",
             [this](auto& by, auto& id) { return refusal(set_use(by, id, RoomUse::archived)); }},
            {"add", [this, user](auto& by, auto& id) { return refusal(add(by, id, user)); }},
            {"kick", [this, user](auto& by, auto& id) { return refusal(kick(by, id, user)); }},
            {"kick oneself",
             [this](auto& by, auto& id) { return refusal(kick(by, id, id_of(by))); }},
            {"host", [this, user](auto& by, auto& id) { return refusal(set_host(by, id, user)); }},
            {"ban", [this, user](auto& by, auto& id) { return refusal(ban(by, id, user)); }},
            {"lift a ban",
             [this, user](auto& by, auto& id) { return refusal(lift_ban(by, id, user)); }},
            {"bans", [this](auto& by, auto& id) { return refusal(bans(by, id)); }},
            {"search",
             [this](auto& by, auto& id) {
                 return refusal(search(by, {.query = "tea", .room = id}));
             }},
            {"date", [this](auto& by, auto& id) { return refusal(date(by, clock.wall(), id)); }},
        };
    }
};

TEST_F(OutsiderTest, is_told_of_a_room_that_is_not_open_what_one_is_told_of_none) {
    const Guest mia = enter_as(Role::owner, "Mia");
    const auto us = direct(ada, {id_of(bob)});
    ASSERT_TRUE(us.has_value());
    const RoomId old = created(ada, "Old", RoomKind::closed);
    ASSERT_TRUE(set_use(ada, old, RoomUse::archived).has_value());
    ASSERT_TRUE(ban(ada, den, id_of(gus)).has_value());
    for (const auto& [what, ask] : asks()) {
        SCOPED_TRACE(what);
        for (const Guest& outsider : {gus, mia}) {
            EXPECT_EQ(ask(outsider, RoomId("none")), ChatError::not_found);
            for (const RoomId& hidden : {den, us->room.id, old})
                EXPECT_EQ(ask(outsider, hidden), ChatError::not_found);
        }
    }
}

TEST_F(OutsiderTest, of_an_open_room_hears_that_they_are_none_of_its_members) {
    const RoomId tea = created(ada, "Tea");
    for (const auto& [what, ask] : asks()) {
        if (std::string(what) == "join") continue;
        SCOPED_TRACE(what);
        EXPECT_EQ(ask(gus, tea), ChatError::not_a_member);
    }
}

TEST_F(OutsiderTest, within_a_direct_room_nothing_is_done_to_it_or_its_people) {
    const auto us = direct(ada, {id_of(bob)});
    ASSERT_TRUE(us.has_value());
    for (const std::string what : {"leave", "rename", "topic", "archive", "add", "kick", "host",
                                   "ban", "lift a ban", "bans"}) {
        SCOPED_TRACE(what);
        for (const auto& [name, ask] : asks()) {
            if (name != what) continue;
            EXPECT_EQ(ask(bob, us->room.id), ChatError::forbidden);
        }
    }
}

}  // namespace
}  // namespace chat
