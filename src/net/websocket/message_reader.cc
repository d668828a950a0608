#include "net/websocket/message_reader.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/result.h"
#include "base/utf8.h"
#include "net/websocket/close.h"
#include "net/websocket/deflate.h"
#include "net/websocket/frame.h"
#include "net/websocket/mask.h"
#include "net/websocket/protocol_error.h"

namespace net::websocket {
namespace {

std::string_view as_text(std::span<const std::byte> octets) {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::span<std::byte> take(std::span<std::byte>& in, std::size_t bytes) {
    const std::span<std::byte> taken = in.first(bytes);
    in = in.subspan(bytes);
    return taken;
}

Event::Kind message_kind(OpCode opcode) {
    return opcode == OpCode::text ? Event::Kind::text : Event::Kind::binary;
}

}  // namespace

/// What has arrived of a header, of a frame, of a message. Exists only while one of them is unfinished,
/// and until the event made of it has been looked at.
struct MessageReader::Unfinished {
    std::array<std::byte, kFrameHeaderBytesMax> header{};
    std::uint8_t header_bytes = 0;  ///< how much of the next frame's header has come

    bool is_in_frame = false;
    FrameHeader frame;
    std::uint64_t payload_bytes = 0;  ///< how much of the frame's payload has come
    std::array<char, kControlPayloadBytesMax> control{};

    bool is_in_message = false;
    OpCode opcode = OpCode::text;
    Compressed compressed = Compressed::no;
    std::uint32_t fragments = 0;
    base::Utf8Validator utf8;
    std::string joined;

