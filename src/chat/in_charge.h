/// Who asks for what only people in charge may do.
///
/// Thread:     any. Values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "chat/event.h"
#include "chat/permissions.h"
#include "chat/room.h"

namespace chat {

/// What somebody shows to be in charge: the token of a session, or the key that the server lays into its data directory
/// for the command line.
struct Credentials {
    enum class Kind : std::uint8_t { token, key } kind = Kind::token;
    std::string secret;

    static Credentials of_token(std::string token) {
        return {.kind = Kind::token, .secret = std::move(token)};
    }
    static Credentials of_key(std::string key) {
        return {.kind = Kind::key, .secret = std::move(key)};
    }
};

/// Who it turned out to be.
struct Doer {
    Named who;                ///< an empty id: nobody, but the command line
    Role role = Role::owner;  ///< the command line's too

    [[nodiscard]] Rank rank() const { return rank_of(role, RoomRole::member); }
};

inline constexpr const char* kCommandLine = "the command line";  ///< what it is called

}  // namespace chat
