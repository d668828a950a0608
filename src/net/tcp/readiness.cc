#include "net/tcp/readiness.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/system/error_code.hpp>

namespace net::tcp {
namespace {

using AsioDescriptor =
    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;

std::uint8_t bit(Readiness::Kind kind) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
}

AsioDescriptor::wait_type asio_kind(Readiness::Kind kind) {
    switch (kind) {
        case Readiness::Kind::read:
            return AsioDescriptor::wait_read;
        case Readiness::Kind::write:
            return AsioDescriptor::wait_write;
        case Readiness::Kind::error:
            break;
    }
    return AsioDescriptor::wait_error;
}

}  // namespace

struct Readiness::State {
    State(boost::asio::io_context& io, Owner& o) : descriptor(io.get_executor()), owner(&o) {}

    AsioDescriptor descriptor;
    Owner* owner;
    std::uint32_t references = 1;
    std::uint8_t awaiting = 0;
};

Readiness::Watch::Watch(const Readiness& readiness) : state_(readiness.state_) {
    ++state_->references;
}

Readiness::Watch::Watch(const Watch& other) : state_(other.state_) {
    ++state_->references;
}

Readiness::Watch::~Watch() {
    if (state_ != nullptr && --state_->references == 0) delete state_;
}

bool Readiness::Watch::is_alive() const {
    return state_->owner != nullptr;
}

struct Readiness::Handler {
    Watch watch;
    Kind kind;

    void operator()(const boost::system::error_code& error) const {
        State& state = *watch.state_;
        if (error) return;  // closed or released meanwhile
        state.awaiting = static_cast<std::uint8_t>(state.awaiting & ~bit(kind));
        if (state.owner != nullptr) state.owner->on_ready(kind);
    }
};

Readiness::Readiness(loop::EventLoop& loop, Descriptor descriptor, Owner& owner)
    : state_(new State(loop.io(), owner)) {
    boost::system::error_code error;
    state_->descriptor.assign(descriptor.get(), error);
    if (!error) (void)descriptor.release();
}

Readiness::~Readiness() {
    close();
    state_->owner = nullptr;
    if (--state_->references == 0) delete state_;
}

void Readiness::await(Kind kind) {
    if (!is_open() || is_awaiting(kind)) return;
    state_->awaiting = static_cast<std::uint8_t>(state_->awaiting | bit(kind));
    state_->descriptor.async_wait(asio_kind(kind), Handler{.watch = Watch(*this), .kind = kind});
}

bool Readiness::is_awaiting(Kind kind) const {
    return (state_->awaiting & bit(kind)) != 0;
}

bool Readiness::is_open() const {
    return state_->descriptor.is_open();
}

int Readiness::fd() const {
    // native_handle() of a closed one is -1; it is not const, for no reason of ours.
    return state_->descriptor.native_handle();
}

Descriptor Readiness::release() {
    if (!is_open()) return {};
    return Descriptor(state_->descriptor.release());
}

void Readiness::close() {
    boost::system::error_code ignored;
    state_->descriptor.close(ignored);
}

}  // namespace net::tcp
