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
#pragma once

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
};

class Tape {
public:
    [[nodiscard]] Slice write(std::string_view octets, Lane lane);
    /// Two parts (a header and a payload) as one slice.
    [[nodiscard]] Slice write(std::string_view first, std::string_view second, Lane lane);

    /// Good until the next write().
    [[nodiscard]] std::string_view view(Slice slice) const;

    /// End of the turn. Capacity over 4 MiB is given back.
    void clear();

private:
    std::string shared_;
    std::string direct_;
};

}  // namespace net
