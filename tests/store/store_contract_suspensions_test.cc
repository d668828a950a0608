#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "chat/account.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/admin_store_contract.h"

namespace store {

using chat::AuditAction;
using chat::DoorOptions;
using chat::KeptSettings;
using chat::Registration;
using chat::Role;
using chat::StoreError;
using chat::Suspension;
using chat::User;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_P(AdminStoreContract, whoever_is_suspended_has_no_session_and_gets_none) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    const User carol = make_account("carol");
    const Suspension wanted = suspension(ada, 5000);

    const auto suspended = suspend(deed(ada, AuditAction::suspended, bob), wanted);
    ASSERT_TRUE(suspended.has_value());
    EXPECT_EQ(suspended->suspension, wanted);
    EXPECT_EQ(entry("bob")->suspension, wanted);
    EXPECT_THAT(sessions(bob.id, at(200)), IsEmpty());
    EXPECT_EQ(sessions(carol.id, at(200)).size(), 1U);
    EXPECT_EQ(find_session("token account session of bob", at(200)), std::nullopt);

    chat::NewSession late = new_session("late", "bob");
    late.session.created = at(4999);
    EXPECT_EQ(begin_session(late).error(), StoreError::suspended);
    late.session.created = at(5000);
    const auto begun = begin_session(late);
    ASSERT_TRUE(begun.has_value()) << "it is over then";
    EXPECT_THAT(actions(), ElementsAre(AuditAction::suspended));
}

TEST_P(AdminStoreContract, tells_of_a_suspension_where_it_tells_of_people) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    const Suspension wanted = suspension(ada);
    ASSERT_TRUE(suspend(deed(ada, AuditAction::suspended, bob), wanted).has_value());
    EXPECT_EQ(find_account("key of bob")->suspension, wanted);
    EXPECT_EQ(account_of(bob.id)->suspension, wanted);
    EXPECT_EQ(find_account("key of ada")->suspension, std::nullopt);
    EXPECT_EQ(accounts_page({.key_prefix = "key of bob"})->entries.at(0).suspension, wanted);
}

TEST_P(AdminStoreContract, a_session_tells_of_an_earlier_suspension) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    const Suspension wanted = suspension(ada, 150);
    ASSERT_TRUE(suspend(deed(ada, AuditAction::suspended, bob), wanted).has_value());
    chat::NewSession next = new_session("next", "bob");
    next.session.created = at(150);
    ASSERT_TRUE(begin_session(next).has_value());
    const auto known = find_user(next.token, at(200));
    ASSERT_TRUE(known.has_value() && known->has_value());
    EXPECT_EQ((*known)->suspension, wanted);
}

TEST_P(AdminStoreContract, a_second_suspension_takes_the_place_of_the_first) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    ASSERT_TRUE(suspend(deed(ada, AuditAction::suspended, bob), suspension(ada)).has_value());
    const Suspension second = suspension(ada, 900);
    ASSERT_TRUE(suspend(deed(ada, AuditAction::suspended, bob), second).has_value());
    EXPECT_EQ(entry("bob")->suspension, second);
}

TEST_P(AdminStoreContract, lifts_a_suspension_once) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    EXPECT_EQ(reinstate(deed(ada, AuditAction::reinstated, bob)).error(), StoreError::no_change);
    ASSERT_TRUE(suspend(deed(ada, AuditAction::suspended, bob), suspension(ada)).has_value());
    const auto reinstated = reinstate(deed(ada, AuditAction::reinstated, bob));
    ASSERT_TRUE(reinstated.has_value());
    EXPECT_EQ(reinstated->suspension, std::nullopt);
    EXPECT_TRUE(begin_session(new_session("late", "bob")).has_value());
    EXPECT_EQ(reinstate(deed(ada, AuditAction::reinstated, bob)).error(), StoreError::no_change);
    EXPECT_THAT(actions(), ElementsAre(AuditAction::reinstated, AuditAction::suspended));
}

TEST_P(AdminStoreContract, ends_all_sessions_of_one) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    ASSERT_TRUE(begin_session(new_session("second", "bob")).has_value());
    ASSERT_TRUE(end_sessions(deed(ada, AuditAction::sessions_ended, bob)).has_value());
    EXPECT_THAT(sessions(bob.id, at(200)), IsEmpty());
    EXPECT_EQ(sessions(ada.id, at(200)).size(), 1U);
    EXPECT_TRUE(begin_session(new_session("third", "bob")).has_value());
}

TEST_P(AdminStoreContract, keeps_settings_one_by_one) {
    using Guests = DoorOptions::Guests;
    EXPECT_EQ(settings(), KeptSettings{});
    EXPECT_EQ(*change_settings({.registration = Registration::closed}),
              (KeptSettings{.registration = Registration::closed}));
    const User ada = make_account("ada", Role::owner);
    EXPECT_EQ(*change_settings({.guests = Guests::off}, {note(ada, AuditAction::setting_changed)}),
              (KeptSettings{.registration = Registration::closed, .guests = Guests::off}));
    EXPECT_EQ(settings(),
              (KeptSettings{.registration = Registration::closed, .guests = Guests::off}));
    EXPECT_THAT(actions(), ElementsAre(AuditAction::setting_changed));

    chat::SettingsChange back;
    back.registration.emplace(std::nullopt);
    back.guests = Guests::on;
    EXPECT_EQ(*change_settings(back), (KeptSettings{.guests = Guests::on}));
    EXPECT_EQ(settings(), (KeptSettings{.guests = Guests::on}));
    for (const Registration each : {Registration::open, Registration::invite}) {
        ASSERT_TRUE(change_settings({.registration = each}).has_value());
        EXPECT_EQ(settings().registration, each);
    }
}

}  // namespace store
