/// SendQueue: what one connection has still to send: copies of earlier turns, then pieces of this turn's tape.
///
/// Thread:     loop.
/// Owns:       the copies. Empty, it has nothing on the heap.
/// Invariant:  octets leave in the order they were queued; after flush() no piece refers to the tape.
/// Elsewhere:  when to flush, and what to do when too much stays, is stream.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/shared_bytes.h"
#include "net/tape.h"

namespace net::tcp {

class SendQueue {
public:
    enum class Sent : std::uint8_t {
        all,
        some,    ///< the kernel takes no more now
        broken,  ///< the connection is dead; the queue is empty
    };
    struct Flush {
        Sent sent = Sent::all;
        std::size_t bytes = 0;
        std::uint32_t calls = 0;
    };

    SendQueue();
    ~SendQueue();
    SendQueue(const SendQueue&) = delete;
    SendQueue& operator=(const SendQueue&) = delete;

    /// Queues whole frames (or a whole HTTP head) on this turn's tape. The common case, a frame right behind the
    /// last one, is two comparisons and an addition.
    void add(Slice slice) {
        if (last_.lane == slice.lane && last_.begin + last_.size == slice.begin)
            last_.size += slice.size;
        else
            add_piece(slice);
    }

    /// Queues octets that are copied now.
    void add_copy(std::string_view octets, const Tape& tape);
    /// Queues octets that are never copied: kept alive by `octets`, or living for ever.
    void add_reference(base::SharedBytes octets, const Tape& tape);
    void add_reference(std::string_view octets, const Tape& tape);

    /// Sends what the kernel takes and copies the rest of this turn.
    Flush flush(int fd, const Tape& tape);

    /// Copies this turn's pieces without trying to send: the kernel is known to be full.
    void keep(const Tape& tape);

    /// All octets queued; and those of earlier turns only.
    [[nodiscard]] std::size_t queued_bytes() const;
    [[nodiscard]] std::size_t unsent_bytes() const;
    [[nodiscard]] bool is_empty() const { return last_.size == 0 && kept_ == nullptr; }

    /// Keeps of the unsent only the frame that is partly sent already, so that another may follow it.
    ///
    /// whole_bytes  length of the frame at the front of the octets it is given
    void drop_frames_not_begun(std::size_t (*whole_bytes)(std::string_view front));

    /// Everything unsent, copied; the queue is empty then.
    [[nodiscard]] std::string take(const Tape& tape);
    void clear();

private:
    struct Kept;
    struct Position;

    void add_piece(Slice slice);
    [[nodiscard]] std::size_t pieces() const {
        return earlier_count_ + (last_.size != 0 ? 1U : 0U);
    }
    [[nodiscard]] Slice piece(std::size_t index) const;
    void clear_pieces();
    void keep_from(Position at, const Tape& tape);
    Kept& kept();

    static constexpr std::size_t kInlinePieces = 3;

    Slice last_;
    std::uint32_t earlier_count_ = 0;
    std::array<Slice, kInlinePieces> earlier_{};
    std::unique_ptr<std::vector<Slice>> more_;  // earlier pieces after the inline ones
    std::unique_ptr<Kept> kept_;                // never empty
};

}  // namespace net::tcp
