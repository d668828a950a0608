/// PostMarks: which sessions of one loop have a POST whose body is being read, whichever loop reads it.
///
/// Thread:     open() and close() loop, begin() any; what begin() returns may end on any thread.
/// Owns:       eight octets for each slot of the loop that was ever used.
/// Invariant:  only who shows a session's id marks it, and only that POST's end clears the mark.
/// Elsewhere:  what a second POST means is endpoint.h.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engineio/session_id.h"
#include "net/http/body_reading.h"

namespace engineio {

class PostMarks {
public:
    PostMarks() = default;
    PostMarks(const PostMarks&) = delete;
    PostMarks& operator=(const PostMarks&) = delete;

    /// The session may be marked from now on.
    void open(const SessionId& id);
    /// Never again. Harmless to a POST under way.
    void close(const SessionId& id);

    /// A POST's body begins. What is returned goes before these marks do.
    ///
    /// returns  the mark, until it is destroyed; nullptr when no such session is open
    /// errors   another POST of that session is being read
    [[nodiscard]] net::http::BodyBegun begin(const SessionId& id);

private:
    /// SessionId::fingerprint() of the slot's session and kReading; 0 when there is none.
    using Mark = std::atomic<std::uint64_t>;
    static constexpr std::uint64_t kReading = std::uint64_t{1} << 63U;

    /// Blocks double in size and never move, so that other threads may look while the loop adds one.
    static constexpr std::uint32_t kFirstBlockSlots = 64;
    static constexpr std::size_t kBlocks = 19;
    static_assert(kFirstBlockSlots * ((1U << kBlocks) - 1) >= SessionId::kSlotsMax);

    class Reading;

    [[nodiscard]] Mark& mark(std::uint32_t slot);

    std::array<std::vector<Mark>, kBlocks> blocks_;
    std::atomic<std::uint32_t> slots_{0};  // in the blocks there are
};

}  // namespace engineio
