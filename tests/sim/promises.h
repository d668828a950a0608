/// Promises: those between nodes, which a cluster keeps only when its nodes tell each other of people. Each can be
/// switched by itself, so that the simulation asks for exactly what the domain promises.
///
/// Thread:     any. Constants.
#pragma once

namespace sim {

/// A read marker that went forward on one node does not look older on another one, even when the bus lost that it did.
inline constexpr bool kMarkersBetweenNodes = false;

/// Who is present in a room is the same on all nodes: everybody who has a connection anywhere. Nobody who is connected is
/// told to have gone.
inline constexpr bool kPeopleBetweenNodes = true;

/// No two people who are present anywhere have one name, even when they came to two nodes at once (ADR 0030).
inline constexpr bool kNamesBetweenNodes = false;

/// Every device knows all rooms of its person, wherever they joined or were added, even when the bus lost it.
inline constexpr bool kRoomsBetweenNodes = false;

}  // namespace sim
