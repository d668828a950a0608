#include "net/wire.h"

#include "net/websocket/deflate.h"

namespace net {

Wire::Wire(loop::EventLoop& loop, base::Metrics& metrics, base::Log& log)
    : loop_(loop),
      log_(log),
      metrics_(metrics),
      receive_buffer_(std::make_unique_for_overwrite<std::byte[]>(kReceiveBytes)),
      deflater_(std::make_unique<websocket::Deflater>()),
      inflater_(std::make_unique<websocket::Inflater>()) {}

Wire::~Wire() = default;

void Wire::on_turn_end() {
    if (queues_.empty()) {
        tape_.clear();
        let_others_first_ = true;
        return;
    }
    // Other hooks of this turn may still write; one place further back they have.
    if (!let_others_first_) {
        queues_.run();
    }
    let_others_first_ = !let_others_first_;
    loop_.at_end_of_turn(*this);
}

}  // namespace net
