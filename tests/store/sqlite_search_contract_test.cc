#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/log.h"
#include "base/metrics.h"
#include "chat/room_records.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/search_contract.h"
#include "store/sqlite/sqlite_store.h"
#include "support/faulty_vfs.h"
#include "support/manual_clock.h"
#include "support/temporary_directory.h"
#include "support/waiting_executor.h"

namespace store {
namespace {

class SqliteSearchUnderTest final : public SearchUnderTest {
public:
    explicit SqliteSearchUnderTest(sqlite::Options options) {
        options.vfs = quick_disk_.name();
        options.search_vfs = quick_disk_.name();
        options.index_priority = sqlite::Options::Priority::normal;
        auto opened = sqlite::SqliteStore::open(
            folder_.path(), {replies_, clock_, base::Log::none(), metrics_}, options);
        if (!opened) throw std::runtime_error(opened.error().sentence);
        store_ = *std::move(opened);
    }

    chat::Store& store() override { return *store_; }
    chat::Searcher& searcher() override { return *store_; }
    chat::RoomRecords& room_records() override { return store_->room_records(); }
    void settle() override { EXPECT_TRUE(store_->wait_until_indexed()); }
    std::size_t run_replies() override { return replies_.run_some(); }

private:
    support::FaultyVfs quick_disk_;
    support::TemporaryDirectory folder_;
    support::ManualClock clock_;
    support::WaitingExecutor replies_;
    base::Metrics metrics_;
    std::unique_ptr<sqlite::SqliteStore> store_;
};

SearchForm sqlite_form() {
    return {.name = "sqlite",
            .make = [] { return std::make_unique<SqliteSearchUnderTest>(sqlite::Options{}); }};
}

/// Every few events in a transaction of their own, and deleted words removed at once.
SearchForm sqlite_form_with_small_bounds() {
    return {.name = "sqlite with small bounds", .make = [] {
                sqlite::Options options;
                options.index_batch_events = 3;
                options.index_wal_checkpoint_bytes = 1;
                options.index_purge_interval = base::Milliseconds(0);
                return std::make_unique<SqliteSearchUnderTest>(options);
            }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, SearchContract,
                         testing::Values(sqlite_form(), sqlite_form_with_small_bounds()));

}  // namespace store
