// What people do with a simulated client: each deed is one request, by the dice.
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "sim/client.h"
#include "sim/line.h"
#include "sim/rules.h"

namespace sim {
namespace {

/// Somebody who does not care for the answer.
constexpr auto kNobodyCares = [](Client& /*client*/, const auto& /*answer*/) {};

}  // namespace

void Client::act() {
    if (state_ == State::gone) return;
    if (state_ == State::online) {
        const std::uint32_t deed = dice_.below(100);
        if (deed < 44) {
            post();
        } else if (deed < 54) {
            change();
        } else if (deed < 62) {
            react();
        } else if (deed < 72) {
            mark_read();
        } else if (deed < 77) {
            look_back();
        } else if (deed < 82) {
            look_for_rooms();
        } else if (deed < 85) {
            leave();
        } else if (deed < 87) {
            make_room();
        } else if (deed < 90) {
            add_or_kick();
        } else if (deed < 92) {
            name_room();
        } else if (deed < 94) {
            write_something();
        } else {
            lose_line();
        }
    } else if (dice_.is_one_in(3) && pending_.size() < 5) {
        post();  // it is kept until the client is back
    }
}

const chat::RoomId* Client::some_room() {
    if (rooms_.empty()) return nullptr;
    // Most talk in the lobby, so that there is something to miss.
    const auto lobby = rooms_.find(chat::kLobby);
    if (lobby != rooms_.end() && dice_.is_one_in(2)) return &lobby->first;
    return &std::next(rooms_.begin(), dice_.below(static_cast<std::uint32_t>(rooms_.size())))
                ->first;
}

const chat::Event* Client::some_message(const RoomCopy& copy, bool is_own) {
    std::vector<const chat::Event*> messages;
    for (const auto& [seq, event] : copy.view.events()) {
        if (event.kind != chat::EventKind::message) continue;
        if (!is_own || event.actor == persona_.user) messages.push_back(&event);
    }
    if (messages.empty()) return nullptr;
    const auto recent = std::min<std::size_t>(messages.size(), 10);
    return messages[messages.size() - 1 - dice_.below(static_cast<std::uint32_t>(recent))];
}

void Client::post() {
    if (const chat::RoomId* room = some_room()) post_to(*room);
}

void Client::post_to(const chat::RoomId& room) {
    const std::uint64_t number = ++outside_.last_nonce;
    Pending pending;
    pending.draft = {.room = room,
                     .text = "words " + std::to_string(number),
                     .nonce = chat::Nonce("n" + std::to_string(number))};
    if (dice_.is_one_in(8)) pending.draft.text += " @" + persona_.nickname;
    if (dice_.is_one_in(5)) {
        const chat::Event* answered = some_message(rooms_.at(room), false);
        if (answered != nullptr) pending.draft.reply_to = answered->seq;
    }
    stage_.trace.note("client {} says words {} in room {}",
                      {number_, number, stage_.ledger.number(room)});
    pending_.push_back(std::move(pending));
    if (state_ == State::online) transmit(pending_.back());
}

void Client::change() {
    const chat::RoomId* room = some_room();
    if (room == nullptr) return;
    const chat::Event* message = some_message(rooms_.at(*room), true);
    if (message == nullptr) return;
    const chat::Seq target = message->seq;
    stage_.trace.note("client {} changes event {} of room {}",
                      {number_, target, stage_.ledger.number(*room)});
    const bool is_deletion = dice_.is_one_in(4);
    const std::string text = "other words " + std::to_string(++outside_.last_nonce);
    ask([room = *room, target, is_deletion, text, line = line_](chat::Chat& chat,
                                                                chat::ConnectionId id) {
        if (is_deletion) {
            chat.remove(id, {.room = room, .target = target},
                        line->answer<chat::Posted>(kNobodyCares));
        } else {
            chat.edit(id, {.room = room, .target = target, .text = text},
                      line->answer<chat::Posted>(kNobodyCares));
        }
    });
}

void Client::react() {
    const chat::RoomId* room = some_room();
    if (room == nullptr) return;
    const chat::Event* message = some_message(rooms_.at(*room), false);
    if (message == nullptr) return;
    const chat::Seq target = message->seq;
    stage_.trace.note("client {} reacts to event {} of room {}",
                      {number_, target, stage_.ledger.number(*room)});
    const char* const emoji = dice_.is_one_in(2) ? "👍" : "🎉";
    const auto set = dice_.is_one_in(3) ? chat::React::Set::off : chat::React::Set::on;
    ask([room = *room, target, emoji, set, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.react(id, {.room = room, .target = target, .emoji = emoji, .set = set},
                   line->answer<chat::Posted>(kNobodyCares));
    });
}

void Client::mark_read() {
    const chat::RoomId* room = some_room();
    if (room == nullptr) return;
    const RoomCopy& copy = rooms_.at(*room);
    const chat::Seq behind = dice_.below(4);
    const chat::Seq seq = copy.cursor > behind ? copy.cursor - behind : copy.cursor;
    stage_.trace.note("client {} has read room {} up to {}",
                      {number_, stage_.ledger.number(*room), seq});
    ask([room = *room, seq, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.read(id, room, seq,
                  line->answer<chat::RoomView>([](Client& client, const auto& answer) {
                      if (answer) client.on_view(*answer);
                  }));
    });
}

void Client::look_back() {
    const chat::RoomId* room = some_room();
    if (room == nullptr) return;
    constexpr std::uint32_t kWays = 4;
    const chat::Seq cursor = rooms_.at(*room).cursor;
    chat::PageRequest request{.room = *room,
                              .from = static_cast<chat::PageRequest::From>(dice_.below(kWays)),
                              .seq = dice_.below(static_cast<std::uint32_t>(cursor) + 1) + 1,
                              .limit = dice_.between(1, 30)};
    ask([request, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.history(
            id, request,
            line->answer<chat::Page>([room = request.room](Client& client, const auto& answer) {
                if (answer) client.rules_.page(client.witness(), room, *answer);
            }));
    });
}

void Client::look_for_rooms() {
    ask([line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.rooms(
            id, {},
            line->answer<std::vector<chat::RoomEntry>>([](Client& client, const auto& answer) {
                if (!answer || answer->empty()) return;
                const chat::RoomEntry& entry =
                    (*answer)[client.dice_.below(static_cast<std::uint32_t>(answer->size()))];
                if (entry.mine == chat::RoomEntry::Mine::no) client.join(entry.room.id);
            }));
    });
}

void Client::join(const chat::RoomId& room) {
    if (state_ != State::online) return;
    stage_.trace.note("client {} joins room {}", {number_, stage_.ledger.number(room)});
    ask([room, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.join(id, room, line->answer<chat::RoomView>([](Client& client, const auto& answer) {
            if (answer) client.begin(*answer);
        }));
    });
}

void Client::leave() {
    const chat::RoomId* room = some_room();
    if (room == nullptr) return;
    stage_.trace.note("client {} leaves room {}", {number_, stage_.ledger.number(*room)});
    ask([room = *room, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.leave(id, room, line->answer<void>([room](Client& client, const auto& answer) {
            const bool is_out = answer || answer.error().error == chat::ChatError::not_a_member;
            if (!is_out) return;
            ++client.stage_.sights.left;
            client.rooms_.erase(room);
        }));
    });
}

void Client::make_room() {
    const std::string name = "room " + std::to_string(dice_.between(1, 30));
    const auto kind = dice_.is_one_in(3) ? chat::RoomKind::closed : chat::RoomKind::open;
    stage_.trace.note("client {} makes a room", {number_});
    ask([name, kind, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.create(id, {.name = name, .kind = kind},
                    line->answer<chat::RoomView>([](Client& client, const auto& answer) {
                        if (answer) client.begin(*answer);
                    }));
    });
}

void Client::add_or_kick() {
    const chat::RoomId* room = some_room();
    const Persona& other =
        *outside_.people[dice_.below(static_cast<std::uint32_t>(outside_.people.size()))];
    if (room == nullptr || *room == chat::kLobby || other.user.value().empty()) return;
    const bool is_kick = dice_.is_one_in(3);
    stage_.trace.note(
        is_kick ? "client {} puts somebody out of room {}" : "client {} adds somebody to room {}",
        {number_, stage_.ledger.number(*room)});
    ask([wish = chat::OnMember{.room = *room, .user = other.user}, is_kick, line = line_](
            chat::Chat& chat, chat::ConnectionId id) {
        if (is_kick) {
            chat.kick(id, wish, line->answer<chat::Posted>(kNobodyCares));
        } else {
            chat.add(id, wish, line->answer<chat::Posted>(kNobodyCares));
        }
    });
}

void Client::name_room() {
    const chat::RoomId* room = some_room();
    if (room == nullptr || *room == chat::kLobby) return;
    const std::string words = "room " + std::to_string(dice_.between(1, 60));
    const bool is_topic = dice_.is_one_in(2);
    ask([room = *room, words, is_topic, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        if (is_topic) {
            chat.set_topic(id, room, words, line->answer<chat::Posted>(kNobodyCares));
        } else {
            chat.rename(id, room, words, line->answer<chat::Posted>(kNobodyCares));
        }
    });
}

void Client::write_something() {
    const chat::RoomId* room = some_room();
    if (room == nullptr) return;
    ask([room = *room, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.typing(id, room, line->answer<void>(kNobodyCares));
    });
}

}  // namespace sim
