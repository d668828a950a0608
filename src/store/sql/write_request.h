/// WriteRequest: a request that waits for the writer, then for its transaction, then for the domain.
///
/// Thread:     made on the domain's, decided on the writer's, delivered and destroyed on the domain's.
/// Owns:       what was asked, the reply, and between the two the answer.
/// Invariant:  delivered once at most; what is delivered was committed or refused.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/store.h"
#include "store/sql/claim.h"
#include "store/sql/ledger.h"

namespace store::sql {

class WriteRequest {
public:
    WriteRequest() = default;
    virtual ~WriteRequest() = default;
    WriteRequest(const WriteRequest&) = delete;
    WriteRequest& operator=(const WriteRequest&) = delete;

    /// Decides it within the ledger's transaction; again, when that was rolled back. Throws Failure.
    virtual void decide(Ledger& ledger) = 0;

    /// Adds what it touches. Who says nothing of it needs everything.
    virtual void tell(Claim& claim) const { claim.reach = Claim::Reach::everything; }

    /// The answer becomes `unavailable`.
    virtual void refuse() = 0;

    /// Gives the answer to the reply.
    virtual void deliver() = 0;

    /// What it holds in memory, roughly.
    [[nodiscard]] virtual std::uint64_t bytes() const { return sizeof(WriteRequest); }

    /// Of appends: when the call came, for store_append_seconds.
    [[nodiscard]] virtual std::optional<base::SteadyTime> began() const { return std::nullopt; }
};

using WriteBatch = std::vector<std::unique_ptr<WriteRequest>>;

class AppendRequest final : public WriteRequest {
public:
    AppendRequest(chat::Append append, chat::StoreReply<chat::Appended> reply,
                  base::SteadyTime began)
        : append_(std::move(append)), reply_(std::move(reply)), began_(began) {}

    void decide(Ledger& ledger) override { place_ = ledger.append(append_); }
    void tell(Claim& claim) const override;
    void refuse() override { place_ = base::fail(chat::StoreError::unavailable); }
    void deliver() override;
    [[nodiscard]] std::uint64_t bytes() const override;
    [[nodiscard]] std::optional<base::SteadyTime> began() const override { return began_; }

private:
    chat::Append append_;
    chat::StoreReply<chat::Appended> reply_;
    base::SteadyTime began_;
    Ledger::Answer<Ledger::Place> place_ = base::fail(chat::StoreError::unavailable);
};

/// Any other request: `work` takes the Ledger and returns the answer, and may run again after a rollback. What it touches
/// is everything, or what its tell() says.
template <typename T, typename Work>
class LedgerRequest final : public WriteRequest {
public:
    LedgerRequest(Work work, chat::StoreReply<T> reply)
        : work_(std::move(work)), reply_(std::move(reply)) {}

    void decide(Ledger& ledger) override { answer_ = work_(ledger); }
    void tell(Claim& claim) const override {
        if constexpr (requires { work_.tell(claim); }) {
            work_.tell(claim);
        } else {
            WriteRequest::tell(claim);
        }
    }
    void refuse() override { answer_ = base::fail(chat::StoreError::unavailable); }
    void deliver() override {
        if (reply_) reply_(std::move(answer_));
    }

private:
    Work work_;
    chat::StoreReply<T> reply_;
    Ledger::Answer<T> answer_ = base::fail(chat::StoreError::unavailable);
};

template <typename T, typename Work>
[[nodiscard]] std::unique_ptr<WriteRequest> make_write_request(Work work,
                                                               chat::StoreReply<T> reply) {
    return std::make_unique<LedgerRequest<T, Work>>(std::move(work), std::move(reply));
}

}  // namespace store::sql