    [[nodiscard]] bool is_done() const {
        return !is_in_frame && !is_in_message && header_bytes == 0;
    }
};

MessageReader::MessageReader(const MessageLimits& limits, Inflater* inflater, Sender sender)
    : limits_(&limits), inflater_(inflater), sender_(sender) {}
MessageReader::~MessageReader() = default;
MessageReader::MessageReader(MessageReader&&) noexcept = default;
MessageReader& MessageReader::operator=(MessageReader&&) noexcept = default;

std::size_t MessageReader::buffered_bytes() const {
    return unfinished_ ? sizeof(Unfinished) + unfinished_->joined.capacity() : 0;
}

MessageReader::Step MessageReader::next(std::span<std::byte>& in) {
    if (unfinished_ && unfinished_->is_done()) unfinished_.reset();
    if (is_finished_) {
        unfinished_.reset();
        in = in.last(0);
        return std::nullopt;
    }
    Step step = read(in);
    if (!step) {
        is_finished_ = true;
        unfinished_.reset();
        in = in.last(0);
    } else if (*step && (*step)->kind == Event::Kind::close) {
        is_finished_ = true;
    }
    return step;
}

/// Frame after frame until one makes an event or the input ends.
MessageReader::Step MessageReader::read(std::span<std::byte>& in) {
    for (;;) {
        if (!unfinished_ || !unfinished_->is_in_frame) {
            const auto header = take_header(in);
            if (!header) return base::fail(header.error());
            if (!*header) return std::nullopt;
            if (const auto allowed = check_place(**header); !allowed)
                return base::fail(allowed.error());
            if (is_whole_message(**header) && in.size() >= (*header)->payload_bytes)
                return take_whole(**header, in);
            begin_frame(**header);
        }
        const auto piece = take_piece(in);
        if (!piece) return base::fail(piece.error());
        if (unfinished_->is_in_frame) return std::nullopt;
        if (is_control(unfinished_->frame.opcode)) return finish_control();
        if (unfinished_->frame.is_final) return finish_message();
    }
}

/// The next frame's header, from `in` alone or from what came before it too.
base::Result<std::optional<FrameHeader>, ProtocolError> MessageReader::take_header(
    std::span<std::byte>& in) {
    if (in.empty()) return std::nullopt;
    const FrameLimits limits{.payload_bytes_max = limits_->message_bytes_max,
                             .compression = inflater_ ? Compressed::yes : Compressed::no,
                             .sender = sender_};
    const std::size_t earlier = unfinished_ ? unfinished_->header_bytes : 0;
    if (earlier == 0) {
        auto header = decode_frame_header(in, limits);
        if (!header) return header;
        if (*header) {
            take(in, (*header)->header_bytes);
            return header;
        }
    }

    Unfinished& unfinished = begin_unfinished();
    const std::size_t more = std::min(in.size(), unfinished.header.size() - earlier);
    std::memcpy(unfinished.header.data() + earlier, in.data(), more);
    auto header = decode_frame_header(std::span(unfinished.header).first(earlier + more), limits);
    if (!header) return header;
    if (!*header) {
        DCHECK(more == in.size());
        unfinished.header_bytes = static_cast<std::uint8_t>(earlier + more);
        in = in.last(0);
        return header;
    }
    take(in, (*header)->header_bytes - earlier);
    unfinished.header_bytes = 0;
    return header;
}

/// May this frame stand here, after what came before it? (§5.4, and our limits)
base::Result<void, ProtocolError> MessageReader::check_place(const FrameHeader& frame) const {
    if (is_control(frame.opcode)) return {};

    const bool is_in_message = unfinished_ && unfinished_->is_in_message;
    if (frame.opcode == OpCode::continuation && !is_in_message)
        return base::fail(ProtocolError::continuation_without_start);
    if (frame.opcode != OpCode::continuation && is_in_message)
        return base::fail(ProtocolError::message_interleaved);
    if (!is_in_message) return {};  // decode_frame_header has compared its length

    if (unfinished_->fragments >= limits_->fragments_max)
        return base::fail(ProtocolError::too_many_fragments);
    if (frame.payload_bytes > limits_->message_bytes_max - unfinished_->joined.size())
        return base::fail(ProtocolError::message_too_long);
    return {};
}

/// A frame that is its own event: a control frame or an unfragmented message.
bool MessageReader::is_whole_message(const FrameHeader& frame) {
    return frame.is_final && frame.opcode != OpCode::continuation;
}

MessageReader::Step MessageReader::take_whole(const FrameHeader& frame, std::span<std::byte>& in) {
    const std::span<std::byte> payload = take(in, frame.payload_bytes);
    if (frame.masking_key) apply_mask(payload, *frame.masking_key);
    if (is_control(frame.opcode)) return control_event(frame.opcode, as_text(payload));

    if (frame.compressed == Compressed::yes) return inflated_event(frame.opcode, as_text(payload));
    if (frame.opcode == OpCode::text && !base::is_utf8(as_text(payload)))
        return base::fail(ProtocolError::text_not_utf8);
    return Event{.kind = message_kind(frame.opcode), .payload = as_text(payload)};
}

void MessageReader::begin_frame(const FrameHeader& frame) {
    Unfinished& unfinished = begin_unfinished();
    unfinished.is_in_frame = true;
    unfinished.frame = frame;
    unfinished.payload_bytes = 0;
    if (is_control(frame.opcode)) return;

    if (frame.opcode != OpCode::continuation) {
        unfinished.is_in_message = true;
        unfinished.opcode = frame.opcode;
        unfinished.compressed = frame.compressed;
    }
    ++unfinished.fragments;
}

/// Takes what `in` has of the current frame's payload.
base::Result<void, ProtocolError> MessageReader::take_piece(std::span<std::byte>& in) {
    Unfinished& unfinished = *unfinished_;
    const FrameHeader& frame = unfinished.frame;
    const std::uint64_t due = frame.payload_bytes - unfinished.payload_bytes;
    const std::span<std::byte> piece = take(in, std::min<std::uint64_t>(in.size(), due));
    if (frame.masking_key) apply_mask(piece, *frame.masking_key, unfinished.payload_bytes % 4);

    if (is_control(frame.opcode)) {
        std::ranges::copy(as_text(piece), unfinished.control.data() + unfinished.payload_bytes);
    } else {
        const bool is_plain_text =
            unfinished.opcode == OpCode::text && unfinished.compressed == Compressed::no;
        if (is_plain_text && !unfinished.utf8.feed(as_text(piece)))
            return base::fail(ProtocolError::text_not_utf8);
        unfinished.joined += as_text(piece);
    }
    unfinished.payload_bytes += piece.size();
    unfinished.is_in_frame = unfinished.payload_bytes < frame.payload_bytes;
    return {};
}

MessageReader::Step MessageReader::finish_control() {
    const FrameHeader& frame = unfinished_->frame;
    return control_event(frame.opcode, {unfinished_->control.data(), frame.payload_bytes});
}

MessageReader::Step MessageReader::finish_message() {
    unfinished_->is_in_message = false;
    if (unfinished_->compressed == Compressed::yes)
        return inflated_event(unfinished_->opcode, unfinished_->joined);
    if (unfinished_->opcode == OpCode::text && !unfinished_->utf8.is_complete())
        return base::fail(ProtocolError::text_not_utf8);
    return Event{.kind = message_kind(unfinished_->opcode), .payload = unfinished_->joined};
}

MessageReader::Step MessageReader::control_event(OpCode opcode, std::string_view payload) {
    if (opcode == OpCode::ping) return Event{.kind = Event::Kind::ping, .payload = payload};
    if (opcode == OpCode::pong) return Event{.kind = Event::Kind::pong, .payload = payload};

    const auto status = decode_close(payload);
    if (!status) return base::fail(status.error());
    return Event{.kind = Event::Kind::close, .close_code = status->code, .payload = status->reason};
}

MessageReader::Step MessageReader::inflated_event(OpCode opcode, std::string_view compressed) {
    const auto plain = inflater_->decompress(compressed, limits_->message_bytes_max);
    if (!plain) return base::fail(plain.error());
    if (opcode == OpCode::text && !base::is_utf8(*plain))
        return base::fail(ProtocolError::text_not_utf8);
    return Event{.kind = message_kind(opcode), .payload = *plain};
}

MessageReader::Unfinished& MessageReader::begin_unfinished() {
    if (!unfinished_) unfinished_ = std::make_unique<Unfinished>();
    return *unfinished_;
}

}  // namespace net::websocket
