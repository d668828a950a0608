/// The head of a request that is relayed to another server of ours.
///
/// Thread:     any. Pure.
/// Invariant:  it says what the client's head said, but for what concerns one connection only (RFC 9110 §7.6.1); it asks the
///             other server to end the connection after its answer; it can be told from a client's own (kRelayedField).
/// Elsewhere:  answers have theirs in response_head.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/http/message.h"

namespace net::http {

/// Marks a relayed request; its value names the server that relays it. Whoever forges it gains nothing: such a request is
/// not relayed, that is all.
inline constexpr std::string_view kRelayedField = "Parlor-Relayed";

/// request     a GET or a POST, as RequestReader gave it
/// relayed_by  this server
/// body_bytes  of the body that will follow, whatever the client's head said about its own
[[nodiscard]] std::string relay_head(const Request& request, std::string_view relayed_by,
                                     std::uint64_t body_bytes);

}  // namespace net::http
