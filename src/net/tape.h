/// Tape: the octets that a loop's connections send in this turn, written once and side by side.
///
/// A frame for many receivers is written to the tape once; each receiver's queue only notes where it
/// stands. Frames that follow each other for the same receiver become one piece, so a burst to a room leaves
/// each connection in a single send. What a slow peer's socket does not take at the end of the turn
/// is copied to that connection (and counted against its bound); then the tape is empty again.
///
/// Thread:     loop.
/// Owns:       this turn's octets.
/// Invariant:  a Slice is good until the end of the turn it was written in, never longer.
/// Elsewhere:  Wire empties the tape; a connection's pieces of it are tcp/send_queue.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace net {

/// Frames for many receivers stand on a lane of their own, so that answers to single receivers do not
/// tear them apart.
enum class Lane : std::uint8_t { shared, direct };

struct Slice {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;  ///< octets; 0 for nothing
    Lane lane = Lane::shared;

    friend bool operator==(const Slice&, const Slice&) = default;
};

class Tape {
public:
    /// What a lane may keep reserved between two turns.
    static constexpr std::size_t kCapacityKeptMax = std::size_t{4} * 1024 * 1024;

    [[nodiscard]] Slice write(std::string_view octets, Lane lane);
    /// Two parts (a header and a payload) as one slice.
    [[nodiscard]] Slice write(std::string_view first, std::string_view second, Lane lane);

    /// Good until the next write().
    [[nodiscard]] std::string_view view(Slice slice) const;

    /// Octets on a lane in this turn.
    [[nodiscard]] std::size_t size(Lane lane) const;

    /// End of the turn. Capacity over kCapacityKeptMax is given back.
    void clear();

private:
    [[nodiscard]] std::string& of(Lane lane) { return lane == Lane::shared ? shared_ : direct_; }
    [[nodiscard]] const std::string& of(Lane lane) const {
        return lane == Lane::shared ? shared_ : direct_;
    }

    std::string shared_;
    std::string direct_;
};

}  // namespace net
