/// Sid: a session id as clients see it: where there are several nodes, the name of the session's node stands before it,
/// "node-a.Zk3...".
///
/// Thread:     any. A value and pure functions.
/// Invariant:  a node's name has no '.', so the first one parts the two.
/// Elsewhere:  what stands behind the name is session_id.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engineio/session_id.h"

namespace engineio {

inline constexpr std::size_t kNodeBytesMax = 32;

/// 1 to 32 of a-z, 0-9 and '-'.
[[nodiscard]] bool is_node_name(std::string_view text);

struct Sid {
    std::string_view node;  ///< into what was parsed; empty: no node is named
    SessionId id;
};

/// returns  nullopt when `text` cannot be a sid of ours, nor of any node
[[nodiscard]] std::optional<Sid> parse_sid(std::string_view text);

/// node  empty: there is only one
[[nodiscard]] std::string sid_text(std::string_view node, const SessionId& id);

}  // namespace engineio
