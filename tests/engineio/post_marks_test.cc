#include "engineio/post_marks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engineio/session_id.h"
#include "support/seeded_random.h"

namespace engineio {
namespace {

enum class Begun : std::uint8_t { marked, nobody, overlap };

Begun outcome(const net::http::BodyBegun& begun) {
    if (!begun) return Begun::overlap;
    return *begun ? Begun::marked : Begun::nobody;
}

struct PostMarksTest : testing::Test {
    [[nodiscard]] SessionId make(std::uint32_t slot) { return {random, 0, slot}; }

    support::SeededRandom random{9};
    PostMarks marks;
};

TEST_F(PostMarksTest, one_post_at_a_time_of_each_session) {
    const SessionId a = make(0);
    const SessionId b = make(1);
    marks.open(a);
    marks.open(b);
    auto first = marks.begin(a);
    EXPECT_EQ(outcome(first), Begun::marked);
    EXPECT_EQ(outcome(marks.begin(a)), Begun::overlap);
    EXPECT_EQ(outcome(marks.begin(a)), Begun::overlap) << "the overlap cleared nothing";
    EXPECT_EQ(outcome(marks.begin(b)), Begun::marked);
    first->reset();
    EXPECT_EQ(outcome(marks.begin(a)), Begun::marked);
}

TEST_F(PostMarksTest, who_is_not_open_marks_nothing) {
    const SessionId open = make(5);
    marks.open(open);
    const SessionId other = make(5);
    const SessionId never = make(SessionId::kSlotsMax - 1);
    const auto forged = SessionId::parse(std::string(20, '\xff') + open.text().substr(20));
    ASSERT_TRUE(forged.has_value());
    for (const SessionId& id : {other, never, *forged}) {
        const auto begun = marks.begin(id);
        EXPECT_EQ(outcome(begun), Begun::nobody) << id.text();
        EXPECT_EQ(outcome(marks.begin(open)), Begun::marked) << id.text();
    }
    const auto forged_for_nobody =
        SessionId::parse(std::string(20, '\xff') + make(6).text().substr(20));
    EXPECT_EQ(outcome(marks.begin(*forged_for_nobody)), Begun::nobody);
}

TEST_F(PostMarksTest, a_slots_next_session_is_not_touched_by_the_one_before) {
    const SessionId before = make(3);
    marks.open(before);
    auto late = marks.begin(before);
    marks.close(before);
    EXPECT_EQ(outcome(marks.begin(before)), Begun::nobody);

    const SessionId after = make(3);
    marks.open(after);
    const auto reading = marks.begin(after);
    EXPECT_EQ(outcome(reading), Begun::marked);
    late->reset();
    EXPECT_EQ(outcome(marks.begin(after)), Begun::overlap) << "its own mark stands";
}

TEST_F(PostMarksTest, marks_stay_where_they_are_while_slots_are_added) {
    std::vector<SessionId> ids;
    std::vector<net::http::BodyBegun> readings;
    for (std::uint32_t slot = 0; slot < 1000; ++slot) {
        ids.push_back(make(slot));
        marks.open(ids.back());
        readings.push_back(marks.begin(ids.back()));
        ASSERT_EQ(outcome(readings.back()), Begun::marked) << slot;
    }
    for (const SessionId& id : ids)
        EXPECT_EQ(outcome(marks.begin(id)), Begun::overlap) << id.slot();
    readings.clear();
    for (const SessionId& id : ids)
        EXPECT_EQ(outcome(marks.begin(id)), Begun::marked) << id.slot();
}

TEST_F(PostMarksTest, other_threads_may_begin_while_the_loop_opens_sessions) {
    const SessionId shared = make(0);
    marks.open(shared);
    std::atomic<int> reading = 0;
    std::atomic<int> overlaps = 0;
    std::atomic<bool> is_over = false;
    std::vector<std::thread> others;
    for (int i = 0; i < 2; ++i) {
        others.emplace_back([&] {
            while (!is_over) {
                const auto begun = marks.begin(shared);
                if (outcome(begun) != Begun::marked) continue;
                if (++reading != 1) ++overlaps;
                --reading;
            }
        });
    }
    for (std::uint32_t slot = 1; slot < 20'000; ++slot)
        marks.open(make(slot));
    is_over = true;
    for (std::thread& other : others)
        other.join();
    EXPECT_EQ(overlaps, 0);
    EXPECT_EQ(outcome(marks.begin(shared)), Begun::marked);
}

}  // namespace
}  // namespace engineio
