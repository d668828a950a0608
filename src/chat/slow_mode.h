/// SlowMode: how long people wait between two of their messages in a room.
///
/// Thread:     domain.
/// Owns:       when whom of those who wait was last answered, kRememberedMax of them.
/// Invariant:  a message is counted when the store has it; while one is on its way the next one waits. The same nonce is
///             never refused: the store knows whether it is there. Hosts and those above do not wait.
/// Elsewhere:  the room's seconds are Room::slow_mode_s, kept by released events (rooms.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <utility>

#include "base/clock.h"
#include "chat/appends.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/rooms.h"

namespace chat {

class SlowMode {
public:
    /// Over it whoever waits longest already is forgotten, and may write at once.
    static constexpr std::size_t kRememberedMax = 100'000;

    SlowMode(Ports& ports, Rooms& rooms, Appends& appends)
        : ports_(ports), rooms_(rooms), appends_(appends) {}

    /// seconds  at most kSlowModeSecondsMax; 0: off
    void set(const Connection& connection, const RoomId& id, std::uint32_t seconds,
             Reply<Posted> reply);

    /// How long the person waits before they may send the message with that nonce. 0: it may go, and is on its way until
    /// on_answer() is told.
    [[nodiscard]] base::Milliseconds take(const Person& person, const Place& place,
                                          const Nonce& nonce);
    /// What became of a message that might go.
    void on_answer(const UserId& user, const KnownRoom& room, const Nonce& nonce,
                   const base::Result<Posted, Refusal>& posted);

    [[nodiscard]] std::size_t remembered() const { return in_order_.size(); }

private:
    struct Key {
        UserId user;
        const KnownRoom* room = nullptr;

        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    /// Somebody's last message in a room.
    struct Last {
        Key key;
        Nonce nonce;
        base::SteadyTime time{};  ///< when it was said, or sent on its way
        enum class State : std::uint8_t { on_its_way, kept } state = State::on_its_way;
    };
    using Entry = std::list<Last>::iterator;

    [[nodiscard]] base::Milliseconds rest_of(const Last& last) const;
    void remember(Last last);
    void forget(Entry entry);
    void forget_those_over();

    Ports& ports_;
    Rooms& rooms_;
    Appends& appends_;
    std::list<Last> in_order_;  ///< the oldest first
    std::unordered_map<Key, Entry, KeyHash> entries_;
};

}  // namespace chat
