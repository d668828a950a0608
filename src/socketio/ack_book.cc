#include "socketio/ack_book.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/metrics.h"
#include "loop/timer_wheel.h"
#include "socketio/socket.h"

namespace socketio {

AckBook::AckBook(loop::TimerWheel& timers, base::Counter& timeouts)
    : timers_(timers),
      timeouts_(timeouts),
      timer_(loop::Timer::calling<&AckBook::on_timer>(*this)) {}

std::uint64_t AckBook::expect(AckHandler handler, base::SteadyTime deadline,
                              std::size_t entries_max) {
    // Over the bound the oldest is given up as if its time were over; the timer tells it so, not we from in here.
    if (entries_.size() >= entries_max) {
        const auto oldest = std::ranges::find_if(
            entries_, [](const Entry& entry) { return entry.deadline != base::SteadyTime{}; });
        if (oldest != entries_.end()) oldest->deadline = {};
    }
    const std::uint64_t id = next_id_++;
    entries_.push_back({.id = id, .deadline = deadline, .handler = std::move(handler)});
    arm();
    return id;
}

void AckBook::on_answer(std::uint64_t id, boost::json::array args) {
    const auto found = std::ranges::find(entries_, id, &Entry::id);
    if (found == entries_.end()) return;
    AckHandler handler = std::move(found->handler);
    entries_.erase(found);
    handler(std::move(args));
}

void AckBook::abandon() {
    timer_.cancel();
    for (Entry& entry : std::exchange(entries_, {}))
        entry.handler(std::nullopt);
}

void AckBook::on_timer() {
    const base::SteadyTime now = timer_deadline_;
    std::vector<Entry> late;
    std::erase_if(entries_, [&late, now](Entry& entry) {
        if (entry.deadline > now) return false;
        late.push_back(std::move(entry));
        return true;
    });
    arm();
    timeouts_.add(late.size());
    for (Entry& entry : late)
        entry.handler(std::nullopt);
}

void AckBook::arm() {
    if (entries_.empty()) return;
    timer_deadline_ = std::ranges::min_element(entries_, {}, &Entry::deadline)->deadline;
    timer_.start(timers_, timer_deadline_);
}

}  // namespace socketio
