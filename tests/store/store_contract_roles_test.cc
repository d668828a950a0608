#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chat/account.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/admin_store_contract.h"

namespace store {

using chat::AccountEntry;
using chat::AuditAction;
using chat::AuditEntry;
using chat::PersonDeed;
using chat::Role;
using chat::StoreError;
using chat::User;
using chat::UserId;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

std::vector<std::string> listed(const chat::AccountsPage& page) {
    std::vector<std::string> ids;
    for (const AccountEntry& entry : page.entries)
        ids.push_back(entry.user.id.value());
    return ids;
}

}  // namespace

TEST_P(AdminStoreContract, lists_accounts_by_name_page_by_page) {
    make_user("guest", {});
    for (const char* const id : {"dan", "ada", "carol", "bob"})
        make_account(id);

    EXPECT_THAT(listed(*accounts_page({.key_prefix = ""})),
                ElementsAre("ada", "bob", "carol", "dan"));
    const auto first = accounts_page({.key_prefix = "", .limit = 2});
    EXPECT_THAT(listed(*first), ElementsAre("ada", "bob"));
    EXPECT_TRUE(first->more);
    const auto second = accounts_page({.key_prefix = "", .after = UserId("bob"), .limit = 2});
    EXPECT_THAT(listed(*second), ElementsAre("carol", "dan"));
    EXPECT_FALSE(second->more);
    EXPECT_THAT(listed(*accounts_page({.key_prefix = "", .after = UserId("dan")})), IsEmpty());
    EXPECT_EQ(accounts_page({.key_prefix = "", .after = UserId("guest")}).error(),
              StoreError::no_such_user);
    EXPECT_EQ(size().accounts, 4U);
}

TEST_P(AdminStoreContract, lists_accounts_whose_names_begin_so) {
    for (const char* const id : {"ada", "adam", "bob"})
        make_account(id);
    EXPECT_THAT(listed(*accounts_page({.key_prefix = "key of ada"})), ElementsAre("ada", "adam"));
    EXPECT_THAT(listed(*accounts_page({.key_prefix = "key of adam"})), ElementsAre("adam"));
    EXPECT_THAT(listed(*accounts_page({.key_prefix = "key of ada", .after = UserId("ada")})),
                ElementsAre("adam"));
    EXPECT_THAT(listed(*accounts_page({.key_prefix = "nobody"})), IsEmpty());
}

TEST_P(AdminStoreContract, finds_who_has_an_account) {
    const User ada = make_account("ada");
    make_user("guest", {});
    EXPECT_EQ(entry("ada"), (AccountEntry{.user = ada, .created = at(40)}));
    EXPECT_EQ(entry("guest"), std::nullopt);
    EXPECT_EQ(entry("nobody"), std::nullopt);
}

TEST_P(AdminStoreContract, a_role_and_its_note_are_kept_together) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    PersonDeed made = deed(ada, AuditAction::role_changed, bob);
    made.note.detail = "member admin";

    const auto changed = set_role(made, Role::admin);
    ASSERT_TRUE(changed.has_value());
    EXPECT_EQ(changed->user.role, Role::admin);
    EXPECT_EQ(entry("bob"), *changed);
    EXPECT_EQ(find_people({UserId("bob")}).at(0).role, Role::admin);

    AuditEntry expected = made.note;
    expected.number = 1;
    EXPECT_THAT(audit().entries, ElementsAre(expected));
}

TEST_P(AdminStoreContract, does_nothing_to_who_is_something_else_by_now) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    const PersonDeed early = deed(ada, AuditAction::role_changed, bob);
    ASSERT_TRUE(set_role(early, Role::admin).has_value());
    EXPECT_EQ(set_role(early, Role::moderator).error(), StoreError::overtaken);
    EXPECT_EQ(suspend(early, suspension(ada)).error(), StoreError::overtaken);
    EXPECT_EQ(reinstate(early).error(), StoreError::overtaken);
    EXPECT_EQ(end_sessions(early).error(), StoreError::overtaken);
    EXPECT_EQ(entry("bob")->user.role, Role::admin);
    EXPECT_THAT(actions(), ElementsAre(AuditAction::role_changed));
}

