/// SeededRandom: the same numbers for the same seed, so that a failing run can be replayed.
#pragma once

#include <random>

#include "base/random.h"

namespace support {

class SeededRandom final : public base::Random {
public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}

    void fill(std::span<std::byte> out) override {
        for (std::byte& octet : out)
            octet = static_cast<std::byte>(engine_() & 0xFFU);
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace support
