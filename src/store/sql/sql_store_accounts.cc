// What is asked of a store of accounts, sessions, invites and profiles.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sql/identities.h"
#include "store/sql/identity_lookup.h"
#include "store/sql/ledger.h"
#include "store/sql/lookup.h"
#include "store/sql/session_use.h"
#include "store/sql/sql_store.h"
#include "store/sql/write_request.h"

namespace store::sql {

void SqlStore::create_account(chat::NewAccount account, chat::StoreReply<chat::Known> reply) {
    writer_.submit(make_write_request<chat::Known>(
        [account = std::move(account)](Ledger& ledger) { return ledger.create_account(account); },
        std::move(reply)));
}

void SqlStore::find_account(std::string name_key,
                            chat::StoreReply<std::optional<chat::Account>> reply) {
    using Found = std::optional<chat::Account>;
    reader_.submit<Found>(
        [name_key = std::move(name_key)](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.identities().find_account(name_key));
        },
        std::move(reply));
}

void SqlStore::account_of(chat::UserId user, chat::StoreReply<std::optional<chat::Account>> reply) {
    using Found = std::optional<chat::Account>;
    reader_.submit<Found>(
        [user = std::move(user)](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.identities().account_of(user));
        },
        std::move(reply));
}

void SqlStore::has_owner(chat::StoreReply<bool> reply) {
    reader_.submit<bool>(
        [](Lookup& lookup) { return Lookup::Answer<bool>(lookup.identities().has_owner()); },
        std::move(reply));
}

void SqlStore::set_password(chat::UserId user, std::string hash, chat::SecretHash keep,
                            chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [user = std::move(user), hash = std::move(hash), keep = std::move(keep)](Ledger& ledger) {
            return ledger.identities().set_password(user, hash, keep);
        },
        std::move(reply)));
}

void SqlStore::begin_session(chat::NewSession session, chat::StoreReply<chat::Known> reply) {
    writer_.submit(make_write_request<chat::Known>(
        [session = std::move(session)](Ledger& ledger) { return ledger.begin_session(session); },
        std::move(reply)));
}

void SqlStore::find_session(chat::SecretHash token, base::WallTime now,
                            chat::StoreReply<std::optional<chat::Session>> reply) {
    using Found = std::optional<chat::Session>;
    reader_.submit<Found>(
        [token = std::move(token), now,
         &writer = writer_](Lookup& lookup) -> Lookup::Answer<Found> {
            auto held = lookup.identities().find_session(token, now);
            if (!held) return std::nullopt;
            use_session(held->session, token, now, writer);
            return std::move(held->session);
        },
        std::move(reply));
}

void SqlStore::sessions(chat::UserId user, base::WallTime now,
                        chat::StoreReply<std::vector<chat::Session>> reply) {
    using All = std::vector<chat::Session>;
    reader_.submit<All>(
        [user = std::move(user), now](Lookup& lookup) {
            return Lookup::Answer<All>(lookup.identities().sessions(user, now));
        },
        std::move(reply));
}

void SqlStore::end_session(chat::UserId user, chat::SessionId session,
                           chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [user = std::move(user), session = std::move(session)](Ledger& ledger) {
            return ledger.identities().end_session(user, session);
        },
        std::move(reply)));
}

void SqlStore::end_other_sessions(chat::UserId user, chat::SessionId keep,
                                  chat::StoreReply<std::vector<chat::SessionId>> reply) {
    using Ended = std::vector<chat::SessionId>;
    writer_.submit(make_write_request<Ended>(
        [user = std::move(user), keep = std::move(keep)](Ledger& ledger) {
            return Ledger::Answer<Ended>(ledger.identities().end_other_sessions(user, keep));
        },
        std::move(reply)));
}

void SqlStore::change_profile(chat::UserId user, chat::ProfileChange change, std::string name_key,
                              chat::StoreReply<chat::User> reply) {
    writer_.submit(make_write_request<chat::User>(
        [user = std::move(user), change = std::move(change), name_key = std::move(name_key)](
            Ledger& ledger) { return ledger.identities().change_profile(user, change, name_key); },
        std::move(reply)));
}

void SqlStore::find_people(std::vector<chat::UserId> users,
                           chat::StoreReply<std::vector<chat::User>> reply) {
    using Found = std::vector<chat::User>;
    reader_.submit<Found>(
        [users = std::move(users)](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.identities().find_people(users));
        },
        std::move(reply));
}

void SqlStore::create_invite(chat::NewInvite invite, chat::StoreReply<chat::Invite> reply) {
    writer_.submit(make_write_request<chat::Invite>(
        [invite = std::move(invite)](Ledger& ledger) { return ledger.create_invite(invite); },
        std::move(reply)));
}

void SqlStore::invites(base::WallTime now, chat::StoreReply<std::vector<chat::Invite>> reply) {
    using All = std::vector<chat::Invite>;
    reader_.submit<All>(
        [now](Lookup& lookup) { return Lookup::Answer<All>(lookup.identities().invites(now)); },
        std::move(reply));
}

void SqlStore::revoke_invite(chat::InviteId invite, chat::AuditEntry note,
                             chat::StoreReply<void> reply) {
    writer_.submit(make_write_request<void>(
        [invite = std::move(invite), note = std::move(note)](Ledger& ledger) {
            return ledger.revoke_invite(invite, note);
        },
        std::move(reply)));
}

void SqlStore::find_invite(chat::SecretHash code, base::WallTime now,
                           chat::StoreReply<std::optional<chat::Invite>> reply) {
    using Found = std::optional<chat::Invite>;
    reader_.submit<Found>(
        [code = std::move(code), now](Lookup& lookup) {
            return Lookup::Answer<Found>(lookup.identities().find_invite(code, now));
        },
        std::move(reply));
}

void SqlStore::set_ignored(chat::UserId user, chat::UserId other, chat::Ignoring ignoring,
                           chat::StoreReply<std::vector<chat::Named>> reply) {
    using People = std::vector<chat::Named>;
    writer_.submit(make_write_request<People>(
        [user = std::move(user), other = std::move(other), ignoring](Ledger& ledger) {
            return ledger.set_ignored(user, other, ignoring);
        },
        std::move(reply)));
}

}  // namespace store::sql
