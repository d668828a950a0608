/// Seats: how many connections may be open at once, on all loops together.
///
/// Thread:     any.
/// Owns:       the count, together with every Seat taken: a WebSocket may outlive the server that accepted it.
/// Invariant:  never more than seats_max Seats are taken.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace net::tcp {

/// One connection's place; given back when it is destroyed. A default-made one takes no place.
class Seat {
public:
    Seat() = default;
    Seat(Seat&&) noexcept = default;
    Seat& operator=(Seat&& other) noexcept {
        give_back();
        taken_ = std::move(other.taken_);
        return *this;
    }
    ~Seat() { give_back(); }

    [[nodiscard]] bool is_taken() const { return taken_ != nullptr; }

private:
    friend class Seats;
    // Shared although it changes: one atomic number, and no loop may be asked for it.
    using Count = std::shared_ptr<std::atomic<std::uint64_t>>;
    explicit Seat(Count taken) : taken_(std::move(taken)) {}

    void give_back() {
        if (taken_) taken_->fetch_sub(1, std::memory_order_relaxed);
        taken_.reset();
    }

    Count taken_;
};

class Seats {
public:
    explicit Seats(std::uint64_t seats_max) : seats_max_(seats_max) {}

    /// A Seat that is not taken when there is none left.
    [[nodiscard]] Seat try_take() {
        if (taken_->fetch_add(1, std::memory_order_relaxed) < seats_max_) return Seat(taken_);
        taken_->fetch_sub(1, std::memory_order_relaxed);
        return {};
    }

    [[nodiscard]] std::uint64_t taken() const { return taken_->load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t seats_max() const { return seats_max_; }

private:
    Seat::Count taken_ = std::make_shared<std::atomic<std::uint64_t>>(0);
    std::uint64_t seats_max_;
};

}  // namespace net::tcp
