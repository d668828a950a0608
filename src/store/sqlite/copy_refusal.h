/// CopyRefusal: why a backup or a restore was not made, for the program and for the person who asked for it.
///
/// Thread:     any. A value.
#pragma once

#include <cstdint>
#include <string>

namespace store::sqlite {

enum class CopyError : std::uint8_t {
    source_missing,   ///< there is no such database
    source_foreign,   ///< it is another program's, or nobody's yet
    source_newer,     ///< written by a Parlor that knows more
    source_damaged,   ///< it is no database, or a broken one
    target_exists,    ///< and nobody said that it may be replaced
    target_unusable,  ///< it cannot be written there, or is what is copied
    in_use,  ///< a Parlor runs on the data directory, or another copy to the same file is under way
    log_too_long,  ///< the write-ahead log grew too much meanwhile
    failed,        ///< the disk is full, or fails
};

struct CopyRefusal {
    CopyError error = CopyError::failed;
    std::string sentence;  ///< what is wrong and what to do about it
};

}  // namespace store::sqlite
