#include "engineio/refusal.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace engineio {

namespace {

struct Code {
    int number;
    std::string_view message;
};

constexpr Code kTransportUnknown{.number = 0, .message = "Transport unknown"};
constexpr Code kSessionUnknown{.number = 1, .message = "Session ID unknown"};
constexpr Code kBadHandshakeMethod{.number = 2, .message = "Bad handshake method"};
constexpr Code kBadRequest{.number = 3, .message = "Bad request"};
constexpr Code kForbidden{.number = 4, .message = "Forbidden"};
constexpr Code kUnsupportedVersion{.number = 5, .message = "Unsupported protocol version"};

Code code(Refusal refusal) {
    switch (refusal) {
        case Refusal::transport_unknown:
            return kTransportUnknown;
        case Refusal::session_unknown:
            return kSessionUnknown;
        case Refusal::handshake_method:
            return kBadHandshakeMethod;
        case Refusal::origin_forbidden:
            return kForbidden;
        case Refusal::protocol_version:
            return kUnsupportedVersion;
        case Refusal::origin_malformed:
        case Refusal::transport_mismatch:
        case Refusal::websocket_expected:
        case Refusal::method_unknown:
        case Refusal::poll_overlap:
        case Refusal::post_overlap:
        case Refusal::payload_invalid:
        case Refusal::content_type_unexpected:
        case Refusal::draining:
        case Refusal::sessions_full:
        case Refusal::relays_full:
            break;
    }
    return kBadRequest;
}

}  // namespace

std::uint16_t http_status(Refusal refusal) {
    if (refusal == Refusal::origin_forbidden) return 403;
    if (refusal == Refusal::draining || refusal == Refusal::sessions_full ||
        refusal == Refusal::relays_full)
        return 503;
    return 400;
}

std::string body(Refusal refusal) {
    if (refusal == Refusal::draining) return R"({"message":"Server is shutting down"})";
    if (refusal == Refusal::sessions_full) return R"({"message":"Too many sessions"})";
    if (refusal == Refusal::relays_full)
        return R"({"message":"Too many requests for other nodes"})";
    const auto [number, message] = code(refusal);
    return fmt::format(R"({{"code":{},"message":"{}"}})", number, message);
}

std::string_view name(Refusal refusal) {
    static constexpr std::array<std::string_view, kRefusals> kNames = {
        "transport_unknown",       "origin_malformed",   "session_unknown",  "transport_mismatch",
        "handshake_method",        "websocket_expected", "origin_forbidden", "protocol_version",
        "method_unknown",          "poll_overlap",       "post_overlap",     "payload_invalid",
        "content_type_unexpected", "draining",           "sessions_full",    "relays_full"};
    return kNames.at(static_cast<std::size_t>(refusal));
}

}  // namespace engineio
