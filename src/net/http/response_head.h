/// The head of a response as it goes over the wire.
///
/// Thread:     any. Pure.
/// Invariant:  no field can end the head early: one with CR, LF or NUL in it is left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/http/message.h"

namespace net::http {

enum class KeepAlive : std::uint8_t {
    no,           ///< "Connection: close"
    by_default,   ///< HTTP/1.1: nothing to say
    by_agreement  ///< HTTP/1.0: "Connection: keep-alive"
};

struct HeadOptions {
    std::uint16_t status = 200;
    std::optional<std::uint64_t>
        content_length;  ///< absent: the status allows no body, or it is not known
    enum class Coding : std::uint8_t { none, chunked } coding = Coding::none;
    std::string_view date;
    KeepAlive keep_alive = KeepAlive::by_default;
};

[[nodiscard]] std::string response_head(const HeadOptions& options,
                                        const std::vector<Field>& fields);

/// "Not Found" for 404; "Status" for what has no name.
[[nodiscard]] std::string_view reason_phrase(std::uint16_t status);

/// 1xx, 204 and 304 have none.
[[nodiscard]] bool may_have_body(std::uint16_t status);

}  // namespace net::http
