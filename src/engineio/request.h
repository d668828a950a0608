/// Requests to an Engine.IO endpoint: what they ask for, and which rule they break first.
///
/// Thread:     any. Pure functions.
/// Invariant:  rules are judged in the order of Refusal: transport, Origin, session, then what belongs to each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engineio/packet.h"
#include "engineio/refusal.h"
#include "net/http/message.h"

namespace engineio {

struct RequestTarget {
    TransportKind transport = TransportKind::polling;
    std::string sid;  ///< empty: a handshake
};

/// What a request is about.
///
/// errors   transport_unknown, origin_malformed
[[nodiscard]] base::Result<RequestTarget, Refusal> read_target(const net::http::Request& request);

/// Judges a request that opens a session.
///
/// errors   handshake_method, websocket_expected, protocol_version
[[nodiscard]] base::Result<void, Refusal> judge_handshake(const net::http::Request& request,
                                                          TransportKind transport);

/// Judges a request of a session that exists.
///
/// session  the transport the session is on
/// errors   transport_mismatch, websocket_expected, protocol_version, method_unknown
[[nodiscard]] base::Result<void, Refusal> judge_session_request(const net::http::Request& request,
                                                                TransportKind transport,
                                                                TransportKind session);

}  // namespace engineio
