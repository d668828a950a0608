#include "cluster/nats/ear.h"

#include <cstddef>
#include <optional>
#include <string_view>

#include "cluster/nats/handles.h"
#include "cluster/wire/message.h"

namespace cluster {

void Ear::caller_began() {
    const std::lock_guard lock(mutex_);
    ++callers_;
}

void Ear::caller_ended() {
    // Under the lock, for whoever waits may let the ear go when it has seen the last one end.
    const std::lock_guard lock(mutex_);
    --callers_;
    ended_.notify_all();
}

bool Ear::wait_for_silence(base::Milliseconds at_most) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, at_most, [this] { return callers_ == 0; });
}

void Ear::on_message(natsConnection* /*connection*/, natsSubscription* /*subscription*/,
                     natsMsg* message, void* closure) {
    const Message owner(message);
    static_cast<Ear*>(closure)->hear(message);
}

void Ear::on_subscription_over(void* closure) {
    static_cast<Ear*>(closure)->caller_ended();
}

void Ear::on_error(natsConnection* /*connection*/, natsSubscription* /*subscription*/,
                   natsStatus error, void* closure) {
    // Of others the connection is closed, or a server says that something is not permitted: the link finds that out.
    if (error == NATS_SLOW_CONSUMER) static_cast<Ear*>(closure)->inbox_->missed();
}

void Ear::on_closed(natsConnection* /*connection*/, void* closure) {
    Ear& ear = *static_cast<Ear*>(closure);
    ear.outbox_->wake();
    ear.caller_ended();
}

void Ear::hear(const natsMsg* message) {
    const std::string_view octets(natsMsg_GetData(message),
                                  static_cast<std::size_t>(natsMsg_GetDataLength(message)));
    auto decoded = wire::decode(octets);
    if (!decoded) {
        metrics_.decode_errors.add();
        return;
    }
    auto& said = *decoded;
    if (!said) {
        metrics_.unknown.add();
        return;
    }
    // What the last connection said may come back through this one.
    if (said->from == self_) return;
    metrics_.bytes_in.add(octets.size());
    inbox_->put(*std::move(said));
}

}  // namespace cluster
