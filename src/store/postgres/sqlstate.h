/// SQLSTATE: what PostgreSQL's codes of errors mean for a store.
///
/// Thread:     any. Pure functions.
/// Source:     PostgreSQL, appendix A, "PostgreSQL Error Codes".
#pragma once

#include <string>
#include <string_view>

#include "store/sql/failure.h"

namespace store::postgres {

/// code  five characters; empty: the server said nothing, for the connection is gone
[[nodiscard]] sql::Failure failure_of(std::string_view code, const std::string& message);

/// After such an error the connection is of no more use, even if it stands.
[[nodiscard]] bool ends_connection(std::string_view code);

/// The code of a connection that broke without a word (class 08: connection_failure).
inline constexpr std::string_view kConnectionFailure = "08006";

/// Of a server that takes no connections yet or no longer, and of a database that must be left alone (cannot_connect_now).
inline constexpr std::string_view kCannotConnectNow = "57P03";

}  // namespace store::postgres
