#include "net/http/connection.h"

#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/http/client_address.h"
#include "net/http/server_loop.h"

namespace net::http {
namespace {

std::string_view body_of(const Response& response) {
    return response.body.empty() ? response.static_body : response.body.view();
}

/// Before so many octets of a chunked body.
std::string chunk_head(std::size_t octets) {
    constexpr int kHexadecimal = 16;
    std::array<char, 2 * sizeof octets> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), octets, kHexadecimal).ptr;
    return std::string(digits.data(), end) + "\r\n";
}

}  // namespace

Connection::Connection(ServerLoop& home, tcp::Descriptor socket, tcp::Seat seat,
                       std::string peer_address)
    : home_(home),
      stream_(std::make_unique<tcp::Stream>(home.wire(), std::move(socket), std::move(seat),
                                            static_cast<tcp::Stream::Events&>(*this))),
      peer_address_(std::move(peer_address)),
      timer_(loop::Timer::calling<&Connection::on_timeout>(*this)) {}

Connection::~Connection() = default;

void Connection::start() {
    wait_for(Waiting::request, home_.limits().head_timeout);
    stream_->start_reading();
}

void Connection::wait_for(Waiting what, std::chrono::milliseconds timeout) {
    waiting_ = what;
    loop::EventLoop& loop = home_.wire().loop();
    timer_.start(loop.timers(), loop.now() + timeout);
}

void Connection::on_octets(std::span<std::byte> octets) {
    if (state_ == State::finishing || state_ == State::lingering) {
        lingered_bytes_ += static_cast<std::uint32_t>(octets.size());
        if (lingered_bytes_ > kLingerBytesMax) over(ending_);
        return;
    }
    unread_.append(reinterpret_cast<const char*>(octets.data()), octets.size());
    process();
}

void Connection::process() {
    if (is_processing_) return;
    is_processing_ = true;
    while (process_step()) {
    }
    is_processing_ = false;
    settle();
}

/// returns  whether there may be more to do
bool Connection::process_step() {
    if (state_ != State::reading || consumed_ == unread_.size()) return false;
    if (!reader_) {
        if (stream_->queued_bytes() > kAnswersQueuedMax) return false;
        reader_ = std::make_unique<RequestReader>(home_.limits().head_bytes_max);
        wait_for(Waiting::head, home_.limits().head_timeout);
    }
    const auto step = reader_->read(std::string_view(unread_).substr(consumed_));
    if (!step) {
        refuse(step.error(), Ending::bad_request);
        return false;
    }
    consumed_ += step->consumed;
    switch (step->state) {
        case RequestReader::State::need_more:
            return false;
        case RequestReader::State::head:
            on_head();
            return true;
        case RequestReader::State::complete:
            on_request();
            return true;
    }
    return false;
}

void Connection::on_head() {
    Request& head = reader_->request();
    head.peer_address = client_address(head, peer_address_, home_.limits().trusted_proxies);
    const std::uint64_t body_bytes_max = home_.handler().body_bytes_max(head, home_.limits());
    if (auto allowed = reader_->allow_body(body_bytes_max); !allowed) {
        refuse(allowed.error(), Ending::bad_request);
        return;
    }
    if (!reader_->has_body()) {
        on_request();
        return;
    }
    auto begun = home_.handler().begin_body(head);
    if (!begun) {
        on_request();
        return;
    }
    reader_->keep(*std::move(begun));
    wait_for(Waiting::body, home_.limits().body_timeout);
    if (reader_->expects_continue() && consumed_ == unread_.size()) {
        stream_->send_copy("HTTP/1.1 100 Continue\r\n\r\n");
        home_.wire().metrics().answered(100).add();
    }
}

void Connection::on_request() {
    version_ = reader_->version();
    // A body that nobody reads would stand before the next request.
    wants_keep_alive_ = reader_->wants_keep_alive() && !reader_->has_body();
    Request request = reader_->take_request();
    reader_.reset();
    timer_.cancel();
    is_head_request_ = request.method == Method::head;
    state_ = State::handling;
    home_.handler().handle(std::move(request), Exchange(static_cast<Answerer&>(*this)));
}

