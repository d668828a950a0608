/// Planted: faults that are put in on purpose, to see whether the simulation finds them. All of them stand in the fakes
/// around the domain, where they look like one of its own.
///
/// Thread:     any. Values.
#pragma once

#include <cstdint>

namespace sim {

enum class Planted : std::uint8_t {
    none,
    forgotten_nonce,  ///< the store takes a repetition for a new message, now and then
    early_answer,  ///< an append is answered before it is committed, and the node may die in between
    wrong_seq,     ///< the bus delivers an event under the number of its neighbour
    lost_event,    ///< one event in a thousand is not told to those who are subscribed
    live_before_catchup,  ///< what a connection missed comes after what is live
    deaf_to_leaving,      ///< who left a room is still told what happens there
    marker_back,          ///< the store lets a read marker go back, and counts as if it had not
};

}  // namespace sim
