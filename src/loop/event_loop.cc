#include "loop/event_loop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.h"

namespace loop {

struct EventLoop::Asio {
    // One thread runs the loop, so the reactor needs no lock; the scheduler keeps its own for post().
    boost::asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        context.get_executor()};
    boost::asio::steady_timer wake_up{context};
    std::optional<base::SteadyTime> wake_up_at;
};

EventLoop::EventLoop(const base::Clock& clock, std::string name)
    : clock_(clock),
      name_(std::move(name)),
      asio_(std::make_unique<Asio>()),
      timers_(clock.now()) {}

EventLoop::~EventLoop() = default;

boost::asio::io_context& EventLoop::io() {
    return asio_->context;
}

bool EventLoop::is_home() const {
    const std::thread::id home = home_.load(std::memory_order_relaxed);
    return home == std::thread::id() || home == std::this_thread::get_id();
}

bool EventLoop::is_running_here() const {
    return home_.load(std::memory_order_relaxed) == std::this_thread::get_id();
}

void EventLoop::check_home() const {
    CHECK_MSG(is_home(), name_);
}

void EventLoop::run() {
    home_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    while (!stopping_.load(std::memory_order_acquire)) {
        arm_wake_up();
        now_.reset();
        turn_after(asio_->context.run_one());
    }
    // What was posted before stop() is still run: answers on their way must not be dropped.
    while (run_ready()) {
    }
    home_.store(std::thread::id(), std::memory_order_relaxed);
}

bool EventLoop::run_ready() {
    now_.reset();
    const std::size_t ran = asio_->context.poll_one();
    turn_after(ran);
    return ran != 0;
}

base::SteadyTime EventLoop::now() const {
    if (!now_) now_ = clock_.now();
    return *now_;
}

void EventLoop::turn_after(std::size_t ran) {
    for (int i = 1; ran != 0 && i < kHandlersPerTurnMax; ++i)
        ran = asio_->context.poll_one();
    timers_.advance(now());
    if (every_turn_ != nullptr) every_turn_->on_turn_end();
    hooks_.run();
}

void EventLoop::stop() {
    post([this] { stopping_.store(true, std::memory_order_release); });
}

void EventLoop::post(base::Job job) {
    bool first = false;
    {
        const std::lock_guard lock(inbox_mutex_);
        first = inbox_.empty();
        inbox_.push_back(std::move(job));
    }
    if (first) boost::asio::post(asio_->context, [this] { run_inbox(); });
}

void EventLoop::run_inbox() {
    {
        const std::lock_guard lock(inbox_mutex_);
        std::swap(inbox_, running_);
    }
    for (base::Job& job : running_)
        job();
    running_.clear();
    static constexpr std::size_t kJobsKept = 4096;
    if (running_.capacity() > kJobsKept) running_.shrink_to_fit();
}

void EventLoop::arm_wake_up() {
    const std::optional<base::SteadyTime> look = timers_.next_look();
    if (!look || (asio_->wake_up_at && *asio_->wake_up_at <= *look)) return;
    asio_->wake_up_at = look;
    asio_->wake_up.expires_after(*look - clock_.now());
    asio_->wake_up.async_wait([this](const boost::system::error_code& error) {
        if (!error) asio_->wake_up_at.reset();
    });
}

}  // namespace loop
