/// Settings: which PostgreSQL a store speaks to, and how long it waits for it.
///
/// Thread:     any. Values and pure functions.
/// Invariant:  a password that the address holds is in no sentence that these functions make.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace store::postgres {

struct Settings {
    /// postgres://name@host/database?sslmode=verify-full, as libpq reads it; what it leaves open, libpq's environment says
    /// (PGPASSWORD, PGPASSFILE, PGSSLROOTCERT ...).
    std::string address;
    base::Milliseconds connect_patience{3'000};     ///< for a connection, of each host
    base::Milliseconds lock_patience{5'000};        ///< for a lock that another transaction holds
    base::Milliseconds statement_patience{10'000};  ///< for one statement; 0: any time
    base::Milliseconds silence_max{15'000};  ///< over: a server that says nothing is gone; 0: never
    /// Either machine gives the other up that does not even acknowledge on TCP; what the other is busy with does not count.
    base::Milliseconds unreachable_after{5'000};
    base::Milliseconds idle_transaction_max{15'000};  ///< then the server ends our transaction

    enum class Access : std::uint8_t { write, read } access = Access::write;

    /// When the server plans a statement (ADR 0032).
    enum class Plans : std::uint8_t {
        as_it_likes,  ///< often for each run anew, for its values
        now_and_then  ///< once for many transactions, whatever the values
    } plans = Plans::as_it_likes;

    /// What others may be there at the same time (advisory_locks.h).
    enum class Presence : std::uint8_t {
        unnoticed,  ///< anybody
        node,       ///< anybody but one who must be alone; then it is refused
        alone,      ///< no node; as long as lock_patience it waits for those that are there to go
    } presence = Presence::unnoticed;
};

/// The same for work that may take long and that nobody waits for: changing the schema.
[[nodiscard]] Settings without_hurry(Settings settings);

/// Whether `address` is one of PostgreSQL: it begins with postgres:// or postgresql://.
[[nodiscard]] bool is_postgres_address(std::string_view address);

/// What is wrong with the address, as a sentence; else how it is shown to people: without password and parameters.
[[nodiscard]] base::Result<std::string, std::string> shown(const std::string& address);

}  // namespace store::postgres
