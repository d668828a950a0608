#include "chat/fitting.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "chat/event.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {
namespace {

/// The events first..end-1 of a page, growing from one of them.
struct Stretch {
    std::size_t first = 0;
    std::size_t end = 0;
};

/// What may still be kept. The first event that does not fit ends the growing on its side.
class Allowance {
public:
    explicit Allowance(std::uint64_t bytes_max) : left_(bytes_max) {}

    [[nodiscard]] bool takes(const Event& event) {
        const std::uint64_t bytes = weight_of(event);
        if (bytes > left_) return false;
        left_ -= bytes;
        return true;
    }
    /// The event that comes in any case.
    void spend_on(const Event& event) { left_ -= std::min(left_, weight_of(event)); }

private:
    std::uint64_t left_;
};

Stretch stretch_around(const std::vector<Event>& events, std::size_t middle,
                       std::uint64_t bytes_max) {
    Allowance allowance(bytes_max);
    allowance.spend_on(events[middle]);
    Stretch kept{.first = middle, .end = middle + 1};
    bool grows_back = true;
    bool grows_on = true;
    while (grows_back || grows_on) {
        grows_on = grows_on && kept.end < events.size() && allowance.takes(events[kept.end]);
        if (grows_on) ++kept.end;
        grows_back = grows_back && kept.first > 0 && allowance.takes(events[kept.first - 1]);
        if (grows_back) --kept.first;
    }
    return kept;
}

/// The event from which the kept part grows. The page has events.
std::size_t middle_of(const std::vector<Event>& events, const PageRequest& request) {
    const std::size_t last = events.size() - 1;
    switch (request.from) {
        case PageRequest::From::newest:
        case PageRequest::From::before:
            return last;
        case PageRequest::From::after:
            return 0;
        case PageRequest::From::around:
            break;
    }
    const auto at = std::ranges::lower_bound(events, request.seq, {}, &Event::seq);
    return std::min(last, static_cast<std::size_t>(at - events.begin()));
}

void keep(std::vector<Event>& events, const Stretch& kept) {
    events.erase(events.begin() + static_cast<std::ptrdiff_t>(kept.end), events.end());
    events.erase(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(kept.first));
}

}  // namespace

void keep_newest(std::vector<Event>& events, std::size_t count_max, std::uint64_t bytes_max) {
    if (events.empty()) return;
    Stretch kept = stretch_around(events, events.size() - 1, bytes_max);
    if (kept.end > count_max) kept.first = std::max(kept.first, kept.end - count_max);
    keep(events, kept);
}

void fit(Page& page, const PageRequest& request, std::uint64_t bytes_max) {
    if (page.events.empty()) return;
    const Stretch kept = stretch_around(page.events, middle_of(page.events, request), bytes_max);
    page.more_before = page.more_before || kept.first > 0;
    page.more_after = page.more_after || kept.end < page.events.size();
    keep(page.events, kept);
}

}  // namespace chat
