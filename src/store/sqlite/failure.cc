#include "store/sqlite/failure.h"

#include <sqlite3.h>

namespace store::sqlite {

namespace {

constexpr int kPrimary = 0xFF;  // the rest of the code says more about the same

}  // namespace

bool Failure::is_busy() const {
    return (code_ & kPrimary) == SQLITE_BUSY;
}

bool Failure::is_damage() const {
    const int primary = code_ & kPrimary;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

bool Failure::is_full() const {
    return (code_ & kPrimary) == SQLITE_FULL;
}

Failure::Cause Failure::cause() const {
    switch (code_ & kPrimary) {
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
        case SQLITE_NOMEM:
            return Cause::surroundings;
        default:
            return Cause::request;
    }
}

}  // namespace store::sqlite
