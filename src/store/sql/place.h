/// Place: where an event lies in the table of events, room and seq in one integer.
///
/// Thread:     any.
/// Invariant:  places of one room are next to each other and ascend with seq.
#pragma once

#include <cstdint>

#include "chat/ids.h"

namespace store::sql {

/// A row's number in the database.
using Number = std::int64_t;

inline constexpr int kSeqBits = 36;  ///< 68 thousand million events a room
inline constexpr Number kRoomsMax = Number{1} << (62 - kSeqBits);  ///< 67 million rooms
inline constexpr chat::Seq kSeqMax = (chat::Seq{1} << kSeqBits) - 1;

[[nodiscard]] constexpr std::int64_t place_of(Number room, chat::Seq seq) {
    return (room << kSeqBits) | static_cast<std::int64_t>(seq);
}
[[nodiscard]] constexpr chat::Seq seq_of(std::int64_t place) {
    return static_cast<chat::Seq>(place) & kSeqMax;
}

}  // namespace store::sql