/// After work on what was read: gives memory back, decides about reading on.
void Connection::settle() {
    if (state_ != State::reading && state_ != State::handling && state_ != State::telling) return;
    unread_.erase(0, consumed_);
    consumed_ = 0;
    if (unread_.empty()) std::string().swap(unread_);

    const bool is_full = unread_.size() > home_.limits().pipelined_bytes_max;
    if (is_full && !is_paused_) {
        is_paused_ = true;
        stream_->pause_reading();
    } else if (!is_full && is_paused_) {
        is_paused_ = false;
        stream_->resume_reading();
    }
    if (state_ != State::reading) return;
    if (stream_->queued_bytes() > kAnswersQueuedMax) {
        stream_->tell_when_sent();
        return;
    }
    if (peer_finished_) {
        // Nothing more comes, so what there is of a request stays a part.
        finish(Ending::peer);
    } else if (!reader_ && home_.is_draining()) {
        finish(Ending::ours);
    } else if (!reader_ && !timer_.is_armed()) {
        wait_for(Waiting::request, home_.limits().keep_alive_timeout);
    }
}

void Connection::write_head(const Response& response, std::uint64_t body_bytes,
                            KeepAlive keep_alive) {
    HeadOptions options{.status = response.status,
                        .content_length = std::nullopt,
                        .date = home_.date(),
                        .keep_alive = keep_alive};
    if (may_have_body(response.status)) options.content_length = body_bytes;
    const std::string head = response_head(options, response.fields);
    const std::string_view body = body_of(response);
    const bool has_body = may_have_body(response.status) && !is_head_request_ && !body.empty();
    static constexpr std::size_t kCopiedBytesMax = 8192;
    home_.wire().metrics().answered(response.status).add();
    if (!has_body || body.size() <= kCopiedBytesMax) {
        stream_->send_copy(head, has_body ? body : std::string_view());
        return;
    }
    stream_->send_copy(head);
    if (response.body.empty())
        stream_->send_reference(response.static_body);
    else
        stream_->send_reference(response.body);
}

void Connection::respond(Response response) {
    if (state_ != State::handling) return;
    gone_ = nullptr;
    const bool keeps =
        wants_keep_alive_ && response.then == Response::Then::keep_alive && !home_.is_draining();
    const KeepAlive keep_alive = !keeps           ? KeepAlive::no
                                 : version_ >= 11 ? KeepAlive::by_default
                                                  : KeepAlive::by_agreement;
    if (response.pieces) {
        begin_pieces(std::move(response), keep_alive);
        return;
    }
    write_head(response, body_of(response).size(), keep_alive);
    keeps_after_answer_ = keeps;
    end_answer();
}

void Connection::end_answer() {
    if (!keeps_after_answer_) {
        finish(Ending::ours);
        return;
    }
    state_ = State::reading;
    // The next request is read at the end of the turn: the caller must not meet its own next request in here.
    if (!is_processing_) home_.wire().loop().at_end_of_turn(*this);
}

void Connection::begin_pieces(Response response, KeepAlive keep_alive) {
    // Of 1.0 the end of the connection is the end of the body.
    is_chunked_ = version_ >= 11;
    keeps_after_answer_ = is_chunked_ && keep_alive != KeepAlive::no;
    HeadOptions options{
        .status = response.status,
        .content_length = std::nullopt,
        .coding = is_chunked_ ? HeadOptions::Coding::chunked : HeadOptions::Coding::none,
        .date = home_.date(),
        .keep_alive = keeps_after_answer_ ? KeepAlive::by_default : KeepAlive::no};
    stream_->send_copy(response_head(options, response.fields));
    home_.wire().metrics().answered(response.status).add();
    if (is_head_request_) {
        end_answer();
        return;
    }
    state_ = State::telling;
    pieces_ = std::move(response.pieces);
    stream_->tell_when_sent();
}

void Connection::ask_for_piece() {
    pieces_->next([this](std::optional<BodyPiece> piece) { on_piece(std::move(piece)); });
}

