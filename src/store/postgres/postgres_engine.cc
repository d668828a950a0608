#include "store/postgres/postgres_engine.h"

#include <memory>

#include "store/postgres/postgres_database.h"
#include "store/postgres/settings.h"
#include "store/sql/database.h"

namespace store::postgres {

std::unique_ptr<sql::Database> PostgresEngine::connect_to_write() const {
    Settings settings = settings_;
    settings.access = Settings::Access::write;
    settings.plans = Settings::Plans::now_and_then;
    return std::make_unique<PostgresDatabase>(settings);
}

std::unique_ptr<sql::Database> PostgresEngine::connect_to_read() const {
    Settings settings = settings_;
    settings.access = Settings::Access::read;
    return std::make_unique<PostgresDatabase>(settings);
}

}  // namespace store::postgres
