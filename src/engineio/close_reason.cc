#include "engineio/close_reason.h"

#include <string_view>

namespace engineio {

std::string_view text(CloseReason reason) {
    switch (reason) {
        case CloseReason::transport_close:
            return "transport close";
        case CloseReason::transport_error:
            return "transport error";
        case CloseReason::parse_error:
            return "parse error";
        case CloseReason::ping_timeout:
            return "ping timeout";
        case CloseReason::forced_close:
            return "forced close";
        case CloseReason::server_shutdown:
            return "server shutting down";
    }
    return {};
}

}  // namespace engineio
