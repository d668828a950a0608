/// Client: one device of somebody, as the official client behaves: it keeps a cursor for each room and what it has sent
/// without an answer, comes back to whichever node there is, and applies what it is told event by event.
///
/// Thread:     one.
/// Owns:       its copies of rooms and its pending messages.
/// Invariant:  a message is sent again, with its nonce, until it is acknowledged or refused for good.
/// Elsewhere:  what people do with it is deeds.cc; whether what it is told is right, rules.h says.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "sim/dice.h"
#include "sim/line.h"
#include "sim/node.h"
#include "sim/rules.h"
#include "sim/stage.h"

namespace sim {

/// Somebody, on all their devices.
struct Persona {
    std::string nickname;
    std::uint32_t renamed = 0;  ///< so often the name was taken
    std::string token;          ///< empty: never let in so far
    chat::UserId user;
    std::uint64_t asking = 0;  ///< the device that comes in for the first time
    bool wants_name = false;   ///< to be called `nickname`, which is new
};

/// What all clients know of the world they are in.
struct Outside {
    Nodes nodes;
    std::vector<std::unique_ptr<Persona>> people;
    std::uint64_t last_connection = 0;
    std::uint64_t last_nonce = 0;

    /// One that is ready; null when there is none.
    [[nodiscard]] std::shared_ptr<Node> some_node(Dice& dice) const;
};

class Client {
public:
    Client(Stage& stage, Rules& rules, Outside& outside, Persona& persona, std::uint64_t number,
           Dice dice)
        : stage_(stage),
          rules_(rules),
          outside_(outside),
          persona_(persona),
          number_(number),
          dice_(dice) {}
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void connect();
    /// Does something that people do.
    void act();
    /// The line breaks; the client notices soon, the node perhaps only after seconds.
    void lose_line();
    /// The node at the other end died.
    void on_node_lost();
    /// Closes and does not come back.
    void go_away();
    /// Asks how the room stands, which rules.h then looks at.
    void ask_view(const chat::RoomId& room);

    // Told over the line.
    void on_welcome(const chat::Welcome& welcome);
    void on_refused(const chat::ConnectRefusal& refusal);
    void on_event(const chat::Event& event);
    void on_catchup(const chat::Catchup& catchup);
    void on_view(const chat::RoomView& view);
    void on_room_changed(chat::RoomChange change, const chat::RoomView& view);

    [[nodiscard]] bool is_online() const { return state_ == State::online; }
    [[nodiscard]] bool is_gone() const { return state_ == State::gone; }
    [[nodiscard]] bool has_pending() const { return !pending_.empty(); }
    [[nodiscard]] const Line* line() const { return line_.get(); }
    [[nodiscard]] const std::map<chat::RoomId, RoomCopy>& rooms() const { return rooms_; }
    [[nodiscard]] Witness witness() const { return {.client = number_, .user = persona_.user}; }
    [[nodiscard]] std::uint64_t number() const { return number_; }

private:
    enum class State : std::uint8_t { away, connecting, online, gone };
    /// A message without an answer.
    struct Pending {
        chat::Draft draft;
        bool is_under_way = false;
    };
    using Answered = base::Result<chat::Posted, chat::Refusal>;
    using Asked = std::move_only_function<void(chat::Chat&, chat::ConnectionId)>;

    void come_back_after(std::uint32_t milliseconds_min, std::uint32_t milliseconds_max);
    void drop_line();
    void send_again();
    void transmit(Pending& pending);
    void on_answer(const chat::RoomId& room, const chat::Nonce& nonce, const Answered& answer);
    void ask(Asked asked);
    void take(const chat::Event& event, RoomCopy& copy);
    void see(const chat::RoomView& view);
    /// A room that was joined over this line.
    void begin(const chat::RoomView& view);

    // Deeds.
    [[nodiscard]] const chat::RoomId* some_room();
    [[nodiscard]] const chat::Event* some_message(const RoomCopy& copy, bool is_own);
    void post();
    void post_to(const chat::RoomId& room);
    void change();
    void react();
    void mark_read();
    void look_back();
    void look_for_rooms();
    void join(const chat::RoomId& room);
    void leave();
    void make_room();
    void add_or_kick();
    void name_room();
    void write_something();

    Stage& stage_;
    Rules& rules_;
    Outside& outside_;
    Persona& persona_;
    std::uint64_t number_;
    Dice dice_;
    State state_ = State::away;
    std::shared_ptr<Line> line_;
    std::map<chat::RoomId, RoomCopy> rooms_;
    std::deque<Pending> pending_;
};

}  // namespace sim
