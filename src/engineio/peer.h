/// Peer: what is known of the other end of a session, kept from its handshake request.
///
/// Thread:     any. A value.
/// Invariant:  each text is at most kPeerTextBytesMax long, whatever the request said.
#pragma once

#include <cstddef>
#include <string>

namespace engineio {

inline constexpr std::size_t kPeerTextBytesMax = 256;

struct Peer {
    std::string address;  ///< of whoever asks, as text: the other end, or whom trusted proxies name
    std::string origin;   ///< Origin
    std::string user_agent;  ///< User-Agent
    std::string
        forwarded_for;  ///< X-Forwarded-For, as sent: trust it only behind a proxy of one's own
};

}  // namespace engineio
