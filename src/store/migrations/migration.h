/// Migration: one step of a database's schema, from version - 1 to version.
///
/// Thread:     any. A value.
/// Invariant:  a released step is never edited; what must change becomes a step of its own.
#pragma once

#include <string_view>

namespace store::migrations {

struct Migration {
    int version = 0;
    std::string_view name;
    const char* sql = nullptr;  ///< any number of statements
};

}  // namespace store::migrations
