/// Statement: one prepared SQL statement; Rows: one run of it; RowList: many rows that are written at once.
///
/// Thread:     the connection's.
/// Owns:       the prepared statement.
/// Invariant:  between runs the statement holds no lock on the database.
/// Elsewhere:  what an engine makes of it is sqlite/ and postgres/.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string_view>

namespace store::sql {

class Database;

/// Octets that are not text.
struct Blob {
    std::string_view octets;
};

/// What an engine does for a Statement. Every function but reset() throws Failure.
class Prepared {
public:
    virtual ~Prepared() = default;

    /// Parameter `index`, from 1 on. Text and octets stay as they are until the run is over.
    virtual void bind_integer(int index, std::int64_t value) = 0;
    virtual void bind_text(int index, std::string_view text) = 0;
    virtual void bind_blob(int index, std::string_view octets) = 0;

    /// Puts the run on its way, where an engine can: next() waits for it.
    virtual void ask() {}
    /// Goes to the next row, the first at first. returns  false: there is none
    virtual bool next() = 0;
    /// Of the current row. A truth is 0 or 1; NULL is 0 or empty.
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    /// Good until the next next().
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual std::string_view blob(int column) const = 0;

    /// Runs it to its end. returns  how many rows it changed
    virtual std::uint64_t run() = 0;
    /// Runs it, at the latest before what comes next on the connection; its failure may be thrown only then.
    virtual void send() { run(); }
    /// The run is over. Does not throw.
    virtual void reset() = 0;
};

/// The rows of one run. What text() and blob() give is good until the next next().
class Rows {
public:
    explicit Rows(Prepared& prepared) : prepared_(prepared) {}
    ~Rows() { prepared_.reset(); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    /// Goes to the next row, the first at first. Throws Failure.
    /// returns  false: there is none
    bool next() { return prepared_.next(); }

    [[nodiscard]] std::int64_t integer(int column) const { return prepared_.integer(column); }
    [[nodiscard]] std::uint64_t count(int column) const {
        return static_cast<std::uint64_t>(integer(column));
    }
    [[nodiscard]] std::string_view text(int column) const { return prepared_.text(column); }
    [[nodiscard]] std::string_view blob(int column) const { return prepared_.blob(column); }

private:
    Prepared& prepared_;
};

class Statement {
public:
    /// sql  with parameters ?1, ?2 ...; in words that every engine knows (database.h). Throws Failure.
    Statement(Database& database, std::string_view sql);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Starts a run with ?1, ?2 ... set to `values`, which must stay as they are until it is over.
    template <typename... Values>
    [[nodiscard]] Rows rows(const Values&... values) {
        bind_all(values...);
        return Rows(*prepared_);
    }

    /// The same, and the run is on its way at once, so that others can follow before its rows are read.
    template <typename... Values>
    [[nodiscard]] Rows ask(const Values&... values) {
        bind_all(values...);
        prepared_->ask();
        return Rows(*prepared_);
    }

    /// Runs it to its end. Throws Failure.
    /// returns  how many rows it changed
    template <typename... Values>
    std::uint64_t run(const Values&... values) {
        bind_all(values...);
        return prepared_->run();
    }

    /// The same where nobody asks how many; with a server far away, nobody waits for it.
    template <typename... Values>
    void send(const Values&... values) {
        bind_all(values...);
        prepared_->send();
    }

private:
    template <typename... Values>
    void bind_all(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
    }
    template <std::integral T>
    void bind(int index, T value) {
        prepared_->bind_integer(index, static_cast<std::int64_t>(value));
    }
    void bind(int index, std::string_view text) { prepared_->bind_text(index, text); }
    void bind(int index, Blob blob) { prepared_->bind_blob(index, blob.octets); }

    std::unique_ptr<Prepared> prepared_;
};

/// How a RowList writes: `one` for one row with ?1, ?2 ... being its values; `many` for all of them, in which
/// `unnest(?1, ?2, ...)` stands for the rows, or a COPY ... FROM STDIN (FORMAT binary) that takes them. `types` has a letter
/// for each column: i an integer, t text, b octets.
struct RowSql {
    std::string_view one;
    std::string_view many;
    std::string_view types;
};

/// Rows that one statement writes, at once where that is faster. No row may depend on another of the same list.
///
/// Invariant:  whatever another statement of the connection reads or writes later sees them, and so does a commit.
class RowList {
public:
    virtual ~RowList() = default;

    /// The next row's values, one after another in the order of the columns; the last completes the row. Until then
    /// they stay as they are. They throw Failure.
    virtual void add_integer(std::int64_t value) = 0;
    virtual void add_text(std::string_view text) = 0;
    virtual void add_blob(std::string_view octets) = 0;

    template <typename... Values>
    void add(const Values&... values) {
        (put(values), ...);
    }

private:
    template <std::integral T>
    void put(T value) {
        add_integer(static_cast<std::int64_t>(value));
    }
    void put(std::string_view text) { add_text(text); }
    void put(Blob blob) { add_blob(blob.octets); }
};

}  // namespace store::sql
