#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <utility>

#include "base/sha256.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"

namespace chat {
namespace {

class InvitesTest : public AccountsWorld {
protected:
    SignedIn owner;

    void SetUp() override {
        open_door({.registration = Registration::invite, .owner_key = kOwnerKey});
        owner = made_owner("Owner of it");
    }
    static SignUp with(const std::string& code, const std::string& name) {
        SignUp request = as(name);
        request.invite = code;
        return request;
    }
    MadeInvite made_invite(InviteRequest request = {}) {
        auto answer = invite(owner.token, request);
        EXPECT_TRUE(answer.has_value());
        return answer ? *std::move(answer) : MadeInvite();
    }
};

}  // namespace

TEST_F(InvitesTest, lets_one_person_make_an_account) {
    EXPECT_EQ(error_of(sign_up(as("Ada"))), AccountError::invite_needed);
    const MadeInvite one = made_invite();
    EXPECT_GE(one.code.size(), 24U) << "144 random bits";
    EXPECT_EQ(one.invite.creator, owner.user.id);
    EXPECT_EQ(one.invite.creator_name, owner.user.nickname);
    EXPECT_EQ(one.invite.uses_max, 1U);
    EXPECT_TRUE(check_invite(one.code).has_value()) << "looking uses nothing up";
    EXPECT_TRUE(sign_up(with(one.code, "Ada")).has_value());
    EXPECT_EQ(error_of(sign_up(with(one.code, "Bob"))), AccountError::invite_invalid);
    EXPECT_EQ(error_of(check_invite(one.code)), AccountError::invite_invalid);
}

TEST_F(InvitesTest, lets_as_many_in_as_it_says_until_then) {
    const MadeInvite two = made_invite({.lifetime = 1h, .uses_max = 2});
    EXPECT_TRUE(sign_up(with(two.code, "Ada")).has_value());
    const auto all = invites(owner.token);
    ASSERT_TRUE(all.has_value());
    ASSERT_EQ(all->size(), 1U);
    EXPECT_EQ(all->front().uses, 1U);
    pass(1h + 1ms);
    EXPECT_EQ(error_of(sign_up(with(two.code, "Bob"))), AccountError::invite_invalid);
    EXPECT_TRUE(invites(owner.token)->empty());
}

TEST_F(InvitesTest, of_two_who_share_the_last_use_one_gets_it) {
    const MadeInvite one = made_invite();
    Slot<SignedIn> first;
    Slot<SignedIn> second;
    accounts().sign_up(with(one.code, "Ada"), to(first));
    accounts().sign_up(with(one.code, "Bob"), to(second));
    executor.run();
    ASSERT_TRUE(first.has_value());
    ASSERT_TRUE(second.has_value());
    EXPECT_TRUE(first->has_value());
    EXPECT_EQ(error_of(*second), AccountError::invite_invalid);
    enter("Bob");  // the name was given back
}

TEST_F(InvitesTest, a_refused_sign_up_uses_nothing_up) {
    const MadeInvite one = made_invite();
    EXPECT_EQ(error_of(sign_up(with(one.code, owner.user.nickname))), AccountError::name_taken);
    account_store.fail(AccountCall::create_account, 1);
    EXPECT_EQ(error_of(sign_up(with(one.code, "Ada"))), AccountError::unavailable);
    account_store.fail(AccountCall::find_invite, 1);
    EXPECT_EQ(error_of(sign_up(with(one.code, "Ada"))), AccountError::unavailable);
    EXPECT_TRUE(sign_up(with(one.code, "Ada")).has_value());
}

TEST_F(InvitesTest, a_wrong_code_costs_no_hash) {
    const int hashed = passwords.hashed;
    for (const std::string& code : {std::string("guess"), std::string(5000, 'x')}) {
        EXPECT_EQ(error_of(sign_up(with(code, "Ada"))), AccountError::invite_invalid);
        EXPECT_EQ(error_of(check_invite(code)), AccountError::invite_invalid);
    }
    EXPECT_EQ(error_of(check_invite("")), AccountError::invite_invalid);
    EXPECT_EQ(passwords.hashed, hashed);
}

TEST_F(InvitesTest, is_revoked) {
    const MadeInvite one = made_invite();
    ASSERT_TRUE(revoke_invite(owner.token, one.invite.id).has_value());
    EXPECT_EQ(error_of(sign_up(with(one.code, "Ada"))), AccountError::invite_invalid);
    EXPECT_EQ(error_of(revoke_invite(owner.token, one.invite.id)), AccountError::not_found);
}

TEST_F(InvitesTest, belongs_to_those_who_run_the_server) {
    const MadeInvite one = made_invite();
    const MadeInvite other = made_invite();
    const SignedIn ada = made(with(one.code, "Ada"));
    const Guest guest = enter("Guest");
    for (const std::string& token : {ada.token, guest.token()}) {
        EXPECT_EQ(error_of(invite(token)), AccountError::forbidden);
        EXPECT_EQ(error_of(invites(token)), AccountError::forbidden);
        EXPECT_EQ(error_of(revoke_invite(token, other.invite.id)), AccountError::forbidden);
    }
    EXPECT_EQ(error_of(invite("unknown")), AccountError::token_expired);
    EXPECT_TRUE(check_invite(other.code).has_value());
}

TEST_F(InvitesTest, stays_within_its_bounds) {
    const MadeInvite wide = made_invite({.lifetime = 10 * kInviteLifetimeMax, .uses_max = 5000});
    EXPECT_EQ(wide.invite.uses_max, kInviteUsesMax);
    EXPECT_EQ(wide.invite.expires, wide.invite.created + kInviteLifetimeMax);
    const MadeInvite narrow = made_invite({.uses_max = 0});
    EXPECT_EQ(narrow.invite.uses_max, 1U);
    for (std::size_t n = 2; n < kInvitesMax; ++n)
        made_invite();
    EXPECT_EQ(error_of(invite(owner.token)), AccountError::too_many);
    ASSERT_TRUE(revoke_invite(owner.token, narrow.invite.id).has_value());
    EXPECT_TRUE(invite(owner.token).has_value());
}

TEST_F(InvitesTest, only_the_hash_of_a_code_reaches_the_store) {
    const MadeInvite one = made_invite();
    bool by_hash = false;
    bool by_code = true;
    memory.find_invite(base::sha256(one.code), clock.wall(),
                       [&](const auto& found) { by_hash = found && found->has_value(); });
    memory.find_invite(one.code, clock.wall(),
                       [&](const auto& found) { by_code = found && found->has_value(); });
    executor.run();
    EXPECT_TRUE(by_hash);
    EXPECT_FALSE(by_code);
}

TEST_F(InvitesTest, a_guest_with_a_code_keeps_who_they_are) {
    const Guest guest = enter("Ada");
    const MadeInvite one = made_invite();
    SignUp request = with(one.code, "Ada");
    request.token = guest.token();
    EXPECT_EQ(made(std::move(request)).user.id, guest.welcome.me.id);
}

}  // namespace chat
