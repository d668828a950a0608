#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/account_store_contract.h"

namespace store {

using chat::NewSession;
using chat::RoomId;
using chat::Session;
using chat::SessionId;
using chat::StoreError;
using chat::User;
using chat::UserId;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

TEST_P(AccountStoreContract, begins_a_session_with_all_that_is_known_of_its_user) {
    const RoomId lobby = make_room("lobby");
    const User ada = make_account("ada", lobby);
    ASSERT_TRUE(append(message(lobby, ada, "1")).has_value());
    const NewSession wanted = new_session("phone", "ada", 60);

    const auto known = begin_session(wanted);

    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(known->user, ada);
    EXPECT_EQ(known->session, SessionId("phone"));
    EXPECT_THAT(known->memberships, ElementsAre(read_to(lobby, 1, 1)));
    EXPECT_THAT(sessions(ada.id, at(61)),
                ElementsAre(wanted.session, new_account("ada").session.session));
}

TEST_P(AccountStoreContract, a_session_begins_with_the_marker_of_a_message_said_just_before) {
    const RoomId lobby = make_room("lobby");
    const User ada = make_account("ada", lobby);
    std::optional<Answer<chat::Appended>> said;
    std::optional<Answer<chat::Known>> begun;
    store().append(message(lobby, ada, "1"), into(said));
    accounts().begin_session(new_session("phone", "ada"), into(begun));
    const auto known = wait_for(begun);
    ASSERT_TRUE(known.has_value());
    EXPECT_THAT(known->memberships, ElementsAre(read_to(lobby, 1, 1)));
}

TEST_P(AccountStoreContract, begins_no_session_for_nobody) {
    EXPECT_EQ(begin_session(new_session("s", "nobody")).error(), StoreError::no_such_user);
    EXPECT_EQ(find_session("token s", at(1)), std::nullopt);
}

TEST_P(AccountStoreContract, keeps_a_session_as_it_was_given) {
    const User ada = make_account("ada");
    NewSession wanted = new_session("phone", "ada", 60);
    wanted.token = std::string("\0\xFF'\x80 \0", 6);
    wanted.session.agent = "Mozilla/5.0 (Ünïx; 'quoted')";
    wanted.session.address = "2001:db8::1";
    ASSERT_TRUE(begin_session(wanted).has_value());

    EXPECT_EQ(sessions(ada.id, at(60)).front(), wanted.session);
    EXPECT_EQ(find_session(wanted.token, at(60)), wanted.session);
    EXPECT_EQ(find_session(wanted.token.substr(0, 5), at(60)), std::nullopt);
    EXPECT_EQ(find_session("", at(60)), std::nullopt);
}

TEST_P(AccountStoreContract, a_session_that_is_used_lives_its_lifetime_from_then_on) {
    make_account("ada");
    NewSession brief = new_session("brief", "ada");
    brief.session.lifetime = base::Milliseconds(100);
    brief.session.expires = at(100);
    ASSERT_TRUE(begin_session(brief).has_value());
    Session used = brief.session;
    used.used = at(99);
    used.expires = at(199);

    EXPECT_EQ(find_session("token brief", at(99)), used);
    // Writing it may wait for the next commit.
    ASSERT_TRUE(begin_session(new_session("other", "ada")).has_value());
    EXPECT_TRUE(find_session("token brief", at(198)).has_value());
    ASSERT_TRUE(end_session(UserId("ada"), "other").has_value());
    EXPECT_EQ(find_session("token brief", at(298)), std::nullopt) << "the end itself is too late";
    EXPECT_EQ(find_session("token brief", at(297))->used, at(297));
}

TEST_P(AccountStoreContract, a_connection_uses_a_session_too) {
    const RoomId lobby = make_room("lobby");
    make_account("ada", lobby);
    NewSession brief = new_session("brief", "ada");
    brief.session.lifetime = base::Milliseconds(100);
    brief.session.expires = at(100);
    ASSERT_TRUE(begin_session(brief).has_value());
    ASSERT_TRUE(find_user("token brief", at(90))->has_value());
    make_room("something that is written");
    EXPECT_TRUE(find_session("token brief", at(180)).has_value());
}

TEST_P(AccountStoreContract, lists_the_sessions_of_one_user_the_last_used_first) {
    const RoomId lobby = make_room("lobby");
    const User guest = make_user("bob", lobby);
    const User ada = make_account("ada");
    ASSERT_TRUE(begin_session(new_session("late", "ada", 90)).has_value());
    ASSERT_TRUE(begin_session(new_session("middle", "ada", 80)).has_value());

    EXPECT_THAT(ids_of(sessions(ada.id, at(100))),
                ElementsAre("late", "middle", "account session of ada"));
    // Far enough from the last time that it is written, whichever the store's patience.
    ASSERT_TRUE(find_session("token middle", at(900'000)).has_value());
    make_room("something that is written");
    EXPECT_THAT(ids_of(sessions(ada.id, at(900'000))),
                ElementsAre("middle", "late", "account session of ada"));
    EXPECT_EQ(sessions(ada.id, at(900'000)).front().used, at(900'000));
    EXPECT_THAT(ids_of(sessions(guest.id, at(100))), ElementsAre("session of bob"));
    EXPECT_TRUE(sessions(UserId("nobody"), at(100)).empty());
}

TEST_P(AccountStoreContract, lists_no_session_that_is_over) {
    const User ada = make_account("ada");
    NewSession brief = new_session("brief", "ada");
    brief.session.lifetime = base::Milliseconds(100);
    brief.session.expires = at(100);
    ASSERT_TRUE(begin_session(brief).has_value());
    EXPECT_EQ(sessions(ada.id, at(99)).size(), 2U);
    EXPECT_THAT(ids_of(sessions(ada.id, at(100))), ElementsAre("account session of ada"));
}

TEST_P(AccountStoreContract, the_session_used_longest_ago_makes_room) {
    const User ada = make_account("ada");
    make_account("bob");
    for (std::size_t i = 1; i < chat::kSessionsMax; ++i) {
        const auto used = static_cast<std::int64_t>(100 + i);
        ASSERT_TRUE(begin_session(new_session(std::to_string(i), "ada", used)).has_value());
    }
    EXPECT_EQ(sessions(ada.id, at(200)).size(), chat::kSessionsMax);
    EXPECT_TRUE(find_session("token account session of ada", at(900'000)).has_value())
        << "which is not the oldest any more";

    ASSERT_TRUE(begin_session(new_session("new", "ada", 300)).has_value());

    EXPECT_EQ(sessions(ada.id, at(900'000)).size(), chat::kSessionsMax);
    EXPECT_EQ(find_session("token 1", at(900'000)), std::nullopt);
    EXPECT_TRUE(find_session("token 2", at(900'000)).has_value());
    EXPECT_TRUE(find_session("token new", at(900'000)).has_value());
    EXPECT_TRUE(find_session("token account session of ada", at(900'000)).has_value());
    EXPECT_EQ(sessions(UserId("bob"), at(200)).size(), 1U);
}

TEST_P(AccountStoreContract, ends_one_session_of_its_user_only) {
    const User ada = make_account("ada");
    const User bob = make_account("bob");
    ASSERT_TRUE(begin_session(new_session("phone", "ada")).has_value());

    EXPECT_EQ(end_session(bob.id, "phone").error(), StoreError::no_such_session);
    EXPECT_EQ(end_session(ada.id, "no such").error(), StoreError::no_such_session);
    EXPECT_EQ(end_session(UserId("nobody"), "phone").error(), StoreError::no_such_session);
    EXPECT_EQ(sessions(ada.id, at(10)).size(), 2U);

    EXPECT_TRUE(end_session(ada.id, "phone").has_value());
    EXPECT_EQ(find_session("token phone", at(10)), std::nullopt);
    const auto holder = find_user("token phone", at(10));
    ASSERT_TRUE(holder.has_value());
    EXPECT_FALSE(holder->has_value());
    EXPECT_THAT(ids_of(sessions(ada.id, at(10))), ElementsAre("account session of ada"));
    EXPECT_EQ(end_session(ada.id, "phone").error(), StoreError::no_such_session) << "twice";
}

TEST_P(AccountStoreContract, a_session_that_ended_does_not_come_back_by_a_use_just_before) {
    make_account("ada");
    ASSERT_TRUE(begin_session(new_session("phone", "ada")).has_value());
    std::optional<Answer<std::optional<Session>>> found;
    std::optional<Answer<void>> ended;
    accounts().find_session("token phone", at(900'000), into(found));
    accounts().end_session(UserId("ada"), SessionId("phone"), into(ended));
    ASSERT_TRUE(wait_for(ended).has_value());
    ASSERT_TRUE(wait_for(found).has_value());
    make_room("something that is written");
    EXPECT_EQ(find_session("token phone", at(900'000)), std::nullopt);
}

TEST_P(AccountStoreContract, ends_all_sessions_but_one_and_names_them) {
    const User ada = make_account("ada");
    make_account("bob");
    ASSERT_TRUE(begin_session(new_session("phone", "ada")).has_value());
    ASSERT_TRUE(begin_session(new_session("desk", "ada")).has_value());

    EXPECT_THAT(end_other_sessions(ada.id, "phone"),
                UnorderedElementsAre("desk", "account session of ada"));
    EXPECT_THAT(ids_of(sessions(ada.id, at(10))), ElementsAre("phone"));
    EXPECT_TRUE(end_other_sessions(ada.id, "phone").empty());
    EXPECT_THAT(end_other_sessions(ada.id, "account session of bob"), ElementsAre("phone"));
    EXPECT_TRUE(end_other_sessions(UserId("nobody"), "").empty());
    EXPECT_EQ(sessions(UserId("bob"), at(10)).size(), 1U);
}

}  // namespace store
