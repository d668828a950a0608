/// Listener: takes connections from a listening socket, a bounded number at a time.
///
/// Thread:     loop. Not to be destroyed inside its own event.
/// Owns:       the listening socket, and one descriptor in reserve for when there are no more.
/// Invariant:  a system without free descriptors costs a pause, not a busy loop.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "loop/timer_wheel.h"
#include "net/tcp/descriptor.h"
#include "net/tcp/readiness.h"
#include "net/wire.h"

namespace net::tcp {

class Listener final : private Readiness::Owner {
public:
    static constexpr int kAcceptedAtOnceMax = 64;

    /// How long we do not accept after the system had no descriptor or memory for one.
    static constexpr std::chrono::milliseconds kPause{100};

    /// The socket accepted does not block; `peer_address` is the textual IP address of the other end.
    using Accepted = std::move_only_function<void(Descriptor socket, std::string peer_address)>;

    Listener(Wire& wire, Descriptor socket, Accepted accepted);

private:
    void on_ready(Readiness::Kind kind) override;
    void on_pause_over();
    void give_one_back();

    Wire& wire_;
    Accepted accepted_;
    Readiness readiness_;
    Descriptor reserve_;
    loop::Timer pause_;
};

}  // namespace net::tcp
