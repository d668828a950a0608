#include "socketio/admission.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string_view>
#include <utility>

#include "socketio/packet.h"
#include "socketio/part.h"

namespace socketio {

Admission& Admission::operator=(Admission&& other) noexcept {
    if (this != &other) {
        if (is_pending()) refuse("Server error");
        part_ = std::exchange(other.part_, nullptr);
        socket_ = other.socket_;
        nsp_ = other.nsp_;
    }
    return *this;
}

Admission::~Admission() {
    if (is_pending()) refuse("Server error");
}

void Admission::release() {
    if (Part* const part = std::exchange(part_, nullptr)) part->release(socket_, *nsp_);
}

Socket* Admission::accept() {
    Part* const part = std::exchange(part_, nullptr);
    return part == nullptr ? nullptr : part->admit(socket_);
}

void Admission::refuse(std::string_view message) {
    if (Part* const part = std::exchange(part_, nullptr))
        part->refuse(socket_, connect_error_json(message));
}

void Admission::refuse(std::string_view message, const boost::json::value& data) {
    if (Part* const part = std::exchange(part_, nullptr))
        part->refuse(socket_, connect_error_json(message, boost::json::serialize(data)));
}

}  // namespace socketio
