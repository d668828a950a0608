/// TurnHook: work that is done once at the end of the loop's turn, however often it was asked for.
///
/// Thread:     loop.
/// Owns:       nothing; a hook destroyed while it waits is forgotten.
/// Elsewhere:  EventLoop::at_end_of_turn() asks for it.
#pragma once

namespace loop {

class TurnHook {
public:
    TurnHook() = default;
    TurnHook(const TurnHook&) = delete;
    TurnHook& operator=(const TurnHook&) = delete;
    virtual ~TurnHook() { forget(); }

    /// May ask for itself or for others again; those run before the turn is over.
    virtual void on_turn_end() = 0;

    [[nodiscard]] bool is_waiting() const { return next_ != nullptr; }

    /// Withdraws the request; harmless when there is none.
    void forget() {
        if (next_ == nullptr) return;
        next_->previous_ = previous_;
        previous_->next_ = next_;
        next_ = previous_ = nullptr;
    }

private:
    friend class TurnHooks;

    TurnHook* next_ = nullptr;
    TurnHook* previous_ = nullptr;
};

/// The hooks that wait, in the order they asked.
class TurnHooks {
public:
    TurnHooks() { head_.next_ = head_.previous_ = &head_; }
    ~TurnHooks() {
        while (head_.next_ != &head_)
            head_.next_->forget();
        head_.next_ = head_.previous_ = nullptr;
    }
    TurnHooks(const TurnHooks&) = delete;
    TurnHooks& operator=(const TurnHooks&) = delete;

    void add(TurnHook& hook) {
        if (hook.is_waiting()) return;
        hook.previous_ = head_.previous_;
        hook.next_ = &head_;
        head_.previous_->next_ = &hook;
        head_.previous_ = &hook;
    }

    void run() {
        while (head_.next_ != &head_) {
            TurnHook* const hook = head_.next_;
            hook->forget();
            hook->on_turn_end();
        }
    }

    [[nodiscard]] bool empty() const { return head_.next_ == &head_; }

private:
    struct Head final : TurnHook {
        void on_turn_end() override {}
    };
    Head head_;
};

}  // namespace loop
