/// PostgresSource, PostgresTarget: a transfer's ends in PostgreSQL.
///
/// Thread:     main. Blocks in the network.
/// Owns:       the connection; with it the presence lock (postgres/advisory_locks.h), so that no node is there.
/// Invariant:  what is written to a target, its tables as well, is one transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/settings.h"
#include "store/sql/database.h"
#include "store/transfer/ends.h"

namespace store::transfer {

class PostgresSource final : public Source {
public:
    /// errors  a sentence: it cannot be reached, a node runs, it holds no Parlor, or its schema is not this program's
    static base::Result<std::unique_ptr<Source>, std::string> open(
        const postgres::Settings& settings);

    [[nodiscard]] const std::string& name() const override { return name_; }
    [[nodiscard]] sql::Database& database() override { return database_; }

private:
    PostgresSource(std::string name, const postgres::Settings& settings);

    const std::string name_;
    postgres::PostgresDatabase database_;
    const sql::Snapshot moment_;
};

class PostgresTarget final : public Target {
public:
    /// Of a database that holds nothing, or what a server makes at its first start.
    ///
    /// errors  a sentence: it cannot be reached, a node runs, it holds something, is foreign or newer
    static base::Result<std::unique_ptr<Target>, std::string> open(
        const postgres::Settings& settings);
    ~PostgresTarget() override;

    [[nodiscard]] const std::string& name() const override { return name_; }
    [[nodiscard]] sql::Database& database() override { return database_; }
    [[nodiscard]] std::optional<std::string> finish() override;

private:
    PostgresTarget(std::string name, const postgres::Settings& settings);

    std::optional<std::string> prepare();
    void number_on();
    std::optional<std::string> commit();
    sql::Database::Fate fate();

    const std::string name_;
    /// Older than the transaction of the copy: it knows what became of a commit that was not answered.
    postgres::PostgresDatabase witness_;
    postgres::PostgresDatabase database_;
};

}  // namespace store::transfer
