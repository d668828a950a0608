/// Passwords: the port through which the domain has passwords hashed and compared. src/api/auth has its form.
///
/// Thread:     the domain's for calls; replies run on the domain's executor, never inside the call.
/// Owns:       requests that wait for the hashing thread; at most so many, over it `unavailable`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace chat {

enum class PasswordError : std::uint8_t {
    unavailable,  ///< too many wait, no memory for the hash, shutting down: again later
};

class Passwords {
public:
    virtual ~Passwords() = default;

    /// The hash names its own parameters.
    virtual void hash(
        std::string password,
        std::move_only_function<void(base::Result<std::string, PasswordError>)> reply) = 0;

    enum class Verdict : std::uint8_t { differs, matches };
    /// Takes as long for an empty `hash` (nobody's) as for a real one, and answers `differs`.
    virtual void verify(
        std::string password, std::string hash,
        std::move_only_function<void(base::Result<Verdict, PasswordError>)> reply) = 0;
};

}  // namespace chat