TEST_P(AdminStoreContract, does_nothing_for_who_is_not_in_charge_any_more) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob", Role::admin);
    const User carol = make_account("carol");
    const PersonDeed under_way = deed(bob, AuditAction::role_changed, carol);
    ASSERT_TRUE(set_role(deed(ada, AuditAction::role_changed, bob), Role::member).has_value());
    EXPECT_EQ(set_role(under_way, Role::moderator).error(), StoreError::overtaken);

    const User dan = make_account("dan", Role::admin);
    ASSERT_TRUE(suspend(deed(ada, AuditAction::suspended, dan), suspension(ada)).has_value());
    EXPECT_EQ(set_role(deed(dan, AuditAction::role_changed, carol), Role::moderator).error(),
              StoreError::overtaken);
    EXPECT_EQ(entry("carol")->user.role, Role::member);
}

TEST_P(AdminStoreContract, the_command_line_is_nobody_and_may) {
    const User bob = make_account("bob");
    PersonDeed made = deed({}, AuditAction::role_changed, bob);
    made.note.by.nickname = "the command line";
    ASSERT_TRUE(set_role(made, Role::admin).has_value());
    ASSERT_EQ(audit().entries.size(), 1U);
    EXPECT_EQ(audit().entries[0].by, made.note.by);
}

TEST_P(AdminStoreContract, nothing_is_done_to_guests_or_nobody) {
    const User ada = make_account("ada", Role::owner);
    const User guest = make_user("guest", {});
    const User nobody{.id = UserId("nobody"), .nickname = "nobody", .role = Role::member};
    for (const User& person : {guest, nobody}) {
        const PersonDeed made = deed(ada, AuditAction::role_changed, person);
        EXPECT_EQ(set_role(made, Role::admin).error(), StoreError::no_such_user);
        EXPECT_EQ(suspend(made, suspension(ada)).error(), StoreError::no_such_user);
        EXPECT_EQ(reinstate(made).error(), StoreError::no_such_user);
        EXPECT_EQ(end_sessions(made).error(), StoreError::no_such_user);
    }
    EXPECT_THAT(audit().entries, IsEmpty());
}

TEST_P(AdminStoreContract, the_audit_is_read_back_page_by_page) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(end_sessions(deed(ada, AuditAction::sessions_ended, bob)).has_value());
    const auto numbers = [](const chat::AuditPage& page) {
        std::vector<std::uint64_t> all;
        for (const AuditEntry& entry : page.entries)
            all.push_back(entry.number);
        return all;
    };
    EXPECT_THAT(numbers(audit(0, 2)), ElementsAre(5, 4));
    EXPECT_TRUE(audit(0, 2).more);
    EXPECT_THAT(numbers(audit(4, 2)), ElementsAre(3, 2));
    EXPECT_THAT(numbers(audit(2, 2)), ElementsAre(1));
    EXPECT_FALSE(audit(2, 2).more);
    EXPECT_FALSE(audit(0, 5).more);
    EXPECT_THAT(numbers(audit(1)), IsEmpty());
}

TEST_P(AdminStoreContract, a_note_keeps_the_names_of_then) {
    const User ada = make_account("ada", Role::owner);
    const User bob = make_account("bob");
    ASSERT_TRUE(end_sessions(deed(ada, AuditAction::sessions_ended, bob)).has_value());
    ASSERT_TRUE(rename_user(bob.id, "Robert", "robert").has_value());
    ASSERT_TRUE(rename_user(ada.id, "Countess", "countess").has_value());
    EXPECT_EQ(audit().entries.at(0).person, named(bob));
    EXPECT_EQ(audit().entries.at(0).by, named(ada));
}

TEST_P(AdminStoreContract, notes_tell_of_invites) {
    const User ada = make_account("ada", Role::admin);
    chat::NewInvite wanted = new_invite("one", ada);
    wanted.note = note(ada, AuditAction::invite_made);
    wanted.note.detail = "one";
    ASSERT_TRUE(create_invite(wanted).has_value());
    ASSERT_TRUE(revoke_invite("one", note(ada, AuditAction::invite_revoked)).has_value());
    EXPECT_EQ(revoke_invite("one", note(ada, AuditAction::invite_revoked)).error(),
              StoreError::no_such_invite);
    EXPECT_THAT(actions(), ElementsAre(AuditAction::invite_revoked, AuditAction::invite_made));
    EXPECT_EQ(audit().entries.at(1).detail, "one");
    EXPECT_EQ(audit().entries.at(1).person, chat::Named{});
}

TEST_P(AdminStoreContract, the_command_line_makes_invites) {
    chat::NewInvite wanted = new_invite("one", {});
    wanted.invite.creator_name = "the command line";
    EXPECT_EQ(create_invite(wanted), wanted.invite);
    EXPECT_THAT(invites(at(60)), ElementsAre(wanted.invite));
    EXPECT_EQ(find_invite("code of one", at(60)), wanted.invite);
}

}  // namespace store
