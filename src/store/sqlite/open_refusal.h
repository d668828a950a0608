/// OpenRefusal: why a store cannot be opened, for the program and for the person who started it.
///
/// Thread:     any. A value.
#pragma once

#include <cstdint>
#include <string>

namespace store::sqlite {

enum class OpenError : std::uint8_t {
    directory_unusable,  ///< it cannot be made, is no directory or cannot be written
    in_use,              ///< by another running Parlor
    newer_schema,        ///< written by a Parlor that knows more
    foreign_database,    ///< parlor.db is the database of another program
    damaged,             ///< parlor.db is no database, or a broken one
    failed,              ///< the disk is full, or fails
};

struct OpenRefusal {
    OpenError error = OpenError::failed;
    std::string sentence;  ///< what is wrong and what to do about it
};

}  // namespace store::sqlite
