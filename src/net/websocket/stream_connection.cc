#include "net/websocket/stream_connection.h"

#include <utility>

#include "base/check.h"
#include "net/websocket/deflate.h"
#include "net/wire.h"

namespace net::websocket {
namespace {

OpCode opcode_of(MessageKind kind) {
    return kind == MessageKind::text ? OpCode::text : OpCode::binary;
}

std::uint64_t octet(std::string_view octets, std::size_t at) {
    return static_cast<unsigned char>(octets.at(at));
}

/// Length of the server's frame that `front` begins with (header and payload).
std::size_t whole_frame_bytes(std::string_view front) {
    const std::uint64_t length = octet(front, 1) & 0x7FU;
    if (length < 126) return 2 + static_cast<std::size_t>(length);
    const std::size_t length_octets = length == 126 ? 2 : 8;
    std::uint64_t payload = 0;
    for (std::size_t i = 0; i < length_octets; ++i)
        payload = payload << 8U | octet(front, 2 + i);
    return 2 + length_octets + static_cast<std::size_t>(payload);
}

}  // namespace

StreamConnection::StreamConnection(std::unique_ptr<tcp::Stream> stream,
                                   const ConnectionOptions& options, Compressed compressed,
                                   std::string first)
    : stream_(std::move(stream)),
      wire_(stream_->wire()),
      limits_{.message_bytes_max = options.message_bytes_max},
      reader_(limits_, compressed == Compressed::yes ? &wire_.inflater() : nullptr),
      first_(first.empty() ? nullptr : std::make_unique<std::string>(std::move(first))),
      close_timer_(loop::Timer::calling<&StreamConnection::on_close_timeout>(*this)),
      compressed_(compressed) {
    stream_->set_events(*this);
    stream_->set_unsent_bytes_max(options.send_queue_bytes_max);
    wire_.metrics().websockets_open.add();
}

StreamConnection::~StreamConnection() {
    wire_.metrics().websockets_open.sub();
    if (state_ != State::closed) wire_.metrics().ended(Ending::ours).add();
}

void StreamConnection::start(Connection::Events& events) {
    CHECK(events_ == nullptr);
    events_ = &events;
    stream_->start_reading(first_ ? std::move(*first_) : std::string());
    first_.reset();
}

void StreamConnection::send_frame(Slice frame) {
    if (state_ == State::open) stream_->send(frame);
}

void StreamConnection::send(MessageKind kind, std::string_view payload) {
    if (state_ != State::open) return;
    if (compressed_ == Compressed::yes && payload.size() >= kCompressedBytesMin) {
        const std::string small = wire_.deflater().compress(payload);
        stream_->send_copy(
            encode_frame_header(opcode_of(kind), small.size(), Compressed::yes).view(), small);
        return;
    }
    stream_->send_copy(encode_frame_header(opcode_of(kind), payload.size()).view(), payload);
}

bool StreamConnection::is_writable() const {
    return state_ == State::open && stream_->unsent_bytes() == 0;
}

std::size_t StreamConnection::queued_bytes() const {
    return stream_ ? stream_->queued_bytes() : 0;
}

void StreamConnection::close(CloseCode code, std::string_view reason) {
    if (state_ != State::open) return;
    code_ = code;
    ending_ = Ending::ours;
    state_ = State::closing;
    send_close(code, reason);
}

void StreamConnection::send_close(CloseCode code, std::string_view reason) {
    const std::string payload = encode_close(code, reason);
    stream_->send_copy(encode_frame_header(OpCode::close, payload.size()).view(), payload);
    close_timer_.start(wire_.loop().timers(), wire_.loop().now() + kCloseTimeout);
}

void StreamConnection::on_octets(std::span<std::byte> octets) {
    if (state_ == State::leaving || state_ == State::draining) return;
    const tcp::Readiness::Watch alive = stream_->watch();
    while (alive.is_alive()) {
        const auto event = reader_.next(octets);
        if (!event) {
            fail(event.error());
            return;
        }
        if (!*event) return;
        handle(**event);
    }
}

void StreamConnection::handle(const Event& event) {
    switch (event.kind) {
        case Event::Kind::text:
        case Event::Kind::binary:
            if (state_ == State::open)
                events_->on_message(
                    event.kind == Event::Kind::text ? MessageKind::text : MessageKind::binary,
                    event.payload);
            return;
        case Event::Kind::ping:
            // Flooding is bounded: over half of the queue's bound we do not read any more pings.
            if (state_ == State::open)
                stream_->send_copy(encode_frame_header(OpCode::pong, event.payload.size()).view(),
                                   event.payload);
            return;
        case Event::Kind::pong:
            return;
        case Event::Kind::close:
            answer_close(event.close_code);
            return;
    }
}

void StreamConnection::answer_close(CloseCode code) {
    peer_may_send_ = false;
    if (state_ == State::open) {
        code_ = code;
        ending_ = Ending::peer;
        send_close(may_be_sent(code) ? code : CloseCode::no_status, {});
    }
    leave();
}

void StreamConnection::fail(ProtocolError error) {
    if (state_ == State::open) {
        code_ = close_code(error);
        ending_ = Ending::bad_request;
        send_close(code_, name(error));
    }
    leave();
}

void StreamConnection::leave() {
    state_ = State::leaving;
    stream_->tell_when_sent();
}

void StreamConnection::on_sent() {
    if (state_ != State::leaving) return;
    if (!peer_may_send_) {
        finish(ending_);
        return;
    }
    // Closing with octets unread would reset the connection, and our close frame might never be seen.
    state_ = State::draining;
    stream_->finish_sending();
}

void StreamConnection::on_overflow() {
    if (state_ == State::leaving) return;
    wire_.metrics().slow_readers.add();
    // What it has begun to get must come to its end, or a close frame would be taken for a part of it.
    stream_->drop_frames_not_begun(whole_frame_bytes);
    if (state_ == State::open) {
        code_ = CloseCode::try_again_later;
        send_close(code_, "too slow");
    }
    ending_ = Ending::slow_reader;
    leave();
}

void StreamConnection::on_end(tcp::Stream::End end) {
    if (end == tcp::Stream::End::broken) {
        finish(state_ == State::open ? Ending::lost : ending_);
        return;
    }
    switch (state_) {
        case State::open:
            // Gone without a close frame; nobody is there to read one of ours.
            finish(Ending::lost);
            return;
        case State::closing:
        case State::leaving:
            peer_may_send_ = false;
            leave();
            return;
        case State::draining:
        case State::closed:
            finish(ending_);
            return;
    }
}

void StreamConnection::on_close_timeout() {
    wire_.metrics().timeouts_close.add();
    stream_->reset_on_close();
    finish(ending_);
}

void StreamConnection::finish(Ending ending) {
    if (state_ == State::closed) return;
    state_ = State::closed;
    close_timer_.cancel();
    stream_.reset();
    wire_.metrics().ended(ending).add();
    if (events_ != nullptr) events_->on_closed(code_);
}

}  // namespace net::websocket
