#include "chat/recent_events.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "chat/event.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "chat/weight.h"

namespace chat {
namespace {

/// A change of words that are gone since, because the message was deleted: its deletion follows.
bool is_void(const Event& change) {
    return change.kind == EventKind::edited && change.text.empty();
}

bool changes_words(const Event& change) {
    return change.kind == EventKind::edited || change.kind == EventKind::deleted;
}

/// What `change` makes of a message that answers its target.
void requote(Event& answer, const Event& change) {
    if (!answer.standing || !answer.standing->quote) return;
    if (answer.standing->quote->text.empty()) return;  // deleted: what was edited before is gone
    std::string text = beginning_of(change.text, kQuoteCharactersMax);
    if (answer.standing->quote->text == text) return;
    auto standing = std::make_shared<Standing>(*answer.standing);
    standing->quote->text = std::move(text);
    answer.standing = std::move(standing);
}

/// Does `change` to an event that is before it in the log, when it is about its target.
void amend_one(Event& event, const Event& change) {
    if (event.seq == change.target && event.kind == EventKind::message) fold(event, change);
    if (event.target != change.target || !changes_words(change)) return;
    if (event.kind == EventKind::message) requote(event, change);
    if (event.kind == EventKind::edited && change.kind == EventKind::deleted) forget_words(event);
}

/// The words of what is gone are nowhere: not in a quote, not in what an edit made of them.
void forget_expired(Event& event, const Event& expired) {
    if (event.target == 0 || event.target > expired.target) return;
    if (event.kind == EventKind::edited) forget_words(event);
    if (event.kind != EventKind::message || !event.standing || !event.standing->quote) return;
    auto standing = std::make_shared<Standing>(*event.standing);
    standing->quote->text.clear();
    event.standing = std::move(standing);
}

}  // namespace

RecentEvents::~RecentEvents() {
    while (!events_.empty())
        forget_oldest();
}

const Event& RecentEvents::push(Event event) {
    DCHECK(events_.empty() || event.seq == events_.back().seq + 1);
    if (is_change(event.kind) && !is_void(event)) fold_in(event);
    if (event.kind == EventKind::expired) expire(event);
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

std::uint64_t RecentEvents::weight_after(Seq seq, std::uint64_t bytes_max) const {
    std::uint64_t bytes = 0;
    for (const Event& event : std::views::reverse(events_)) {
        if (event.seq <= seq || bytes > bytes_max) break;
        bytes += weight_of(event);
    }
    return bytes;
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

void RecentEvents::amend(std::vector<Event>& events, Seq seq) const {
    const auto after = std::ranges::upper_bound(events_, seq, {}, &Event::seq);
    for (auto change = after; change != events_.end(); ++change) {
        if (change->kind == EventKind::expired) {
            for (Event& event : events)
                forget_expired(event, *change);
        }
        if (!is_change(change->kind) || is_void(*change)) continue;
        for (Event& event : events)
            amend_one(event, *change);
    }
}

std::uint64_t RecentEvents::bytes_of(const Event& event) {
    std::uint64_t bytes =
        sizeof(Event) + event.nickname.size() + event.text.size() + event.nonce.value().size();
    if (event.by)
        bytes += sizeof(Named) + event.by->user.value().size() + event.by->nickname.size();
    if (event.mentions) {
        for (const UserId& user : *event.mentions)
            bytes += sizeof(UserId) + user.value().size();
    }
    if (!event.standing) return bytes;
    const Standing& standing = *event.standing;
    bytes += sizeof(Standing);
    if (standing.quote) bytes += standing.quote->nickname.size() + standing.quote->text.size();
    for (const Reaction& reaction : standing.reactions) {
        bytes += sizeof(Reaction) + reaction.emoji.size();
        for (const Named& by : reaction.by)
            bytes += sizeof(Named) + by.user.value().size() + by.nickname.size();
    }
    return bytes;
}

void RecentEvents::fold_in(const Event& change) {
    if (events_.empty()) return;
    const auto amend_counted = [&](Event& event) {
        budget_.bytes -= bytes_of(event);
        amend_one(event, change);
        budget_.bytes += bytes_of(event);
    };
    if (changes_words(change)) {
        for (Event& event : events_) {
            if (event.seq == change.target || event.target == change.target) amend_counted(event);
        }
        return;
    }
    const Seq oldest = events_.front().seq;
    const bool is_here = change.target >= oldest && change.target <= events_.back().seq;
    if (is_here) amend_counted(events_[change.target - oldest]);
}

void RecentEvents::expire(const Event& expired) {
    while (!events_.empty() && events_.front().seq <= expired.target)
        forget_oldest();
    for (Event& event : events_) {
        budget_.bytes -= bytes_of(event);
        forget_expired(event, expired);
        budget_.bytes += bytes_of(event);
    }
}

void RecentEvents::forget_oldest() {
    budget_.bytes -= bytes_of(events_.front());
    events_.pop_front();
}

}  // namespace chat
