#include "api/auth/argon2_passwords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/auth/hash_cost.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/passwords.h"
#include "support/waiting_executor.h"

namespace api::auth {
namespace {

using chat::PasswordError;
using testing::ElementsAre;
using testing::StartsWith;
using Verdict = chat::Passwords::Verdict;

constexpr HashCost kCheap{.passes = 1, .memory_bytes = 8192};  // libsodium's least

/// Keeps the hashing thread at its first answer until open(), or until someone else posts.
class GatedExecutor final : public base::Executor {
public:
    void post(base::Job job) override {
        if (std::this_thread::get_id() != tests_) {
            reached_.release();
            gate_.acquire();
            gate_.release();
        } else if (opens_by_itself) {
            open();
        }
        jobs_.post(std::move(job));
    }
    void open() { gate_.release(); }
    void until_reached() { reached_.acquire(); }
    support::WaitingExecutor& jobs() { return jobs_; }

    bool opens_by_itself = false;

private:
    const std::thread::id tests_ = std::this_thread::get_id();
    std::counting_semaphore<> gate_{0};
    std::counting_semaphore<> reached_{0};
    support::WaitingExecutor jobs_;
};

class Argon2PasswordsTest : public testing::Test {
protected:
    using Hashed = base::Result<std::string, PasswordError>;
    using Verified = base::Result<Verdict, PasswordError>;

    static Argon2Passwords::HashReply into(std::optional<Hashed>& slot) {
        return [&slot](Hashed hashed) {
            EXPECT_FALSE(slot.has_value()) << "answered twice";
            slot = std::move(hashed);
        };
    }
    template <typename T>
    T wait_for(std::optional<T>& slot, support::WaitingExecutor& jobs) {
        while (!slot && jobs.run_some() > 0) {
        }
        EXPECT_TRUE(slot.has_value()) << "no answer";
        return slot ? *std::move(slot) : T(base::fail(PasswordError::unavailable));
    }
    Hashed hash(Argon2Passwords& passwords, const std::string& password) {
        std::optional<Hashed> slot;
        passwords.hash(password, into(slot));
        EXPECT_FALSE(slot.has_value()) << "answered inside the call";
        return wait_for(slot, domain);
    }
    Verified verify(Argon2Passwords& passwords, const std::string& password,
                    const std::string& hash) {
        std::optional<Verified> slot;
        passwords.verify(password, hash, [&slot](Verified verified) { slot = verified; });
        EXPECT_FALSE(slot.has_value()) << "answered inside the call";
        return wait_for(slot, domain);
    }
    [[nodiscard]] std::uint64_t refusals() {
        return metrics.counter("api_password_hashes_refused_total", "").value();
    }
    [[nodiscard]] std::int64_t waiting() {
        return metrics.gauge("api_password_hashes_waiting", "").value();
    }

