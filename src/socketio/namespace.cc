#include "socketio/namespace.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace socketio {

Namespace::Namespace(std::string name, std::uint16_t index)
    : name_(std::move(name)), index_(index) {}

Namespace::~Namespace() = default;

Namespace& Namespace::on_connecting(ConnectingHandler handler) {
    connecting_ = std::move(handler);
    return *this;
}

Namespace& Namespace::on_abandon(AbandonHandler handler) {
    abandon_ = std::move(handler);
    return *this;
}

Namespace& Namespace::on_event(std::string_view name, EventHandler handler) {
    events_.insert_or_assign(std::string(name), std::move(handler));
    return *this;
}

Namespace& Namespace::on_other_event(EventHandler handler) {
    other_event_ = std::move(handler);
    return *this;
}

Namespace& Namespace::on_disconnect(DisconnectHandler handler) {
    disconnect_ = std::move(handler);
    return *this;
}

}  // namespace socketio
