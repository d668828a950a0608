/// Detached: a peer's connection that HTTP has nothing to do with any more.
///
/// Thread:     loop (the connection's).
/// Owns:       the stream, which is being read; its next owner sets its events before the turn is over.
#pragma once

#include <memory>
#include <string>

#include "net/tcp/stream.h"

namespace net::http {

struct Detached {
    std::unique_ptr<tcp::Stream> stream;  ///< nullptr: the peer is gone
    std::string unread;                   ///< what it sent behind its request
};

}  // namespace net::http
