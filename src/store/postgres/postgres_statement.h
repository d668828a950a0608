/// PostgresStatement: sql::Prepared on a PostgresDatabase.
///
/// Thread:     the connection's.
/// Owns:       its values, and the rows of its run, all of them at once.
/// Invariant:  the server learns of it with its first run, whose values say of what types its parameters are.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgres/connection.h"
#include "store/sql/statement.h"

namespace store::postgres {

class PostgresDatabase;

class PostgresStatement final : public sql::Prepared {
public:
    PostgresStatement(PostgresDatabase& database, std::string sql);
    ~PostgresStatement() override = default;
    PostgresStatement(const PostgresStatement&) = delete;
    PostgresStatement& operator=(const PostgresStatement&) = delete;

    void bind_integer(int index, std::int64_t value) override;
    void bind_text(int index, std::string_view text) override;
    void bind_blob(int index, std::string_view octets) override;

    void ask() override;
    bool next() override;
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] std::string_view blob(int column) const override { return text(column); }

    std::uint64_t run() override;
    void send() override;
    void reset() override;

private:
    void bind(int index, Type type, std::string_view octets);

    PostgresDatabase& database_;
    ServerStatement& statement_;
    Values values_;
    std::vector<std::array<char, sizeof(std::int64_t)>>
        integers_;  // the octets of those among them
    Result rows_;   // none: no run is under way
    int row_ = 0;
    bool is_asked_ = false;  // its rows may still be on their way
};

}  // namespace store::postgres
