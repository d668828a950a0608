/// Advisory locks: the numbers by which the Parlors of one PostgreSQL database agree who may do what.
///
/// Thread:     any. Constants.
/// Invariant:  each has one meaning for ever; the numbers begin with "Prlr", so that other programs' are others.
#pragma once

#include <cstdint>

#include "store/sql/neighbours.h"

namespace store::postgres {

inline constexpr std::int64_t kLocks = std::int64_t{0x50726C72} << 32;

/// Held by who changes the schema, for a transaction.
inline constexpr std::int64_t kSchemaLock = kLocks + 1;
/// Held by who writes the search index, for as long as their connection lives.
inline constexpr std::int64_t kSearchLock = kLocks + 2;
/// Shared by transactions that concern only their rooms; alone, by all others that write.
inline constexpr std::int64_t kWriteLock = sql::kWriteLock;
static_assert(kWriteLock == kLocks + 3);
/// Shared by every connection of a node, as long as it lives; alone, by who moves the whole store.
inline constexpr std::int64_t kPresenceLock = kLocks + 4;

}  // namespace store::postgres
