#include "app/copying.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "app/config.h"
#include "base/clock.h"
#include "store/migrations/sqlite.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/disk.h"
#include "store/sqlite/restore.h"

namespace app {
namespace {

using store::sqlite::Disk;

/// "188.2 MB in 1.3 s"
std::string amount(std::uint64_t bytes, std::chrono::duration<double> took) {
    constexpr double kMegabyte = 1e6;
    return fmt::format("{:.1f} MB in {:.1f} s", static_cast<double>(bytes) / kMegabyte,
                       took.count());
}

Disk::Replace replace_of(const Command& command) {
    return command.is_forced ? Disk::Replace::whatever_is_there : Disk::Replace::never;
}

void check_store(const Command& command) {
    if (command.config.store == "sqlite") return;
    throw StartError(
        "The data is in PostgreSQL, which has its own: pg_dump makes a backup, pg_restore puts it "
        "back (docs/operations.md).");
}

}  // namespace

std::string back_up(const Command& command) {
    check_store(command);
    const base::SystemClock clock;
    Disk disk;
    const auto began = clock.now();
    const auto done = store::sqlite::back_up(
        {.directory = command.config.data, .target = command.file, .replace = replace_of(command)},
        disk);
    if (!done) throw StartError(done.error().sentence);
    return fmt::format("Backed up {} to {}: {}.\n", done->source, command.file,
                       amount(done->bytes, clock.now() - began));
}

std::string restore(const Command& command) {
    check_store(command);
    const base::SystemClock clock;
    Disk disk;
    const auto began = clock.now();
    const auto done = store::sqlite::restore(
        {.directory = command.config.data, .source = command.file, .replace = replace_of(command)},
        disk, clock);
    if (!done) throw StartError(done.error().sentence);
    std::string sentence = fmt::format("Restored {} into {}: {}", command.file, command.config.data,
                                       amount(done->bytes, clock.now() - began));
    if (!done->kept_as.empty()) {
        sentence += fmt::format("; what was there is kept as {}", done->kept_as);
    }
    if (done->version < store::migrations::sqlite().back().version) {
        sentence += "; it is from an older version and is brought up to date at the next start";
    }
    return sentence + ".\n";
}

}  // namespace app
