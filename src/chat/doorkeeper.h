/// Doorkeeper: who may come in how, as it holds now: what is configured, and what was said of it here.
///
/// Thread:     domain; sign() any.
/// Owns:       what holds.
/// Invariant:  what was said here wins.
#pragma once

#include <atomic>
#include <string>
#include <utility>

#include "chat/accounts.h"
#include "chat/admin_store.h"

namespace chat {

class Doorkeeper {
public:
    explicit Doorkeeper(DoorOptions configured)
        : configured_(std::move(configured)), holds_(this->configured()) {}

    [[nodiscard]] Registration registration() const { return sign().registration; }
    [[nodiscard]] DoorOptions::Guests guests() const { return sign().guests; }
    /// Of whoever makes the owner's account; empty: nobody can.
    [[nodiscard]] const std::string& owner_key() const { return configured_.owner_key; }
    /// The command line's; empty: it has none.
    [[nodiscard]] const std::string& admin_key() const { return configured_.admin_key; }

    [[nodiscard]] Door configured() const {
        return {.registration = configured_.registration, .guests = configured_.guests};
    }
    [[nodiscard]] const KeptSettings& kept() const { return kept_; }
    void keep(const KeptSettings& settings) {
        kept_ = settings;
        holds_.store({.registration = kept_.registration.value_or(configured_.registration),
                      .guests = kept_.guests.value_or(configured_.guests)},
                     std::memory_order_relaxed);
    }

    /// What holds now.
    [[nodiscard]] Door sign() const { return holds_.load(std::memory_order_relaxed); }

private:
    const DoorOptions configured_;
    KeptSettings kept_;
    // The loops show it to whoever asks; a late look is as good as an early one.
    std::atomic<Door> holds_;
    static_assert(std::atomic<Door>::is_always_lock_free);
};

}  // namespace chat
