#include "store/transfer/transfer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/meddling_database.h"
#include "store/migrations/postgres.h"
#include "store/migrations/sqlite.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres_fixture.h"
#include "store/sql/database.h"
#include "store/sql/failure.h"
#include "store/sql/statement.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_database.h"
#include "store/transfer/table_copy.h"
#include "store/transfer/table_sum.h"
#include "store/transfer/tables.h"
#include "support/temporary_directory.h"

namespace store::transfer {
namespace {

using sql::Failure;
using testing::Contains;
using testing::SizeIs;

enum class Engine : std::uint8_t { sqlite, postgres };

void PrintTo(Engine engine, std::ostream* out) {
    *out << (engine == Engine::sqlite ? "sqlite" : "postgres");
}

const Table& table(std::string_view name) {
    for (const Table& each : tables()) {
        if (each.name == name) return each;
    }
    throw std::runtime_error("no such table");
}

/// What text may hold. None is NUL or cut within a character: what comes in is cleaned.
const std::vector<std::string>& odd_texts() {
    static const std::vector<std::string> texts = {
        "",
        " ",
        "'; DROP TABLE rooms; --",
        "\"quoted\" \\ back \\\\ {1,NULL,\"\"} \\N",
        "NULL",
        "%s ?1 $1 :a",
        "two\nlines\r\nand\ta tab",
        "\x01 and \x7f",
        "é e\xcc\x81 ß İ",
        "\xf0\x9f\xa6\x80 \xf4\x8f\xbf\xbf \xef\xbf\xbf",
        "\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a \xe6\x97\xa5\xe6\x9c\xac",
        std::string(70'000, 'x')};
    return texts;
}

std::string all_octets(char first) {
    std::string octets(1, first);
    for (int octet = 0; octet < 256; ++octet)
        octets += static_cast<char>(octet);
    return octets;
}

/// A source in SQLite or PostgreSQL, and an empty target that is the other.
class Transfer : public testing::TestWithParam<Engine> {
protected:
    Transfer() {
        sqlite::migrate(sqlite_, migrations::sqlite());
        fill();
        target().begin();
    }

    sql::Database& source() { return GetParam() == Engine::sqlite ? as_sqlite() : as_postgres(); }
    sql::Database& target() { return GetParam() == Engine::sqlite ? as_postgres() : as_sqlite(); }

    base::Result<Transferred, Difference> copy(sql::Database& into, const CopyBounds& bounds = {}) {
        const sql::Snapshot moment(source());
        return transfer(
            source(), into, [this](const Progress& progress) { told_.push_back(progress); },
            bounds);
    }
    std::optional<TransferFailure> failure_of_copying(sql::Database& into) {
        try {
            EXPECT_TRUE(copy(into).has_value()) << "and no failure";
        } catch (const TransferFailure& failure) {
            return failure;
        }
        ADD_FAILURE() << "no failure";
        return std::nullopt;
    }
    TableSum sum(sql::Database& database, std::string_view name) {
        return sum_table(database, End::target, table(name), {}, [](std::uint64_t) {});
    }

    std::vector<Progress> told_;

private:
    sql::Database& as_sqlite() { return sqlite_; }
    sql::Database& as_postgres() { return postgres_; }

    void fill() {
        source().begin();
        insert_rows();
        source().commit();
    }
    void insert_rows() {
        sql::Statement setting(source(), "INSERT INTO settings (name, value) VALUES (?1, ?2)");
        sql::Statement nonce(
            source(), "INSERT INTO nonces (room, actor, nonce, seq) VALUES (?1, ?2, ?3, ?4)");
        sql::Statement session(
            source(),
            "INSERT INTO sessions (token, id, person, created_ms, used_ms, expires_ms, "
            "lifetime_ms, agent, address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 'a', ?2)");
        std::int64_t number = 0;
        for (const std::string& text : odd_texts()) {
            ++number;
            // An index takes no key as long as the longest text.
            setting.run(std::to_string(number % 3) + text.substr(0, 1'000), text);
            for (int room = 1; room <= 3; ++room)
                nonce.run(room, number % 2, text.substr(0, 1'000), number);
            session.run(sql::Blob{all_octets(static_cast<char>(number - 3))}, text.substr(0, 100),
                        INT64_MAX - number, INT64_MIN + number, -1, 0);
        }
        session.run(sql::Blob{""}, "no octet", 0, 0, 0, 0);
    }

    support::TemporaryDirectory folder_;
    sqlite::SqliteDatabase sqlite_{{.file = folder_.path() + "/a.db", .vfs = {}}};
    postgres::PostgresDatabase postgres_{empty_postgres_database()};
};

TEST_P(Transfer, copies_every_row_whatever_it_holds) {
    const auto done = copy(target());
    ASSERT_TRUE(done.has_value()) << done.error().table;
    EXPECT_EQ(done->tables, tables().size());
    EXPECT_EQ(done->rows, 5 * odd_texts().size() + 1);
    EXPECT_EQ(done->events, 0U);
    sql::Statement values(target(), "SELECT value FROM settings ORDER BY name");
    sql::Rows rows = values.rows();
    std::vector<std::string> texts;
    while (rows.next())
        texts.emplace_back(rows.text(0));
    EXPECT_THAT(texts, testing::UnorderedElementsAreArray(odd_texts()));
    sql::Statement tokens(target(), "SELECT token FROM sessions WHERE id = ?1");
    sql::Rows token = tokens.rows(odd_texts()[2]);
    ASSERT_TRUE(token.next());
    EXPECT_EQ(token.blob(0), all_octets(0));
}

TEST_P(Transfer, gives_each_row_once_however_few_are_read_at_once) {
    for (const std::uint32_t few : {1U, 2U, 3U, 13U, 36U, 37U}) {
        SCOPED_TRACE(few);
        const auto done =
            copy(target(),
                 {.read_rows_max = few, .written_rows_max = 2 * few, .written_bytes_max = 100});
        ASSERT_TRUE(done.has_value()) << done.error().table;
        EXPECT_EQ(sum(target(), "nonces"), sum(source(), "nonces"));
        EXPECT_EQ(sum(target(), "nonces").rows, 3 * odd_texts().size());
        target().execute("DELETE FROM settings; DELETE FROM nonces; DELETE FROM sessions");
    }
}

TEST_P(Transfer, tells_how_far_it_is) {
    ASSERT_TRUE(copy(target(), {.read_rows_max = 5, .written_rows_max = 10}).has_value());
    const auto of = [](Progress::Work work, std::string_view name, std::uint64_t rows) {
        return testing::AllOf(testing::Field(&Progress::work, work),
                              testing::Field(&Progress::table, name),
                              testing::Field(&Progress::rows, rows));
    };
    EXPECT_THAT(told_, Contains(of(Progress::Work::copying, "nonces", 10)));
    EXPECT_THAT(told_, Contains(of(Progress::Work::copying, "nonces", 36)));
    EXPECT_THAT(told_, Contains(of(Progress::Work::comparing, "nonces", 30)));
    EXPECT_THAT(told_, Contains(of(Progress::Work::copying, "events", 0)));
}

TEST_P(Transfer, one_value_that_is_another_on_its_way_is_a_difference_of_that_table) {
    int left = 20;
    MeddlingDatabase meddled(target(), {.table = "nonces", .integer = [&left](std::int64_t value) {
                                            return --left == 0 ? value + 1 : value;
                                        }});
    const auto done = copy(meddled);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().table, "nonces");
    EXPECT_EQ(done.error().source_rows, done.error().target_rows);
}

TEST_P(Transfer, one_octet_that_is_another_on_its_way_is_a_difference_of_that_table) {
    MeddlingDatabase meddled(target(), {.table = "sessions", .octets = [](std::string_view octets) {
                                            std::string other(octets);
                                            if (other.size() > 100) other[100] ^= 1;
                                            return other;
                                        }});
    const auto done = copy(meddled);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().table, "sessions");
}

TEST_P(Transfer, a_row_that_is_there_already_is_a_difference) {
    target().execute("INSERT INTO pins (room, message, pinned) VALUES (1, 2, 3)");
    const auto done = copy(target());
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().table, "pins");
    EXPECT_EQ(done.error().source_rows, 0U);
    EXPECT_EQ(done.error().target_rows, 1U);
}

TEST_P(Transfer, a_failing_target_says_which_table_it_was) {
    target().execute("INSERT INTO settings (name, value) VALUES ('1', '')");
    const auto failure = failure_of_copying(target());
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(failure->end(), End::target);
    EXPECT_EQ(failure->table(), "settings");
    EXPECT_EQ(failure->failure().cause(), Failure::Cause::request);
    target().roll_back();
}

TEST_P(Transfer, a_failing_source_says_which_table_it_was) {
    source().execute("ALTER TABLE ignored RENAME COLUMN other TO another");
    const auto failure = failure_of_copying(target());
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(failure->end(), End::source);
    EXPECT_EQ(failure->table(), "ignored");
    source().execute("ALTER TABLE ignored RENAME COLUMN another TO other");
}

TEST_P(Transfer, a_store_is_empty_when_it_has_what_a_first_start_makes) {
    EXPECT_EQ(find_occupied(target()), std::nullopt);
    const std::string lobby =
        "INSERT INTO rooms (number, id, name, name_key, kind, created_ms, head, ordinal) "
        "VALUES (1, 'lobby', 'Lobby', 'lobby', 1, 1, 0, 0)";
    target().execute(lobby.c_str());
    EXPECT_EQ(find_occupied(target()), std::nullopt);
    target().execute("UPDATE rooms SET head = 1");
    EXPECT_EQ(find_occupied(target()), "rooms");
    EXPECT_EQ(find_occupied(source()), "nonces");
}

INSTANTIATE_TEST_SUITE_P(From, Transfer, testing::Values(Engine::sqlite, Engine::postgres));

/// One row of the columns of `settings`, as a database gives it.
class Row final : public sql::Prepared {
public:
    Row(std::string name, std::string value) : texts_{std::move(name), std::move(value)} {}
    void bind_integer(int /*index*/, std::int64_t /*value*/) override {}
    void bind_text(int /*index*/, std::string_view /*text*/) override {}
    void bind_blob(int /*index*/, std::string_view /*octets*/) override {}
    bool next() override { return false; }
    [[nodiscard]] std::int64_t integer(int /*column*/) const override { return 0; }
    [[nodiscard]] std::string_view text(int column) const override {
        return texts_.at(static_cast<std::size_t>(column));
    }
    [[nodiscard]] std::string_view blob(int column) const override { return text(column); }
    std::uint64_t run() override { return 0; }
    void reset() override {}

private:
    std::vector<std::string> texts_;
};

TEST(TransferSum, tells_rows_apart_whose_octets_are_the_same_in_a_row) {
    const auto sum_of = [](const std::vector<Row>& rows) {
        Summing sum(table("settings"));
        for (const Row& row : rows)
            sum.add(row);
        return sum.take();
    };
    std::vector<std::vector<Row>> all;
    all.push_back({Row("ab", "c")});
    all.push_back({Row("a", "bc")});
    all.push_back({Row("abc", "")});
    all.push_back({Row("", "abc")});
    all.push_back({Row("ab", ""), Row("c", "")});
    all.push_back({Row("c", ""), Row("ab", "")});
    all.push_back({});
    for (std::size_t one = 0; one < all.size(); ++one) {
        EXPECT_EQ(sum_of(all[one]), sum_of(all[one]));
        for (std::size_t other = 0; other < one; ++other)
            EXPECT_NE(sum_of(all[one]).digest, sum_of(all[other]).digest) << one << " " << other;
    }
}

}  // namespace
}  // namespace store::transfer
