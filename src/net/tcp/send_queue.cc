#include "net/tcp/send_queue.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <deque>
#include <string>
#include <utility>

#include "base/check.h"

namespace net::tcp {
namespace {

// One kernel call takes so many pieces; a turn with more takes more calls.
constexpr std::size_t kPiecesPerCall = 64;

// Copies grow to this before a new one is begun, so that what was sent is freed soon.
constexpr std::size_t kCopyBytes = std::size_t{64} * 1024;

// Below this a reference costs more than the copy.
constexpr std::size_t kReferenceBytesMin = 4096;

struct Gathered {
    std::array<iovec, kPiecesPerCall> pieces;
    std::size_t count = 0;
    std::size_t bytes = 0;

    [[nodiscard]] bool is_full() const { return count == kPiecesPerCall; }
    void add(std::string_view octets) {
        // sendmsg only reads through the pointer.
        pieces[count++] = {.iov_base = const_cast<char*>(octets.data()), .iov_len = octets.size()};
        bytes += octets.size();
    }
};

ssize_t send_once(int fd, Gathered& gathered) {
    if (gathered.count == 1)
        return ::send(fd, gathered.pieces[0].iov_base, gathered.pieces[0].iov_len, MSG_NOSIGNAL);
    msghdr message{};
    message.msg_iov = gathered.pieces.data();
    message.msg_iovlen = gathered.count;
    return ::sendmsg(fd, &message, MSG_NOSIGNAL);
}

}  // namespace

struct SendQueue::Position {
    std::size_t piece = 0;
    std::size_t offset = 0;  // octets of that piece that are sent
};

struct SendQueue::Kept {
    struct Chunk {
        std::string copied;
        base::SharedBytes shared;
        std::string_view forever;
        bool is_copy = true;

        [[nodiscard]] std::string_view view() const {
            if (is_copy) return copied;
            return shared.empty() ? forever : shared.view();
        }
    };

    // Chunks begin where a frame begins; the front one keeps what is already sent of it.
    std::deque<Chunk> chunks;
    std::size_t front_sent = 0;
    std::size_t bytes = 0;  // unsent

    void append(std::string_view octets) {
        if (chunks.empty() || !chunks.back().is_copy || chunks.back().copied.size() >= kCopyBytes)
            chunks.emplace_back();
        chunks.back().copied.append(octets);
        bytes += octets.size();
    }

