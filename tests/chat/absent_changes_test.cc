#include "chat/absent_changes.h"

#include <gtest/gtest.h>

#include <cstddef>

#include "chat/ids.h"

namespace chat {
namespace {

const UserId kAda{"ada"};
const UserId kBob{"bob"};

TEST(AbsentChanges, doubts_what_was_asked_before_a_change_of_that_person) {
    AbsentChanges changes;
    const AbsentChanges::Moment before = changes.moment();
    changes.note(kAda);
    EXPECT_TRUE(changes.is_doubtful(kAda, before));
    EXPECT_FALSE(changes.is_doubtful(kBob, before));
    EXPECT_FALSE(changes.is_doubtful(kAda, changes.moment()));
}

TEST(AbsentChanges, doubts_everybody_who_asked_before_what_is_forgotten) {
    AbsentChanges changes;
    const AbsentChanges::Moment before = changes.moment();
    for (std::size_t i = 0; i < AbsentChanges::kRememberedMax; ++i)
        changes.note(kAda);
    EXPECT_FALSE(changes.is_doubtful(kBob, before));
    changes.note(kAda);
    EXPECT_TRUE(changes.is_doubtful(kBob, before));
    EXPECT_FALSE(changes.is_doubtful(kBob, changes.moment()));
    EXPECT_TRUE(changes.is_doubtful(kAda, changes.moment() - 1));
}

}  // namespace
}  // namespace chat
