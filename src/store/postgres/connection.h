/// Connection: commands to a PostgreSQL server, many on their way at once (libpq's pipeline mode).
///
/// Thread:     one at a time.
/// Owns:       the socket and the answers that are still to come.
/// Invariant:  answers are read in the order of the commands. After a failure all commands up to it are answered and nothing
///             is on its way; after a lost connection nothing works any more. No wait for the server is without end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgres/settings.h"
#include "store/postgres/wire.h"
#include "store/sql/failure.h"

struct pg_conn;
struct pg_result;

namespace store::postgres {

struct ClearResult {
    void operator()(pg_result* result) const;
};
using Result = std::unique_ptr<pg_result, ClearResult>;

/// A statement as the server knows it on one connection.
struct ServerStatement {
    std::string name;
    std::string sql;
    enum class State : std::uint8_t { unknown, asked, made } state = State::unknown;
};

/// The values of one run, in binary form. The octets are the caller's.
struct Values {
    std::vector<Type> types;
    std::vector<std::string_view> octets;
};

class Connection {
public:
    /// Connects. Throws sql::Failure.
    explicit Connection(const Settings& settings);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Puts a command on its way; what it answers is read by a later call, which throws its failure. Throws sql::Failure.
    /// answer  where its answer goes; stays until then
    void send(ServerStatement& statement, const Values& values, Result* answer = nullptr);
    void send(const char* sql, Result* answer = nullptr);

    /// Reads all answers that are to come. Throws the first sql::Failure among them.
    void finish();

    /// Sees to it that the server has all commands, but waits for none of their answers. Does not throw.
    void push();

    /// Reads all answers, whatever they are. Does not throw. returns false: the connection is lost
    bool drain();

    /// Runs any number of statements whose rows do not matter, each by itself. Throws sql::Failure.
    void run_script(const char* sql);

    /// Runs COPY ... FROM STDIN with these octets, and waits until the server has them. Throws sql::Failure.
    void copy(const char* sql, std::string_view octets);

    [[nodiscard]] bool is_lost() const { return handle_ == nullptr; }
    /// Closes it.
    void lose() { handle_.reset(); }

private:
    struct Close {
        void operator()(pg_conn* handle) const;
    };
    /// What an answer is to come for.
    struct Awaited {
        enum class Kind : std::uint8_t { preparation, command, sync } kind = Kind::command;
        ServerStatement* statement = nullptr;
        Result* answer = nullptr;
    };

    void check_usable() const;
    void expect(Awaited awaited);
    void sync();
    void read_answers();
    void read_answer(const Awaited& awaited);
    /// The next of a command; none: it has no more.
    [[nodiscard]] Result next_result();
    void flush();
    void put(std::string_view octets);
    enum class Interest : std::uint8_t { reading, both };
    void wait(Interest interest);
    void note(const pg_result* result);
    [[noreturn]] void fail_lost();
    void throw_noted();

    const Settings settings_;
    std::unique_ptr<pg_conn, Close> handle_;  // none: lost
    std::deque<Awaited> awaited_;
    std::optional<sql::Failure> failure_;  // the first of those that were read
};

}  // namespace store::postgres
