/// AccountStoreContract: what every form of chat::AccountStore must keep; a form takes part as store_contract.h says.
/// The sentences are in store_contract_{accounts,sessions,profiles,invites}_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/store_contract.h"

namespace store {

class AccountStoreContract : public StoreContract {
protected:
    /// Makes the call with a reply and runs replies until its answer is there.
    template <typename T, typename Call>
    Answer<T> ask(Call call) {
        std::optional<Answer<T>> slot;
        call(into(slot));
        return wait_for(slot);
    }

    Answer<chat::Known> create_account(const chat::NewAccount& account) {
        return ask<chat::Known>(
            [&](auto reply) { accounts().create_account(account, std::move(reply)); });
    }
    std::optional<chat::Account> find_account(const std::string& name_key) {
        return in_answer(ask<std::optional<chat::Account>>(
            [&](auto reply) { accounts().find_account(name_key, std::move(reply)); }));
    }
    std::optional<chat::Account> account_of(const chat::UserId& user) {
        return in_answer(ask<std::optional<chat::Account>>(
            [&](auto reply) { accounts().account_of(user, std::move(reply)); }));
    }
    bool has_owner() {
        return in_answer(ask<bool>([&](auto reply) { accounts().has_owner(std::move(reply)); }));
    }
    Answer<void> set_password(const chat::UserId& user, const std::string& hash,
                              const std::string& keep) {
        return ask<void>(
            [&](auto reply) { accounts().set_password(user, hash, keep, std::move(reply)); });
    }
    Answer<chat::Known> begin_session(const chat::NewSession& session) {
        return ask<chat::Known>(
            [&](auto reply) { accounts().begin_session(session, std::move(reply)); });
    }
    std::optional<chat::Session> find_session(const std::string& token, base::WallTime now) {
        return in_answer(ask<std::optional<chat::Session>>(
            [&](auto reply) { accounts().find_session(token, now, std::move(reply)); }));
    }
    std::vector<chat::Session> sessions(const chat::UserId& user, base::WallTime now) {
        return in_answer(ask<std::vector<chat::Session>>(
            [&](auto reply) { accounts().sessions(user, now, std::move(reply)); }));
    }
    Answer<void> end_session(const chat::UserId& user, const std::string& session) {
        return ask<void>([&](auto reply) {
            accounts().end_session(user, chat::SessionId(session), std::move(reply));
        });
    }
    std::vector<std::string> end_other_sessions(const chat::UserId& user, const std::string& keep) {
        const auto ended = in_answer(ask<std::vector<chat::SessionId>>([&](auto reply) {
            accounts().end_other_sessions(user, chat::SessionId(keep), std::move(reply));
        }));
        std::vector<std::string> ids;
        for (const chat::SessionId& id : ended)
            ids.push_back(id.value());
        return ids;
    }
    Answer<chat::User> change_profile(const chat::UserId& user, const chat::ProfileChange& change,
                                      const std::string& name_key = {}) {
        return ask<chat::User>([&](auto reply) {
            accounts().change_profile(user, change, name_key, std::move(reply));
        });
    }
    std::vector<chat::User> find_people(const std::vector<chat::UserId>& users) {
        return in_answer(ask<std::vector<chat::User>>(
            [&](auto reply) { accounts().find_people(users, std::move(reply)); }));
    }
    Answer<chat::Invite> create_invite(const chat::NewInvite& invite) {
        return ask<chat::Invite>(
            [&](auto reply) { accounts().create_invite(invite, std::move(reply)); });
    }
    std::vector<chat::Invite> invites(base::WallTime now) {
        return in_answer(ask<std::vector<chat::Invite>>(
            [&](auto reply) { accounts().invites(now, std::move(reply)); }));
    }
    Answer<void> revoke_invite(const std::string& invite, const chat::AuditEntry& note = {}) {
        return ask<void>([&](auto reply) {
            accounts().revoke_invite(chat::InviteId(invite), note, std::move(reply));
        });
    }
    std::optional<chat::Invite> find_invite(const std::string& code, base::WallTime now) {
        return in_answer(ask<std::optional<chat::Invite>>(
            [&](auto reply) { accounts().find_invite(code, now, std::move(reply)); }));
    }

    // --- the cast ---

    /// A session of this id whose token's hash is "token <id>".
    static chat::NewSession new_session(const std::string& id, const std::string& user,
                                        std::int64_t used = 0) {
        chat::Session begun = session(id, user);
        begun.created = at(used);
        begun.used = at(used);
        begun.expires = at(used) + begun.lifetime;
        return {.session = std::move(begun), .token = "token " + id};
    }
    /// For the user `id`: the account "Name of <id>", whose session is "account session of <id>".
    static chat::NewAccount new_account(const std::string& id, const chat::RoomId& room = {}) {
        return {.user = {.id = chat::UserId(id),
                         .nickname = "Name of " + id,
                         .role = chat::Role::member,
                         .created = at(30)},
                .name_key = "key of " + id,
                .password_hash = "hash of " + id,
                .created = at(40),
                .session = new_session("account session of " + id, id),
                .invite = {},
                .first_room = room};
    }
    chat::User make_account(const std::string& id, const chat::RoomId& room = {}) {
        const auto known = create_account(new_account(id, room));
        if (!known) {
            ADD_FAILURE() << "no account for " << id;
            return {};
        }
        return known->user;
    }
    static chat::NewInvite new_invite(const std::string& id, const chat::User& creator,
                                      std::int64_t created = 50, std::uint32_t uses_max = 1) {
        return {.invite = {.id = chat::InviteId(id),
                           .creator = creator.id,
                           .creator_name = creator.nickname,
                           .created = at(created),
                           .expires = at(created + 1000),
                           .uses_max = uses_max},
                .code = "code of " + id,
                .note = {}};
    }
    static std::vector<std::string> ids_of(const std::vector<chat::Session>& sessions) {
        std::vector<std::string> ids;
        for (const chat::Session& session : sessions)
            ids.push_back(session.id.value());
        return ids;
    }

private:
    template <typename T>
    static T in_answer(Answer<T> answer) {
        EXPECT_TRUE(answer.has_value());
        return answer ? *std::move(answer) : T{};
    }
};

}  // namespace store
