/// Line: one connection between a client and a node: what goes over it arrives in order, a moment later, until it is cut.
///
/// Thread:     one.
/// Owns:       nothing of either end. Whatever is under way when it is cut is lost; neither end is told.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "sim/dice.h"
#include "sim/schedule.h"
#include "sim/stage.h"

namespace sim {

class Client;
class Node;

class Line : public std::enable_shared_from_this<Line> {
public:
    Line(Stage& stage, Dice dice, chat::ConnectionId id, Client& client, std::weak_ptr<Node> node)
        : stage_(stage), dice_(dice), id_(id), client_(client), node_(std::move(node)) {}

    [[nodiscard]] chat::ConnectionId id() const { return id_; }
    [[nodiscard]] std::shared_ptr<Node> node() const { return node_.lock(); }
    [[nodiscard]] bool is_cut() const { return is_cut_; }
    void cut() { is_cut_ = true; }

    /// What the client asks, at the node's end; what the node says, at the client's.
    void up(std::move_only_function<void(Node&)> ask);
    void down(std::move_only_function<void(Client&)> tell);
    /// Brings the domain's answer down to the client.
    template <typename T, typename Then>
    chat::Reply<T> answer(Then then) {
        return [line = shared_from_this(),
                then = std::move(then)](base::Result<T, chat::Refusal> answer) mutable {
            line->down([then = std::move(then), answer = std::move(answer)](
                           Client& client) mutable { then(client, answer); });
        };
    }

private:
    Time delay();

    Stage& stage_;
    Dice dice_;
    chat::ConnectionId id_;
    Client& client_;
    std::weak_ptr<Node> node_;
    InOrder up_;
    InOrder down_;
    bool is_cut_ = false;
};

}  // namespace sim
