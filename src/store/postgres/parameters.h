/// Parameters: statements as src/store/sql writes them, ?1, ?2 ..., as PostgreSQL reads them, $1, $2 ...
///
/// Thread:     any. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace store::postgres {

/// What stands within quotes and comments stays as it is.
[[nodiscard]] std::string with_dollars(std::string_view sql);

}  // namespace store::postgres
