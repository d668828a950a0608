#include "chat/room_feed.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace chat {

void RoomFeed::offer(Event event) {
    if (event.seq <= released_) return;  // repeated
    highest_known_ = std::max(highest_known_, event.seq);
    if (event.seq == released_ + 1) {
        if (!next_) next_ = std::move(event);
        return;
    }
    early_.try_emplace(event.seq, std::move(event));
    // The latest of the early ones are the last to be wanted; the store has them all.
    if (early_.size() > options_.early_events_max) early_.erase(std::prev(early_.end()));
}

void RoomFeed::note_head(Seq head) {
    highest_known_ = std::max(highest_known_, head);
}

const Event* RoomFeed::release(base::SteadyTime now) {
    if (!next_) {
        // What lies at the front may have been released from elsewhere meanwhile.
        while (!early_.empty() && early_.begin()->first <= released_)
            early_.erase(early_.begin());
        if (early_.empty() || early_.begin()->first != released_ + 1) {
            plan_repair(now);
            return nullptr;
        }
        next_ = std::move(early_.extract(early_.begin()).mapped());
    }
    released_ = next_->seq;
    ordinal_ = next_->ordinal;
    const Event& event = recent_.push(*std::move(next_));
    next_.reset();
    return &event;
}

void RoomFeed::plan_repair(base::SteadyTime now) {
    if (repair_ == Repair::reading) return;
    const Repair last = std::exchange(repair_, Repair::none);
    if (!is_behind()) {
        deadline_.reset();
        return;
    }
    const Seq missing = released_ + 1;
    if (last == Repair::brought_page || (is_doubted_ && !deadline_)) {
        deadline_ = now;
    } else if (last == Repair::brought_nothing) {
        deadline_ = now + options_.repair_retry;
    } else if (!deadline_ || waiting_for_ != missing) {
        deadline_ = now + options_.gap_patience;
    }
    waiting_for_ = missing;
}

Seq RoomFeed::last_missing() const {
    Seq last = highest_known_;
    for (auto early = early_.rbegin(); early != early_.rend() && early->first == last; ++early)
        --last;
    return last;
}

std::optional<PageRequest> RoomFeed::on_time(base::SteadyTime now) {
    if (!deadline_ || now < *deadline_) return std::nullopt;
    deadline_.reset();
    repair_ = Repair::reading;
    Seq wanted = options_.repair_events_max;
    if (!is_doubted_) {
        wanted = std::min(wanted, last_missing() - released_);
    }
    return PageRequest{.room = {},
                       .from = PageRequest::From::after,
                       .seq = released_,
                       .limit = static_cast<std::uint32_t>(wanted)};
}

void RoomFeed::on_repaired(std::vector<Event> events) {
    const bool is_full = events.size() >= options_.repair_events_max;
    const bool is_news = !events.empty() && events.back().seq > released_;
    if (is_full) {
        repair_ = Repair::brought_page;
    } else {
        is_doubted_ = false;
        repair_ = is_news ? Repair::brought_all : Repair::brought_nothing;
    }
    for (Event& event : events)
        offer(std::move(event));
}

void RoomFeed::on_repair_failed(base::SteadyTime now) {
    repair_ = Repair::none;
    waiting_for_ = released_ + 1;
    deadline_ = now + options_.repair_retry;
}

}  // namespace chat
