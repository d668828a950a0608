#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/rooms_world.h"
#include "chat/store.h"

namespace chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class IgnoredPeopleTest : public RoomsWorld {
protected:
    void SetUp() override {
        RoomsWorld::SetUp();
        ada = enter_as(Role::member, "ada");
        telephone = come_back("ada");
        bob = enter_as(Role::member, "bob");
        eve = enter("eve");
        forget();
    }
    void forget() {
        for (const Guest& each : {ada, telephone, bob, eve})
            heard(each);
    }
    base::Result<std::vector<Named>, Refusal> set_ignored(const Guest& guest, const UserId& user,
                                                          Ignoring ignoring = Ignoring::on) {
        Answer<std::vector<Named>> answer;
        chat().ignore(guest.connection, {.user = user, .ignoring = ignoring}, into(answer));
        return take(answer);
    }
    static std::vector<std::string> names_of(const std::vector<Named>& people) {
        std::vector<std::string> names;
        for (const Named& person : people)
            names.push_back(person.nickname);
        return names;
    }
    std::vector<std::string> ignore(const Guest& guest, const Guest& other,
                                    Ignoring ignoring = Ignoring::on) {
        const auto people = set_ignored(guest, id_of(other), ignoring);
        EXPECT_TRUE(people.has_value());
        return people ? names_of(*people) : std::vector<std::string>();
    }
    std::uint32_t mentions_of(const Guest& guest) {
        const auto view = read(guest, 0);
        EXPECT_TRUE(view.has_value());
        return view ? view->mentions : 999;
    }

    Guest ada;
    Guest telephone;
    Guest bob;
    Guest eve;
};

TEST_F(IgnoredPeopleTest, are_answered_and_told_to_the_persons_other_devices_alone) {
    EXPECT_THAT(ignore(ada, bob), ElementsAre("bob"));
    EXPECT_THAT(heard(telephone), ElementsAre("ignores bob"));
    EXPECT_THAT(ignore(telephone, eve), ElementsAre("eve", "bob"));
    EXPECT_THAT(heard(ada), ElementsAre("ignores eve bob"));
    EXPECT_THAT(heard(telephone), IsEmpty());
    EXPECT_THAT(ignore(ada, bob, Ignoring::off), ElementsAre("eve"));
    EXPECT_THAT(ignore(ada, eve, Ignoring::off), IsEmpty());
    EXPECT_THAT(heard(telephone), ElementsAre("ignores eve", "ignores"));
    EXPECT_THAT(heard(bob), IsEmpty()) << "nobody learns that they are ignored";
    EXPECT_THAT(heard(eve), IsEmpty());
}

TEST_F(IgnoredPeopleTest, what_is_so_already_is_answered_alike) {
    EXPECT_THAT(ignore(ada, bob, Ignoring::off), IsEmpty());
    EXPECT_THAT(ignore(ada, bob), ElementsAre("bob"));
    EXPECT_THAT(ignore(ada, bob), ElementsAre("bob"));
}

TEST_F(IgnoredPeopleTest, guests_ignore_and_are_ignored) {
    EXPECT_THAT(ignore(eve, ada), ElementsAre("ada"));
    EXPECT_THAT(ignore(ada, eve), ElementsAre("eve"));
}

TEST_F(IgnoredPeopleTest, are_there_when_somebody_comes_back_and_after_a_restart) {
    ignore(ada, bob);
    EXPECT_THAT(names_of(come_back("ada").welcome.ignored), ElementsAre("bob")) << "a further tab";
    close(ada);
    close(telephone);
    pass(10s);
    make_chat(limits_without_rates());
    start();
    EXPECT_THAT(names_of(come_back("ada").welcome.ignored), ElementsAre("bob"));
    EXPECT_THAT(come_back("bob").welcome.ignored, IsEmpty());
}

TEST_F(IgnoredPeopleTest, oneself_and_nobody_are_refused) {
    EXPECT_EQ(error_of(set_ignored(ada, id_of(ada))), ChatError::forbidden);
    EXPECT_EQ(error_of(set_ignored(ada, UserId("nobody"))), ChatError::no_such_person);
    EXPECT_EQ(error_of(set_ignored({.connection = ConnectionId(999), .welcome = {}}, id_of(bob))),
              ChatError::not_connected);
    EXPECT_THAT(heard(telephone), IsEmpty());
}

TEST_F(IgnoredPeopleTest, are_so_many_and_no_more) {
    for (std::size_t i = 0; i < kIgnoredMax; ++i)
        ASSERT_TRUE(set_ignored(ada, known(Role::guest, "p" + std::to_string(i))).has_value());
    EXPECT_EQ(error_of(set_ignored(ada, id_of(bob))), ChatError::too_many_ignored);
    EXPECT_EQ(set_ignored(ada, UserId("p3"))->size(), kIgnoredMax);
}

TEST_F(IgnoredPeopleTest, are_refused_when_the_store_cannot_keep_them) {
    account_store.fail(AccountCall::set_ignored, 1);
    EXPECT_EQ(error_of(set_ignored(ada, id_of(bob))), ChatError::unavailable);
    EXPECT_THAT(heard(telephone), IsEmpty());
    EXPECT_THAT(come_back("ada").welcome.ignored, IsEmpty());
}

