// How the ledger's transactions begin and end, and what they owe the database until then.
#include <cstddef>
#include <cstdint>
#include <string>

#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sql/claim.h"
#include "store/sql/ledger.h"
#include "store/sql/mentions.h"
#include "store/sql/neighbours.h"
#include "store/sql/statement.h"

namespace store::sql {
namespace {

// What is over them is read again from the database, which has it in its own cache.
constexpr std::size_t kRoomsRemembered = 20'000;
constexpr std::size_t kUsersRemembered = 100'000;

}  // namespace

void Ledger::begin(const Claim& claim) {
    if (neighbours_) forget();  // others have written since
    if (rooms_.size() > kRoomsRemembered) rooms_.clear();
    if (users_.size() > kUsersRemembered) users_.clear();
    database_.begin();
    if (!neighbours_) return;
    neighbours_->begin(
        claim,
        [this](const Neighbours::Room& room) {
            rooms_.emplace(chat::RoomId(std::string(room.id)),
                           RoomState{.number = room.number,
                                     .head = room.head,
                                     .ordinal = room.ordinal,
                                     .use = static_cast<chat::RoomUse>(room.use)});
        },
        [this](const Neighbours::User& user) {
            users_.emplace(chat::UserId(std::string(user.id)),
                           UserState{.number = user.number, .has_events = user.has_events});
        });
}

void Ledger::commit() {
    write_what_waits();
    database_.commit();
}

bool Ledger::roll_back() {
    forget();
    return database_.roll_back();
}

void Ledger::forget() {
    rooms_.clear();
    users_.clear();
    rooms_behind_.clear();
    markers_.clear();
}

void Ledger::need_everything() const {
    if (is_beside_others()) throw Overreach();
}

void Ledger::write_what_waits() {
    for (RoomState* room : rooms_behind_) {
        update_rooms_->add(room->number, room->head, room->ordinal);
        room->row = RoomState::Row::current;
    }
    rooms_behind_.clear();
    for (const auto& [key, marker] : markers_) {
        if (neighbours_) {
            neighbours_->move_marker(key.user, key.room, marker.read, marker.ordinal);
        } else {
            write_marker(key, marker);
        }
    }
    markers_.clear();
}

chat::Seq Ledger::find_nonce(const chat::Append& append, const RoomState& room,
                             const UserState& author) {
    const std::string& nonce = append.nonce.value();
    if (neighbours_ && is_beside_others())
        return neighbours_->find_nonce(room.number, author.number, nonce);
    Rows rows = find_nonce_.rows(room.number, author.number, nonce);
    return rows.next() ? rows.count(0) : 0;
}

bool Ledger::take_nonce(const chat::Append& append, const RoomState& room,
                        const UserState& author) {
    const std::string& nonce = append.nonce.value();
    const chat::Seq seq = room.head + 1;
    if (!neighbours_ || !is_beside_others()) {
        return insert_nonce_.run(room.number, author.number, nonce, seq) != 0;
    }
    if (neighbours_->find_nonce(room.number, author.number, nonce) != 0) return false;
    neighbours_->add_nonce(room.number, author.number, nonce, seq);
    return true;
}

std::uint64_t Ledger::write_marker(const MarkerKey& key, const Marker& marker) {
    const bool is_done =
        update_membership_.run(key.user, key.room, marker.read, marker.ordinal) != 0;
    // Else they are meant by something, or no member.
    return is_done ? 0 : mentions_.pass(key.user, key.room, marker.read, marker.ordinal);
}

void Ledger::write_marker_of(const MarkerKey& key) {
    const auto waiting = markers_.find(key);
    if (waiting == markers_.end()) return;
    write_marker(key, waiting->second);
    markers_.erase(waiting);
}

}  // namespace store::sql
