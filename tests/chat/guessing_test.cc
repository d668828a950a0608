#include "chat/guessing.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "chat/accounts.h"
#include "chat/accounts_world.h"
#include "chat/chat.h"
#include "chat/chat_world.h"
#include "support/manual_clock.h"

namespace chat {
namespace {

class GuessingTest : public testing::Test {
protected:
    base::Milliseconds attempt(const std::string& name, const std::string& address) {
        return guessing.attempt(name, address, clock.now());
    }

    support::ManualClock clock;
    Guessing guessing;
};

/// With rates, as a server runs.
class GuessingWorld : public AccountsWorld {
protected:
    GuessingWorld() : AccountsWorld(Limits()) {}
};

constexpr int kAtOncePerPair = 5;
constexpr int kAtOncePerAddress = 30;
constexpr int kAtOncePerName = 100;

}  // namespace

TEST_F(GuessingTest, a_name_from_one_place_may_be_wrong_five_times_then_twice_a_minute) {
    for (int n = 0; n < kAtOncePerPair; ++n)
        EXPECT_EQ(attempt("ada", "here"), 0ms);
    EXPECT_EQ(attempt("ada", "here"), 30s);
    EXPECT_EQ(attempt("ada", "there"), 0ms) << "its owner is elsewhere";
    EXPECT_EQ(attempt("bob", "here"), 0ms);
    clock.advance(30s);
    EXPECT_EQ(attempt("ada", "here"), 0ms);
    EXPECT_GT(attempt("ada", "here"), 0ms);
}

TEST_F(GuessingTest, a_place_may_be_wrong_about_thirty_names) {
    for (int n = 0; n < kAtOncePerAddress; ++n)
        EXPECT_EQ(attempt("name " + std::to_string(n), "here"), 0ms);
    EXPECT_EQ(attempt("another", "here"), 10s);
    EXPECT_EQ(attempt("", "here"), 10s) << "codes and keys count as well";
    EXPECT_EQ(attempt("another", "there"), 0ms);
}

TEST_F(GuessingTest, a_name_may_be_wrong_from_a_hundred_places) {
    for (int n = 0; n < kAtOncePerName; ++n)
        EXPECT_EQ(attempt("ada", "place " + std::to_string(n)), 0ms);
    EXPECT_EQ(attempt("ada", "another"), 6s);
    EXPECT_EQ(attempt("bob", "another"), 0ms);
}

TEST_F(GuessingTest, what_is_refused_does_not_count_and_what_was_right_is_given_back) {
    for (int n = 0; n < kAtOncePerPair; ++n)
        EXPECT_EQ(attempt("ada", "here"), 0ms);
    for (int n = 0; n < kAtOncePerAddress; ++n)
        EXPECT_GT(attempt("ada", "here"), 0ms);
    EXPECT_EQ(attempt("bob", "here"), 0ms) << "the address did not pay for what was refused";
    guessing.give_back("ada", "here");
    EXPECT_EQ(attempt("ada", "here"), 0ms);
    for (int n = 0; n < 1000; ++n) {
        EXPECT_EQ(attempt("carol", "home"), 0ms);
        guessing.give_back("carol", "home");
    }
    guessing.give_back("nobody", "nowhere");
}

TEST_F(GuessingTest, a_full_table_forgets_the_calm_and_lets_newcomers_pass) {
    for (std::size_t n = 0; n < Guessing::kRememberedMax; ++n)
        EXPECT_EQ(attempt("", std::to_string(n)), 0ms);
    for (int n = 0; n < 2 * kAtOncePerAddress; ++n)
        EXPECT_EQ(attempt("", "one too many"), 0ms) << "not remembered";
    for (int n = 1; n < kAtOncePerAddress; ++n)
        EXPECT_EQ(attempt("", "0"), 0ms);
    EXPECT_GT(attempt("", "0"), 0ms) << "who is remembered is counted";

    clock.advance(10s);  // all but that one are calm again
    EXPECT_EQ(attempt("", "new"), 0ms);
    for (int n = 1; n < kAtOncePerAddress; ++n)
        EXPECT_EQ(attempt("", "new"), 0ms);
    EXPECT_GT(attempt("", "new"), 0ms) << "there is room to remember again";
    EXPECT_EQ(attempt("", "0"), 0ms);
    EXPECT_GT(attempt("", "0"), 0ms) << "who was not calm was not forgotten";
}

TEST_F(GuessingWorld, wrong_sign_ins_are_slowed_down_right_ones_are_not) {
    made("Ada");
    for (int n = 0; n < 3 * kAtOncePerPair; ++n)
        EXPECT_TRUE(sign_in("Ada").has_value());
    for (int n = 0; n < kAtOncePerPair; ++n)
        EXPECT_EQ(error_of(sign_in("Ada", "a guess")), AccountError::credentials_wrong);
    const int verified = passwords.verified;
    const auto limited = sign_in("Ada", "a guess");
    EXPECT_EQ(error_of(limited), AccountError::rate_limited);
    EXPECT_EQ(limited.error().retry_after, 30s);
    EXPECT_EQ(error_of(sign_in("Ada")), AccountError::rate_limited) << "the right one as well";
    EXPECT_EQ(passwords.verified, verified) << "no hash for what is refused";
    EXPECT_TRUE(sign_in("Ada", kPassword, kAbroad).has_value());
    pass(30s);
    EXPECT_TRUE(sign_in("Ada").has_value());
}

TEST_F(GuessingWorld, a_name_without_an_account_is_slowed_down_alike) {
    for (int n = 0; n < kAtOncePerPair; ++n)
        EXPECT_EQ(error_of(sign_in("Nemo", "a guess")), AccountError::credentials_wrong);
    const auto limited = sign_in("Nemo", "a guess");
    EXPECT_EQ(error_of(limited), AccountError::rate_limited);
    EXPECT_EQ(limited.error().retry_after, 30s);
}

TEST_F(GuessingWorld, many_at_once_are_no_way_around) {
    made("Ada");
    passwords.hold();
    int limited = 0;
    for (int n = 0; n < 2 * kAtOncePerPair; ++n) {
        accounts().sign_in({.name = "Ada", .password = "a guess", .caller = kHome},
                           [&limited](const auto& answer) {
                               if (answer.error().error == AccountError::rate_limited) ++limited;
                           });
    }
    executor.run();
    passwords.let_go();
    executor.run();
    EXPECT_EQ(limited, kAtOncePerPair);
}

TEST_F(GuessingWorld, what_could_not_be_compared_does_not_count) {
    made("Ada");
    for (int n = 0; n < 2 * kAtOncePerPair; ++n) {
        passwords.fail(1);
        EXPECT_EQ(error_of(sign_in("Ada", "a guess")), AccountError::unavailable);
        account_store.fail(AccountCall::find_account, 1);
        EXPECT_EQ(error_of(sign_in("Ada", "a guess")), AccountError::unavailable);
    }
    EXPECT_TRUE(sign_in("Ada").has_value());
}

TEST_F(GuessingWorld, changing_a_password_counts_as_signing_in_does) {
    const SignedIn ada = made("Ada");
    for (int n = 0; n < kAtOncePerPair; ++n) {
        EXPECT_EQ(error_of(change_password(ada.token, "a guess", "a longer password")),
                  AccountError::password_wrong);
    }
    EXPECT_EQ(error_of(change_password(ada.token, kPassword, "a longer password")),
              AccountError::rate_limited);
    EXPECT_EQ(error_of(sign_in("Ada")), AccountError::rate_limited) << "one count for both";
}

TEST_F(GuessingWorld, codes_and_keys_are_slowed_down) {
    open_door({.registration = Registration::invite, .owner_key = kOwnerKey}, Limits());
    SignUp key = as("Ada");
    key.owner_key = "a guess";
    SignUp code = as("Ada");
    code.invite = "a guess";
    for (int n = 0; n < kAtOncePerAddress / 3; ++n) {
        EXPECT_EQ(error_of(sign_up(key)), AccountError::owner_key_invalid);
        EXPECT_EQ(error_of(sign_up(code)), AccountError::invite_invalid);
        EXPECT_EQ(error_of(check_invite("a guess")), AccountError::invite_invalid);
    }
    EXPECT_EQ(error_of(sign_up(key)), AccountError::rate_limited);
    EXPECT_EQ(error_of(sign_up(code)), AccountError::rate_limited);
    EXPECT_EQ(error_of(check_invite("a guess")), AccountError::rate_limited);
    EXPECT_EQ(error_of(check_invite("a guess", kAbroad)), AccountError::invite_invalid);
}

TEST_F(GuessingWorld, one_place_does_not_make_accounts_without_end) {
    int made_there = 0;
    AccountError error = AccountError::unavailable;
    for (; made_there < 100; ++made_there) {
        const auto answer = sign_up(as("person " + std::to_string(1000 + made_there)));
        if (answer) continue;
        error = answer.error().error;
        break;
    }
    EXPECT_EQ(made_there, 20);
    EXPECT_EQ(error, AccountError::rate_limited);
}

}  // namespace chat
