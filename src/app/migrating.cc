#include "app/migrating.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include "app/config.h"
#include "base/clock.h"
#include "store/postgres/settings.h"
#include "store/sqlite/disk.h"
#include "store/transfer/migrate_store.h"
#include "store/transfer/transfer.h"

namespace app {
namespace {

using store::transfer::Direction;
using store::transfer::MigrationRequest;
using store::transfer::Progress;

/// Says now and then how far it is, for whoever waits.
class Telling {
public:
    explicit Telling(const base::Clock& clock) : clock_(clock), told_(clock.now()) {}

    void operator()(const Progress& progress) {
        constexpr std::chrono::seconds kInterval{1};
        const base::SteadyTime now = clock_.now();
        if (now - told_ < kInterval) return;
        told_ = now;
        const std::string line =
            fmt::format("parlor: {} {}: {} rows\n",
                        progress.work == Progress::Work::copying ? "copying" : "comparing",
                        progress.table, progress.rows);
        std::fputs(line.c_str(), stderr);
    }

private:
    const base::Clock& clock_;
    base::SteadyTime told_;
};

bool is_end(std::string_view end) {
    return end == "sqlite" || store::postgres::is_postgres_address(end);
}

}  // namespace

MigrationRequest migration_of(const Command& command) {
    const std::string& from = command.from.empty() ? command.config.store : command.from;
    const std::string& to = command.to.empty() ? command.config.store : command.to;
    if (!is_end(from) || !is_end(to)) {
        throw StartError(
            "--from and --to must be sqlite, or the URL of a database as "
            "postgres://parlor@db.example/parlor.");
    }
    if ((from == "sqlite") == (to == "sqlite")) {
        throw StartError(
            "One end must be sqlite and the other PostgreSQL: parlor migrate-store --from sqlite "
            "--to postgres://parlor@db.example/parlor, or the other way round.");
    }
    const bool is_to_postgres = from == "sqlite";
    return {
        .direction = is_to_postgres ? Direction::sqlite_to_postgres : Direction::postgres_to_sqlite,
        .directory = command.config.data,
        .postgres = {.address = is_to_postgres ? to : from}};
}

std::string migrate_store(const Command& command) {
    const MigrationRequest request = migration_of(command);
    const base::SystemClock clock;
    store::sqlite::Disk disk;
    const base::SteadyTime began = clock.now();
    const auto done = store::transfer::migrate_store(request, disk, Telling(clock));
    if (!done) throw StartError(done.error());
    const std::chrono::duration<double> took = clock.now() - began;
    const std::string_view next = request.direction == Direction::sqlite_to_postgres
                                      ? "with --store naming that database"
                                      : "with --store sqlite";
    return fmt::format(
        "Migrated {} to {}: {} rows of {} tables, {} of them events, in {:.1f} s, verified; start "
        "the server {}, and it makes its search index anew.\n",
        done->from, done->to, done->what.rows, done->what.tables, done->what.events, took.count(),
        next);
}

}  // namespace app
