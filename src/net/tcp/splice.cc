#include "net/tcp/splice.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include "loop/event_loop.h"
#include "loop/timer_wheel.h"
#include "net/metrics.h"
#include "net/tcp/stream.h"
#include "net/wire.h"

namespace net::tcp {

void Splice::Side::on_octets(std::span<std::byte> octets) {
    splice.on_octets(*this, {reinterpret_cast<const char*>(octets.data()), octets.size()});
}

Splice::Splice(End near, End far, Ways ways, std::chrono::milliseconds idle_max,
               std::move_only_function<void()> over)
    : near_(*this, std::move(near.stream)),
      far_(*this, std::move(far.stream)),
      ways_(ways),
      idle_max_(idle_max),
      over_(std::move(over)),
      timer_(loop::Timer::calling<&Splice::on_timeout>(*this)) {
    if (!far.said.empty()) pass_on(far_, far.said);
    if (!near.said.empty() && ways_ == Ways::both) pass_on(near_, near.said);
    wait(idle_max_);
}

Splice::~Splice() {
    if (!is_over_) near_.stream->wire().metrics().ended(Ending::ours).add();
}

void Splice::wait(std::chrono::milliseconds timeout) {
    loop::EventLoop& loop = near_.stream->wire().loop();
    timer_.start(loop.timers(), loop.now() + timeout);
}

void Splice::on_octets(Side& from, std::string_view octets) {
    if (!is_closing_) wait(idle_max_);
    if (&from == &far_ || ways_ == Ways::both) {
        pass_on(from, octets);
        return;
    }
    thrown_away_bytes_ += octets.size();
    if (thrown_away_bytes_ > kThrownAwayBytesMax) end(Ending::bad_request);
}

void Splice::pass_on(Side& from, std::string_view octets) {
    Side& to = other(from);
    to.stream->send_copy(octets);
    to.stream->tell_when_sent();
    from.stream->hold_reading();
}

void Splice::on_sent(const Side& to) {
    Side& from = other(to);
    if (&from == &near_ && ways_ == Ways::to_near) return;
    if (from.has_ended)
        tell_end(other(from));
    else
        from.stream->resume_reading();
}

void Splice::on_end(Side& from, Stream::End how) {
    const bool is_near = &from == &near_;
    if (how == Stream::End::broken) {
        end(is_closing_ ? ending_ : is_near ? Ending::lost : Ending::ours);
        return;
    }
    from.has_ended = true;
    if (!is_closing_) ending_ = is_near ? Ending::peer : Ending::ours;
    if (is_near && ways_ == Ways::to_near)
        end_when_done();
    else
        other(from).stream->tell_when_sent();
}

void Splice::tell_end(Side& to) {
    if (std::exchange(to.is_told, true)) return;
    to.stream->finish_sending();
    is_closing_ = true;
    wait(kClosingTimeout);
    end_when_done();
}

void Splice::end_when_done() {
    const bool is_far_done = ways_ == Ways::both ? far_.is_told : near_.has_ended;
    if (near_.is_told && is_far_done) end(ending_);
}

void Splice::on_timeout() {
    const Metrics& metrics = near_.stream->wire().metrics();
    if (is_closing_) {
        metrics.timeouts_close.add();
        end(ending_);
    } else {
        metrics.timeouts_idle.add();
        end(Ending::timeout);
    }
}

void Splice::cut() {
    end(Ending::ours);
}

void Splice::end(Ending ending) {
    if (std::exchange(is_over_, true)) return;
    near_.stream->wire().metrics().ended(ending).add();
    timer_.cancel();
    near_.stream.reset();
    far_.stream.reset();
    over_();
}

}  // namespace net::tcp
