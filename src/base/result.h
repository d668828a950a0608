/// Result: an answer, or the rule that was broken.
///
/// Thread:     any.
/// Elsewhere:  what is our own fault is a CHECK (check.h); what stops the start is an exception in app/.
#pragma once

#include <expected>
#include <utility>

namespace base {

template <typename T, typename E>
using Result = std::expected<T, E>;

/// Makes the failed Result of whatever type the function returns.
template <typename E>
[[nodiscard]] constexpr std::unexpected<std::decay_t<E>> fail(E&& error) {
    return std::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace base
