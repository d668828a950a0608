/// Random: the only source of randomness. Tests give one that replays a seed.
///
/// Thread:     any for SystemRandom.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace base {

class Random {
public:
    virtual ~Random() = default;

    virtual void fill(std::span<std::byte> out) = 0;

    /// A uniform number in [0, 2^64).
    [[nodiscard]] std::uint64_t number();

    /// `characters` letters of base64url (6 random bits each): safe in a URL, a header and a file name.
    [[nodiscard]] std::string token(std::size_t characters);
};

/// The kernel's generator (getrandom); fit for secrets.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override;
};

}  // namespace base
