/// SessionId: the name a client shows with every request of its session. It tells which loop and slot the session
/// has, and proves with 120 random bits that the client was told so.
///
/// Thread:     any. A value.
/// Invariant:  26 characters of base64url: 20 random ones, 2 for the loop, 4 for the slot.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace engineio {

class SessionId {
public:
    static constexpr std::size_t kSecretCharacters = 20;
    static constexpr std::size_t kCharacters = kSecretCharacters + 2 + 4;
    static constexpr std::uint32_t kLoopsMax = 1U << 12U;
    static constexpr std::uint32_t kSlotsMax = 1U << 24U;

    SessionId(base::Random& random, std::uint32_t loop, std::uint32_t slot);

    /// returns  nullopt when `text` cannot be a session id of ours
    [[nodiscard]] static std::optional<SessionId> parse(std::string_view text);

    [[nodiscard]] std::uint32_t loop() const { return loop_; }
    [[nodiscard]] std::uint32_t slot() const { return slot_; }
    [[nodiscard]] std::string text() const;

    /// Half of the secret's bits, in the lower 60: enough to tell sessions apart where no whole id fits. 0 when it is
    /// none that we gave away.
    [[nodiscard]] std::uint64_t fingerprint() const;

    /// Compares the secrets in constant time.
    friend bool operator==(const SessionId& a, const SessionId& b);

private:
    SessionId() = default;

    std::array<char, kSecretCharacters> secret_{};
    std::uint32_t loop_ = 0;
    std::uint32_t slot_ = 0;
};

}  // namespace engineio
