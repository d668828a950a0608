/// permessage-deflate (RFC 7692), always without context takeover.
///
/// Each message is compressed alone, so a compressed frame is made once and shared by everyone who
/// agreed to the extension, and an idle connection keeps no zlib state: one Deflater and one Inflater
/// serve all connections of a loop.
///
/// Thread:     a Deflater or Inflater one at a time (its loop).
/// Owns:       zlib's state (made at the first use) and one output buffer.
/// Invariant:  decompress never makes more octets than it was allowed to.
/// Elsewhere:  agreeing on it is deflate_offer.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/websocket/protocol_error.h"

struct z_stream_s;

namespace net::websocket {

class Deflater {
public:
    Deflater();
    ~Deflater();
    Deflater(Deflater&&) noexcept;
    Deflater& operator=(Deflater&&) noexcept;

    /// Compresses one message to the payload of a frame with Compressed::yes (RFC 7692 §7.2.1).
    [[nodiscard]] std::string compress(std::string_view payload);

private:
    struct Free {
        void operator()(z_stream_s* stream) const;
    };
    std::unique_ptr<z_stream_s, Free> stream_;
};

class Inflater {
public:
    Inflater();
    ~Inflater();
    Inflater(Inflater&&) noexcept;
    Inflater& operator=(Inflater&&) noexcept;

    /// Decompresses one whole message.
    ///
    /// returns  the plain octets, valid until the next call
    /// errors   message_too_long  more than bytes_max would come out     close 1009
    ///          deflate_invalid   not DEFLATE, or it stops in the middle  close 1007
    [[nodiscard]] base::Result<std::string_view, ProtocolError> decompress(
        std::string_view compressed, std::uint64_t bytes_max);

    /// Octets of the output buffer now; at most 64 KiB after the call that follows a long message.
    [[nodiscard]] std::size_t buffered_bytes() const { return plain_.capacity(); }

private:
    struct Free {
        void operator()(z_stream_s* stream) const;
    };
    base::Result<void, ProtocolError> take_input(std::string_view input, std::uint64_t bytes_max);

    std::unique_ptr<z_stream_s, Free> stream_;
    std::string plain_;
};

}  // namespace net::websocket
