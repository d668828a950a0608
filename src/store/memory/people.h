/// People: those whom the memory store knows, with their memberships, accounts, sessions and invites.
///
/// Thread:     the domain's.
/// Owns:       all of it.
/// Invariant:  every session, account and membership is of a person here; what is refused changes nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

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

class People {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;
    using Memberships = std::map<chat::RoomId, chat::Membership>;

    /// Also of an actor of events who was never told of otherwise.
    [[nodiscard]] Memberships& memberships(const chat::UserId& user) {
        return person(user).memberships;
    }
    [[nodiscard]] Memberships* find_memberships(const chat::UserId& user);

    /// first  where they become a member
    Answer<chat::Known> create_user(const chat::NewUser& user,
                                    const std::optional<chat::Membership>& first);
    [[nodiscard]] std::optional<chat::Known> find_user(const chat::TokenHash& token,
                                                       base::WallTime now);
    Answer<chat::User> change_profile(const chat::UserId& user, const chat::ProfileChange& change,
                                      const std::string& name_key);
    /// returns  whom they ignore from now on, the last one first
    Answer<std::vector<chat::Named>> set_ignored(const chat::UserId& user,
                                                 const chat::UserId& other,
                                                 chat::Ignoring ignoring);
    [[nodiscard]] bool is_ignoring(const chat::UserId& user, const chat::UserId& other) const;
    [[nodiscard]] std::vector<chat::User> find_people(const std::vector<chat::UserId>& users) const;

    [[nodiscard]] std::optional<chat::Member> member(const chat::UserId& user,
                                                     const chat::RoomId& room) const;
    /// In the order in which they came to be known; those behind `after`, of all when it is empty.
    [[nodiscard]] std::vector<chat::Member> members(const chat::RoomId& room,
                                                    const chat::UserId& after = {}) const;
    /// By key.
    [[nodiscard]] std::vector<chat::User> find_accounts(const std::string& key_prefix,
                                                        std::uint32_t limit) const;

    /// first  where somebody who is new becomes a member
    Answer<chat::Known> create_account(const chat::NewAccount& account,
                                       const std::optional<chat::Membership>& first);
    [[nodiscard]] std::optional<chat::Account> find_account(const std::string& name_key) const;
    [[nodiscard]] std::optional<chat::Account> account_of(const chat::UserId& user) const;
    [[nodiscard]] bool has_owner() const;
    Answer<void> set_password(const chat::UserId& user, const std::string& hash,
                              const chat::SecretHash& keep);

    Answer<chat::Known> begin_session(const chat::NewSession& session);
    /// Moves its end on.
    [[nodiscard]] std::optional<chat::Session> find_session(const chat::SecretHash& token,
                                                            base::WallTime now);
    [[nodiscard]] std::vector<chat::Session> sessions(const chat::UserId& user,
                                                      base::WallTime now) const;
    Answer<void> end_session(const chat::UserId& user, const chat::SessionId& session);
    std::vector<chat::SessionId> end_other_sessions(const chat::UserId& user,
                                                    const chat::SessionId& keep);

    // What people in charge ask and do; the notes of it are the store's.
    [[nodiscard]] Answer<chat::AccountsPage> accounts(const chat::AccountsRequest& request) const;
    [[nodiscard]] std::optional<chat::AccountEntry> find_entry(const chat::UserId& user) const;
    [[nodiscard]] std::size_t account_count() const { return names_.size(); }
    Answer<chat::AccountEntry> set_role(const chat::PersonDeed& deed, chat::Role role);
    Answer<chat::AccountEntry> suspend(const chat::PersonDeed& deed,
                                       const chat::Suspension& suspension);
    Answer<chat::AccountEntry> reinstate(const chat::PersonDeed& deed);
    Answer<void> end_all_sessions(const chat::PersonDeed& deed);

    Answer<chat::Invite> create_invite(const chat::NewInvite& invite);
    [[nodiscard]] std::vector<chat::Invite> invites(base::WallTime now) const;
    Answer<void> revoke_invite(const chat::InviteId& invite);
    [[nodiscard]] std::optional<chat::Invite> find_invite(const chat::SecretHash& code,
                                                          base::WallTime now) const;

private:
    struct Login {
        std::string name_key;
        std::string password_hash;
        base::WallTime created{};
    };
    struct Person {
        std::uint64_t number = 0;  ///< the how manieth
        chat::User user;           ///< without an id: known only as an actor
        Memberships memberships;
        std::optional<Login> login;
        std::optional<chat::Suspension> suspension;
        std::vector<chat::SecretHash> tokens;  ///< of the sessions
        std::vector<chat::UserId> ignored;     ///< the last one last
    };

    /// Made when there is none.
    [[nodiscard]] Person& person(const chat::UserId& user);
    [[nodiscard]] Person* find(const chat::UserId& user);
    [[nodiscard]] const Person* find(const chat::UserId& user) const;
    [[nodiscard]] static std::optional<chat::Account> account(const Person& person);
    /// Whether an account other than this person's has it.
    [[nodiscard]] bool is_taken(const std::string& name_key, const chat::UserId& user) const;
    [[nodiscard]] chat::Known known(const Person& person, const chat::SessionId& session) const;
    [[nodiscard]] std::vector<chat::Named> ignored_by(const Person& person) const;
    void begin(Person& person, const chat::NewSession& session);
    /// To whom it is done, when it may be.
    Answer<Person*> judge(const chat::PersonDeed& deed);
    [[nodiscard]] static chat::AccountEntry entry(const Person& person);
    /// Ends those of whom `is_over` says so. Returns their ids.
    template <typename Predicate>
    std::vector<chat::SessionId> end_sessions(Person& person, Predicate is_over);

    std::unordered_map<chat::UserId, Person> people_;
    std::unordered_map<std::string, chat::UserId> names_;  ///< of accounts, by key
    std::unordered_map<chat::SecretHash, chat::Session> sessions_;
    std::unordered_map<chat::SecretHash, chat::Invite> invites_;
};

}  // namespace store
