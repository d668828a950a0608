/// Edge: a node's side of its connections: who is subscribed to what, and what goes down which line.
///
/// Thread:     one.
/// Owns:       the subscriptions and the lines of the connections that the node believes to be open.
/// Invariant:  fails the run when the domain subscribes a connection twice, gives it what it missed while it is live
///             already, or lets two people who are here have one name.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "sim/line.h"
#include "sim/stage.h"

namespace sim {

class Edge final : public chat::Audience {
public:
    Edge(Stage& stage, std::uint64_t run) : stage_(stage), run_(run) {}

    void open(const std::shared_ptr<Line>& line) { lines_[line->id()].line = line; }
    /// It is let in, as `me`.
    void admit(chat::ConnectionId id, const chat::User& me);
    void close(chat::ConnectionId id);

    /// The people who have a connection here.
    [[nodiscard]] std::set<chat::UserId> people() const;
    /// What they are called, in the form in which names are compared.
    [[nodiscard]] std::map<chat::UserId, std::string> names() const;
    /// One of those that are subscribed; value 0: none is.
    [[nodiscard]] chat::ConnectionId subscriber(const chat::RoomId& room) const;

    void subscribe(chat::ConnectionId connection, const chat::RoomId& room) override;
    void unsubscribe(chat::ConnectionId connection, const chat::RoomId& room) override;
    void event(const chat::Event& event, std::uint32_t present) override;
    void coming(const chat::RoomId& room, chat::Coming coming, const chat::User& user,
                base::WallTime time, std::uint32_t present) override;
    void present(const chat::RoomId& /*room*/, std::uint32_t /*present*/) override {}
    void typing(const chat::RoomId& /*room*/, const chat::User& /*user*/,
                chat::ConnectionId /*except*/) override {}
    void catchup(chat::ConnectionId connection, const chat::Catchup& catchup) override;
    void read(chat::ConnectionId connection, const chat::RoomView& room) override;
    void room_changed(chat::ConnectionId connection, chat::RoomChange change,
                      const chat::RoomView& room, const chat::Named* by) override;
    void room_created(const chat::RoomView& /*room*/) override {}
    void ignored(chat::ConnectionId /*connection*/,
                 const std::vector<chat::Named>& /*people*/) override {}
    void profile(const chat::RoomId& /*room*/, const chat::User& /*user*/) override {}
    void profile(chat::ConnectionId connection, const chat::User& user) override;
    void end(chat::ConnectionId connection, chat::SessionEnd why) override;

private:
    struct Open {
        std::shared_ptr<Line> line;
        chat::UserId user;  ///< empty: not let in yet
        std::string name_key;
    };
    /// nullptr: the node does not know it (any more).
    [[nodiscard]] Line* line(chat::ConnectionId connection);
    void check_name(chat::ConnectionId id);

    Stage& stage_;
    std::uint64_t run_;
    std::map<chat::ConnectionId, Open> lines_;
    std::map<chat::RoomId, std::set<chat::ConnectionId>> rooms_;
};

}  // namespace sim
