#include "app/domain_time.h"

namespace app {

DomainTime::DomainTime(loop::EventLoop& domain, chat::Chat& chat) : domain_(domain), chat_(chat) {
    domain_.at_end_of_every_turn(*this);
}

void DomainTime::on_turn_end() {
    const std::optional<base::SteadyTime> deadline = chat_.next_deadline();
    if (deadline == armed_) return;
    armed_ = deadline;
    if (deadline) {
        timer_.start(domain_.timers(), *deadline);
    } else {
        timer_.cancel();
    }
}

void DomainTime::on_deadline() {
    armed_.reset();
    chat_.on_time();
}

}  // namespace app