TEST_F(IgnoredPeopleTest, an_answer_that_was_lost_is_given_when_it_is_asked_again) {
    account_store.lose_answers(AccountCall::set_ignored, 1);
    EXPECT_EQ(error_of(set_ignored(ada, id_of(bob))), ChatError::unavailable);
    EXPECT_THAT(ignore(ada, bob), ElementsAre("bob"));
    EXPECT_THAT(heard(telephone), ElementsAre("ignores bob"));
}

TEST_F(IgnoredPeopleTest, whoever_asked_may_be_gone_meanwhile) {
    account_store.hold(AccountCall::set_ignored);
    Answer<std::vector<Named>> of_tab;
    chat().ignore(ada.connection, {.user = id_of(bob)}, into(of_tab));
    Answer<std::vector<Named>> of_guest;
    chat().ignore(eve.connection, {.user = id_of(bob)}, into(of_guest));
    executor.run();
    close(ada);
    close(eve);
    pass(10s);
    account_store.let_go(AccountCall::set_ignored);
    EXPECT_EQ(names_of(*take(of_tab)), (std::vector<std::string>{"bob"}))
        << "the person is still here";
    EXPECT_THAT(heard(telephone), ElementsAre(testing::HasSubstr("eve"), "ignores bob"));
    EXPECT_EQ(error_of(take(of_guest)), ChatError::not_connected);
    EXPECT_THAT(names_of(come_back(eve.token()).welcome.ignored), ElementsAre("bob"));
}

TEST_F(IgnoredPeopleTest, what_the_store_said_before_they_went_is_not_believed) {
    close(telephone);
    account_store.hold(AccountCall::set_ignored);
    store.hold(Call::find_user);
    std::optional<base::Result<Welcome, ConnectRefusal>> arrival;
    chat().connect({.connection = new_connection(), .nickname = {}, .token = "ada", .cursors = {}},
                   [&arrival](auto connected) { arrival = std::move(connected); });
    executor.run();
    Answer<std::vector<Named>> answer;
    chat().ignore(ada.connection, {.user = id_of(bob)}, into(answer));
    executor.run();
    close(ada);
    pass(10s);
    account_store.let_go(AccountCall::set_ignored);
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(arrival.has_value());
    EXPECT_FALSE(arrival->has_value()) << "it is asked again";
    EXPECT_THAT(names_of(come_back("ada").welcome.ignored), ElementsAre("bob"));
}

TEST_F(IgnoredPeopleTest, a_message_of_theirs_is_heard_and_means_nobody_who_ignores_them) {
    ignore(ada, bob);
    forget();
    post(bob, "hello @ada and @eve");
    EXPECT_THAT(heard(ada), ElementsAre("1 bob: hello @ada and @eve (means 2)"))
        << "the author must not be able to tell";
    EXPECT_EQ(mentions_of(ada), 0U);
    EXPECT_EQ(mentions_of(eve), 1U);
    EXPECT_EQ(read(ada, 0)->unread, 1U);
    post(eve, "hello @ada");
    EXPECT_EQ(mentions_of(ada), 1U);
    ignore(ada, bob, Ignoring::off);
    post(bob, "hello @ada");
    EXPECT_EQ(mentions_of(ada), 2U);
}

TEST_F(IgnoredPeopleTest, what_they_say_while_one_is_away_means_nothing_either) {
    ignore(ada, bob);
    close(ada);
    close(telephone);
    pass(10s);
    post(bob, "hello @ada");
    post(eve, "hello @ada");
    const Guest back = come_back("ada");
    EXPECT_EQ(back.room().mentions, 1U);
    EXPECT_EQ(back.room().unread, 2U);
}

// The store counts at one moment, the answer comes at another.
TEST_F(IgnoredPeopleTest, what_they_say_while_a_marker_moves_is_not_counted) {
    ignore(ada, bob);
    post(eve, "one @ada");
    store.hold(Call::set_read);
    Answer<RoomView> answer;
    chat().read(ada.connection, kLobby, 1, into(answer));
    executor.run();
    post(bob, "two @ada");
    post(eve, "three @ada");
    store.let_go(Call::set_read);
    EXPECT_EQ(take(answer)->mentions, 1U);
    EXPECT_EQ(mentions_of(ada), 1U);
}

TEST_F(IgnoredPeopleTest, go_on_with_direct_rooms_and_adding) {
    ignore(ada, bob);
    const auto opened = direct(bob, {id_of(ada)});
    ASSERT_TRUE(opened.has_value());
    EXPECT_TRUE(post(bob, "psst", {}, opened->room.id).has_value());
    EXPECT_TRUE(post(ada, "hm?", {}, opened->room.id).has_value());
    const RoomId garden = created(bob, "garden");
    EXPECT_TRUE(add(bob, garden, id_of(ada)).has_value());
}

}  // namespace
}  // namespace chat
