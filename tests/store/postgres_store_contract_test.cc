#include <gtest/gtest.h>

#include <cstddef>
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
#include "chat/search.h"
#include "chat/store.h"
#include "store/account_store_contract.h"
#include "store/admin_store_contract.h"
#include "store/export_store_contract.h"
#include "store/ignored_contract.h"
#include "store/import_store_contract.h"
#include "store/mentions_contract.h"
#include "store/mutes_contract.h"
#include "store/postgres/options.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres_fixture.h"
#include "store/retention_contract.h"
#include "store/room_links_contract.h"
#include "store/room_records_contract.h"
#include "store/room_store_contract.h"
#include "store/search_contract.h"
#include "store/store_contract.h"
#include "support/manual_clock.h"
#include "support/waiting_executor.h"

namespace store {
namespace {

template <typename Port>
class PostgresUnderTest : public Port {
public:
    explicit PostgresUnderTest(const postgres::Options& options) {
        auto opened = postgres::PostgresStore::open(
            empty_postgres_database(), {replies_, clock_, base::Log::none(), metrics_}, options);
        if (!opened) throw std::runtime_error(opened.error());
        store_ = *std::move(opened);
    }

    chat::Store& store() override { return *store_; }
    chat::RoomRecords& room_records() override { return store_->room_records(); }
    std::size_t run_replies() override { return replies_.run_some(); }

protected:
    postgres::PostgresStore& all() { return *store_; }

private:
    support::ManualClock clock_;
    support::WaitingExecutor replies_;
    base::Metrics metrics_;
    std::unique_ptr<postgres::PostgresStore> store_;
};

class PostgresStoreUnderTest final : public PostgresUnderTest<StoreUnderTest> {
public:
    using PostgresUnderTest::PostgresUnderTest;

    chat::AccountStore& accounts() override { return all(); }
    chat::RoomStore& room_store() override { return all(); }
    chat::ImportStore& imports() override { return all().imports(); }
    chat::ExportStore& exports() override { return all().exports(); }
    chat::AdminStore& administration() override { return all().administration(); }
};

class PostgresSearchUnderTest final : public PostgresUnderTest<SearchUnderTest> {
public:
    using PostgresUnderTest::PostgresUnderTest;

    chat::Searcher& searcher() override { return all(); }
    void settle() override { EXPECT_TRUE(all().wait_until_indexed()); }
};

StoreForm postgres_form() {
    return {.name = "postgres",
            .make = [] { return std::make_unique<PostgresStoreUnderTest>(postgres::Options{}); }};
}

/// Each request alone in its transaction.
StoreForm postgres_form_with_small_bounds() {
    return {.name = "postgres with small bounds", .make = [] {
                postgres::Options options;
                options.batch_requests_max = 1;
                return std::make_unique<PostgresStoreUnderTest>(options);
            }};
}

SearchForm search_form() {
    return {.name = "postgres",
            .make = [] { return std::make_unique<PostgresSearchUnderTest>(postgres::Options{}); }};
}

/// Every few events in a transaction of their own.
SearchForm search_form_with_small_bounds() {
    return {.name = "postgres with small bounds", .make = [] {
                postgres::Options options;
                options.search.index_batch_events = 3;
                return std::make_unique<PostgresSearchUnderTest>(options);
            }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Postgres, StoreContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, AccountStoreContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, RoomStoreContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, ExportStoreContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, ImportStoreContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, RoomLinksContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, RoomRecordsContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, MentionsContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, IgnoredContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, MutesContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, RetentionContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, AdminStoreContract,
                         testing::Values(postgres_form(), postgres_form_with_small_bounds()));
INSTANTIATE_TEST_SUITE_P(Postgres, SearchContract,
                         testing::Values(search_form(), search_form_with_small_bounds()));

}  // namespace store
