#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "chat/guessing.h"
#include "support/manual_clock.h"

namespace chat {
namespace {

constexpr int kAtOncePerPair = 5;
constexpr int kAtOncePerAddress = 30;
constexpr int kAccountsAtOnce = 20;
constexpr int kChangesAtOnce = 20;

/// What a table of those who guessed holds, and what is one place.
class GuessingBoundsTest : public testing::Test {
protected:
    base::Milliseconds attempt(const std::string& name, const std::string& address) {
        return guessing.attempt(name, address, clock.now());
    }

    support::ManualClock clock;
    Guessing guessing;
};

/// With rates, as a server runs.
class ProfileRateTest : public AccountsWorld {
protected:
    ProfileRateTest() : AccountsWorld(Limits()) {}

    Said<User> say(const std::string& token, const std::string& status) {
        return change(token, {.status = status});
    }
};

std::string in_network(int host) {
    return "2001:db8:1:2::" + std::to_string(host);
}

}  // namespace

TEST_F(GuessingBoundsTest, an_ipv6_network_is_one_place_for_guesses) {
    for (int n = 0; n < kAtOncePerPair; ++n)
        EXPECT_EQ(attempt("ada", in_network(n)), 0ms);
    EXPECT_EQ(attempt("ada", in_network(kAtOncePerPair)), 30s);
    EXPECT_EQ(attempt("ada", "2001:db8:1:3::1"), 0ms) << "another household";

    for (int n = kAtOncePerPair; n < kAtOncePerAddress; ++n)
        EXPECT_EQ(attempt("name " + std::to_string(n), in_network(n)), 0ms);
    EXPECT_EQ(attempt("another name", in_network(kAtOncePerAddress)), 10s);

    guessing.give_back("ada", in_network(100));
    EXPECT_EQ(attempt("ada", in_network(101)), 0ms) << "what one was right about is all theirs";
}

TEST_F(GuessingBoundsTest, an_ipv6_network_is_one_place_for_new_accounts) {
    for (int n = 0; n < kAccountsAtOnce; ++n)
        EXPECT_EQ(guessing.make(in_network(n), clock.now()), 0ms);
    EXPECT_EQ(guessing.make(in_network(kAccountsAtOnce), clock.now()), 30s);
    EXPECT_EQ(guessing.make("2001:db8:1:3::1", clock.now()), 0ms);
}

TEST_F(GuessingBoundsTest, a_full_table_is_looked_through_once_a_second) {
    for (std::size_t n = 0; n < Guessing::kRememberedMax; ++n)
        EXPECT_EQ(attempt("", std::to_string(n)), 0ms);
    clock.advance(9500ms);
    EXPECT_EQ(attempt("", "too early"), 0ms);  // looked through: nobody is calm yet
    clock.advance(500ms);                      // all are
    for (int n = 0; n < 2 * kAtOncePerAddress; ++n)
        EXPECT_EQ(attempt("", "new"), 0ms) << "not remembered: not looked through again yet";
    clock.advance(Guessing::kForgettingInterval - 500ms);
    for (int n = 0; n < kAtOncePerAddress; ++n)
        EXPECT_EQ(attempt("", "new"), 0ms);
    EXPECT_GT(attempt("", "new"), 0ms) << "there was room to remember";
}

TEST_F(ProfileRateTest, a_person_does_not_change_without_end) {
    const Guest guest = enter("Bob");
    const SignedIn ada = made("Ada");
    for (int n = 0; n < kChangesAtOnce; ++n)
        EXPECT_TRUE(say(ada.token, std::to_string(n)).has_value());
    const int changes = kChangesAtOnce;
    const auto limited = say(ada.token, std::to_string(changes));
    EXPECT_EQ(error_of(limited), AccountError::rate_limited);
    EXPECT_EQ(limited.error().retry_after, 5s);
    EXPECT_EQ(me(ada.token)->status, std::to_string(changes - 1)) << "nothing was changed";
    EXPECT_TRUE(say(guest.token(), "here").has_value()) << "others go on";
    EXPECT_EQ(error_of(say(signed_in("Ada").token, "from another session")),
              AccountError::rate_limited);
    pass(5s);
    EXPECT_TRUE(say(ada.token, "later").has_value());
}

TEST_F(ProfileRateTest, a_change_that_breaks_a_rule_does_not_count) {
    const SignedIn ada = made("Ada");
    const std::string too_long(kStatusCharactersMax + 1, 'x');
    for (int n = 0; n < 2 * kChangesAtOnce; ++n)
        EXPECT_EQ(error_of(say(ada.token, too_long)), AccountError::profile_invalid);
    EXPECT_TRUE(say(ada.token, "short").has_value());
}

}  // namespace chat
