/// Argon2Passwords: hashes and compares passwords with Argon2id, on a thread of its own.
///
/// Thread:     hash() and verify() the domain's, replies posted to it; the constructor, close() and destructor main.
/// Owns:       the hashing thread, of low priority so that delivery goes first; what waits for it, at most
///             Argon2Options::waiting_max, over it `unavailable`.
/// Invariant:  every request is answered once, those that are hashed in order, never inside the call. One hash at a time: memory for one.
///             Passwords are wiped from memory after use.
/// Elsewhere:  what a password may be is chat's; what a hash costs is hash_cost.h.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "api/auth/hash_cost.h"
#include "api/auth/metrics.h"
#include "base/executor.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/passwords.h"

namespace api::auth {

struct Argon2Options {
    std::optional<HashCost> cost{};  ///< absent: measured when the thread begins
    std::size_t waiting_max = 256;   ///< with the one being hashed; over: unavailable
};

class Argon2Passwords final : public chat::Passwords {
public:
    using HashReply = std::move_only_function<void(base::Result<std::string, chat::PasswordError>)>;
    using VerifyReply = std::move_only_function<void(base::Result<Verdict, chat::PasswordError>)>;

    Argon2Passwords(base::Executor& domain, base::Log& log, base::Metrics& metrics,
                    Argon2Options options = {});
    ~Argon2Passwords() override;
    Argon2Passwords(const Argon2Passwords&) = delete;
    Argon2Passwords& operator=(const Argon2Passwords&) = delete;

    void hash(std::string password, HashReply reply) override;
    /// A `hash` that is none of Argon2's `differs`.
    void verify(std::string password, std::string hash, VerifyReply reply) override;

    /// What waits, and what is asked from now on, is answered `unavailable`; the hash that is being made is finished.
    void close();

private:
    struct Request {
        std::string password;
        std::string hash;           ///< to compare with
        HashReply on_hashed{};      ///< either this
        VerifyReply on_verified{};  ///< or that
    };

    void ask(Request request);
    void run();
    void calibrate();
    [[nodiscard]] base::Job answered(Request request);
    [[nodiscard]] base::Job refused(Request request);

    base::Executor& domain_;
    base::Log& log_;
    PasswordMetrics metrics_;
    const Argon2Options options_;

    // Only the hashing thread's.
    HashCost cost_;
    std::string nobodys_hash_;  ///< of `cost_`; what no password matches

    // A lock, not a message: the thread is busy with a hash for most of its turns and has no loop to receive one.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Request> waiting_;
    std::size_t unanswered_ = 0;  ///< waiting and being hashed
    bool is_closing_ = false;

    std::thread thread_;
};

}  // namespace api::auth
