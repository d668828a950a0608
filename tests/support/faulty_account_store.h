/// FaultyAccountStore: a chat::AccountStore in front of another one that keeps replies back, fails or loses calls as a
/// test says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "support/faulty_replies.h"

namespace support {

enum class AccountCall : std::uint8_t {
    create_account,
    find_account,
    account_of,
    has_owner,
    set_password,
    begin_session,
    find_session,
    sessions,
    end_session,
    end_other_sessions,
    change_profile,
    set_ignored,
    find_people,
    create_invite,
    invites,
    revoke_invite,
    find_invite,
    set_end
};

class FaultyAccountStore final : public chat::AccountStore, public FaultyReplies<AccountCall> {
public:
    using Call = AccountCall;

    FaultyAccountStore(chat::AccountStore& inner, base::Executor& replies)
        : FaultyReplies(replies), inner_(inner) {}

    void create_account(chat::NewAccount account, chat::StoreReply<chat::Known> reply) override {
        if (!is_refused(Call::create_account, reply)) {
            inner_.create_account(std::move(account), back(Call::create_account, std::move(reply)));
        }
    }
    void find_account(std::string name_key,
                      chat::StoreReply<std::optional<chat::Account>> reply) override {
        if (!is_refused(Call::find_account, reply)) {
            inner_.find_account(std::move(name_key), back(Call::find_account, std::move(reply)));
        }
    }
    void account_of(chat::UserId user,
                    chat::StoreReply<std::optional<chat::Account>> reply) override {
        if (!is_refused(Call::account_of, reply)) {
            inner_.account_of(std::move(user), back(Call::account_of, std::move(reply)));
        }
    }
    void has_owner(chat::StoreReply<bool> reply) override {
        if (!is_refused(Call::has_owner, reply)) {
            inner_.has_owner(back(Call::has_owner, std::move(reply)));
        }
    }
    void set_password(chat::UserId user, std::string hash, chat::SecretHash keep,
                      chat::StoreReply<void> reply) override {
        if (!is_refused(Call::set_password, reply)) {
            inner_.set_password(std::move(user), std::move(hash), std::move(keep),
                                back(Call::set_password, std::move(reply)));
        }
    }
    void begin_session(chat::NewSession session, chat::StoreReply<chat::Known> reply) override {
        if (!is_refused(Call::begin_session, reply)) {
            inner_.begin_session(std::move(session), back(Call::begin_session, std::move(reply)));
        }
    }
    void find_session(chat::SecretHash token, base::WallTime now,
                      chat::StoreReply<std::optional<chat::Session>> reply) override {
        if (!is_refused(Call::find_session, reply)) {
            inner_.find_session(std::move(token), now, back(Call::find_session, std::move(reply)));
        }
    }
    void sessions(chat::UserId user, base::WallTime now,
                  chat::StoreReply<std::vector<chat::Session>> reply) override {
        if (!is_refused(Call::sessions, reply)) {
            inner_.sessions(std::move(user), now, back(Call::sessions, std::move(reply)));
        }
    }
    void end_session(chat::UserId user, chat::SessionId session,
                     chat::StoreReply<void> reply) override {
        if (!is_refused(Call::end_session, reply)) {
            inner_.end_session(std::move(user), std::move(session),
                               back(Call::end_session, std::move(reply)));
        }
    }
    void end_other_sessions(chat::UserId user, chat::SessionId keep,
                            chat::StoreReply<std::vector<chat::SessionId>> reply) override {
        if (!is_refused(Call::end_other_sessions, reply)) {
            inner_.end_other_sessions(std::move(user), std::move(keep),
                                      back(Call::end_other_sessions, std::move(reply)));
        }
    }
    void change_profile(chat::UserId user, chat::ProfileChange change, std::string name_key,
                        chat::StoreReply<chat::User> reply) override {
        if (!is_refused(Call::change_profile, reply)) {
            inner_.change_profile(std::move(user), std::move(change), std::move(name_key),
                                  back(Call::change_profile, std::move(reply)));
        }
    }
    void set_ignored(chat::UserId user, chat::UserId other, chat::Ignoring ignoring,
                     chat::StoreReply<std::vector<chat::Named>> reply) override {
        if (!is_refused(Call::set_ignored, reply)) {
            inner_.set_ignored(std::move(user), std::move(other), ignoring,
                               back(Call::set_ignored, std::move(reply)));
        }
    }
    void find_people(std::vector<chat::UserId> users,
                     chat::StoreReply<std::vector<chat::User>> reply) override {
        if (!is_refused(Call::find_people, reply)) {
            inner_.find_people(std::move(users), back(Call::find_people, std::move(reply)));
        }
    }
    void create_invite(chat::NewInvite invite, chat::StoreReply<chat::Invite> reply) override {
        if (!is_refused(Call::create_invite, reply)) {
            inner_.create_invite(std::move(invite), back(Call::create_invite, std::move(reply)));
        }
    }
    void invites(base::WallTime now, chat::StoreReply<std::vector<chat::Invite>> reply) override {
        if (!is_refused(Call::invites, reply)) {
            inner_.invites(now, back(Call::invites, std::move(reply)));
        }
    }
    void revoke_invite(chat::InviteId invite, chat::AuditEntry note,
                       chat::StoreReply<void> reply) override {
        if (!is_refused(Call::revoke_invite, reply)) {
            inner_.revoke_invite(std::move(invite), std::move(note),
                                 back(Call::revoke_invite, std::move(reply)));
        }
    }
    void find_invite(chat::SecretHash code, base::WallTime now,
                     chat::StoreReply<std::optional<chat::Invite>> reply) override {
        if (!is_refused(Call::find_invite, reply)) {
            inner_.find_invite(std::move(code), now, back(Call::find_invite, std::move(reply)));
        }
    }

private:
    chat::AccountStore& inner_;
};

}  // namespace support
