#include "engineio/payload.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "engineio/base64.h"
#include "engineio/frames.h"
#include "engineio/packet.h"

namespace engineio {

namespace {

constexpr char kSeparator = '\x1E';
constexpr char kBinary = 'b';

}  // namespace

void append_packet(std::string& payload, MessageKind kind, std::string_view packet) {
    if (!payload.empty()) payload.push_back(kSeparator);
    if (kind == MessageKind::text) {
        payload.append(packet);
        return;
    }
    payload.push_back(kBinary);
    append_base64(payload, packet);
}

void append_frames(std::string& payload, const Frames& frames) {
    for (std::string_view rest = frames.octets(); !rest.empty();) {
        const auto [kind, packet] = Frames::take_front(rest);
        append_packet(payload, kind, packet);
    }
}

base::Result<std::optional<std::pair<MessageKind, std::string_view>>, PayloadError>
PayloadReader::next() {
    if (!rest_) return std::nullopt;
    const std::size_t end = rest_->find(kSeparator);
    const std::string_view packet = rest_->substr(0, end);
    if (end == std::string_view::npos) {
        rest_.reset();
    } else {
        rest_->remove_prefix(end + 1);
    }

    if (packet.empty()) return base::fail(PayloadError::packet_empty);
    if (packet.front() == kBinary) {
        auto data = decode_base64(packet.substr(1));
        if (!data) return base::fail(PayloadError::base64_invalid);
        binary_ = *std::move(data);
        return std::pair(MessageKind::binary, std::string_view(binary_));
    }
    if (!decode_packet(packet)) return base::fail(PayloadError::type_unknown);
    return std::pair(MessageKind::text, packet);
}

}  // namespace engineio
