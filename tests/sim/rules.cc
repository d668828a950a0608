#include "sim/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chat/audience.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"

namespace sim {

void Rules::fail(const Witness& who, const chat::RoomId& room, const std::string& what) const {
    stage_.trace.fail(
        fmt::format("Client {}, room {}: {}", who.client, stage_.ledger.number(room), what));
}

void Rules::acknowledged(const Witness& who, const chat::RoomId& room, const chat::Nonce& nonce,
                         chat::Seq seq) {
    ++stage_.sights.acknowledged;
    const chat::Seq kept = stage_.ledger.message(room, who.user, nonce);
    if (kept == 0) {
        fail(who, room, fmt::format("message {} was acknowledged and is not in the store.", seq));
    } else if (kept != seq) {
        fail(who, room,
             fmt::format("a message was acknowledged as event {} and is event {}.", seq, kept));
    }
    acknowledged_.push_back(
        {.client = who.client, .room = room, .author = who.user, .nonce = nonce, .seq = seq});
}

bool Rules::is_of_log(const chat::Event& event) const {
    const chat::Event* kept = stage_.ledger.event(event.room, event.seq);
    if (kept == nullptr) return false;
    const bool has_changing_words =
        event.kind == chat::EventKind::message || event.kind == chat::EventKind::edited;
    return kept->kind == event.kind && kept->actor == event.actor &&
           kept->nickname == event.nickname && kept->time == event.time &&
           kept->ordinal == event.ordinal && kept->nonce == event.nonce &&
           kept->target == event.target && (has_changing_words || kept->text == event.text);
}

void Rules::may_hear(const Witness& who, const chat::Event& event) {
    ++stage_.sights.told;
    if (!stage_.ledger.may_hear(event.room, who.user, event.seq)) {
        fail(who, event.room,
             fmt::format("event {} was told to somebody who is no member.", event.seq));
    }
}

void Rules::told(const Witness& who, const RoomCopy& copy, const chat::Event& event) {
    if (event.seq <= copy.cursor) {
        fail(who, event.room,
             fmt::format("event {} was told after {}: a repetition.", event.seq, copy.cursor));
    } else if (event.seq != copy.cursor + 1) {
        fail(who, event.room,
             fmt::format("event {} was told after {}: a gap.", event.seq, copy.cursor));
    } else if (!is_of_log(event)) {
        fail(who, event.room,
             fmt::format("event {} was told otherwise than it is in the store.", event.seq));
    }
}

void Rules::caught_up(const Witness& who, const RoomCopy& copy, const chat::Catchup& catchup) {
    const bool is_reset = catchup.form == chat::Catchup::Form::reset;
    chat::Seq before = copy.cursor;
    if (is_reset && !catchup.events.empty()) before = catchup.events.front().seq - 1;
    for (const chat::Event& event : catchup.events) {
        if (event.seq != before + 1) {
            fail(who, catchup.room,
                 fmt::format("a catch-up brings event {} after {}.", event.seq, before));
        } else if (!is_of_log(event)) {
            fail(who, catchup.room,
                 fmt::format("a catch-up brings event {} otherwise than it is in the store.",
                             event.seq));
        }
        before = event.seq;
    }
    const bool ends_early = before != catchup.head && !(is_reset && catchup.events.empty());
    if (ends_early) {
        fail(who, catchup.room,
             fmt::format("a catch-up to {} ends with event {}.", catchup.head, before));
    }
    if (is_reset && catchup.head < copy.cursor) {
        fail(who, catchup.room,
             fmt::format("a reset leads back from {} to {}.", copy.cursor, catchup.head));
    }
}

void Rules::page(const Witness& who, const chat::RoomId& room, const chat::Page& page) {
    ++stage_.sights.pages;
    for (std::size_t i = 0; i < page.events.size(); ++i) {
        const chat::Event& event = page.events[i];
        if (i > 0 && event.seq != page.events[i - 1].seq + 1) {
            fail(who, room, fmt::format("a page has a gap before event {}.", event.seq));
        }
        if (event.room != room || !is_of_log(event)) {
            fail(
                who, room,
                fmt::format("a page shows event {} otherwise than it is in the store.", event.seq));
        }
    }
}

void Rules::counted(const Witness& who, const chat::RoomView& view) {
    const chat::RoomId& room = view.room.id;
    const std::uint64_t unread = stage_.ledger.messages(room, view.read, view.room.head);
    if (view.unread != unread) {
        fail(who, room,
             fmt::format("{} messages are said to be unread between {} and {}, and the log has {}.",
                         view.unread, view.read, view.room.head, unread));
    }
}

void Rules::marked(const Witness& who, const RoomCopy& copy, const chat::RoomView& view) {
    if (view.read < copy.read) {
        fail(who, view.room.id,
             fmt::format("the read marker went back from {} to {}.", copy.read, view.read));
    }
}

void Rules::read_store() {
    for (const chat::RoomId& room : stage_.ledger.rooms()) {
        std::vector<chat::Event>& log = logs_[room];
        stage_.store_executor.run([&] {
            stage_.store.page({.room = room, .limit = 1'000'000}, [&log](auto page) {
                if (page) log = std::move(page->events);
            });
        });
        if (log.size() != stage_.ledger.head(room) ||
            !std::ranges::all_of(log, [this](const auto& event) { return is_of_log(event); })) {
            stage_.trace.fail(
                fmt::format("The log of room {} in the store is not what was committed.",
                            stage_.ledger.number(room)));
        }
    }
}

void Rules::all_is_kept() const {
    for (const Acknowledged& each : acknowledged_) {
        const std::vector<chat::Event>& log = logs_.at(each.room);
        const auto times = std::ranges::count_if(log, [&each](const chat::Event& event) {
            return event.actor == each.author && event.nonce == each.nonce;
        });
        const bool is_there = each.seq <= log.size() && log[each.seq - 1].nonce == each.nonce;
        if (times == 1 && is_there) continue;
        fail({.client = each.client, .user = each.author}, each.room,
             fmt::format("message {} was acknowledged and is {} times in the store.", each.seq,
                         times));
    }
}

void Rules::is_whole(const Witness& who, const chat::RoomId& room, const RoomCopy& copy) const {
    const std::vector<chat::Event>& log = logs_.at(room);
    if (copy.cursor != log.size()) {
        fail(who, room,
             fmt::format("all is quiet, and it was told events up to {} of {}.", copy.cursor,
                         log.size()));
        return;
    }
    for (const auto& [seq, event] : copy.view.events()) {
        if (event != log.at(seq - 1)) {
            fail(who, room,
                 fmt::format("all is quiet, and event {} reads otherwise than in the store.", seq));
        }
    }
}

void Rules::has_its_rooms(const Witness& who, const std::map<chat::RoomId, RoomCopy>& rooms) const {
    for (const auto& [room, copy] : rooms) {
        if (!stage_.ledger.is_member(room, who.user)) {
            fail(who, room, "all is quiet, and it still has a room that its person left.");
        }
    }
    for (const chat::RoomId& room : stage_.ledger.rooms_of(who.user)) {
        if (!rooms.contains(room)) {
            fail(who, room, "all is quiet, and it does not know that its person is a member.");
        }
    }
}

}  // namespace sim
