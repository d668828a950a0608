/// Accounts: making accounts, signing in and out, sessions, profiles and invites: what a person does about themselves.
///
/// Thread:     domain. Every reply runs there too.
/// Owns:       requests on their way through the store and the hashing of passwords; who guessed how often.
/// Invariant:  each request is answered once. An answer does not tell whether a name has an account, save where an
///             account is made. A connection of a session that ended is told so and closed.
/// Elsewhere:  ports are account_store.h and passwords.h; JSON and HTTP are api/rest.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/room.h"

namespace chat {

/// Who may make an account.
enum class Registration : std::uint8_t { open, invite, closed };

/// Its word in settings, in stores and on the wire; never change one.
[[nodiscard]] constexpr std::string_view word_of(Registration registration) {
    switch (registration) {
        case Registration::open:
            return "open";
        case Registration::invite:
            return "invite";
        case Registration::closed:
            break;
    }
    return "closed";
}

/// How people come in; a setting.
struct DoorOptions {
    Registration registration = Registration::open;
    enum class Guests : std::uint8_t { on, off } guests = Guests::on;
    /// Printed at start; whoever has it makes the owner's account, as long as there is none. Empty: nobody can.
    std::string owner_key;
    /// What the command line shows to be in charge. Empty: it is not.
    std::string admin_key{};
};

/// Each names a broken rule; the wire code is the same word.
enum class AccountError : std::uint8_t {
    name_invalid,       ///< as nickname_invalid of a connect
    name_taken,         ///< `suggestions` are free among those present
    password_invalid,   ///< under kPasswordCharactersMin or over kPasswordBytesMax
    credentials_wrong,  ///< name or password; which one is not said
    password_wrong,     ///< the current one, of somebody who is signed in
    token_expired,      ///< the token is nobody's: sign in
    has_account,        ///< the guest is none
    not_an_account,     ///< a guest has no password and no sessions to list
    registration_closed,
    invite_needed,
    invite_invalid,     ///< unknown, expired, used up
    owner_key_invalid,  ///< not the one printed, or there is an owner
    forbidden,
    not_found,
    suspended,        ///< `suspension` is it, where it is known
    no_such_person,   ///< nobody with an account has that id
    outranked,        ///< they are, or would be, no less than whoever does it
    is_oneself,       ///< nobody does that to themselves
    until_past,       ///< a suspension that would be over
    profile_invalid,  ///< a hue out of range, a status of over kStatusCharactersMax
    too_many,         ///< invites
    address_banned,   ///< nobody comes in from there; `suspension` says until when and why
    network_invalid,  ///< no address and no network, or one that is too wide
    import_invalid,   ///< what is imported is no log, or does not follow what came before
    rate_limited,
    unavailable,
};

struct AccountRefusal {
    AccountError error = AccountError::unavailable;
    std::vector<std::string> suggestions{};               ///< for name_taken
    base::Milliseconds retry_after{0};                    ///< for rate_limited and unavailable
    std::optional<Suspension> suspension = std::nullopt;  ///< for suspended and address_banned
};

template <typename T>
using AccountReply = std::move_only_function<void(base::Result<T, AccountRefusal>)>;

inline constexpr std::size_t kPasswordCharactersMin = 8;  ///< Unicode code points
inline constexpr std::size_t kPasswordBytesMax = 1024;
inline constexpr std::uint32_t kStatusCharactersMax = 80;
inline constexpr std::uint32_t kInviteUsesMax = 1000;
inline constexpr base::Milliseconds kInviteLifetimeMax{366LL * 24 * 3600 * 1000};
inline constexpr base::Milliseconds kBriefSession{
    24LL * 3600 * 1000};  ///< not kept signed in; since the last use

/// Where a request comes from.
struct Caller {
    std::string address;
    std::string agent;
};

struct SignUp {
    std::string name;
    std::string password;
    std::string token;      ///< of the guest that becomes the account; empty: somebody new
    std::string invite;     ///< the code; empty: none
    std::string owner_key;  ///< empty: none
    enum class Keep : std::uint8_t { briefly, signed_in } keep = Keep::briefly;
    Caller caller;
};

struct SignIn {
    std::string name;
    std::string password;
    SignUp::Keep keep = SignUp::Keep::briefly;
    Caller caller;
};

struct SignedIn {
    User user;
    std::string token;
    SessionId session;
};

struct SessionView {
    Session session;
    enum class Mine : std::uint8_t { no, yes } current = Mine::no;  ///< the one that asks
};

struct InviteRequest {
    base::Milliseconds lifetime{7LL * 24 * 3600 * 1000};
    std::uint32_t uses_max = 1;
};

struct MadeInvite {
    Invite invite;
    std::string code;  ///< told this once
};

/// What a join screen offers.
struct Door {
    Registration registration = Registration::open;
    DoorOptions::Guests guests = DoorOptions::Guests::on;

    friend bool operator==(const Door&, const Door&) = default;
};

class Accounts {
public:
    virtual ~Accounts() = default;

    virtual void sign_up(SignUp request, AccountReply<SignedIn> reply) = 0;
    virtual void sign_in(SignIn request, AccountReply<SignedIn> reply) = 0;
    /// Ends the token's session, a guest's too. A token of nobody: done.
    virtual void sign_out(std::string token, AccountReply<void> reply) = 0;
    /// Every other session ends.
    virtual void change_password(std::string token, std::string current, std::string next,
                                 Caller caller, AccountReply<void> reply) = 0;

    virtual void me(std::string token, AccountReply<User> reply) = 0;
    virtual void change_profile(std::string token, ProfileChange change,
                                AccountReply<User> reply) = 0;

    virtual void sessions(std::string token, AccountReply<std::vector<SessionView>> reply) = 0;
    virtual void end_session(std::string token, SessionId session, AccountReply<void> reply) = 0;
    virtual void end_other_sessions(std::string token, AccountReply<void> reply) = 0;

    // For people in charge.
    virtual void create_invite(Credentials by, InviteRequest request,
                               AccountReply<MadeInvite> reply) = 0;
    virtual void invites(Credentials by, AccountReply<std::vector<Invite>> reply) = 0;
    virtual void revoke_invite(Credentials by, InviteId invite, AccountReply<void> reply) = 0;
    /// Whether the code would be taken; counts as a guess.
    virtual void check_invite(std::string code, Caller caller, AccountReply<void> reply) = 0;
};

}  // namespace chat
