/// The Date field's value (RFC 9110 §5.6.7), made once a second.
///
/// Thread:     loop; date_text() any.
/// Owns:       the text of the last second asked for.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace net::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT"
[[nodiscard]] std::string date_text(base::WallTime time);

class DateCache {
public:
    /// Good until the next call.
    [[nodiscard]] std::string_view at(base::WallTime time);

private:
    std::chrono::sys_seconds second_{};
    std::string text_;
};

}  // namespace net::http
