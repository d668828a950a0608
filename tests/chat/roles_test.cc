#include "chat/roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/administration_world.h"
#include "chat/audit.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"

namespace chat {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class RolesTest : public AdministrationWorld {};

}  // namespace

TEST_F(RolesTest, admins_make_moderators_and_the_owner_makes_admins) {
    struct {
        const char* why;
        const SignedIn& by;
        const SignedIn& person;
        Role role;
        std::optional<AccountError> error;
    } const cases[] = {
        {"an admin raises a member", admin, member, Role::moderator, std::nullopt},
        {"and lowers a moderator", admin, moderator, Role::member, std::nullopt},
        {"but makes no admin", admin, member, Role::admin, AccountError::outranked},
        {"and nothing of an owner", admin, owner, Role::member, AccountError::outranked},
        {"nor of themselves", admin, admin, Role::member, AccountError::is_oneself},
        {"the owner makes an admin", owner, member, Role::admin, std::nullopt},
        {"and lowers one", owner, admin, Role::member, std::nullopt},
        {"but not themselves", owner, owner, Role::member, AccountError::is_oneself},
        {"who was lowered does nothing more", admin, moderator, Role::moderator,
         AccountError::forbidden},
    };
    for (const auto& [why, actor, person, role, error] : cases) {
        SCOPED_TRACE(why);
        const auto changed = set_role(by(actor), person, role);
        if (error) {
            EXPECT_EQ(error_of(changed), error);
        } else {
            ASSERT_TRUE(changed.has_value());
            EXPECT_EQ(changed->entry.user.role, role);
            EXPECT_EQ(me(person.token)->role, role);
        }
    }
}

TEST_F(RolesTest, the_command_line_ranks_as_an_owner) {
    EXPECT_TRUE(set_role(by_key(), member, Role::admin).has_value());
    EXPECT_EQ(error_of(set_role(by_key(), owner, Role::member)), AccountError::outranked);
    EXPECT_EQ(error_of(set_role(by_key("another key"), member, Role::member)),
              AccountError::token_expired);
    EXPECT_EQ(error_of(set_role(by_key(""), member, Role::member)), AccountError::token_expired);
    EXPECT_EQ(error_of(set_role(Credentials::of_token(kAdminKey), member, Role::member)),
              AccountError::token_expired)
        << "the key is no token";
    EXPECT_EQ(last_entry().by, (Named{.user = {}, .nickname = kCommandLine}));
}

TEST_F(RolesTest, without_a_key_the_command_line_is_not_in_charge) {
    open_door({});
    EXPECT_EQ(error_of(set_role(by_key(""), member, Role::admin)), AccountError::token_expired);
}

TEST_F(RolesTest, holds_at_once_for_connections_that_are_there) {
    const Guest here = come_back(member.token);
    const Guest other = enter("Guest");
    const auto theirs = post(other, "hello");
    ASSERT_TRUE(theirs.has_value());
    EXPECT_FALSE(remove(here, theirs->seq).has_value());
    heard(here);
    heard(other);

    const auto changed = set_role(by(owner), member, Role::moderator);
    ASSERT_TRUE(changed.has_value());
    EXPECT_EQ(changed->here, PersonView::Here::yes);
    EXPECT_THAT(heard(other), Contains("profile of Max, with an account in lobby"));
    EXPECT_THAT(heard(here), Contains("profile of Max, with an account"));
    EXPECT_TRUE(remove(here, theirs->seq).has_value());

    ASSERT_TRUE(set_role(by(owner), member, Role::member).has_value());
    const auto next = post(other, "again");
    EXPECT_FALSE(remove(here, next->seq).has_value());
}

TEST_F(RolesTest, what_is_so_already_is_no_deed) {
    const AuditEntry before = last_entry();
    const Guest here = come_back(member.token);
    heard(here);
    EXPECT_TRUE(set_role(by(owner), member, Role::member).has_value());
    EXPECT_THAT(heard(here), IsEmpty());
    EXPECT_EQ(last_entry(), before);
}

TEST_F(RolesTest, is_in_the_audit) {
    ASSERT_TRUE(set_role(by(admin), member, Role::moderator).has_value());
    const AuditEntry entry = last_entry();
    EXPECT_EQ(entry.by, (Named{.user = admin.user.id, .nickname = "Adam"}));
    EXPECT_EQ(entry.action, AuditAction::role_changed);
    EXPECT_EQ(entry.person, (Named{.user = member.user.id, .nickname = "Max"}));
    EXPECT_EQ(entry.detail, "member moderator");
    EXPECT_EQ(entry.time, clock.wall());
}

TEST_F(RolesTest, guests_and_nobody_have_none_to_give) {
    const Guest guest = enter("Guest");
    SignedIn person;
    person.user.id = guest.welcome.me.id;
    EXPECT_EQ(error_of(set_role(by(owner), person, Role::admin)), AccountError::no_such_person);
    person.user.id = UserId("nobody");
    EXPECT_EQ(error_of(set_role(by(owner), person, Role::admin)), AccountError::no_such_person);
    EXPECT_EQ(error_of(set_role(Credentials::of_token(guest.token()), member, Role::admin)),
              AccountError::forbidden);
    EXPECT_EQ(error_of(set_role(by(moderator), member, Role::member)), AccountError::forbidden);
}

TEST_F(RolesTest, who_arrives_by_what_was_read_before_is_asked_to_come_again) {
    std::optional<Connected> arrived;
    store.hold(Call::find_user);
    chat().connect(
        {.connection = new_connection(), .nickname = {}, .token = moderator.token, .cursors = {}},
        [&arrived](Connected connected) { arrived = std::move(connected); });
    executor.run();
    ASSERT_TRUE(set_role(by_key(), moderator, Role::member).has_value());
    store.let_go(Call::find_user);
    executor.run();
    ASSERT_TRUE(arrived.has_value());
    ASSERT_FALSE(arrived->has_value());
    EXPECT_EQ(arrived->error().error, ConnectError::unavailable);
    EXPECT_EQ(come_back(moderator.token).welcome.me.role, Role::member);
}

