/// Account, Session, Invite: what makes somebody more than a guest, and what the store keeps of it.
///
/// Thread:     any. Values.
/// Invariant:  neither a password nor a token, an invite's code or the owner's key stands in any of these: stores have
///             hashes only.
/// Elsewhere:  the rules are accounts.h, the port is account_store.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/strong_id.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {

/// Names a session to people ("sign out there"); no secret.
using SessionId = base::StrongId<struct SessionTag>;
/// Names an invite to those who manage them; no secret.
using InviteId = base::StrongId<struct InviteTag>;
/// SHA-256 of a token, of an invite's code: the secret itself is never kept.
using SecretHash = std::string;

/// Somebody may not come in.
struct Suspension {
    Named by;  ///< an empty id: the command line
    base::WallTime created{};
    std::optional<base::WallTime> until = std::nullopt;  ///< absent: until it is lifted
    std::string reason{};                                ///< may be empty

    friend bool operator==(const Suspension&, const Suspension&) = default;
};

[[nodiscard]] inline bool holds(const std::optional<Suspension>& suspension, base::WallTime now) {
    return suspension && (!suspension->until || *suspension->until > now);
}

/// Somebody with a password. The name is the user's nickname: one name to sign in with and to be seen by.
struct Account {
    User user;
    std::string name_key;       ///< unique among accounts
    std::string password_hash;  ///< as chat::Passwords made it
    base::WallTime created{};
    std::optional<Suspension> suspension = std::nullopt;  ///< may be over

    friend bool operator==(const Account&, const Account&) = default;
};

/// A place where somebody is signed in, a guest's browser too: what a token stands for.
struct Session {
    SessionId id;
    UserId user;
    base::WallTime created{};
    base::WallTime used{};           ///< last; exact to a minute or so
    base::WallTime expires{};        ///< moves on with each use by `lifetime`
    base::Milliseconds lifetime{0};  ///< since the last use
    std::string agent{};    ///< the browser's User-Agent when it began, at most kAgentBytesMax
    std::string address{};  ///< the peer's when it began; may be empty

    friend bool operator==(const Session&, const Session&) = default;
};
inline constexpr std::size_t kAgentBytesMax = 200;

/// Lets so many people make an account until then.
struct Invite {
    InviteId id;
    UserId creator;            ///< empty: the command line
    std::string creator_name;  ///< when it was made
    base::WallTime created{};
    base::WallTime expires{};
    std::uint32_t uses_max = 1;
    std::uint32_t uses = 0;

    friend bool operator==(const Invite&, const Invite&) = default;
};

/// Whether somebody wants to see nothing of another person.
enum class Ignoring : std::uint8_t { off, on };

/// What somebody changes of themselves; what is absent stays.
struct ProfileChange {
    std::optional<std::string> nickname{};
    std::optional<std::int16_t> hue{};    ///< 0..359, or kHueOfName
    std::optional<std::string> status{};  ///< empty: none
};

}  // namespace chat
