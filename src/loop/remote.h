/// Remote<T>: an object of another loop, to which messages can be posted and nothing else.
///
/// Thread:     any for Remote; Home lives and dies on its executor's thread.
/// Owns:       nothing. A message for an object that is gone is dropped.
/// Invariant:  messages from one thread arrive in the order they were posted.
#pragma once

#include <memory>
#include <utility>

#include "base/executor.h"

namespace loop {

template <typename T>
class Remote {
public:
    Remote() = default;

    /// Runs `message(T&)` on the object's thread, unless the object is gone by then.
    ///
    /// message  captures values, SharedBytes and Remotes only; it is destroyed on the object's thread
    template <typename Message>
    void post(Message message) const {
        executor_->post([target = target_, message = std::move(message)]() mutable {
            if (*target != nullptr) message(**target);
        });
    }

    [[nodiscard]] bool is_set() const { return executor_ != nullptr; }

    friend bool operator==(const Remote& a, const Remote& b) { return a.target_ == b.target_; }

private:
    template <typename U>
    friend class Home;

    Remote(base::Executor& executor, std::shared_ptr<T*> target)
        : executor_(&executor), target_(std::move(target)) {}

    base::Executor* executor_ = nullptr;
    std::shared_ptr<T*> target_;  // read and cleared on the executor's thread only
};

/// Member of an object that wants messages: `loop::Home<Room> home_{executor, *this};`
template <typename T>
class Home {
public:
    Home(base::Executor& executor, T& self)
        : executor_(executor), target_(std::make_shared<T*>(&self)) {}
    ~Home() { *target_ = nullptr; }
    Home(const Home&) = delete;
    Home& operator=(const Home&) = delete;

    [[nodiscard]] Remote<T> remote() const { return Remote<T>(executor_, target_); }

private:
    base::Executor& executor_;
    std::shared_ptr<T*> target_;
};

}  // namespace loop
