/// SocketHandle: the name of one socket for as long as it lives, in 64 bits.
///
/// Thread:     any. A value.
/// Invariant:  never names another socket later: a slot that is used again has another generation.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace socketio {

class SocketHandle {
public:
    static constexpr unsigned kLoopBits = 12;
    static constexpr unsigned kSlotBits = 24;
    static constexpr unsigned kGenerationBits = 28;
    static_assert(kLoopBits + kSlotBits + kGenerationBits == 64);

    /// Names nobody.
    constexpr SocketHandle() = default;
    constexpr SocketHandle(std::uint32_t loop, std::uint32_t slot, std::uint32_t generation)
        : value_((static_cast<std::uint64_t>(loop) << (kSlotBits + kGenerationBits)) |
                 (static_cast<std::uint64_t>(slot) << kGenerationBits) | generation) {}

    [[nodiscard]] static constexpr SocketHandle from_value(std::uint64_t value) {
        SocketHandle handle;
        handle.value_ = value;
        return handle;
    }

    [[nodiscard]] constexpr std::uint64_t value() const { return value_; }
    [[nodiscard]] constexpr bool is_set() const { return value_ != 0; }

    [[nodiscard]] constexpr std::uint32_t loop() const {
        return static_cast<std::uint32_t>(value_ >> (kSlotBits + kGenerationBits));
    }
    [[nodiscard]] constexpr std::uint32_t slot() const {
        return static_cast<std::uint32_t>(value_ >> kGenerationBits) & ((1U << kSlotBits) - 1);
    }
    /// From 1 on.
    [[nodiscard]] constexpr std::uint32_t generation() const {
        return static_cast<std::uint32_t>(value_) & ((1U << kGenerationBits) - 1);
    }

    friend constexpr bool operator==(SocketHandle, SocketHandle) = default;
    friend constexpr auto operator<=>(SocketHandle, SocketHandle) = default;

private:
    std::uint64_t value_ = 0;
};

}  // namespace socketio

template <>
struct std::hash<socketio::SocketHandle> {
    std::size_t operator()(socketio::SocketHandle handle) const noexcept {
        return std::hash<std::uint64_t>{}(handle.value());
    }
};
