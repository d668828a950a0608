#include "sim/line.h"

#include <functional>
#include <memory>
#include <utility>

#include "sim/client.h"
#include "sim/node.h"
#include "sim/schedule.h"

namespace sim {

void Line::up(std::move_only_function<void(Node&)> ask) {
    stage_.schedule.at(up_.next(stage_.schedule.now() + delay()),
                       [line = shared_from_this(), ask = std::move(ask)]() mutable {
                           const std::shared_ptr<Node> node = line->node();
                           if (!line->is_cut_ && node != nullptr) ask(*node);
                       });
}

void Line::down(std::move_only_function<void(Client&)> tell) {
    stage_.schedule.at(down_.next(stage_.schedule.now() + delay()),
                       [line = shared_from_this(), tell = std::move(tell)]() mutable {
                           if (!line->is_cut_) tell(line->client_);
                       });
}

Time Line::delay() {
    if (dice_.is_hit(stage_.weather.line_late)) return Time(dice_.between(2'000, 300'000));
    return Time(dice_.between(100, 2'000));
}

}  // namespace sim
