#include "engineio/frames.h"

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "net/websocket/frame.h"

namespace engineio {

namespace {

using net::websocket::OpCode;

constexpr std::string_view kMessageType = "4";

}  // namespace

std::pair<MessageKind, std::string_view> Frames::take_front(std::string_view& rest) {
    net::websocket::FrameLimits limits;
    limits.payload_bytes_max = rest.size();
    limits.sender = net::websocket::Sender::server;
    const auto header = net::websocket::decode_frame_header(std::as_bytes(std::span(rest)), limits);
    CHECK(header.has_value());
    CHECK(header->has_value());
    const auto& found = **header;
    CHECK(found.header_bytes + found.payload_bytes <= rest.size());

    const auto payload =
        rest.substr(found.header_bytes, static_cast<std::size_t>(found.payload_bytes));
    rest.remove_prefix(found.header_bytes + payload.size());
    return {found.opcode == OpCode::binary ? MessageKind::binary : MessageKind::text, payload};
}

void FramesBuilder::add_text(std::string_view text) {
    append({kMessageType, text}, {});
}

void FramesBuilder::add_text(std::initializer_list<std::string_view> parts) {
    append({kMessageType}, parts);
}

void FramesBuilder::add_packet(std::initializer_list<std::string_view> parts) {
    append(parts, {});
}

void FramesBuilder::append(std::initializer_list<std::string_view> first,
                           std::initializer_list<std::string_view> second) {
    std::size_t size = 0;
    for (const auto& parts : {first, second})
        for (const std::string_view part : parts)
            size += part.size();

    const auto header = net::websocket::encode_frame_header(OpCode::text, size);
    octets_.reserve(octets_.size() + header.size() + size);
    octets_.append(header.view());
    for (const auto& parts : {first, second})
        for (const std::string_view part : parts)
            octets_.append(part);
}

void FramesBuilder::add_binary(std::string_view data) {
    net::websocket::append_frame(octets_, OpCode::binary, data);
}

}  // namespace engineio