void Connection::on_piece(std::optional<BodyPiece> piece) {
    if (state_ != State::telling) return;
    if (!piece) {
        // What was sent stays without its end.
        over(Ending::ours);
        return;
    }
    const bool is_last = piece->more == BodyPiece::More::no;
    if (!is_chunked_) {
        stream_->send_copy(piece->octets);
    } else {
        if (!piece->octets.empty()) {
            stream_->send_copy(chunk_head(piece->octets.size()));
            stream_->send_reference(base::SharedBytes(std::move(piece->octets)));
            stream_->send_copy("\r\n");
        }
        if (is_last) stream_->send_copy("0\r\n\r\n");
    }
    if (is_last) {
        // They may be calling: they go at the end of the turn.
        home_.wire().loop().at_end_of_turn(*this);
        end_answer();
    } else {
        stream_->tell_when_sent();
    }
}

void Connection::on_turn_end() {
    if (state_ != State::telling) pieces_.reset();
    if (state_ == State::reading) process();
    if (state_ == State::handling && peer_finished_ && gone_) leave();
}

void Connection::refuse(const Refusal& refusal, Ending ending) {
    reader_.reset();
    Response response = refusal_response(refusal);
    if (refusal.status == 503) response.fields.emplace_back("Retry-After", "5");
    write_head(response, response.body.size(), KeepAlive::no);
    finish(ending);
}

void Connection::finish(Ending ending) {
    state_ = State::finishing;
    ending_ = ending;
    timer_.cancel();
    reader_.reset();
    std::string().swap(unread_);
    consumed_ = 0;
    stream_->tell_when_sent();
    // Sent or not, what the peer still sends is read and thrown away, so that its end is noticed.
    if (std::exchange(is_paused_, false)) stream_->resume_reading();
}

void Connection::on_sent() {
    if (state_ == State::reading) {
        process();
        return;
    }
    if (state_ == State::telling) {
        ask_for_piece();
        return;
    }
    if (state_ != State::finishing) return;
    if (peer_finished_) {
        over(ending_);
        return;
    }
    state_ = State::lingering;
    stream_->finish_sending();
    wait_for(Waiting::close, kLingerTimeout);
}

void Connection::on_overflow() {}  // No bound is set: one answer at a time is the bound.

void Connection::on_end(tcp::Stream::End end) {
    peer_finished_ = true;
    const bool is_broken = end == tcp::Stream::End::broken;
    switch (state_) {
        case State::reading:
            if (is_broken)
                over(Ending::lost);
            else
                process();
            return;
        case State::handling:
            wants_keep_alive_ = wants_keep_alive_ && !is_broken;
            if (is_broken || gone_) leave();
            return;
        case State::telling:
            if (is_broken) over(Ending::lost);
            return;
        case State::finishing:
            if (is_broken) over(ending_);
            return;
        case State::lingering:
            over(ending_);
            return;
        case State::over:
            return;
    }
}

/// The peer has left while its request waited.
void Connection::leave() {
    forget_exchange();
    std::move_only_function<void()> gone = std::move(gone_);
    over(Ending::peer);
    if (gone) gone();
}

void Connection::on_timeout() {
    const Metrics& metrics = home_.wire().metrics();
    switch (waiting_) {
        case Waiting::request:
            metrics.timeouts_idle.add();
            over(Ending::timeout);
            return;
        case Waiting::head:
            metrics.timeouts_head.add();
            refuse({.status = 408, .sentence = "The request's head took too long."},
                   Ending::timeout);
            return;
        case Waiting::body:
            metrics.timeouts_body.add();
            refuse({.status = 408, .sentence = "The request's body took too long."},
                   Ending::timeout);
            return;
        case Waiting::close:
            metrics.timeouts_close.add();
            over(ending_);
            return;
    }
}

void Connection::over(Ending ending) {
    if (state_ == State::over) return;
    state_ = State::over;
    home_.wire().metrics().ended(ending).add();
    timer_.cancel();
    reader_.reset();
    stream_.reset();
    home_.bury(*this);
}

void Connection::drain() {
    const bool is_idle = state_ == State::reading && !reader_ && unread_.empty();
    if (is_idle) finish(Ending::ours);
}

void Connection::abandon() {
    if (state_ == State::handling)
        leave();
    else
        over(Ending::ours);
}

void Connection::when_gone(std::move_only_function<void()> gone) {
    if (state_ != State::handling) return;
    gone_ = std::move(gone);
    // It may have gone before anyone asked; the caller learns it later in this turn all the same.
    if (peer_finished_) home_.wire().loop().at_end_of_turn(*this);
}

Wire& Connection::wire() {
    return home_.wire();
}

}  // namespace net::http
