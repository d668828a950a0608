#include "app/open_store.h"

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "app/config.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/settings.h"
#include "store/sql/sql_store.h"
#include "store/sqlite/sqlite_store.h"

namespace app {

std::unique_ptr<store::sql::SqlStore> open_store(
    const Config& config, const store::sql::SqlStore::Surroundings& surroundings) {
    if (config.store == "sqlite") {
        auto store = store::sqlite::SqliteStore::open(config.data, surroundings);
        if (!store) throw StartError(store.error().sentence);
        return *std::move(store);
    }
    std::error_code error;
    std::filesystem::create_directories(config.data, error);
    if (error) {
        throw StartError("Cannot make the data directory " + config.data + ": " + error.message() +
                         ".");
    }
    auto store = store::postgres::PostgresStore::open({.address = config.store}, surroundings);
    if (!store) throw StartError(store.error());
    return *std::move(store);
}

std::string place_of_store(const Config& config) {
    if (config.store == "sqlite") return config.data;
    return store::postgres::shown(config.store).value_or("PostgreSQL");
}

}  // namespace app
