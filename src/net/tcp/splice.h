/// Splice: two connections joined: what one end says, the other hears.
///
/// Thread:     loop (of both). Not to be destroyed inside its own `over`.
/// Owns:       both streams.
/// Invariant:  of each way at most one reading (Wire::kReceiveBytes) is on its way; an end that takes nothing is a reason not
///             to read the other, and only then is its end noticed. An end's last octet is passed on before its end is.
/// Elsewhere:  which two are joined, and why, is http/relay.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "loop/timer_wheel.h"
#include "net/metrics.h"
#include "net/tcp/stream.h"

namespace net::tcp {

class Splice final {
public:
    /// After one end has been told that nothing more comes for it, the other way has so long to come to its end too.
    static constexpr std::chrono::seconds kClosingTimeout{2};

    /// More than this of the near end's octets is not thrown away.
    static constexpr std::size_t kThrownAwayBytesMax = std::size_t{16} * 1024 * 1024;

    enum class Ways : std::uint8_t {
        both,
        to_near,  ///< what the near end says is thrown away
    };

    struct End {
        std::unique_ptr<Stream> stream;
        std::string said;  ///< octets of it that were read already
    };

    /// near      who came to us; `far` is whom we went to. Both are being read.
    /// idle_max  when nobody has said anything for so long, it is over
    /// over      called once, when both connections are closed; not inside the constructor
    Splice(End near, End far, Ways ways, std::chrono::milliseconds idle_max,
           std::move_only_function<void()> over);
    ~Splice();
    Splice(const Splice&) = delete;
    Splice& operator=(const Splice&) = delete;

    /// Closes both. `over` is called.
    void cut();

private:
    struct Side final : Stream::Events {
        Side(Splice& its_splice, std::unique_ptr<Stream> its_stream)
            : splice(its_splice), stream(std::move(its_stream)) {
            stream->set_events(*this);
        }
        void on_octets(std::span<std::byte> octets) override;
        void on_end(Stream::End how) override { splice.on_end(*this, how); }
        void on_sent() override { splice.on_sent(*this); }
        void on_overflow() override {}  // no bound is set: one reading at a time is the bound

        Splice& splice;
        std::unique_ptr<Stream> stream;
        bool has_ended = false;  // it says nothing more
        bool is_told = false;    // that nothing more comes for it
    };

    void on_octets(Side& from, std::string_view octets);
    void on_end(Side& from, Stream::End how);
    void on_sent(const Side& to);
    void on_timeout();

    [[nodiscard]] Side& other(const Side& side) { return &side == &near_ ? far_ : near_; }
    void pass_on(Side& from, std::string_view octets);
    void tell_end(Side& to);
    void end_when_done();
    void wait(std::chrono::milliseconds timeout);
    void end(Ending ending);

    Side near_;
    Side far_;
    Ways ways_;
    std::chrono::milliseconds idle_max_;
    std::move_only_function<void()> over_;
    loop::Timer timer_;
    std::size_t thrown_away_bytes_ = 0;
    Ending ending_ = Ending::ours;
    bool is_closing_ = false;  // the timer counts the closing
    bool is_over_ = false;
};

}  // namespace net::tcp
