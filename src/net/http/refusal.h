/// Refusal: why a request is not served; the connection is closed after the answer.
///
/// Thread:     any. A value.
#pragma once

#include <cstdint>
#include <string_view>

#include "net/http/message.h"

namespace net::http {

struct Refusal {
    std::uint16_t status = 400;
    std::string_view sentence;  ///< for the person who reads it; lives for ever

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// The sentence as a text, with Connection: close.
[[nodiscard]] Response refusal_response(const Refusal& refusal);

}  // namespace net::http
