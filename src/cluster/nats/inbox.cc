#include "cluster/nats/inbox.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace cluster {

void Inbox::put(wire::Said said) {
    const std::lock_guard lock(mutex_);
    if (has_ended_) return;
    if (waiting_.size() >= messages_max_) {
        metrics_.slow_consumer.add();
        may_miss_something_ = true;
        return;
    }
    metrics_.messages_in.add();
    waiting_.push_back(std::move(said));
    post_turn();
}

void Inbox::missed() {
    metrics_.slow_consumer.add();
    something_may_be_missing();
}

void Inbox::restored() {
    something_may_be_missing();
}

void Inbox::attach(chat::Bus::Receiver& receiver) {
    receiver_ = &receiver;
    const std::lock_guard lock(mutex_);
    if (may_miss_something_) post_turn();
}

void Inbox::end() {
    const std::lock_guard lock(mutex_);
    has_ended_ = true;
    may_miss_something_ = false;
    waiting_.clear();
}

void Inbox::something_may_be_missing() {
    const std::lock_guard lock(mutex_);
    may_miss_something_ = true;
    post_turn();
}

void Inbox::post_turn() {
    if (is_turn_posted_ || has_ended_) return;
    is_turn_posted_ = true;
    executor_.post([self = shared_from_this()] { self->turn(); });
}

void Inbox::turn() {
    std::vector<wire::Said> said;
    bool tells_restored = false;
    {
        const std::lock_guard lock(mutex_);
        const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMessagesPerTurn));
        said.assign(std::make_move_iterator(waiting_.begin()),
                    std::make_move_iterator(waiting_.begin() + count));
        waiting_.erase(waiting_.begin(), waiting_.begin() + count);
        // Without a receiver it waits for the next one.
        if (may_miss_something_ && receiver_ != nullptr && waiting_.size() <= messages_max_ / 2) {
            may_miss_something_ = false;
            tells_restored = true;
        }
        is_turn_posted_ = false;
        if (!waiting_.empty()) post_turn();
    }
    for (const wire::Said& one : said) {
        if (receiver_ != nullptr) receiver_->on_bus_message(one.from, one.message);
    }
    if (tells_restored && receiver_ != nullptr) receiver_->on_bus_restored();
}

}  // namespace cluster