TEST_F(RolesTest, of_two_changes_on_their_way_the_second_sees_the_first) {
    Slot<PersonView> first;
    Slot<PersonView> second;
    administration().set_role(by(owner), member.user.id, Role::admin, to(first));
    administration().set_role(by(admin), member.user.id, Role::moderator, to(second));
    executor.run();
    ASSERT_TRUE(first.has_value() && second.has_value());
    EXPECT_TRUE(first->has_value());
    EXPECT_EQ(error_of(*second), AccountError::unavailable) << "an admin by then: ask again";
    EXPECT_EQ(me(member.token)->role, Role::admin);
}

TEST_F(RolesTest, a_store_that_fails_changes_nothing) {
    const Guest here = come_back(member.token);
    heard(here);
    admin_store.fail(AdminCall::find_entry, 1);
    EXPECT_EQ(error_of(set_role(by(owner), member, Role::admin)), AccountError::unavailable);
    admin_store.fail(AdminCall::set_role, 1);
    const auto refused = set_role(by(owner), member, Role::admin);
    EXPECT_EQ(error_of(refused), AccountError::unavailable);
    EXPECT_GT(refused.error().retry_after, 0ms);
    EXPECT_THAT(heard(here), IsEmpty());
    EXPECT_EQ(me(member.token)->role, Role::member);
}

TEST_F(RolesTest, lists_people_for_admins) {
    const Guest here = come_back(member.token);
    const auto all = people_page(by(admin));
    ASSERT_TRUE(all.has_value());
    std::vector<std::string> names;
    for (const PersonView& person : all->people)
        names.push_back(person.entry.user.nickname);
    EXPECT_THAT(names, ElementsAre("Adam", "Olga", "Max", "Mona")) << "by key, in which m is rn";
    EXPECT_FALSE(all->more);
    EXPECT_EQ(all->people[2].here, PersonView::Here::yes);
    EXPECT_EQ(all->people[0].here, PersonView::Here::no);

    const auto first = people_page(by(admin), {.query = "m", .limit = 1});
    ASSERT_EQ(first->people.size(), 1U);
    EXPECT_TRUE(first->more);
    EXPECT_EQ(first->people[0].entry.user.nickname, "Max");
    const auto next = people_page(by(admin), {.query = "M", .after = member.user.id});
    ASSERT_EQ(next->people.size(), 1U);
    EXPECT_EQ(next->people[0].entry.user.nickname, "Mona");
    EXPECT_TRUE(people_page(by(admin), {.query = "@"})->people.empty());
    EXPECT_EQ(people_page(by(admin), {.limit = 0})->people.size(), 1U);
    EXPECT_EQ(error_of(people_page(by(admin), {.after = UserId("nobody")})),
              AccountError::no_such_person);
    EXPECT_EQ(error_of(people_page(by(moderator))), AccountError::forbidden);
    EXPECT_EQ(error_of(people_page(by(member))), AccountError::forbidden);
}

TEST_F(RolesTest, moderators_read_the_audit_and_members_do_not) {
    EXPECT_TRUE(audit(by(moderator)).has_value());
    EXPECT_EQ(error_of(audit(by(member))), AccountError::forbidden);
    const auto page = audit(by(moderator), {.limit = 1});
    ASSERT_EQ(page->entries.size(), 1U);
    EXPECT_TRUE(page->more);
    const auto next = audit(by(moderator), {.before = page->entries[0].number, .limit = 1});
    EXPECT_EQ(next->entries.at(0).number + 1, page->entries[0].number);
}

TEST_F(RolesTest, the_audit_tells_of_invites) {
    const auto made = invite(admin.token);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(last_entry().action, AuditAction::invite_made);
    EXPECT_EQ(last_entry().detail, made->invite.id.value());
    ASSERT_TRUE(revoke_invite(owner.token, made->invite.id).has_value());
    EXPECT_EQ(last_entry().action, AuditAction::invite_revoked);
    EXPECT_EQ(last_entry().by.nickname, "Olga");
}

TEST_F(RolesTest, the_command_line_makes_invites) {
    Slot<MadeInvite> slot;
    accounts().create_invite(by_key(), {}, to(slot));
    const auto made = said(slot);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->invite.creator, UserId());
    EXPECT_EQ(made->invite.creator_name, kCommandLine);
    EXPECT_TRUE(check_invite(made->code).has_value());
}

TEST_F(RolesTest, figures_count_what_there_is) {
    const Guest here = come_back(member.token);
    ASSERT_TRUE(post(here, "hello").has_value());
    const auto shown = figures(by(admin));
    ASSERT_TRUE(shown.has_value());
    EXPECT_EQ(shown->people_present, 1U);
    EXPECT_EQ(shown->connections, 1U);
    EXPECT_EQ(shown->accounts, 4U);
    EXPECT_EQ(shown->rooms, 1U);
    EXPECT_EQ(shown->messages_since_start, 1U);
    EXPECT_EQ(shown->messages_per_minute, 1U);
    EXPECT_EQ(shown->store_wait_ms, 0U);
    EXPECT_EQ(shown->bus, Figures::Bus::none);
    EXPECT_LE(shown->started, clock.wall());
    EXPECT_EQ(error_of(figures(by(moderator))), AccountError::forbidden);
    admin_store.fail(AdminCall::size, 1);
    EXPECT_EQ(error_of(figures(by(admin))), AccountError::unavailable);
}

}  // namespace chat
