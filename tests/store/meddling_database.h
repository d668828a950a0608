/// MeddlingDatabase: another database whose rows of one table somebody meddles with on their way.
///
/// Thread:     the connection's.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "store/sql/database.h"
#include "store/sql/statement.h"

namespace store {

/// What is written instead; may throw sql::Failure.
struct Meddling {
    std::string table;
    std::function<std::int64_t(std::int64_t)> integer = [](std::int64_t value) { return value; };
    std::function<std::string(std::string_view)> octets = [](std::string_view value) {
        return std::string(value);
    };
};

class MeddlingDatabase final : public sql::Database {
public:
    MeddlingDatabase(sql::Database& real, Meddling meddling)
        : real_(real), meddling_(std::move(meddling)) {}

    std::unique_ptr<sql::Prepared> prepare(std::string_view sql) override {
        return real_.prepare(sql);
    }
    std::unique_ptr<sql::RowList> prepare(sql::RowSql sql) override {
        auto list = real_.prepare(sql);
        if (!sql.one.starts_with("INSERT INTO " + meddling_.table + " ")) return list;
        return std::make_unique<List>(std::move(list), meddling_);
    }
    void execute(const char* sql) override { real_.execute(sql); }
    [[nodiscard]] Writers writers() const override { return real_.writers(); }
    void begin() override { real_.begin(); }
    void commit() override { real_.commit(); }
    void begin_reading() override { real_.begin_reading(); }
    [[nodiscard]] bool is_in_transaction() const override { return real_.is_in_transaction(); }
    bool roll_back() override { return real_.roll_back(); }
    [[nodiscard]] std::int64_t last_row() override { return real_.last_row(); }
    [[nodiscard]] std::uint64_t bytes() override { return real_.bytes(); }

private:
    class List final : public sql::RowList {
    public:
        List(std::unique_ptr<sql::RowList> real, const Meddling& meddling)
            : real_(std::move(real)), meddling_(meddling) {}

        void add_integer(std::int64_t value) override {
            real_->add_integer(meddling_.integer(value));
        }
        void add_text(std::string_view text) override { real_->add_text(keep(text)); }
        void add_blob(std::string_view octets) override { real_->add_blob(keep(octets)); }

    private:
        /// They stay as they are until the row is complete.
        std::string_view keep(std::string_view octets) {
            return kept_.emplace_back(meddling_.octets(octets));
        }

        std::unique_ptr<sql::RowList> real_;
        const Meddling& meddling_;
        std::deque<std::string> kept_;
    };

    sql::Database& real_;
    const Meddling meddling_;
};

}  // namespace store
