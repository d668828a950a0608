/// Admission: the decision whether a client may join a namespace, made at once or later.
///
/// Thread:     loop (the client's).
/// Owns:       the duty to decide: an Admission destroyed undecided refuses with "Server error".
/// Invariant:  decided at most once; when the client has gone meanwhile, deciding does nothing.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string_view>
#include <utility>

#include "engineio/peer.h"
#include "socketio/socket_handle.h"

namespace socketio {

class Namespace;
class Part;
class Socket;

/// What a client says of itself when it asks for a namespace.
struct Handshake {
    boost::json::object auth;    ///< the CONNECT payload; empty when there was none
    const engineio::Peer& peer;  ///< address, origin, ...; good during the handler's call only
    std::uint32_t loop = 0;      ///< index of the loop this client lives on
    /// The name the socket will have: reserved now, so that another thread can decide by Batch::accept() or
    /// Batch::refuse() and go on in the same batch with what follows (send, join). Names nobody after a refusal.
    SocketHandle socket;
};

class Admission {
public:
    Admission() = default;
    Admission(Part& part, SocketHandle socket, const Namespace& nsp)
        : part_(&part), socket_(socket), nsp_(&nsp) {}
    Admission(Admission&& other) noexcept
        : part_(std::exchange(other.part_, nullptr)), socket_(other.socket_), nsp_(other.nsp_) {}
    Admission& operator=(Admission&& other) noexcept;
    ~Admission();

    [[nodiscard]] bool is_pending() const { return part_ != nullptr; }

    /// Gives the decision away, to Batch::accept() or Batch::refuse() on the handshake's `socket`. A client that
    /// is never decided about is closed by the connect timeout.
    void release();

    /// Answers CONNECT with the new socket's id. What is emitted to the socket now follows right behind.
    ///
    /// returns  the socket, nullptr when the client has gone
    Socket* accept();

    /// Answers CONNECT_ERROR `{message, data}`. The client may try again on the same session.
    void refuse(std::string_view message);
    void refuse(std::string_view message, const boost::json::value& data);

private:
    Part* part_ = nullptr;
    SocketHandle socket_;
    const Namespace* nsp_ = nullptr;
};

}  // namespace socketio
