#include "net/tcp/seat.h"

#include <gtest/gtest.h>

#include <utility>

#include "net/tcp/open_files.h"

namespace {

using net::tcp::Seat;
using net::tcp::Seats;

TEST(Seats, no_more_than_there_are) {
    Seats seats(2);
    Seat first = seats.try_take();
    const Seat second = seats.try_take();
    EXPECT_TRUE(first.is_taken());
    EXPECT_TRUE(second.is_taken());
    EXPECT_FALSE(seats.try_take().is_taken());
    EXPECT_EQ(seats.taken(), 2U);
    first = Seat();
    EXPECT_TRUE(seats.try_take().is_taken());
}

TEST(Seats, a_seat_is_given_back_once_however_it_moves) {
    Seats seats(1);
    {
        Seat seat = seats.try_take();
        Seat moved = std::move(seat);
        Seat again;
        again = std::move(moved);
        EXPECT_EQ(seats.taken(), 1U);
    }
    EXPECT_EQ(seats.taken(), 0U);
}

TEST(Seats, a_seat_may_outlive_the_seats) {
    Seat seat;
    {
        Seats seats(1);
        seat = seats.try_take();
    }
    EXPECT_TRUE(seat.is_taken());
}

TEST(OpenFiles, a_part_is_kept_back) {
    EXPECT_EQ(net::tcp::connections_max_for(20'000), 20'000U - 512U);
    EXPECT_EQ(net::tcp::connections_max_for(1024), 1024U - 64U);
    EXPECT_EQ(net::tcp::connections_max_for(200), 200U - 64U);
    EXPECT_EQ(net::tcp::connections_max_for(40), 20U);
    EXPECT_GT(net::tcp::raise_open_files_max(), 0U);
}

}  // namespace
