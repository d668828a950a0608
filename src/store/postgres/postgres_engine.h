/// PostgresEngine: connections to one PostgreSQL database.
///
/// Thread:     any.
/// Owns:       the settings, with the address and what is secret in it.
#pragma once

#include <memory>
#include <utility>

#include "store/postgres/settings.h"
#include "store/sql/database.h"
#include "store/sql/engine.h"

namespace store::postgres {

class PostgresEngine final : public sql::Engine {
public:
    explicit PostgresEngine(Settings settings) : settings_(std::move(settings)) {}

    [[nodiscard]] sql::Database::Writers writers() const override {
        return sql::Database::Writers::several;
    }
    [[nodiscard]] std::unique_ptr<sql::Database> connect_to_write() const override;
    [[nodiscard]] std::unique_ptr<sql::Database> connect_to_read() const override;

private:
    const Settings settings_;
};

}  // namespace store::postgres
