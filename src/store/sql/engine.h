/// Engine: how a store's threads come to their connections.
///
/// Thread:     any.
/// Owns:       what it takes to connect.
/// Elsewhere:  sqlite/sqlite_engine.h, postgres/postgres_engine.h.
#pragma once

#include <memory>

#include "base/log.h"
#include "store/metrics.h"
#include "store/sql/database.h"
#include "store/sql/upkeep.h"

namespace store::sql {

class Engine {
public:
    Engine() = default;
    virtual ~Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Who writes to the database besides one writer of it.
    [[nodiscard]] virtual Database::Writers writers() const { return Database::Writers::this_one; }

    /// Throws Failure.
    [[nodiscard]] virtual std::unique_ptr<Database> connect_to_write() const = 0;
    /// Of a connection that refuses to write. Throws Failure.
    [[nodiscard]] virtual std::unique_ptr<Database> connect_to_read() const = 0;

    /// For one writer. Both live longer. Throws Failure.
    [[nodiscard]] virtual std::unique_ptr<Upkeep> upkeep(base::Log& /*log*/,
                                                         Metrics& /*metrics*/) const {
        return std::make_unique<Upkeep>();
    }
};

}  // namespace store::sql
