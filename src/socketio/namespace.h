/// Namespace: who may join it and what happens on which event; the same for all its sockets on all loops.
///
/// Thread:     main until the first client connects, read only from then on. Handlers run on the loop of their
///             socket, on several loops at the same time: what they share must bear that.
/// Owns:       the handlers.
/// Invariant:  handlers are never called from inside emit, broadcast, join or leave; disconnect calls on_disconnect.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "socketio/admission.h"
#include "socketio/event.h"
#include "socketio/socket.h"
#include "socketio/socket_handle.h"

namespace socketio {

using ConnectingHandler = std::move_only_function<void(Handshake, Admission) const>;
using EventHandler = std::move_only_function<void(Socket&, Event&) const>;
using AbandonHandler = std::move_only_function<void(SocketHandle) const>;
using DisconnectHandler = std::move_only_function<void(Socket&, DisconnectReason) const>;

class Namespace {
public:
    Namespace(std::string name, std::uint16_t index);
    Namespace(const Namespace&) = delete;
    Namespace& operator=(const Namespace&) = delete;
    ~Namespace();

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::uint16_t index() const { return index_; }

    /// Decides who may come in. Without one everybody may.
    Namespace& on_connecting(ConnectingHandler handler);

    /// Called once when a client whose Admission was released goes away before it was decided about; its handle will
    /// never name a socket. (Whoever decides elsewhere must hear of it.)
    Namespace& on_abandon(AbandonHandler handler);

    /// One handler for each event's name; the last one given counts.
    Namespace& on_event(std::string_view name, EventHandler handler);

    /// For events that have no handler of their own.
    Namespace& on_other_event(EventHandler handler);

    /// Called once for each socket that was accepted, when it is gone; its rooms are still its own.
    Namespace& on_disconnect(DisconnectHandler handler);

    /// Tells on_abandon.
    void abandon(SocketHandle handle) const {
        if (abandon_) abandon_(handle);
    }

private:
    friend class Client;

    struct Hash {
        using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's word
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::string name_;
    std::uint16_t index_;
    ConnectingHandler connecting_;
    AbandonHandler abandon_;
    std::unordered_map<std::string, EventHandler, Hash, std::equal_to<>> events_;
    EventHandler other_event_;
    DisconnectHandler disconnect_;
};

}  // namespace socketio
