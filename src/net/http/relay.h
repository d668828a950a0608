/// Relays: requests that another server answers, and the connections on which its answers come back.
///
/// Thread:     loop; made and destroyed while it does not run.
/// Owns:       each relay: the connection to the other server, first the client's exchange, then the client's connection.
/// Invariant:  the client's own octets reach the other server behind an answer 101 only. A client that is gone takes the
///             connection to the other server with it, and the other way round.
/// Elsewhere:  what the request says is relay_head.h; octets go to and fro in tcp/splice.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "loop/turn_hook.h"
#include "net/http/exchange.h"
#include "net/tcp/address.h"
#include "net/tcp/seat.h"
#include "net/wire.h"

namespace net::http {

/// Why there is no answer to pass on.
enum class RelayFailure : std::uint8_t {
    no_room,      ///< as many relays or connections as there may be
    unreachable,  ///< refused, reset, or ended before an answer
    timeout,
};

struct RelayJob {
    tcp::Address to;
    std::string head;  ///< see relay_head()
    std::string body;
    enum class Asks : std::uint8_t { answer, upgrade } asks = Asks::answer;
    std::chrono::milliseconds idle_max{};  ///< no answer, or nothing said either way, for so long
    /// Is to answer the exchange. Called when nothing of an answer came, inside begin() or later.
    std::move_only_function<void(Exchange, RelayFailure)> failed;
};

class Relays final : private loop::TurnHook {
public:
    /// To connect, and to have the whole request taken.
    static constexpr std::chrono::seconds kAskingTimeout{5};

    /// seats  for relays, of all loops together
    Relays(Wire& wire, tcp::Seats& seats);
    ~Relays() override;

    /// The answer ends the client's connection.
    void begin(Exchange exchange, RelayJob job);

    /// Cuts what is relayed both ways now, spread evenly over `spread`; what waits for an answer gets it.
    void shut_down(std::chrono::milliseconds spread);

private:
    class Relay;

    void bury(Relay& relay);
    void on_turn_end() override;

    Wire& wire_;
    tcp::Seats& seats_;
    std::list<std::unique_ptr<Relay>> relays_;
    std::list<std::unique_ptr<Relay>> buried_;  // emptied at the end of the turn
};

}  // namespace net::http