    /// returns  what of `sent` goes beyond the kept octets
    std::size_t consume(std::size_t sent) {
        while (sent > 0 && !chunks.empty()) {
            const std::size_t left = chunks.front().view().size() - front_sent;
            if (sent < left) {
                front_sent += sent;
                bytes -= sent;
                return 0;
            }
            sent -= left;
            bytes -= left;
            front_sent = 0;
            chunks.pop_front();
        }
        return sent;
    }
};

SendQueue::SendQueue() = default;
SendQueue::~SendQueue() = default;

void SendQueue::add_piece(Slice slice) {
    if (slice.size == 0) return;
    if (last_.size != 0) {
        if (earlier_count_ < kInlinePieces) {
            earlier_[earlier_count_] = last_;
        } else {
            if (!more_) more_ = std::make_unique<std::vector<Slice>>();
            more_->push_back(last_);
        }
        ++earlier_count_;
    }
    last_ = slice;
}

Slice SendQueue::piece(std::size_t index) const {
    if (index == earlier_count_) return last_;
    return index < kInlinePieces ? earlier_[index] : (*more_)[index - kInlinePieces];
}

void SendQueue::clear_pieces() {
    last_ = {};
    earlier_count_ = 0;
    more_.reset();
}

SendQueue::Kept& SendQueue::kept() {
    if (!kept_) kept_ = std::make_unique<Kept>();
    return *kept_;
}

void SendQueue::add_copy(std::string_view octets, const Tape& tape) {
    if (octets.empty()) return;
    keep(tape);
    kept().append(octets);
}

void SendQueue::add_reference(base::SharedBytes octets, const Tape& tape) {
    if (octets.size() < kReferenceBytesMin) {
        add_copy(octets.view(), tape);
        return;
    }
    keep(tape);
    kept().bytes += octets.size();
    kept_->chunks.push_back(
        {.copied = {}, .shared = std::move(octets), .forever = {}, .is_copy = false});
}

void SendQueue::add_reference(std::string_view octets, const Tape& tape) {
    if (octets.size() < kReferenceBytesMin) {
        add_copy(octets, tape);
        return;
    }
    keep(tape);
    kept().bytes += octets.size();
    kept_->chunks.push_back({.copied = {}, .shared = {}, .forever = octets, .is_copy = false});
}

SendQueue::Flush SendQueue::flush(int fd, const Tape& tape) {
    Flush result;
    Position at;
    while (kept_ || at.piece < pieces()) {
        Gathered gathered;
        if (kept_) {
            std::size_t skip = kept_->front_sent;
            for (const Kept::Chunk& chunk : kept_->chunks) {
                if (gathered.is_full()) break;
                gathered.add(chunk.view().substr(std::exchange(skip, 0)));
            }
        }
        std::size_t skip = at.offset;
        for (std::size_t i = at.piece; i < pieces() && !gathered.is_full(); ++i)
            gathered.add(tape.view(piece(i)).substr(std::exchange(skip, 0)));

        const ssize_t n = send_once(fd, gathered);
        ++result.calls;
        if (n < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK) break;
            clear();
            result.sent = Sent::broken;
            return result;
        }
        auto sent = static_cast<std::size_t>(n);
        result.bytes += sent;
        const bool is_full = sent < gathered.bytes;
        if (kept_) {
            sent = kept_->consume(sent);
            if (kept_->chunks.empty()) kept_.reset();
        }
        while (sent > 0) {
            const std::size_t left = piece(at.piece).size - at.offset;
            if (sent < left) {
                at.offset += sent;
                break;
            }
            sent -= left;
            ++at.piece;
            at.offset = 0;
        }
        if (is_full) break;
    }
    keep_from(at, tape);
    result.sent = kept_ ? Sent::some : Sent::all;
    return result;
}

void SendQueue::keep(const Tape& tape) {
    keep_from({}, tape);
}

void SendQueue::keep_from(Position at, const Tape& tape) {
    const std::size_t count = pieces();
    if (at.offset > 0) {
        // A piece that is partly sent is the front of everything that is left.
        DCHECK(!kept_);
        kept().append(tape.view(piece(at.piece++)));
        kept_->front_sent = at.offset;
        kept_->bytes -= at.offset;
    }
    for (; at.piece < count; ++at.piece)
        kept().append(tape.view(piece(at.piece)));
    clear_pieces();
}

std::size_t SendQueue::queued_bytes() const {
    std::size_t bytes = unsent_bytes();
    for (std::size_t i = 0; i < pieces(); ++i)
        bytes += piece(i).size;
    return bytes;
}

std::size_t SendQueue::unsent_bytes() const {
    return kept_ ? kept_->bytes : 0;
}

void SendQueue::drop_frames_not_begun(std::size_t (*whole_bytes)(std::string_view front)) {
    clear_pieces();
    if (!kept_) return;
    const std::string_view front = kept_->chunks.front().view();
    std::size_t end = 0;
    while (end < kept_->front_sent)
        end += whole_bytes(front.substr(end));
    CHECK(end <= front.size());
    if (end == kept_->front_sent) {
        kept_.reset();
        return;
    }
    CHECK(kept_->chunks.front().is_copy);
    kept_->chunks.resize(1);
    kept_->chunks.front().copied.resize(end);
    kept_->chunks.front().copied.shrink_to_fit();
    kept_->bytes = end - kept_->front_sent;
}

std::string SendQueue::take(const Tape& tape) {
    keep(tape);
    std::string octets;
    if (kept_) {
        std::size_t skip = kept_->front_sent;
        for (const Kept::Chunk& chunk : kept_->chunks)
            octets.append(chunk.view().substr(std::exchange(skip, 0)));
    }
    clear();
    return octets;
}

void SendQueue::clear() {
    clear_pieces();
    kept_.reset();
}

}  // namespace net::tcp
