#include "cluster/nats/outbox.h"

#include <utility>

namespace cluster {

void Outbox::put(Letter letter) {
    {
        const std::lock_guard lock(mutex_);
        if (!is_open_ || work_.then == Work::Then::end) {
            metrics_.dropped_disconnected.add();
            return;
        }
        if (work_.letters.size() >= letters_max_) {
            metrics_.dropped_outbox_full.add();
            return;
        }
        work_.letters.push_back(std::move(letter));
    }
    changed_.notify_one();
}

void Outbox::want(std::string subject, Wish wish) {
    {
        const std::lock_guard lock(mutex_);
        work_.wishes.insert_or_assign(std::move(subject), wish);
    }
    changed_.notify_one();
}

Outbox::Wishes Outbox::take_wishes() {
    const std::lock_guard lock(mutex_);
    return std::exchange(work_.wishes, {});
}

Outbox::Work Outbox::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
        return is_woken_ || work_.then == Work::Then::end || !work_.letters.empty() ||
               !work_.wishes.empty();
    });
    is_woken_ = false;
    Work taken = std::move(work_);
    work_ = {};
    work_.then = taken.then;
    return taken;
}

bool Outbox::wait_for_end(base::Milliseconds at_most) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, at_most, [this] { return work_.then == Work::Then::end; });
}

void Outbox::open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
}

void Outbox::shut() {
    const std::lock_guard lock(mutex_);
    is_open_ = false;
    metrics_.dropped_disconnected.add(work_.letters.size());
    work_.letters.clear();
}

void Outbox::wake() {
    {
        const std::lock_guard lock(mutex_);
        is_woken_ = true;
    }
    changed_.notify_one();
}

void Outbox::end() {
    {
        const std::lock_guard lock(mutex_);
        work_.then = Work::Then::end;
    }
    changed_.notify_one();
}

}  // namespace cluster
