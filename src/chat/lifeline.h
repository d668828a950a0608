/// Lifeline: lets replies that come after their receiver's end fall silent.
///
/// Thread:     domain: guarded functions are called where the owner lives and dies.
/// Owns:       one shared mark of being alive.
/// Invariant:  a guarded function does nothing once the Lifeline is gone.
#pragma once

#include <memory>
#include <utility>

namespace chat {

class Lifeline {
public:
    /// `function`, as long as this lives.
    template <typename Function>
    [[nodiscard]] auto guard(Function function) const {
        return [alive = std::weak_ptr(mark_),
                function = std::move(function)](auto&&... arguments) mutable {
            if (alive.expired()) return;
            function(std::forward<decltype(arguments)>(arguments)...);
        };
    }

private:
    // Shared, though only one thread looks: the replies that wait in a store outlive whoever asked.
    std::shared_ptr<const char> mark_ = std::make_shared<const char>();
};

}  // namespace chat
