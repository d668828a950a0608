#include "chat/fitting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "chat/weight.h"
#include "support/seqs_of.h"

namespace chat {
namespace {

using support::seqs_of;
using testing::ElementsAre;
using testing::IsEmpty;
using From = PageRequest::From;

Event event_of(Seq seq, std::size_t bytes = 0) {
    Event event;
    event.seq = seq;
    event.text = std::string(bytes, 'x');
    return event;
}

/// Octets that `count` events without text take.
std::uint64_t light(std::uint64_t count) {
    return count * weight_of(event_of(1));
}

PageRequest asked(From from, Seq seq) {
    return {.room = kLobby, .from = from, .seq = seq};
}

/// The events first..last of a longer log.
Page page_of(Seq first, Seq last) {
    Page page;
    for (Seq seq = first; seq <= last; ++seq)
        page.events.push_back(event_of(seq));
    return page;
}

}  // namespace

TEST(Fitting, a_page_keeps_what_is_next_to_what_was_asked_for) {
    struct {
        const char* why;
        From from;
        Seq seq;
        std::vector<Seq> kept;
        bool more_before;
        bool more_after;
    } const cases[] = {
        {"the newest end", From::newest, 0, {17, 18, 19}, true, false},
        {"the newest of those before", From::before, 20, {17, 18, 19}, true, false},
        {"the oldest of those after", From::after, 10, {11, 12, 13}, false, true},
        {"both sides of the middle", From::around, 15, {14, 15, 16}, true, true},
        {"on from the first", From::around, 11, {11, 12, 13}, false, true},
        {"back from the last", From::around, 19, {17, 18, 19}, true, false},
        {"back from the end, when the seq is beyond it",
         From::around,
         99,
         {17, 18, 19},
         true,
         false},
    };
    for (const auto& [why, from, seq, kept, more_before, more_after] : cases) {
        SCOPED_TRACE(why);
        Page page = page_of(11, 19);
        fit(page, asked(from, seq), light(3));
        EXPECT_EQ(seqs_of(page.events), kept);
        EXPECT_EQ(page.more_before, more_before);
        EXPECT_EQ(page.more_after, more_after);
    }
}

TEST(Fitting, a_page_that_fits_to_the_octet_stays_as_it_is) {
    for (const From from : {From::newest, From::before, From::after, From::around}) {
        Page page = page_of(11, 19);
        fit(page, asked(from, 15), light(9));
        EXPECT_EQ(page.events.size(), 9U);
        EXPECT_FALSE(page.more_before);
        EXPECT_FALSE(page.more_after);
        fit(page, asked(from, 15), light(9) - 1);
        EXPECT_EQ(page.events.size(), 8U);
        EXPECT_NE(page.more_before, page.more_after);
    }
}

TEST(Fitting, what_was_known_to_be_more_is_still_more) {
    Page page = page_of(11, 19);
    page.more_before = true;
    page.more_after = true;
    fit(page, asked(From::around, 15), light(9));
    EXPECT_TRUE(page.more_before);
    EXPECT_TRUE(page.more_after);
}

TEST(Fitting, one_event_over_the_bound_comes_alone) {
    for (const From from : {From::newest, From::before, From::after, From::around}) {
        Page page;
        for (Seq seq = 1; seq <= 3; ++seq)
            page.events.push_back(event_of(seq, 10'000));
        fit(page, asked(from, 2), 100);
        const Seq expected = from == From::after ? 1 : from == From::around ? 2 : 3;
        EXPECT_THAT(seqs_of(page.events), ElementsAre(expected));
    }
}

TEST(Fitting, a_heavy_event_ends_its_side_only) {
    Page page = page_of(1, 9);
    page.events[6] = event_of(7, 10'000);
    fit(page, asked(From::around, 5), light(6));
    EXPECT_THAT(seqs_of(page.events), ElementsAre(1, 2, 3, 4, 5, 6))
        << "unbroken, and no hole at 7";
    EXPECT_TRUE(page.more_after);
}

TEST(Fitting, of_an_empty_page_nothing_is_kept) {
    Page page;
    fit(page, asked(From::newest, 0), 0);
    EXPECT_THAT(page.events, IsEmpty());
    EXPECT_FALSE(page.more_before);
    keep_newest(page.events, 1, 0);
    EXPECT_THAT(page.events, IsEmpty());
}

TEST(Fitting, the_newest_are_kept_by_number_and_by_weight) {
    std::vector<Event> events = page_of(1, 9).events;
    keep_newest(events, 5, light(100));
    EXPECT_THAT(seqs_of(events), ElementsAre(5, 6, 7, 8, 9));
    keep_newest(events, 5, light(3));
    EXPECT_THAT(seqs_of(events), ElementsAre(7, 8, 9));
    keep_newest(events, 5, 0);
    EXPECT_THAT(seqs_of(events), ElementsAre(9)) << "at least one";
}

}  // namespace chat
