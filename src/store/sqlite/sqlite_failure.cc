// What SQLite's codes mean for those who asked.
#include <sqlite3.h>

#include <string>

#include "store/sql/failure.h"
#include "store/sqlite/sqlite_database.h"

namespace store::sqlite {

using sql::Failure;

namespace {

constexpr int kPrimary = 0xFF;  // the rest of the code says more about the same

Failure::Kind kind_of(int code) {
    switch (code & kPrimary) {
        case SQLITE_BUSY:
            return Failure::Kind::busy;
        case SQLITE_FULL:
            return Failure::Kind::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Failure::Kind::damage;
        default:
            return Failure::Kind::other;
    }
}

Failure::Cause cause_of(int code) {
    switch (code & kPrimary) {
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
        case SQLITE_NOMEM:
            return Failure::Cause::surroundings;
        default:
            return Failure::Cause::request;
    }
}

}  // namespace

Failure failure_of(int code, const std::string& message) {
    return {cause_of(code), kind_of(code), std::to_string(code), message};
}

void throw_failure(int code, sqlite3* handle) {
    const int extended = handle == nullptr ? code : sqlite3_extended_errcode(handle);
    // A failed connection may remember an older error; the code that was returned is the truth.
    const bool is_same = (extended & kPrimary) == (code & kPrimary);
    const int told = is_same ? extended : code;
    throw failure_of(told,
                     is_same && handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
}

}  // namespace store::sqlite
