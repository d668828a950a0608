/// OwedRows: rows that wait on a PostgresDatabase, which writes them before anything else.
///
/// Thread:     the connection's.
#pragma once

namespace store::postgres {

class OwedRows {
public:
    virtual ~OwedRows() = default;

    /// Puts them on their way. Throws sql::Failure.
    virtual void write() = 0;
    /// Forgets them.
    virtual void drop() = 0;
};

}  // namespace store::postgres
