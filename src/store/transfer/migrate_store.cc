#include "store/transfer/migrate_store.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "store/sql/failure.h"
#include "store/sqlite/disk.h"
#include "store/transfer/ends.h"
#include "store/transfer/postgres_ends.h"
#include "store/transfer/sqlite_ends.h"
#include "store/transfer/table_copy.h"
#include "store/transfer/transfer.h"

namespace store::transfer {

using base::fail;

namespace {

base::Result<std::unique_ptr<Source>, std::string> open_source(const MigrationRequest& request) {
    if (request.direction == Direction::sqlite_to_postgres) {
        return SqliteSource::open(request.directory);
    }
    return PostgresSource::open(request.postgres);
}

base::Result<std::unique_ptr<Target>, std::string> open_target(const MigrationRequest& request,
                                                               sqlite::Disk& disk) {
    if (request.direction == Direction::sqlite_to_postgres) {
        return PostgresTarget::open(request.postgres);
    }
    return SqliteTarget::open(request.directory, disk, request.sqlite_vfs);
}

std::string what_to_do(const sql::Failure& failure) {
    if (failure.is_full()) return "Make room there";
    if (failure.is_damage()) return "Put back a backup of it";
    if (failure.cause() == sql::Failure::Cause::request)
        return "Look at what it says of that table";
    return "Look whether it is well";
}

std::string sentence_of(const sql::Failure& failure, const std::string& doing) {
    return fmt::format("{} failed: {}. Nothing was kept. {}, then run this again.", doing,
                       failure.what(), what_to_do(failure));
}

std::string sentence_of(const TransferFailure& failure, const Source& source,
                        const Target& target) {
    const std::string doing =
        failure.end() == End::source
            ? fmt::format("Reading the table {} of {}", failure.table(), source.name())
            : fmt::format("Writing the table {} to {}", failure.table(), target.name());
    return sentence_of(failure.failure(), doing);
}

std::string sentence_of(const Difference& difference, const Source& source, const Target& target) {
    const std::string rows =
        difference.source_rows == difference.target_rows
            ? "with other contents"
            : fmt::format("{} rows instead of {}", difference.target_rows, difference.source_rows);
    return fmt::format(
        "The table {} came to {} otherwise than it is in {}: {}. Nothing was kept. Look for what "
        "else writes there, such as a trigger, then run this again.",
        difference.table, target.name(), source.name(), rows);
}

}  // namespace

base::Result<Migrated, std::string> migrate_store(const MigrationRequest& request,
                                                  sqlite::Disk& disk, const OnProgress& on_progress,
                                                  const CopyBounds& bounds) {
    const auto source = open_source(request);
    if (!source) return fail(source.error());
    const auto target = open_target(request, disk);
    if (!target) return fail(target.error());
    try {
        const auto done =
            transfer((*source)->database(), (*target)->database(), on_progress, bounds);
        if (!done) return fail(sentence_of(done.error(), **source, **target));
        if (auto fault = (*target)->finish()) return fail(*std::move(fault));
        return Migrated{.what = *done, .from = (*source)->name(), .to = (*target)->name()};
    } catch (const TransferFailure& failure) {
        return fail(sentence_of(failure, **source, **target));
    } catch (const sql::Failure& failure) {
        return fail(sentence_of(failure, fmt::format("Completing {}", (*target)->name())));
    }
}

}  // namespace store::transfer
