#include "sim/client.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "sim/dice.h"
#include "sim/line.h"
#include "sim/node.h"
#include "sim/promises.h"
#include "sim/rules.h"
#include "sim/schedule.h"

namespace sim {

std::shared_ptr<Node> Outside::some_node(Dice& dice) const {
    std::vector<std::shared_ptr<Node>> ready;
    for (const std::shared_ptr<Node>& node : nodes) {
        if (node != nullptr && node->is_ready()) ready.push_back(node);
    }
    if (ready.empty()) return nullptr;
    return ready[dice.below(static_cast<std::uint32_t>(ready.size()))];
}

void Client::come_back_after(std::uint32_t milliseconds_min, std::uint32_t milliseconds_max) {
    if (state_ == State::gone) return;
    state_ = State::away;
    stage_.schedule.after(Time(1000LL * dice_.between(milliseconds_min, milliseconds_max)),
                          [this] { connect(); });
}

void Client::connect() {
    if (state_ != State::away) return;
    const std::shared_ptr<Node> node = outside_.some_node(dice_);
    const bool is_another_asking =
        persona_.token.empty() && persona_.asking != 0 && persona_.asking != number_;
    if (node == nullptr || is_another_asking) {
        come_back_after(100, 500);
        return;
    }
    state_ = State::connecting;
    const chat::ConnectionId id(++outside_.last_connection);
    stage_.trace.note("client {} comes to node {} as connection {}",
                      {number_, node->run(), id.value()});
    line_ = std::make_shared<Line>(stage_, dice_.apart(), id, *this, node);
    const bool is_new = persona_.token.empty();
    if (is_new) persona_.asking = number_;
    chat::ConnectRequest request{
        .connection = id,
        .nickname = is_new || persona_.wants_name ? persona_.nickname : std::string(),
        .token = persona_.token,
        .cursors = {}};
    for (const auto& [room, copy] : rooms_)
        request.cursors.emplace_back(room, copy.cursor);
    line_->up([line = line_, request = std::move(request)](Node& there) mutable {
        there.connect(line, std::move(request));
    });
}

void Client::on_refused(const chat::ConnectRefusal& refusal) {
    stage_.trace.note("client {} is not let in, error {}",
                      {number_, static_cast<std::uint64_t>(refusal.error)});
    drop_line();
    switch (refusal.error) {
        case chat::ConnectError::nickname_taken:
            persona_.nickname += std::to_string(++persona_.renamed);
            persona_.wants_name = true;
            come_back_after(50, 300);
            return;
        case chat::ConnectError::unavailable:
            come_back_after(500, 1500);
            return;
        default:
            stage_.trace.fail("A client was not let in with the token or the name that is theirs.");
            return;
    }
}

void Client::on_welcome(const chat::Welcome& welcome) {
    stage_.trace.note("client {} is welcome, {} rooms", {number_, welcome.rooms.size()});
    if (!persona_.user.value().empty() && persona_.user != welcome.me.id) {
        stage_.trace.fail("A token stands for somebody else than before.");
        return;
    }
    persona_.user = welcome.me.id;
    persona_.token = welcome.token;
    persona_.asking = 0;
    persona_.wants_name = false;
    state_ = State::online;
    for (const chat::RoomView& view : welcome.rooms) {
        if (const auto copy = rooms_.find(view.room.id);
            !kMarkersBetweenNodes && copy != rooms_.end()) {
            copy->second.read = 0;
        }
        begin(view);
    }
    std::erase_if(rooms_, [&welcome](const auto& each) {
        return std::ranges::none_of(welcome.rooms, [&each](const chat::RoomView& view) {
            return view.room.id == each.first;
        });
    });
    send_again();
}

void Client::begin(const chat::RoomView& view) {
    const auto [entry, is_new] = rooms_.try_emplace(view.room.id);
    if (is_new) entry->second.cursor = view.room.head;
    see(view);
}

void Client::see(const chat::RoomView& view) {
    rules_.counted(witness(), view);
    const auto found = rooms_.find(view.room.id);
    if (found == rooms_.end()) return;
    rules_.marked(witness(), found->second, view);
    found->second.read = view.read;
}

void Client::on_view(const chat::RoomView& view) {
    see(view);
}

void Client::on_room_changed(chat::RoomChange change, const chat::RoomView& view) {
    stage_.trace.note(
        "client {} hears of a change {} in room {}",
        {number_, static_cast<std::uint64_t>(change), stage_.ledger.number(view.room.id)});
    if (change == chat::RoomChange::left) {
        ++stage_.sights.left;
        rooms_.erase(view.room.id);
        return;
    }
    begin(view);
}

void Client::take(const chat::Event& event, RoomCopy& copy) {
    copy.cursor = event.seq;
    copy.view.apply(event);
}

void Client::on_event(const chat::Event& event) {
    rules_.may_hear(witness(), event);
    const auto found = rooms_.find(event.room);
    if (found == rooms_.end()) return;  // it left: this was on its way
    rules_.told(witness(), found->second, event);
    take(event, found->second);
}

void Client::on_catchup(const chat::Catchup& catchup) {
    stage_.trace.note(
        "client {} is told what it missed in room {}, {} events to {}",
        {number_, stage_.ledger.number(catchup.room), catchup.events.size(), catchup.head});
    const auto found = rooms_.find(catchup.room);
    if (found == rooms_.end()) return;
    RoomCopy& copy = found->second;
    rules_.caught_up(witness(), copy, catchup);
    if (catchup.form == chat::Catchup::Form::reset) copy.view.clear();
    for (const chat::Event& event : catchup.events)
        take(event, copy);
    copy.cursor = catchup.head;
}

void Client::drop_line() {
    if (line_ == nullptr) return;
    line_->cut();
    line_.reset();
    if (persona_.asking == number_) persona_.asking = 0;
    for (Pending& pending : pending_)
        pending.is_under_way = false;
    if (state_ != State::gone) state_ = State::away;
}

void Client::lose_line() {
    if (line_ == nullptr || line_->is_cut()) return;
    stage_.trace.note("connection {} of client {} breaks", {line_->id().value(), number_});
    ++stage_.sights.lines_cut;
    line_->cut();
    const bool notices_at_once = dice_.is_one_in(2);
    stage_.schedule.after(Time(notices_at_once ? 0 : dice_.between(1'000, 3'000'000)),
                          [line = line_] {
                              if (const std::shared_ptr<Node> node = line->node()) {
                                  node->close(line->id());
                              }
                          });
    stage_.schedule.after(Time(dice_.between(0, 800'000)), [this, line = line_] {
        if (line_ != line) return;
        drop_line();
        come_back_after(10, 1500);
    });
}

void Client::on_node_lost() {
    if (line_ == nullptr) return;
    line_->cut();
    stage_.schedule.after(Time(dice_.between(0, 300'000)), [this, line = line_] {
        if (line_ != line) return;
        drop_line();
        come_back_after(10, 800);
    });
}

void Client::go_away() {
    stage_.trace.note("client {} goes away for good", {number_});
    lose_line();
    state_ = State::gone;
    drop_line();
    pending_.clear();
}

void Client::send_again() {
    for (Pending& pending : pending_) {
        ++stage_.sights.sent_again;
        transmit(pending);
    }
}

void Client::transmit(Pending& pending) {
    pending.is_under_way = true;
    ask([draft = pending.draft, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.post(id, draft,
                  line->answer<chat::Posted>([room = draft.room, nonce = draft.nonce](
                                                 Client& client, const Answered& answer) {
                      client.on_answer(room, nonce, answer);
                  }));
    });
}

void Client::on_answer(const chat::RoomId& room, const chat::Nonce& nonce, const Answered& answer) {
    const auto found = std::ranges::find_if(
        pending_, [&nonce](const Pending& pending) { return pending.draft.nonce == nonce; });
    if (answer) {
        stage_.trace.note("client {} has event {} of room {} acknowledged",
                          {number_, answer->seq, stage_.ledger.number(room)});
        rules_.acknowledged(witness(), room, nonce, answer->seq);
        if (found != pending_.end()) pending_.erase(found);
        return;
    }
    stage_.trace.note("client {} has a message refused, error {}",
                      {number_, static_cast<std::uint64_t>(answer.error().error)});
    if (found == pending_.end()) return;
    found->is_under_way = false;
    switch (answer.error().error) {
        case chat::ChatError::unavailable:
        case chat::ChatError::not_connected:
            stage_.schedule.after(Time(dice_.between(300'000, 1'200'000)), [this, nonce] {
                const auto again = std::ranges::find_if(
                    pending_, [&nonce](const Pending& each) { return each.draft.nonce == nonce; });
                if (state_ != State::online || again == pending_.end() || again->is_under_way) {
                    return;
                }
                ++stage_.sights.sent_again;
                transmit(*again);
            });
            return;
        default:
            pending_.erase(found);
            return;
    }
}

void Client::ask(Asked asked) {
    line_->up([id = line_->id(), asked = std::move(asked)](Node& node) mutable {
        asked(node.domain(), id);
    });
}

void Client::ask_view(const chat::RoomId& room) {
    ask([room, line = line_](chat::Chat& chat, chat::ConnectionId id) {
        chat.read(id, room, 0, line->answer<chat::RoomView>([](Client& client, const auto& answer) {
            if (answer) client.on_view(*answer);
        }));
    });
}

}  // namespace sim
