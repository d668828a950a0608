#include "net/http/relay.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/shared_bytes.h"
#include "loop/event_loop.h"
#include "loop/timer_wheel.h"
#include "net/http/detached.h"
#include "net/http/exchange.h"
#include "net/tcp/connect.h"
#include "net/tcp/descriptor.h"
#include "net/tcp/seat.h"
#include "net/tcp/splice.h"
#include "net/tcp/stream.h"
#include "net/wire.h"

namespace net::http {
namespace {

/// "HTTP/1.1 200": what is needed to know how to go on.
constexpr std::size_t kStatusBytes = 12;
constexpr std::string_view kSwitching = "HTTP/1.1 101";

bool is_answer(std::string_view begun) {
    return begun.starts_with("HTTP/1.") && begun[8] == ' ';
}

unsigned status_of(std::string_view begun) {
    unsigned status = 0;
    for (const char c : begun.substr(9, 3))
        status = status * 10 + static_cast<unsigned>(c - '0');
    return status;
}

}  // namespace

class Relays::Relay final : private tcp::Stream::Events {
public:
    Relay(Relays& home, Exchange exchange, RelayJob job, tcp::Seat seat)
        : home_(home),
          wire_(home.wire_),
          exchange_(std::move(exchange)),
          job_(std::move(job)),
          seat_(std::move(seat)),
          timer_(loop::Timer::calling<&Relay::on_timeout>(*this)) {
        wire_.metrics().relays_open.add();
    }
    ~Relay() { wire_.metrics().relays_open.sub(); }
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    void ask(tcp::Descriptor socket, tcp::Seat seat);

    [[nodiscard]] bool is_tunnel() const { return is_tunnel_; }
    void cut_at(base::SteadyTime when) { timer_.start(wire_.loop().timers(), when); }

    /// Its place in the list of relays.
    std::list<std::unique_ptr<Relay>>::iterator place;

private:
    void on_octets(std::span<std::byte> octets) override;
    void on_end(tcp::Stream::End) override { fail(RelayFailure::unreachable); }
    void on_sent() override { wait(job_.idle_max); }
    void on_overflow() override {}  // no bound is set: one request is the bound
    void on_timeout();

    void pass_answer_on();
    void fail(RelayFailure why);
    void over();
    void wait(std::chrono::milliseconds timeout) {
        timer_.start(wire_.loop().timers(), wire_.loop().now() + timeout);
    }

    Relays& home_;
    Wire& wire_;
    Exchange exchange_;
    RelayJob job_;
    tcp::Seat seat_;
    std::unique_ptr<tcp::Stream> stream_;  // to the other server, until the splice has it
    std::string begun_;                    // of the answer
    std::unique_ptr<tcp::Splice> splice_;
    loop::Timer timer_;
    bool is_tunnel_ = false;
    bool is_over_ = false;
};

void Relays::Relay::ask(tcp::Descriptor socket, tcp::Seat seat) {
    stream_ = std::make_unique<tcp::Stream>(wire_, std::move(socket), std::move(seat),
                                            static_cast<tcp::Stream::Events&>(*this));
    stream_->send_copy(job_.head);
    if (!job_.body.empty()) stream_->send_reference(base::SharedBytes(std::move(job_.body)));
    stream_->tell_when_sent();
    stream_->start_reading();
    wait(kAskingTimeout);
    exchange_.when_gone([this] { over(); });
}

void Relays::Relay::on_octets(std::span<std::byte> octets) {
    begun_.append(reinterpret_cast<const char*>(octets.data()), octets.size());
    if (begun_.size() < kStatusBytes) return;
    if (is_answer(begun_))
        pass_answer_on();
    else
        fail(RelayFailure::unreachable);
}

void Relays::Relay::pass_answer_on() {
    Detached client = exchange_.detach();
    if (!client.stream) {
        over();
        return;
    }
    timer_.cancel();
    wire_.metrics().answered(status_of(begun_)).add();
    is_tunnel_ = job_.asks == RelayJob::Asks::upgrade && begun_.starts_with(kSwitching);
    splice_ = std::make_unique<tcp::Splice>(
        tcp::Splice::End{.stream = std::move(client.stream), .said = std::move(client.unread)},
        tcp::Splice::End{.stream = std::move(stream_), .said = std::move(begun_)},
        is_tunnel_ ? tcp::Splice::Ways::both : tcp::Splice::Ways::to_near, job_.idle_max,
        [this] { over(); });
}

void Relays::Relay::on_timeout() {
    if (splice_)
        splice_->cut();
    else
        fail(RelayFailure::timeout);
}

void Relays::Relay::fail(RelayFailure why) {
    wire_.metrics().relays_failed.at(static_cast<std::size_t>(why))->add();
    auto failed = std::move(job_.failed);
    Exchange exchange = std::move(exchange_);
    over();
    failed(std::move(exchange), why);
}

void Relays::Relay::over() {
    if (std::exchange(is_over_, true)) return;
    timer_.cancel();
    stream_.reset();
    home_.bury(*this);
}

Relays::Relays(Wire& wire, tcp::Seats& seats) : wire_(wire), seats_(seats) {}

Relays::~Relays() = default;

void Relays::begin(Exchange exchange, RelayJob job) {
    const auto fail = [&](RelayFailure why) {
        wire_.metrics().relays_failed.at(static_cast<std::size_t>(why))->add();
        job.failed(std::move(exchange), why);
    };
    tcp::Seat own = seats_.try_take();
    if (!own.is_taken()) return fail(RelayFailure::no_room);
    tcp::Seat beside = exchange.try_take_seat();
    if (!beside.is_taken()) return fail(RelayFailure::no_room);
    tcp::Descriptor socket = tcp::begin_connect(job.to);
    if (!socket.is_open()) return fail(RelayFailure::unreachable);

    relays_.push_back(
        std::make_unique<Relay>(*this, std::move(exchange), std::move(job), std::move(own)));
    Relay& relay = *relays_.back();
    relay.place = std::prev(relays_.end());
    relay.ask(std::move(socket), std::move(beside));
}

void Relays::shut_down(std::chrono::milliseconds spread) {
    std::vector<Relay*> tunnels;
    for (const auto& relay : relays_)
        if (relay->is_tunnel()) tunnels.push_back(relay.get());
    const base::SteadyTime now = wire_.loop().now();
    for (std::size_t i = 0; i < tunnels.size(); ++i)
        tunnels[i]->cut_at(now + spread * i / tunnels.size());
}

void Relays::bury(Relay& relay) {
    buried_.splice(buried_.end(), relays_, relay.place);
    wire_.loop().at_end_of_turn(*this);
}

void Relays::on_turn_end() {
    buried_.clear();
}

}  // namespace net::http
