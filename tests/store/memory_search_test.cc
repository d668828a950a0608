#include <gtest/gtest.h>

#include <cstddef>
#include <memory>

#include "chat/room_records.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "store/search_contract.h"
#include "support/manual_executor.h"

namespace store {
namespace {

class MemorySearchUnderTest final : public SearchUnderTest {
public:
    chat::Store& store() override { return store_; }
    chat::Searcher& searcher() override { return store_; }
    chat::RoomRecords& room_records() override { return store_; }
    void settle() override {}
    std::size_t run_replies() override { return replies_.run(); }

private:
    support::ManualExecutor replies_;
    MemoryStore store_{replies_};
};

SearchForm memory() {
    return {.name = "memory", .make = [] { return std::make_unique<MemorySearchUnderTest>(); }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Memory, SearchContract, testing::Values(memory()));

}  // namespace store
