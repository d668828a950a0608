/// AccountsWorld: a ChatWorld whose people make accounts and sign in, each answer taken as it comes.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"

namespace chat {

inline constexpr const char* kPassword = "a long password";
inline constexpr const char* kOwnerKey = "the key that was printed";
inline const Caller kHome{.address = "192.0.2.1", .agent = "a browser"};
inline const Caller kAbroad{.address = "198.51.100.7", .agent = "another browser"};

class AccountsWorld : public ChatWorld {
protected:
    template <typename T>
    using Said = base::Result<T, AccountRefusal>;
    template <typename T>
    using Slot = std::optional<Said<T>>;

    using ChatWorld::ChatWorld;

    [[nodiscard]] Accounts& accounts() { return chat().accounts(); }

    void open_door(const DoorOptions& door, const Limits& limits = limits_without_rates()) {
        make_chat(limits, door);
        start();
    }

    template <typename T>
    static AccountReply<T> to(Slot<T>& slot) {
        return [&slot](Said<T> answer) {
            EXPECT_FALSE(slot.has_value()) << "answered twice";
            slot = std::move(answer);
        };
    }
    template <typename T>
    Said<T> said(Slot<T>& slot) {
        executor.run();
        if (slot) return *std::move(slot);
        ADD_FAILURE() << "no answer";
        return base::fail(AccountRefusal{});
    }
    template <typename T>
    static AccountError error_of(const Said<T>& answer) {
        EXPECT_FALSE(answer.has_value()) << "was not refused";
        return answer ? AccountError::unavailable : answer.error().error;
    }

    static SignUp as(const std::string& name, const std::string& token = {}) {
        return {.name = name,
                .password = kPassword,
                .token = token,
                .invite = {},
                .owner_key = {},
                .keep = SignUp::Keep::signed_in,
                .caller = kHome};
    }
    Said<SignedIn> sign_up(SignUp request) {
        Slot<SignedIn> slot;
        accounts().sign_up(std::move(request), to(slot));
        return said(slot);
    }
    /// Somebody with an account.
    SignedIn made(SignUp request) {
        Said<SignedIn> answer = sign_up(std::move(request));
        EXPECT_TRUE(answer.has_value());
        return answer ? *std::move(answer) : SignedIn();
    }
    SignedIn made(const std::string& name) { return made(as(name)); }
    SignedIn made_owner(const std::string& name) {
        SignUp request = as(name);
        request.owner_key = kOwnerKey;
        return made(std::move(request));
    }

    Said<SignedIn> sign_in(const std::string& name, const std::string& password = kPassword,
                           const Caller& caller = kHome,
                           SignUp::Keep keep = SignUp::Keep::signed_in) {
        Slot<SignedIn> slot;
        accounts().sign_in({.name = name, .password = password, .keep = keep, .caller = caller},
                           to(slot));
        return said(slot);
    }
    SignedIn signed_in(const std::string& name, const Caller& caller = kHome) {
        Said<SignedIn> answer = sign_in(name, kPassword, caller);
        EXPECT_TRUE(answer.has_value());
        return answer ? *std::move(answer) : SignedIn();
    }
    Said<void> sign_out(const std::string& token) {
        Slot<void> slot;
        accounts().sign_out(token, to(slot));
        return said(slot);
    }
    Said<void> change_password(const std::string& token, const std::string& current,
                               const std::string& next) {
        Slot<void> slot;
        accounts().change_password(token, current, next, kHome, to(slot));
        return said(slot);
    }
    Said<User> me(const std::string& token) {
        Slot<User> slot;
        accounts().me(token, to(slot));
        return said(slot);
    }
    Said<User> change(const std::string& token, ProfileChange change) {
        Slot<User> slot;
        accounts().change_profile(token, std::move(change), to(slot));
        return said(slot);
    }
    Said<std::vector<SessionView>> sessions(const std::string& token) {
        Slot<std::vector<SessionView>> slot;
        accounts().sessions(token, to(slot));
        return said(slot);
    }
    Said<void> end_session(const std::string& token, const SessionId& session) {
        Slot<void> slot;
        accounts().end_session(token, session, to(slot));
        return said(slot);
    }
    Said<void> end_other_sessions(const std::string& token) {
        Slot<void> slot;
        accounts().end_other_sessions(token, to(slot));
        return said(slot);
    }
    Said<MadeInvite> invite(const std::string& token, InviteRequest request = {}) {
        Slot<MadeInvite> slot;
        accounts().create_invite(Credentials::of_token(token), request, to(slot));
        return said(slot);
    }
    Said<std::vector<Invite>> invites(const std::string& token) {
        Slot<std::vector<Invite>> slot;
        accounts().invites(Credentials::of_token(token), to(slot));
        return said(slot);
    }
    Said<void> revoke_invite(const std::string& token, const InviteId& id) {
        Slot<void> slot;
        accounts().revoke_invite(Credentials::of_token(token), id, to(slot));
        return said(slot);
    }
    Said<void> check_invite(const std::string& code, const Caller& caller = kHome) {
        Slot<void> slot;
        accounts().check_invite(code, caller, to(slot));
        return said(slot);
    }
    base::Result<std::vector<User>, Refusal> people(const Guest& guest, std::vector<UserId> users) {
        Answer<std::vector<User>> answer;
        chat().people(guest.connection, std::move(users), into(answer));
        return take(answer);
    }
};

}  // namespace chat
