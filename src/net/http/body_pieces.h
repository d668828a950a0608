/// BodyPieces: an answer's body that is made while it is sent, as fast as the peer takes it.
///
/// Thread:     loop (the connection's).
/// Owns:       what is needed to make the rest.
/// Invariant:  at most one piece is asked for at a time, and only when what came before was sent. Destroyed, it gives
///             nothing any more: the peer is gone, or all was said.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace net::http {

struct BodyPiece {
    std::string octets;  ///< may be empty
    enum class More : std::uint8_t { no, yes } more = More::yes;
};

class BodyPieces {
public:
    /// nullopt: it cannot go on. The connection ends before the body does, so that the peer knows that it is not whole.
    using Give = std::move_only_function<void(std::optional<BodyPiece>)>;

    BodyPieces() = default;
    BodyPieces(const BodyPieces&) = delete;
    BodyPieces& operator=(const BodyPieces&) = delete;
    virtual ~BodyPieces() = default;

    /// Calls `give` once, on the loop, inside the call or later.
    virtual void next(Give give) = 0;
};

}  // namespace net::http
