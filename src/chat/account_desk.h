/// AccountDesk: what a person does about themselves, each with the part that does it.
///
/// Thread:     domain.
/// Owns:       its parts.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/banned_addresses.h"
#include "chat/callers.h"
#include "chat/doorkeeper.h"
#include "chat/ended_sessions.h"
#include "chat/guessing.h"
#include "chat/in_charge.h"
#include "chat/invitations.h"
#include "chat/nicknames.h"
#include "chat/own_sessions.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/profiles.h"
#include "chat/room.h"
#include "chat/sign_ins.h"
#include "chat/sign_ups.h"

namespace chat {

class AccountDesk final : public Accounts {
public:
    AccountDesk(Ports& ports, const Doorkeeper& door, People& people, Nicknames& nicknames,
                EndedSessions& ended, const BannedAddresses& banned, ProfileNotices& notices)
        : ports_(ports),
          banned_(banned),
          callers_(ports, ended, door),
          profiles_(ports, callers_, guessing_, people, nicknames, notices),
          sign_ups_(ports, door, callers_, guessing_, people, nicknames, ended, notices),
          sign_ins_(ports, callers_, guessing_, ended),
          own_sessions_(ports, callers_, ended),
          invitations_(ports, callers_, guessing_) {}

    [[nodiscard]] Profiles& profiles() { return profiles_; }

    void sign_up(SignUp request, AccountReply<SignedIn> reply) override {
        if (const AddressBan* const ban = ban_of(request.caller)) {
            reply(refuse_banned(*ban));
        } else {
            sign_ups_.sign_up(std::move(request), std::move(reply));
        }
    }
    void sign_in(SignIn request, AccountReply<SignedIn> reply) override {
        if (const AddressBan* const ban = ban_of(request.caller)) {
            reply(refuse_banned(*ban));
        } else {
            sign_ins_.sign_in(std::move(request), std::move(reply));
        }
    }
    void sign_out(std::string token, AccountReply<void> reply) override {
        own_sessions_.sign_out(token, std::move(reply));
    }
    void change_password(std::string token, std::string current, std::string next, Caller caller,
                         AccountReply<void> reply) override {
        sign_ins_.change_password(token, std::move(current), std::move(next), std::move(caller),
                                  std::move(reply));
    }
    void me(std::string token, AccountReply<User> reply) override {
        profiles_.me(token, std::move(reply));
    }
    void change_profile(std::string token, ProfileChange change,
                        AccountReply<User> reply) override {
        profiles_.change(token, std::move(change), std::move(reply));
    }
    void sessions(std::string token, AccountReply<std::vector<SessionView>> reply) override {
        own_sessions_.list(token, std::move(reply));
    }
    void end_session(std::string token, SessionId session, AccountReply<void> reply) override {
        own_sessions_.end(token, std::move(session), std::move(reply));
    }
    void end_other_sessions(std::string token, AccountReply<void> reply) override {
        own_sessions_.end_others(token, std::move(reply));
    }
    void create_invite(Credentials by, InviteRequest request,
                       AccountReply<MadeInvite> reply) override {
        invitations_.create(by, request, std::move(reply));
    }
    void invites(Credentials by, AccountReply<std::vector<Invite>> reply) override {
        invitations_.list(by, std::move(reply));
    }
    void revoke_invite(Credentials by, InviteId invite, AccountReply<void> reply) override {
        invitations_.revoke(by, std::move(invite), std::move(reply));
    }
    void check_invite(std::string code, Caller caller, AccountReply<void> reply) override {
        invitations_.check(code, caller, std::move(reply));
    }

private:
    [[nodiscard]] const AddressBan* ban_of(const Caller& caller) const {
        return banned_.find(caller.address, ports_.clock.wall());
    }

    Ports& ports_;
    const BannedAddresses& banned_;
    Guessing guessing_;
    Callers callers_;
    Profiles profiles_;
    SignUps sign_ups_;
    SignIns sign_ins_;
    OwnSessions own_sessions_;
    Invitations invitations_;
};

}  // namespace chat
