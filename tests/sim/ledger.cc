#include "sim/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace sim {

void Ledger::on_room(const chat::Room& room) {
    const std::uint64_t number = rooms_.size();
    rooms_.try_emplace(room.id).first->second.number = number;
}

void Ledger::on_event(const chat::Event& event) {
    const auto found = rooms_.find(event.room);
    if (found == rooms_.end()) {
        trace_.fail("The store committed an event of a room that it never made.");
        return;
    }
    Log& log = found->second;
    trace_.note("the store commits event {} of room {}, kind {}",
                {event.seq, log.number, static_cast<std::uint64_t>(event.kind)});
    if (event.seq != log.events.size() + 1) {
        trace_.fail(fmt::format(
            "The log has a gap: the store numbered an event {} that follows {} of room {}.",
            event.seq, log.events.size(), log.number));
        return;
    }
    const chat::Ordinal before = log.events.empty() ? 0 : log.events.back().ordinal;
    const bool is_message = event.kind == chat::EventKind::message;
    if (event.ordinal != before + (is_message ? 1 : 0)) {
        trace_.fail(fmt::format("Event {} of room {} counts {} messages where there are {}.",
                                event.seq, log.number, event.ordinal,
                                before + (is_message ? 1 : 0)));
    }
    log.events.push_back(event);
    if (is_message) {
        const bool is_new =
            log.messages.emplace(std::pair(event.actor, event.nonce), event.seq).second;
        if (!is_new) {
            trace_.fail(
                fmt::format("A message is twice in the log of room {}: event {} repeats a nonce.",
                            log.number, event.seq));
        }
        chat::Seq& marker = log.markers[event.actor];
        marker = std::max(marker, event.seq);
    }
    if (event.kind == chat::EventKind::member_joined) {
        log.stays[event.actor].push_back({.from = event.seq - 1});
        chat::Seq& marker = log.markers[event.actor];
        marker = std::max(marker, event.seq);
    }
    if (event.kind == chat::EventKind::member_left) {
        std::vector<Stay>& stays = log.stays[event.actor];
        if (stays.empty() || stays.back().to != kStill) {
            trace_.fail(
                fmt::format("Event {} of room {} says that somebody left who was no member.",
                            event.seq, log.number));
        } else {
            stays.back().to = event.seq;
        }
    }
}

void Ledger::on_member(const chat::RoomId& room, const chat::UserId& user) {
    Log& log = rooms_.at(room);
    std::vector<Stay>& stays = log.stays[user];
    if (!stays.empty() && stays.back().to == kStill) return;
    stays.push_back({.from = log.events.size()});
    log.markers[user] = log.events.size();
}

void Ledger::on_marker(const chat::RoomId& room, const chat::UserId& user, chat::Seq read) {
    Log& log = rooms_.at(room);
    chat::Seq& marker = log.markers[user];
    if (read < marker) {
        trace_.fail(fmt::format("The store moved a read marker of room {} back from {} to {}.",
                                log.number, marker, read));
    }
    marker = read;
}

const Ledger::Log* Ledger::find(const chat::RoomId& room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second;
}

chat::Seq Ledger::head(const chat::RoomId& room) const {
    const Log* log = find(room);
    return log == nullptr ? 0 : log->events.size();
}

const chat::Event* Ledger::event(const chat::RoomId& room, chat::Seq seq) const {
    const Log* log = find(room);
    if (log == nullptr || seq == 0 || seq > log->events.size()) return nullptr;
    return &log->events[seq - 1];
}

chat::Seq Ledger::message(const chat::RoomId& room, const chat::UserId& author,
                          const chat::Nonce& nonce) const {
    const Log* log = find(room);
    if (log == nullptr) return 0;
    const auto found = log->messages.find({author, nonce});
    return found == log->messages.end() ? 0 : found->second;
}

std::uint64_t Ledger::messages(const chat::RoomId& room, chat::Seq from, chat::Seq to) const {
    const chat::Event* first = event(room, from);
    const chat::Event* last = event(room, to);
    const chat::Ordinal before = first == nullptr ? 0 : first->ordinal;
    const chat::Ordinal upto = last == nullptr ? 0 : last->ordinal;
    return upto > before ? upto - before : 0;
}

bool Ledger::may_hear(const chat::RoomId& room, const chat::UserId& user, chat::Seq seq) const {
    const Log* log = find(room);
    if (log == nullptr) return false;
    const auto stays = log->stays.find(user);
    return stays != log->stays.end() && stays->second.back().to >= seq;
}

bool Ledger::is_member(const chat::RoomId& room, const chat::UserId& user) const {
    return may_hear(room, user, kStill);
}

std::vector<chat::RoomId> Ledger::rooms_of(const chat::UserId& user) const {
    std::vector<chat::RoomId> all;
    for (const auto& [id, log] : rooms_) {
        if (is_member(id, user)) all.push_back(id);
    }
    return all;
}

std::vector<chat::RoomId> Ledger::rooms() const {
    std::vector<chat::RoomId> all;
    for (const auto& [id, log] : rooms_)
        all.push_back(id);
    return all;
}

std::uint64_t Ledger::number(const chat::RoomId& room) const {
    const Log* log = find(room);
    return log == nullptr ? ~std::uint64_t{0} : log->number;
}

}  // namespace sim
