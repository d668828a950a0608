#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/log.h"
#include "base/metrics.h"
#include "chat/account_store.h"
#include "chat/admin_store.h"
#include "chat/export_store.h"
#include "chat/import_store.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "store/account_store_contract.h"
#include "store/admin_store_contract.h"
#include "store/export_store_contract.h"
#include "store/ignored_contract.h"
#include "store/import_store_contract.h"
#include "store/mentions_contract.h"
#include "store/mutes_contract.h"
#include "store/retention_contract.h"
#include "store/room_links_contract.h"
#include "store/room_records_contract.h"
#include "store/room_store_contract.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_contract.h"
#include "support/faulty_vfs.h"
#include "support/manual_clock.h"
#include "support/temporary_directory.h"
#include "support/waiting_executor.h"

namespace store {
namespace {

class SqliteStoreUnderTest final : public StoreUnderTest {
public:
    /// With its own file system, syncing costs nothing: for a form that commits all the time.
    enum class Disk : std::uint8_t { real, quick };

    SqliteStoreUnderTest(sqlite::Options options, Disk disk) {
        if (disk == Disk::quick) options.vfs = quick_disk_.name();
        auto opened = sqlite::SqliteStore::open(
            folder_.path(), {replies_, clock_, base::Log::none(), metrics_}, options);
        if (!opened) throw std::runtime_error(opened.error().sentence);
        store_ = *std::move(opened);
    }

    chat::Store& store() override { return *store_; }
    chat::AccountStore& accounts() override { return *store_; }
    chat::RoomStore& room_store() override { return *store_; }
    chat::ImportStore& imports() override { return store_->imports(); }
    chat::ExportStore& exports() override { return store_->exports(); }
    chat::RoomRecords& room_records() override { return store_->room_records(); }
    chat::AdminStore& administration() override { return store_->administration(); }
    std::size_t run_replies() override { return replies_.run_some(); }

private:
    support::FaultyVfs quick_disk_;
    support::TemporaryDirectory folder_;
    support::ManualClock clock_;
    support::WaitingExecutor replies_;
    base::Metrics metrics_;
    std::unique_ptr<sqlite::SqliteStore> store_;
};

StoreForm sqlite_form() {
    return {.name = "sqlite", .make = [] {
                return std::make_unique<SqliteStoreUnderTest>(sqlite::Options{},
                                                              SqliteStoreUnderTest::Disk::real);
            }};
}

/// Each request alone in its transaction, and a log that starts over all the time.
StoreForm sqlite_form_with_small_bounds() {
    return {.name = "sqlite with small bounds", .make = [] {
                sqlite::Options options;
                options.batch_requests_max = 1;
                options.wal_checkpoint_bytes = 1;
                options.wal_bytes_max = 40'000;
                return std::make_unique<SqliteStoreUnderTest>(options,
                                                              SqliteStoreUnderTest::Disk::quick);
            }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, AccountStoreContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, RoomStoreContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, ExportStoreContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, ImportStoreContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, RoomLinksContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, RoomRecordsContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, MentionsContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, IgnoredContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, MutesContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, RetentionContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Sqlite, AdminStoreContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));

}  // namespace store
