#include "store/memory/people.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/admin_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"

namespace store {

using base::fail;
using chat::Known;
using chat::Session;
using chat::SessionId;
using chat::StoreError;
using chat::User;
using chat::UserId;

namespace {

bool can_be_used(const chat::Invite& invite, base::WallTime now) {
    return invite.expires > now && invite.uses < invite.uses_max;
}

/// The one that was used last comes first.
bool was_used_later(const Session& left, const Session& right) {
    return std::tie(right.used, right.created, left.id) <
           std::tie(left.used, left.created, right.id);
}

}  // namespace

People::Memberships* People::find_memberships(const UserId& user) {
    const auto found = people_.find(user);
    return found == people_.end() ? nullptr : &found->second.memberships;
}

People::Person& People::person(const UserId& user) {
    const auto [entry, is_new] = people_.try_emplace(user);
    if (is_new) entry->second.number = people_.size();
    return entry->second;
}

People::Person* People::find(const UserId& user) {
    const auto found = people_.find(user);
    const bool is_known = found != people_.end() && !found->second.user.id.value().empty();
    return is_known ? &found->second : nullptr;
}

const People::Person* People::find(const UserId& user) const {
    const auto found = people_.find(user);
    const bool is_known = found != people_.end() && !found->second.user.id.value().empty();
    return is_known ? &found->second : nullptr;
}

bool People::is_taken(const std::string& name_key, const UserId& user) const {
    const auto found = names_.find(name_key);
    return found != names_.end() && found->second != user;
}

Known People::known(const Person& person, const SessionId& session) const {
    Known known{.user = person.user,
                .session = session,
                .memberships = {},
                .suspension = person.suspension,
                .ignored = ignored_by(person)};
    known.memberships.reserve(person.memberships.size());
    for (const auto& [room, membership] : person.memberships)
        known.memberships.push_back(membership);
    return known;
}

People::Answer<Known> People::create_user(const chat::NewUser& user,
                                          const std::optional<chat::Membership>& first) {
    if (is_taken(user.name_key, user.user.id)) return fail(StoreError::name_taken);
    Person& person = this->person(user.user.id);
    person.user = user.user;
    if (first) person.memberships.emplace(first->room, *first);
    if (!user.token.empty()) begin(person, {.session = user.session, .token = user.token});
    return known(person, user.session.id);
}

std::optional<Known> People::find_user(const chat::TokenHash& token, base::WallTime now) {
    const std::optional<Session> session = find_session(token, now);
    if (!session) return std::nullopt;
    return known(people_.at(session->user), session->id);
}

People::Answer<User> People::change_profile(const UserId& user, const chat::ProfileChange& change,
                                            const std::string& name_key) {
    Person* const person = find(user);
    if (person == nullptr) return fail(StoreError::no_such_user);
    if (change.nickname) {
        if (is_taken(name_key, user)) return fail(StoreError::name_taken);
        if (person->login) {
            names_.erase(person->login->name_key);
            names_.emplace(name_key, user);
            person->login->name_key = name_key;
        }
        person->user.nickname = *change.nickname;
    }
    if (change.hue) person->user.hue = *change.hue;
    if (change.status) person->user.status = *change.status;
    return person->user;
}

std::vector<User> People::find_people(const std::vector<UserId>& users) const {
    std::vector<User> found;
    for (const UserId& user : users) {
        if (const Person* const person = find(user)) found.push_back(person->user);
    }
    return found;
}

std::optional<chat::Member> People::member(const UserId& user, const chat::RoomId& room) const {
    const Person* const person = find(user);
    if (person == nullptr) return std::nullopt;
    const auto membership = person->memberships.find(room);
    if (membership == person->memberships.end()) return std::nullopt;
    return chat::Member{.user = person->user, .role = membership->second.role};
}

std::vector<chat::Member> People::members(const chat::RoomId& room, const UserId& after) const {
    const auto last = people_.find(after);
    const std::uint64_t behind = last == people_.end() ? 0 : last->second.number;
    std::vector<std::pair<std::uint64_t, chat::Member>> numbered;
    for (const auto& [user, person] : people_) {
        if (person.number <= behind) continue;
        if (auto found = member(user, room))
            numbered.emplace_back(person.number, *std::move(found));
    }
    std::ranges::sort(numbered, {}, [](const auto& each) { return each.first; });
    std::vector<chat::Member> members;
    members.reserve(numbered.size());
    for (auto& [number, found] : numbered)
        members.push_back(std::move(found));
    return members;
}

std::vector<User> People::find_accounts(const std::string& key_prefix, std::uint32_t limit) const {
    const std::map<std::string, UserId> sorted(names_.begin(), names_.end());
    std::vector<User> found;
    for (auto name = sorted.lower_bound(key_prefix);
         name != sorted.end() && name->first.starts_with(key_prefix) && found.size() < limit;
         ++name) {
        found.push_back(people_.at(name->second).user);
    }
    return found;
}

People::Answer<Known> People::create_account(const chat::NewAccount& account,
                                             const std::optional<chat::Membership>& first) {
    const UserId& id = account.user.id;
    const Person* const guest = find(id);
    if (guest != nullptr && guest->login) return fail(StoreError::has_account);
    if (names_.contains(account.name_key)) return fail(StoreError::name_taken);
    if (account.claim == chat::NewAccount::Claim::owner && has_owner()) {
        return fail(StoreError::not_allowed);
    }
    if (account.invite) {
        const auto invite = invites_.find(*account.invite);
        if (invite == invites_.end() || !can_be_used(invite->second, account.created)) {
            return fail(StoreError::invite_spent);
        }
        invite->second.uses += 1;
    }

    Person& person = this->person(id);
    if (guest == nullptr) {
        person.user = account.user;
        if (first) person.memberships.emplace(first->room, *first);
    } else {
        person.user.nickname = account.user.nickname;
        person.user.role = account.user.role;
        end_sessions(person, [](const Session&) { return true; });
    }
    person.login = Login{.name_key = account.name_key,
                         .password_hash = account.password_hash,
                         .created = account.created};
    names_.emplace(account.name_key, id);
    begin(person, account.session);
    return known(person, account.session.session.id);
}

std::optional<chat::Account> People::account(const Person& person) {
    if (!person.login) return std::nullopt;
    return chat::Account{.user = person.user,
                         .name_key = person.login->name_key,
                         .password_hash = person.login->password_hash,
                         .created = person.login->created,
                         .suspension = person.suspension};
}

chat::AccountEntry People::entry(const Person& person) {
    CHECK(person.login.has_value());
    return {.user = person.user, .created = person.login->created, .suspension = person.suspension};
}

std::optional<chat::AccountEntry> People::find_entry(const UserId& user) const {
    const Person* const person = find(user);
    if (person == nullptr || !person->login) return std::nullopt;
    return entry(*person);
}

People::Answer<chat::AccountsPage> People::accounts(const chat::AccountsRequest& request) const {
    std::string after;
    if (!request.after.value().empty()) {
        const Person* const last = find(request.after);
        if (last == nullptr || !last->login) return fail(StoreError::no_such_user);
        after = last->login->name_key;
    }
    const std::map<std::string, UserId> sorted(names_.begin(), names_.end());
    chat::AccountsPage page;
    for (const auto& [key, user] : sorted) {
        if (!key.starts_with(request.key_prefix) || key <= after) continue;
        page.more = page.entries.size() == request.limit;
        if (page.more) break;
        page.entries.push_back(entry(people_.at(user)));
    }
    return page;
}

std::optional<chat::Account> People::find_account(const std::string& name_key) const {
    const auto found = names_.find(name_key);
    if (found == names_.end()) return std::nullopt;
    return account(people_.at(found->second));
}

std::optional<chat::Account> People::account_of(const UserId& user) const {
    const Person* const person = find(user);
    return person == nullptr ? std::nullopt : account(*person);
}

bool People::has_owner() const {
    return std::ranges::any_of(names_, [this](const auto& name) {
        return people_.at(name.second).user.role == chat::Role::owner;
    });
}

People::Answer<void> People::set_password(const UserId& user, const std::string& hash,
                                          const chat::SecretHash& keep) {
    Person* const person = find(user);
    if (person == nullptr || !person->login) return fail(StoreError::no_such_user);
    person->login->password_hash = hash;
    const auto kept = sessions_.find(keep);
    const SessionId kept_id = kept == sessions_.end() ? SessionId() : kept->second.id;
    end_sessions(*person, [&kept_id](const Session& session) { return session.id != kept_id; });
    return {};
}

People::Answer<Known> People::begin_session(const chat::NewSession& session) {
    Person* const person = find(session.session.user);
    if (person == nullptr) return fail(StoreError::no_such_user);
    if (holds(person->suspension, session.session.created)) return fail(StoreError::suspended);
    begin(*person, session);
    return known(*person, session.session.id);
}

void People::begin(Person& person, const chat::NewSession& session) {
    if (person.tokens.size() >= chat::kSessionsMax) {
        const auto oldest = std::ranges::min_element(
            person.tokens, [this](const chat::SecretHash& left, const chat::SecretHash& right) {
                return was_used_later(sessions_.at(right), sessions_.at(left));
            });
        sessions_.erase(*oldest);
        person.tokens.erase(oldest);
    }
    person.tokens.push_back(session.token);
    Session begun = session.session;
    begun.user = person.user.id;
    sessions_.insert_or_assign(session.token, std::move(begun));
}

std::optional<Session> People::find_session(const chat::SecretHash& token, base::WallTime now) {
    const auto found = sessions_.find(token);
    if (found == sessions_.end() || found->second.expires <= now) return std::nullopt;
    Session& session = found->second;
    session.used = now;
    session.expires = now + session.lifetime;
    return session;
}

std::vector<Session> People::sessions(const UserId& user, base::WallTime now) const {
    const Person* const person = find(user);
    std::vector<Session> live;
    if (person == nullptr) return live;
    for (const chat::SecretHash& token : person->tokens) {
        const Session& session = sessions_.at(token);
        if (session.expires > now) live.push_back(session);
    }
    std::ranges::sort(live, was_used_later);
    return live;
}

template <typename Predicate>
std::vector<SessionId> People::end_sessions(Person& person, Predicate is_over) {
    std::vector<SessionId> ended;
    std::erase_if(person.tokens, [this, &ended, &is_over](const chat::SecretHash& token) {
        const auto session = sessions_.find(token);
        if (!is_over(session->second)) return false;
        ended.push_back(session->second.id);
        sessions_.erase(session);
        return true;
    });
    return ended;
}

People::Answer<People::Person*> People::judge(const chat::PersonDeed& deed) {
    Person* const person = find(deed.user);
    if (person == nullptr || !person->login) return fail(StoreError::no_such_user);
    if (person->user.role != deed.was) return fail(StoreError::overtaken);
    if (deed.note.by.user.value().empty()) return person;
    const Person* const doer = find(deed.note.by.user);
    const bool is_in_charge = doer != nullptr && doer->user.role == deed.by_role &&
                              !holds(doer->suspension, deed.note.time);
    if (!is_in_charge) return fail(StoreError::overtaken);
    return person;
}

People::Answer<chat::AccountEntry> People::set_role(const chat::PersonDeed& deed, chat::Role role) {
    const Answer<Person*> person = judge(deed);
    if (!person) return fail(person.error());
    (*person)->user.role = role;
    return entry(**person);
}

People::Answer<chat::AccountEntry> People::suspend(const chat::PersonDeed& deed,
                                                   const chat::Suspension& suspension) {
    const Answer<Person*> person = judge(deed);
    if (!person) return fail(person.error());
    (*person)->suspension = suspension;
    end_sessions(**person, [](const Session&) { return true; });
    return entry(**person);
}

People::Answer<chat::AccountEntry> People::reinstate(const chat::PersonDeed& deed) {
    const Answer<Person*> person = judge(deed);
    if (!person) return fail(person.error());
    if (!(*person)->suspension) return fail(StoreError::no_change);
    (*person)->suspension.reset();
    return entry(**person);
}

People::Answer<void> People::end_all_sessions(const chat::PersonDeed& deed) {
    const Answer<Person*> person = judge(deed);
    if (!person) return fail(person.error());
    end_sessions(**person, [](const Session&) { return true; });
    return {};
}

People::Answer<void> People::end_session(const UserId& user, const SessionId& session) {
    Person* const person = find(user);
    if (person == nullptr) return fail(StoreError::no_such_session);
    const std::vector<SessionId> ended =
        end_sessions(*person, [&session](const Session& each) { return each.id == session; });
    if (ended.empty()) return fail(StoreError::no_such_session);
    return {};
}

std::vector<SessionId> People::end_other_sessions(const UserId& user, const SessionId& keep) {
    Person* const person = find(user);
    if (person == nullptr) return {};
    return end_sessions(*person, [&keep](const Session& session) { return session.id != keep; });
}

People::Answer<chat::Invite> People::create_invite(const chat::NewInvite& invite) {
    const bool is_of_nobody = invite.invite.creator.value().empty();
    if (!is_of_nobody && find(invite.invite.creator) == nullptr) {
        return fail(StoreError::no_such_user);
    }
    std::erase_if(invites_, [now = invite.invite.created](const auto& each) {
        return !can_be_used(each.second, now);
    });
    if (invites_.size() >= chat::kInvitesMax) return fail(StoreError::too_many);
    invites_.insert_or_assign(invite.code, invite.invite);
    return invite.invite;
}

std::vector<chat::Invite> People::invites(base::WallTime now) const {
    std::vector<chat::Invite> usable;
    for (const auto& [code, invite] : invites_) {
        if (can_be_used(invite, now)) usable.push_back(invite);
    }
    std::ranges::sort(usable, [](const chat::Invite& left, const chat::Invite& right) {
        return std::tie(right.created, left.id) < std::tie(left.created, right.id);
    });
    return usable;
}

People::Answer<void> People::revoke_invite(const chat::InviteId& invite) {
    const auto removed =
        std::erase_if(invites_, [&invite](const auto& each) { return each.second.id == invite; });
    if (removed == 0) return fail(StoreError::no_such_invite);
    return {};
}

std::optional<chat::Invite> People::find_invite(const chat::SecretHash& code,
                                                base::WallTime now) const {
    const auto found = invites_.find(code);
    if (found == invites_.end() || !can_be_used(found->second, now)) return std::nullopt;
    return found->second;
}

}  // namespace store
