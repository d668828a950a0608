#include "store/memory/memory_store.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>

#include "chat/account_store.h"
#include "chat/admin_store.h"
#include "chat/export_store.h"
#include "chat/ids.h"
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
#include "store/store_contract.h"
#include "support/manual_executor.h"

namespace store {
namespace {

class MemoryStoreUnderTest final : public StoreUnderTest {
public:
    chat::Store& store() override { return store_; }
    chat::AccountStore& accounts() override { return store_; }
    chat::RoomStore& room_store() override { return store_; }
    chat::ImportStore& imports() override { return store_; }
    chat::ExportStore& exports() override { return store_; }
    chat::RoomRecords& room_records() override { return store_; }
    chat::AdminStore& administration() override { return store_; }
    std::size_t run_replies() override { return replies_.run(); }

private:
    support::ManualExecutor replies_;
    MemoryStore store_{replies_};
};

StoreForm memory() {
    return {.name = "memory", .make = [] { return std::make_unique<MemoryStoreUnderTest>(); }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, AccountStoreContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, RoomStoreContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, ExportStoreContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, ImportStoreContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, RoomLinksContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, RoomRecordsContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, AdminStoreContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, MentionsContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, IgnoredContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, MutesContract, testing::Values(memory()));
INSTANTIATE_TEST_SUITE_P(Memory, RetentionContract, testing::Values(memory()));

TEST(MemoryStore, replies_in_the_order_of_the_calls) {
    support::ManualExecutor replies;
    MemoryStore store(replies);
    std::string order;
    store.rooms([&order](const auto&) { order += "a"; });
    store.create_room({.id = chat::RoomId("r"), .name = "r", .name_key = "r"}, {},
                      [&order](const auto&) { order += "b"; });
    store.rooms([&order](const auto&) { order += "c"; });
    EXPECT_EQ(order, "");
    replies.run();
    EXPECT_EQ(order, "abc");
}

}  // namespace store
