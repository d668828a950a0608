/// Socket: one client's presence in one namespace.
///
/// Thread:     loop (the one it was born on, for life). Other threads know it by its SocketHandle.
/// Owns:       the application's data of this socket.
/// Invariant:  what is emitted arrives in that order. A reference to a Socket is good until the end of the
///             handler it was given to; keep the handle, not the reference.
#pragma once

#include <array>
#include <boost/json/fwd.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engineio/peer.h"
#include "socketio/packet.h"
#include "socketio/socket_handle.h"

namespace socketio {

class AckBook;
class Client;
class Namespace;
class Part;
struct Room;

/// What an application keeps with a socket.
struct SocketData {
    virtual ~SocketData() = default;
};

/// What happens to a packet when the client's connection is behind.
enum class Delivery : std::uint8_t {
    reliable,  ///< queued; a queue over its bound closes the session
    optional,  ///< dropped when the transport is not writable (Socket.IO's "volatile")
};

/// Whether leaving a namespace ends the whole session.
enum class Underlying : std::uint8_t { keep, close };

enum class DisconnectReason : std::uint8_t {
    client_namespace_disconnect,  ///< the client left this namespace
    server_namespace_disconnect,  ///< disconnect(Underlying::keep)
    server_disconnect,            ///< disconnect(Underlying::close)
    ping_timeout,
    transport_close,  ///< the connection is gone
    transport_error,  ///< the client broke a rule of the transport or was too slow
    parse_error,      ///< the client broke a rule of Socket.IO
    server_shutting_down,
};

/// As Socket.IO writes it: "client namespace disconnect", "ping timeout", ...
[[nodiscard]] std::string_view text(DisconnectReason reason);

/// The client's answer to emit_with_ack: its arguments, or nothing when it did not answer in time or left.
using AckHandler = std::move_only_function<void(std::optional<boost::json::array> args)>;

class Socket {
public:
    static constexpr std::size_t kIdCharacters = 20;  ///< 120 random bits

    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket();

    /// The id the client knows, unguessable.
    [[nodiscard]] std::string_view id() const { return {id_.data(), id_.size()}; }
    [[nodiscard]] SocketHandle handle() const { return handle_; }
    [[nodiscard]] const Namespace& nsp() const { return *nsp_; }
    [[nodiscard]] const engineio::Peer& peer() const;

    /// False from the moment it left its namespace (inside on_disconnect already); emitting does nothing then.
    [[nodiscard]] bool is_connected() const { return is_connected_; }

    void set_data(std::unique_ptr<SocketData> data) { data_ = std::move(data); }
    /// The data as the type the application put there; nullptr when there is none.
    template <typename T>
    [[nodiscard]] T* data() const {
        return static_cast<T*>(data_.get());
    }
    /// A number of the application's own.
    [[nodiscard]] std::uint64_t tag() const { return tag_; }
    void set_tag(std::uint64_t tag) { tag_ = tag; }

    void emit(std::string_view event, const boost::json::array& args,
              std::span<const std::string> attachments = {});
    void emit(const Packet& packet, Delivery delivery = Delivery::reliable);

    /// Asks the client for an answer. `handler` is called once, on this loop.
    void emit_with_ack(std::string_view event, const boost::json::array& args,
                       std::chrono::milliseconds timeout, AckHandler handler);

    /// Joining twice and leaving what was not joined do nothing, nor does joining over Options::rooms_per_socket_max.
    /// All rooms are left on disconnect, after on_disconnect was told.
    void join(std::string_view room);
    void leave(std::string_view room);
    [[nodiscard]] bool is_in(std::string_view room) const;

    /// on_disconnect is told before this returns; the socket then lives until the end of the turn.
    void disconnect(Underlying underlying);

private:
    friend class Client;
    friend class Part;
    friend class RoomTable;

    Socket(Client& client, const Namespace& nsp, SocketHandle handle,
           std::array<char, kIdCharacters> id);

    /// One room it is in, and where it stands in that room's list.
    struct Seat {
        Room* room = nullptr;
        std::uint32_t index = 0;
    };

    Client& client_;
    const Namespace* nsp_;
    SocketHandle handle_;
    std::array<char, kIdCharacters> id_;
    bool is_connected_ = true;
    std::uint32_t everyone_index_ = 0;  // where it stands in the list of the whole namespace
    std::vector<Seat> seats_;
    std::unique_ptr<Socket> next_;  // the client's other sockets
    std::unique_ptr<AckBook> acks_;
    std::unique_ptr<SocketData> data_;
    std::uint64_t tag_ = 0;
};

}  // namespace socketio
