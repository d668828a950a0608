#include "api/events/domain_queue.h"

#include <gtest/gtest.h>

#include "support/manual_executor.h"

namespace {

TEST(DomainQueue, has_no_room_while_its_bound_is_reached) {
    support::ManualExecutor executor;
    api::events::DomainQueue queue(executor, 2);
    int done = 0;
    queue.ask([&] { ++done; });
    EXPECT_TRUE(queue.has_room());
    queue.ask([&] { ++done; });
    EXPECT_FALSE(queue.has_room());
    executor.run();
    EXPECT_TRUE(queue.has_room());
    EXPECT_EQ(done, 2);
}

TEST(DomainQueue, what_is_told_needs_no_room) {
    support::ManualExecutor executor;
    api::events::DomainQueue queue(executor, 1);
    bool heard = false;
    queue.ask([] {});
    queue.tell([&] { heard = true; });
    executor.run();
    EXPECT_TRUE(heard);
}

}  // namespace
