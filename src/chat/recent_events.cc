#include "chat/recent_events.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/check.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace chat {

RecentEvents::~RecentEvents() {
    while (!events_.empty())
        forget_oldest();
}

const Event& RecentEvents::push(Event event) {
    DCHECK(events_.empty() || event.seq == events_.back().seq + 1);
    const std::uint64_t bytes = bytes_of(event);
    while (!events_.empty() &&
           (events_.size() >= events_max_ || budget_.bytes + bytes > budget_.bytes_max)) {
        forget_oldest();
    }
    budget_.bytes += bytes;
    return events_.emplace_back(std::move(event));
}

bool RecentEvents::covers(Seq seq, Seq head) const {
    if (seq == head) return true;
    return !events_.empty() && events_.front().seq <= seq + 1 && events_.back().seq == head;
}

void RecentEvents::copy_after(Seq seq, std::vector<Event>& out) const {
    if (events_.empty() || events_.back().seq <= seq) return;
    const Seq first = std::max(events_.front().seq, seq + 1);
    const auto skipped = static_cast<std::ptrdiff_t>(first - events_.front().seq);
    out.insert(out.end(), events_.begin() + skipped, events_.end());
}

std::optional<Page> RecentEvents::page(const PageRequest& request) const {
    if (events_.empty() || request.limit == 0) return std::nullopt;
    const Seq oldest = events_.front().seq;
    const Seq newest = events_.back().seq;

    // The page is the events first..last.
    Seq first = 0;
    Seq last = 0;
    if (request.from == PageRequest::From::newest) {
        last = newest;
    } else if (request.from == PageRequest::From::before && request.seq >= 1 &&
               request.seq <= newest + 1) {
        last = request.seq - 1;
    } else if (request.from == PageRequest::From::after && request.seq < newest) {
        first = request.seq + 1;
        last = std::min(newest, request.seq + request.limit);
    } else {
        return std::nullopt;
    }
    if (first == 0) first = last - std::min<Seq>(last, request.limit) + 1;
    if (first < oldest || last < first) return std::nullopt;

    Page page;
    const auto begin = events_.begin() + static_cast<std::ptrdiff_t>(first - oldest);
    page.events.assign(begin, begin + static_cast<std::ptrdiff_t>(last - first + 1));
    page.more_before = first > 1;
    page.more_after = last < newest;
    return page;
}

std::uint64_t RecentEvents::bytes_of(const Event& event) {
    return sizeof(Event) + event.nickname.size() + event.text.size() + event.nonce.value().size();
}

void RecentEvents::forget_oldest() {
    budget_.bytes -= bytes_of(events_.front());
    events_.pop_front();
}

}  // namespace chat
