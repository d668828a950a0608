/// Ledger: what the store really committed, written down beside it: the truth that everybody's view is compared with.
///
/// Thread:     one.
/// Owns:       a copy of each room's log as it was committed, who was a member when, and how far everybody has read.
/// Invariant:  it learns of a commit in the same step in which the store made it, before any node hears the answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "sim/trace.h"

namespace sim {

class Ledger {
public:
    explicit Ledger(Trace& trace) : trace_(trace) {}

    void on_room(const chat::Room& room);
    void on_event(const chat::Event& event);
    /// They became a member without an event, at the log's end.
    void on_member(const chat::RoomId& room, const chat::UserId& user);
    void on_marker(const chat::RoomId& room, const chat::UserId& user, chat::Seq read);

    [[nodiscard]] bool knows(const chat::RoomId& room) const { return rooms_.contains(room); }
    [[nodiscard]] chat::Seq head(const chat::RoomId& room) const;
    /// nullptr: the store has none.
    [[nodiscard]] const chat::Event* event(const chat::RoomId& room, chat::Seq seq) const;
    /// 0: the store has no such message.
    [[nodiscard]] chat::Seq message(const chat::RoomId& room, const chat::UserId& author,
                                    const chat::Nonce& nonce) const;
    /// Messages after `from` up to `to`.
    [[nodiscard]] std::uint64_t messages(const chat::RoomId& room, chat::Seq from,
                                         chat::Seq to) const;
    /// Whether what happened at `seq` may be told them: they were a member then or are one since.
    [[nodiscard]] bool may_hear(const chat::RoomId& room, const chat::UserId& user,
                                chat::Seq seq) const;
    [[nodiscard]] bool is_member(const chat::RoomId& room, const chat::UserId& user) const;
    [[nodiscard]] std::vector<chat::RoomId> rooms_of(const chat::UserId& user) const;
    [[nodiscard]] std::vector<chat::RoomId> rooms() const;
    /// For the trace: 0 is the lobby.
    [[nodiscard]] std::uint64_t number(const chat::RoomId& room) const;

private:
    static constexpr chat::Seq kStill = ~chat::Seq{0};
    struct Stay {
        chat::Seq from = 0;  ///< behind it
        chat::Seq to = kStill;
    };
    struct Log {
        std::uint64_t number = 0;
        std::vector<chat::Event> events;
        std::map<chat::UserId, std::vector<Stay>> stays;
        std::map<std::pair<chat::UserId, chat::Nonce>, chat::Seq> messages;
        std::map<chat::UserId, chat::Seq> markers;
    };
    [[nodiscard]] const Log* find(const chat::RoomId& room) const;

    Trace& trace_;
    std::map<chat::RoomId, Log> rooms_;
};

}  // namespace sim
