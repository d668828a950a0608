/// Statement: one prepared SQL statement; Rows: one run of it.
///
/// Thread:     the connection's.
/// Owns:       the compiled statement.
/// Invariant:  between runs the statement holds no lock on the database.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string_view>

struct sqlite3_stmt;

namespace store::sqlite {

class Database;

/// Octets that are not text.
struct Blob {
    std::string_view octets;
};

/// The rows of one run. What text() and blob() give is good until the next next().
class Rows {
public:
    explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    /// Goes to the next row, the first at first. Throws Failure.
    /// returns  false: there is none
    bool next();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::uint64_t count(int column) const {
        return static_cast<std::uint64_t>(integer(column));
    }
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string_view blob(int column) const;

private:
    sqlite3_stmt* statement_;
};

class Statement {
public:
    /// Throws Failure.
    Statement(Database& database, std::string_view sql);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Starts a run with ?1, ?2 ... set to `values`, which must stay as they are until it is over.
    template <typename... Values>
    [[nodiscard]] Rows rows(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        return Rows(statement_.get());
    }

    /// Runs it to its end. Throws Failure.
    /// returns  how many rows it changed
    template <typename... Values>
    std::uint64_t run(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        return run_to_end();
    }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    template <std::integral T>
    void bind(int index, T value) {
        bind_integer(index, static_cast<std::int64_t>(value));
    }
    void bind(int index, std::string_view text);
    void bind(int index, Blob blob);
    void bind_integer(int index, std::int64_t value);
    std::uint64_t run_to_end();

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace store::sqlite
