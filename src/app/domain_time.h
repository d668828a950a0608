/// DomainTime: wakes the domain when its next deadline has come.
///
/// Thread:     domain.
/// Owns:       one timer of the domain's loop.
/// Invariant:  after every turn the timer stands at Chat::next_deadline().
#pragma once

#include <optional>

#include "base/clock.h"
#include "chat/chat.h"
#include "loop/event_loop.h"

namespace app {

class DomainTime final : private loop::TurnHook {
public:
    /// Before the loop runs; lives as long as it does.
    DomainTime(loop::EventLoop& domain, chat::Chat& chat);

private:
    void on_turn_end() override;
    void on_deadline();

    loop::EventLoop& domain_;
    chat::Chat& chat_;
    std::optional<base::SteadyTime> armed_;
    loop::Timer timer_ = loop::Timer::calling<&DomainTime::on_deadline>(*this);
};

}  // namespace app
