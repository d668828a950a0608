#include "engineio/request.h"

#include <algorithm>
#include <string_view>

#include "base/result.h"
#include "engineio/packet.h"
#include "engineio/refusal.h"
#include "net/http/message.h"

namespace engineio {

namespace {

using net::http::Method;
using net::http::Request;

constexpr std::string_view kVersion = "4";

/// RFC 9110 §5.5: visible characters, spaces, tabs and octets from 0x80 on.
bool is_field_value(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return octet == '\t' || (octet >= 0x20 && octet != 0x7F);
    });
}

bool is_version_4(const Request& request) {
    return net::http::query_parameter(request.query(), "EIO") == kVersion;
}

}  // namespace

base::Result<RequestTarget, Refusal> read_target(const Request& request) {
    const auto transport = net::http::query_parameter(request.query(), "transport");
    RequestTarget target;
    if (transport == "websocket") {
        target.transport = TransportKind::websocket;
    } else if (transport != "polling") {
        return base::fail(Refusal::transport_unknown);
    }
    if (!is_field_value(request.field("Origin"))) return base::fail(Refusal::origin_malformed);
    target.sid = net::http::query_parameter(request.query(), "sid");
    return target;
}

base::Result<void, Refusal> judge_handshake(const Request& request, TransportKind transport) {
    if (request.method != Method::get) return base::fail(Refusal::handshake_method);
    if ((transport == TransportKind::websocket) != request.wants_upgrade)
        return base::fail(Refusal::websocket_expected);
    if (!is_version_4(request)) return base::fail(Refusal::protocol_version);
    return {};
}

base::Result<void, Refusal> judge_session_request(const Request& request, TransportKind transport,
                                                  TransportKind session) {
    if (!request.wants_upgrade && transport != session)
        return base::fail(Refusal::transport_mismatch);
    if ((transport == TransportKind::websocket) != request.wants_upgrade)
        return base::fail(Refusal::websocket_expected);
    if (!is_version_4(request)) return base::fail(Refusal::protocol_version);
    if (request.method != Method::get && request.method != Method::post)
        return base::fail(Refusal::method_unknown);
    return {};
}

}  // namespace engineio
