#include "sim/node.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "sim/client.h"
#include "sim/dice.h"
#include "sim/line.h"
#include "sim/network.h"
#include "sim/schedule.h"
#include "sim/stage.h"

namespace sim {

chat::Limits limits() {
    chat::Limits limits;
    limits.rate_limits = chat::Limits::RateLimits::off;
    limits.recent_events_max = 16;
    limits.catchup_events_max = 40;
    return limits;
}

Node::Node(Stage& stage, Network& network, std::uint64_t run, Dice dice)
    : stage_(stage),
      run_(run),
      dice_(dice),
      clock_(stage.schedule, dice_),
      random_(dice_.number()),
      store_(stage, life_, dice_.apart()),
      bus_(network, run),
      passwords_(stage.store_executor),
      edge_(stage, run) {}

void Node::start() {
    stage_.trace.note("node {} starts", {run_});
    chat_.emplace(chat::Chat::World{.clock = clock_,
                                    .random = random_,
                                    .store = store_,
                                    .accounts = stage_.store,
                                    .room_store = store_,
                                    .room_records = stage_.store,
                                    .admin = stage_.store,
                                    .exports = stage_.store,
                                    .imports = stage_.store,
                                    .passwords = passwords_,
                                    .searcher = stage_.store,
                                    .bus = bus_,
                                    .audience = edge_,
                                    .metrics = metrics_,
                                    .log = base::Log::none()},
                  limits());
    chat_->start([this](const base::Result<void, chat::StoreError>& ready) {
        stage_.trace.note(ready ? "node {} is ready" : "node {} could not start", {run_});
        (ready ? is_ready_ : is_failed_) = true;
    });
}

void Node::connect(const std::shared_ptr<Line>& line, chat::ConnectRequest request) {
    edge_.open(line);
    chat_->connect(
        std::move(request), [this, line](base::Result<chat::Welcome, chat::ConnectRefusal> answer) {
            if (!answer) {
                edge_.close(line->id());
                line->down([refusal = std::move(answer.error())](Client& client) {
                    client.on_refused(refusal);
                });
                return;
            }
            edge_.admit(line->id(), answer->me);
            line->down(
                [welcome = *std::move(answer)](Client& client) { client.on_welcome(welcome); });
        });
}

void Node::close(chat::ConnectionId id) {
    stage_.trace.note("node {} notices that connection {} is closed", {run_, id.value()});
    edge_.close(id);
    chat_->disconnect(id);
}

void Node::plan() {
    const std::optional<base::SteadyTime> deadline = chat_->next_deadline();
    if (!deadline) return;
    const Time when = clock_.when(*deadline);
    if (planned_ && *planned_ <= when) return;
    planned_ = when;
    stage_.schedule.at(when, [this, when, life = std::weak_ptr(life_)] {
        if (life.expired() || planned_ != when) return;
        planned_.reset();
        const std::optional<base::SteadyTime> due = chat_->next_deadline();
        if (due && *due <= clock_.now()) chat_->on_time();
    });
}

}  // namespace sim
