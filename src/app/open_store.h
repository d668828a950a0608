/// open_store: the store that the configuration names.
///
/// Thread:     main.
#pragma once

#include <memory>
#include <string>

#include "app/config.h"
#include "store/sql/sql_store.h"

namespace app {

/// Makes or updates what is missing. Throws StartError: a sentence without a password in it.
[[nodiscard]] std::unique_ptr<store::sql::SqlStore> open_store(
    const Config& config, const store::sql::SqlStore::Surroundings& surroundings);

/// For people and the log, without a password.
[[nodiscard]] std::string place_of_store(const Config& config);

}  // namespace app