    support::WaitingExecutor domain;
    base::Metrics metrics;
};

}  // namespace

TEST_F(Argon2PasswordsTest, a_hash_matches_its_password_alone) {
    Argon2Passwords passwords(domain, base::Log::none(), metrics, {.cost = kCheap});
    const std::string null_within("correct\0horse", 13);
    const Hashed made = hash(passwords, null_within);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(verify(passwords, null_within, *made), Verdict::matches);
    for (const std::string& other : {std::string("correct"), std::string("correct\0horsf", 13),
                                     std::string(), null_within + " ", std::string(2000, 'x')}) {
        EXPECT_EQ(verify(passwords, other, *made), Verdict::differs) << other;
    }
}

TEST_F(Argon2PasswordsTest, a_hash_names_its_parameters_and_has_salt) {
    Argon2Passwords passwords(domain, base::Log::none(), metrics,
                              {.cost = HashCost{.passes = 3, .memory_bytes = 16384}});
    const Hashed one = hash(passwords, "the same");
    const Hashed two = hash(passwords, "the same");
    ASSERT_TRUE(one.has_value());
    ASSERT_TRUE(two.has_value());
    EXPECT_THAT(*one, StartsWith("$argon2id$v=19$m=16,t=3,p=1$"));
    EXPECT_NE(*one, *two);
    EXPECT_EQ(one->find('\0'), std::string::npos);

    Argon2Passwords later(domain, base::Log::none(), metrics, {.cost = kCheap});
    EXPECT_EQ(verify(later, "the same", *one), Verdict::matches) << "made under another cost";
}

TEST_F(Argon2PasswordsTest, what_is_no_hash_differs) {
    Argon2Passwords passwords(domain, base::Log::none(), metrics, {.cost = kCheap});
    for (const char* none : {"", "plain", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"}) {
        EXPECT_EQ(verify(passwords, "plain", none), Verdict::differs) << none;
    }
}

TEST_F(Argon2PasswordsTest, nobodys_hash_takes_as_long_as_somebodys) {
    Argon2Passwords passwords(domain, base::Log::none(), metrics, {.cost = kLeastCost});
    const base::Histogram& seconds = metrics.histogram("api_password_hash_seconds", "");
    const Hashed made = hash(passwords, "somebody");
    ASSERT_TRUE(made.has_value());
    const double before = seconds.sum_seconds();
    EXPECT_EQ(verify(passwords, "guess", *made), Verdict::differs);
    const double somebodys = seconds.sum_seconds() - before;
    EXPECT_EQ(verify(passwords, "guess", ""), Verdict::differs);
    const double nobodys = seconds.sum_seconds() - before - somebodys;
    // A comparison left out takes a thousandth; what else the machine does cannot be told apart from the hash.
    EXPECT_GT(nobodys, somebodys / 20);
}

TEST_F(Argon2PasswordsTest, a_cost_that_is_measured_stays_within_its_bounds) {
    Argon2Passwords passwords(domain, base::Log::none(), metrics);
    const Hashed made = hash(passwords, "measured");
    ASSERT_TRUE(made.has_value());
    const auto number_after = [&made](const char* name) {
        const auto at = made->find(name);
        EXPECT_NE(at, std::string::npos) << name;
        return std::stoull(made->substr(at + 2));
    };
    EXPECT_GE(number_after("m="), kLeastCost.memory_bytes / 1024);
    EXPECT_LE(number_after("m="), kHashMemoryMax / 1024);
    EXPECT_GE(number_after("t="), kLeastCost.passes);
    EXPECT_LE(number_after("t="), kHashPassesMax);
}

TEST_F(Argon2PasswordsTest, answers_in_the_order_asked) {
    Argon2Passwords passwords(domain, base::Log::none(), metrics, {.cost = kCheap});
    std::vector<int> order;
    for (int i = 0; i < 4; ++i) {
        passwords.hash("one of many", [&order, i](const Hashed& /*hash*/) { order.push_back(i); });
    }
    while (order.size() < 4 && domain.run_some() > 0) {
    }
    EXPECT_THAT(order, ElementsAre(0, 1, 2, 3));
    EXPECT_EQ(waiting(), 0);
}

TEST_F(Argon2PasswordsTest, refuses_what_the_queue_does_not_hold) {
    GatedExecutor gated;
    Argon2Passwords passwords(gated, base::Log::none(), metrics,
                              {.cost = kCheap, .waiting_max = 2});
    std::optional<Hashed> first;
    passwords.hash("first", into(first));
    gated.until_reached();  // the thread has answered it, and stands

    std::optional<Hashed> second;
    std::optional<Hashed> third;
    std::optional<Hashed> over;
    std::optional<Verified> over_too;
    passwords.hash("second", into(second));
    passwords.hash("third", into(third));
    EXPECT_EQ(waiting(), 2);
    passwords.hash("over", into(over));
    passwords.verify("over", "", [&over_too](Verified verified) { over_too = verified; });
    EXPECT_EQ(wait_for(over, gated.jobs()).error(), PasswordError::unavailable);
    EXPECT_EQ(wait_for(over_too, gated.jobs()).error(), PasswordError::unavailable);
    EXPECT_EQ(refusals(), 2U);

    gated.open();
    EXPECT_TRUE(wait_for(first, gated.jobs()).has_value());
    EXPECT_TRUE(wait_for(second, gated.jobs()).has_value());
    EXPECT_TRUE(wait_for(third, gated.jobs()).has_value());
    std::optional<Hashed> later;
    passwords.hash("later", into(later));
    EXPECT_TRUE(wait_for(later, gated.jobs()).has_value()) << "there is room again";
}

TEST_F(Argon2PasswordsTest, closing_answers_what_waits_and_what_comes_later) {
    GatedExecutor gated;
    Argon2Passwords passwords(gated, base::Log::none(), metrics, {.cost = kCheap});
    std::optional<Hashed> first;
    std::optional<Hashed> waits;
    std::optional<Hashed> late;
    passwords.hash("first", into(first));
    gated.until_reached();
    passwords.hash("waits", into(waits));
    gated.opens_by_itself = true;  // by the refusal of what waits: the thread cannot have begun it
    passwords.close();
    passwords.hash("late", into(late));
    EXPECT_TRUE(wait_for(first, gated.jobs()).has_value());
    EXPECT_EQ(wait_for(waits, gated.jobs()).error(), PasswordError::unavailable);
    EXPECT_EQ(wait_for(late, gated.jobs()).error(), PasswordError::unavailable);
    EXPECT_EQ(waiting(), 0);
    passwords.close();  // once more is harmless
}

TEST_F(Argon2PasswordsTest, says_when_a_hash_could_not_be_made) {
    Argon2Passwords passwords(domain, base::Log::none(), metrics,
                              {.cost = HashCost{.passes = 1, .memory_bytes = 1}});
    EXPECT_EQ(hash(passwords, "too little memory").error(), PasswordError::unavailable);
    EXPECT_EQ(refusals(), 1U);
}

}  // namespace api::auth
