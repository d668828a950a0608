#include "api/auth/argon2_passwords.h"

#include <sodium/core.h>
#include <sodium/crypto_pwhash.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/auth/hash_cost.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/passwords.h"

namespace api::auth {
namespace {

using chat::PasswordError;

constexpr int kNiceness = 10;
constexpr std::size_t kNobodysPasswordBytes = 32;

/// nullopt: no memory.
std::optional<std::string> argon2_hash(std::string_view password, const HashCost& cost) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    const int failed =
        crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes,
                              cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) return std::nullopt;
    return std::string(out.data());
}

enum class Comparison : std::uint8_t { same, different, no_memory };

Comparison compare(std::string_view password, const std::string& hash) {
    errno = 0;
    const int differs = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size());
    if (differs == 0) return Comparison::same;
    return errno == ENOMEM ? Comparison::no_memory : Comparison::different;
}

/// How long this thread has run: on a busy machine a hash costs what it costs on an idle one.
std::chrono::nanoseconds time_run() {
    std::timespec spent{};
    // allow(wall_clock): not a time, what the thread used; a Clock has none
    CHECK(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) == 0);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

}  // namespace

Argon2Passwords::Argon2Passwords(base::Executor& domain, base::Log& log, base::Metrics& metrics,
                                 Argon2Options options)
    : domain_(domain), log_(log), metrics_(metrics), options_(options) {
    CHECK(sodium_init() >= 0);
    thread_ = std::thread([this] { run(); });
}

Argon2Passwords::~Argon2Passwords() {
    close();
}

void Argon2Passwords::hash(std::string password, HashReply reply) {
    ask({.password = std::move(password), .hash = {}, .on_hashed = std::move(reply)});
}

void Argon2Passwords::verify(std::string password, std::string hash, VerifyReply reply) {
    ask({.password = std::move(password),
         .hash = std::move(hash),
         .on_verified = std::move(reply)});
}

void Argon2Passwords::close() {
    std::deque<Request> unanswered;
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
        unanswered.swap(waiting_);
        unanswered_ -= unanswered.size();
        metrics_.waiting.sub(static_cast<std::int64_t>(unanswered.size()));
    }
    wake_.notify_one();
    for (Request& request : unanswered)
        domain_.post(refused(std::move(request)));
    if (thread_.joinable()) thread_.join();
}

void Argon2Passwords::ask(Request request) {
    {
        const std::lock_guard lock(mutex_);
        if (!is_closing_ && unanswered_ < options_.waiting_max) {
            waiting_.push_back(std::move(request));
            ++unanswered_;
            metrics_.waiting.add();
            wake_.notify_one();
            return;
        }
    }
    domain_.post(refused(std::move(request)));
}

base::Job Argon2Passwords::refused(Request request) {
    metrics_.refused.add();
    wipe(request.password);
    return [request = std::move(request)]() mutable {
        if (request.on_hashed) {
            request.on_hashed(base::fail(PasswordError::unavailable));
        } else {
            request.on_verified(base::fail(PasswordError::unavailable));
        }
    };
}

void Argon2Passwords::run() {
    // Of this thread alone, as Linux has it. When it is refused, hashing is as urgent as the rest.
    if (::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNiceness) != 0) {
        log_.warn("password_thread_not_lowered");
    }
    bool is_calibrated = false;
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return !waiting_.empty() || is_closing_; });
        if (is_closing_) return;
        Request request = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        // Not before somebody has a password: a server of guests spends neither the time nor the memory.
        if (!std::exchange(is_calibrated, true)) calibrate();
        base::Job answer = answered(std::move(request));
        lock.lock();
        --unanswered_;
        metrics_.waiting.sub();
        lock.unlock();
        domain_.post(std::move(answer));
        lock.lock();
    }
}

void Argon2Passwords::calibrate() {
    std::string password(kNobodysPasswordBytes, '\0');
    randombytes_buf(password.data(), password.size());
    cost_ = kLeastCost;
    if (options_.cost) {
        cost_ = *options_.cost;
    } else {
        const std::chrono::nanoseconds begin = time_run();
        if (argon2_hash(password, kLeastCost)) cost_ = cost_within_aim(time_run() - begin);
    }
    nobodys_hash_ = argon2_hash(password, cost_).value_or(std::string());
    log_.info("password_cost_chosen",
              {{"passes", cost_.passes}, {"memory_bytes", cost_.memory_bytes}});
}

base::Job Argon2Passwords::answered(Request request) {
    const base::SystemClock clock;
    const base::SteadyTime begin = clock.now();
    if (request.on_hashed) {
        std::optional<std::string> hash = argon2_hash(request.password, cost_);
        metrics_.seconds.observe(clock.now() - begin);
        if (!hash) return refused(std::move(request));
        wipe(request.password);
        return [reply = std::move(request.on_hashed), hash = *std::move(hash)]() mutable {
            reply(std::move(hash));
        };
    }
    const bool is_somebodys = !request.hash.empty();
    const Comparison found = compare(request.password, is_somebodys ? request.hash : nobodys_hash_);
    metrics_.seconds.observe(clock.now() - begin);
    if (found == Comparison::no_memory) return refused(std::move(request));
    wipe(request.password);
    const bool is_match = is_somebodys && found == Comparison::same;
    return [reply = std::move(request.on_verified),
            verdict = is_match ? Verdict::matches : Verdict::differs]() mutable { reply(verdict); };
}

}  // namespace api::auth
