/// The negotiation of permessage-deflate in the opening handshake (RFC 7692 §5 and §7.1).
///
/// Thread:     any. Pure.
/// Owns:       nothing.
/// Invariant:  what is agreed never needs state between two messages, in either direction.
/// Elsewhere:  compressing is deflate.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace net::websocket {

/// Chooses among what a client offers in `Sec-WebSocket-Extensions`: the first offer we can keep.
///
/// offers   the header's value; several fields joined by ", "
/// returns  our value for the response's `Sec-WebSocket-Extensions`, always with both no_context_takeover
///          parameters; nullopt: answer without the header, nothing is agreed. An offer with an
///          unknown, repeated or invalid parameter is passed over, and so is one that asks us for a
///          window below the largest, since shared frames are compressed with that. A list that
///          breaks the grammar of RFC 6455 §9.1 is passed over whole
[[nodiscard]] std::optional<std::string> negotiate_deflate(std::string_view offers);

}  // namespace net::websocket
