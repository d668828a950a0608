/// SearchWriter: brings the search index of a database up to date with its log, some events at a time.
///
/// Thread:     the connection's.
/// Owns:       its connection, and with it the right to write the index, once it has that.
/// Invariant:  of all connections to a database one writes the index. What a transaction indexes is as the log says at its
///             moment, and a room's mark never stands before an event that is not indexed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "store/postgres/postgres_database.h"
#include "store/postgres/search_options.h"
#include "store/postgres/settings.h"
#include "store/sql/statement.h"

namespace store::postgres {

class SearchWriter {
public:
    /// Throws sql::Failure, as all here.
    SearchWriter(const Settings& settings, const SearchOptions& options);

    enum class Role : std::uint8_t {
        writes,
        waits,    ///< another connection writes
        is_late,  ///< the index is of a newer program's terms
    };
    /// Takes the right to write if nobody has it. An index of older terms is emptied then, to be made anew.
    /// made_anew  set when it was
    [[nodiscard]] Role take_role(bool& made_anew);

    /// Somebody has written to the database since the last call, as far as it is known; true at first.
    [[nodiscard]] bool has_changed();
    /// Events that are not indexed.
    [[nodiscard]] std::uint64_t behind();
    /// What searches are to be told of it.
    void tell_behind(std::uint64_t events);
    /// Indexes the next events, each room's in their order. returns  how many; 0: there are none
    [[nodiscard]] std::uint64_t index_some();

private:
    struct Batch;

    [[nodiscard]] Batch read();
    void write(const Batch& batch);

    const SearchOptions options_;
    PostgresDatabase database_;
    bool has_role_ = false;
    std::string seen_;  // of the transactions, by has_changed()
    sql::Statement moment_;
    sql::Statement behind_;
    sql::Statement tell_behind_;
    sql::Statement read_;
    sql::Statement erase_;
    std::unique_ptr<sql::RowList> put_;
    std::unique_ptr<sql::RowList> remove_;
    std::unique_ptr<sql::RowList> name_;
    std::unique_ptr<sql::RowList> mark_;
};

}  // namespace store::postgres
