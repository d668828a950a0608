#include "app/chat_limits.h"

#include <algorithm>
#include <cstdint>

#include "app/config.h"
#include "chat/chat.h"

namespace app {
namespace {

// Parts of a send queue. What is left is for the welcome, resets without events, and what happens live.
constexpr std::uint64_t kPagePart = 4;
constexpr std::uint64_t kCatchupPart = 2;

}  // namespace

chat::Limits chat_limits(const Config& config) {
    chat::Limits limits;
    limits.text_characters_max = static_cast<std::uint32_t>(config.text_characters_max);
    limits.page_bytes_max =
        std::min(limits.page_bytes_max, config.send_queue_bytes_max / kPagePart);
    limits.catchup_bytes_max =
        std::min(limits.catchup_bytes_max, config.send_queue_bytes_max / kCatchupPart);
    limits.leave_grace = config.leave_grace;
    limits.rate_limits =
        config.rate_limits ? chat::Limits::RateLimits::on : chat::Limits::RateLimits::off;
    return limits;
}

}  // namespace app
