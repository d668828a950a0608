/// Rest: accounts, sessions, invites, administration and exports over HTTP: from a request to the domain, and back with its answer.
///
/// Thread:     loop; one Rest for each loop. The domain's replies come back as messages.
/// Owns:       the exchanges that wait for the domain; how often each address asked this loop.
/// Invariant:  each request is answered once; at most waiting_max of one loop wait. A peer that is gone costs
///             nothing more than its request under way.
/// Elsewhere:  the resources are docs/protocol/rest.md; the rules are chat/accounts.h and chat/administration.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/address_rates.h"
#include "api/rest/bodies.h"
#include "api/rest/downloads.h"
#include "api/rest/metrics.h"
#include "api/rest/route.h"
#include "base/clock.h"
#include "base/executor.h"
#include "base/metrics.h"
#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/exports.h"
#include "chat/imports.h"
#include "loop/remote.h"
#include "net/http/cors.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/server.h"

namespace api::rest {

struct Options {
    std::vector<std::string> allowed_origins{};
    std::string_view version{};        ///< of this program, for figures; lives for ever
    std::uint32_t waiting_max = 500;   ///< requests of one loop at the domain; over: unavailable
    std::uint32_t downloads_max = 16;  ///< files of one loop under way; over: unavailable
    /// Of one address; what is guessed is counted beside it, by the domain.
    enum class RateLimits : std::uint8_t { on, off } rate_limits = RateLimits::on;
    double requests_per_second = 20;
    double requests_burst = 200;  ///< over: rate_limited
};

class Rest final : public net::http::Handler {
public:
    /// loop  this Rest's; domain  where `accounts` and `administration` live
    Rest(base::Executor& loop, base::Executor& domain, chat::Accounts& accounts,
         chat::Administration& administration, chat::Exports& exports, chat::Imports& imports,
         const base::Clock& clock, const Options& options, base::Metrics& metrics);

    [[nodiscard]] bool serves(std::string_view path) const { return is_resource(path); }

    [[nodiscard]] std::uint64_t body_bytes_max(const net::http::Request& head,
                                               const net::http::Limits& limits) const override;
    void handle(net::http::Request request, net::http::Exchange exchange) override;

private:
    /// Of a request that waits for the domain.
    using Number = std::uint64_t;

    /// 0: the peer may ask now; else how long it has to wait.
    [[nodiscard]] base::Milliseconds wait_of(const net::http::Request& request);

    /// Parses and asks the domain.
    /// returns  why not, when it was not asked; `exchange` is then the caller's to answer
    std::optional<Invalid> ask(const Route& route, const net::http::Request& request,
                               net::http::Exchange& exchange);
    std::optional<Invalid> ask_about_oneself(Operation operation, const net::http::Request& request,
                                             net::http::Exchange& exchange);
    std::optional<Invalid> ask_about_sessions(const Route& route, const net::http::Request& request,
                                              net::http::Exchange& exchange);
    std::optional<Invalid> ask_about_invites(const Route& route, const net::http::Request& request,
                                             net::http::Exchange& exchange);

    std::optional<Invalid> ask_for_import(const Route& route, const net::http::Request& request,
                                          net::http::Exchange& exchange);
    std::optional<Invalid> ask_for_download(const Route& route, const net::http::Request& request,
                                            net::http::Exchange& exchange);
    std::optional<Invalid> ask_about_administration(const Route& route,
                                                    const net::http::Request& request,
                                                    net::http::Exchange& exchange);

    /// `call(accounts, reply)` runs on the domain, and `encode(value)` makes the answer there.
    template <typename T, typename Call, typename Encode>
    void send(const net::http::Request& request, net::http::Exchange& exchange, Call call,
              Encode encode);
    /// The exchange waits for the answer to the number that is returned.
    [[nodiscard]] Number wait(const net::http::Request& request, net::http::Exchange& exchange);
    void answer(Number number, net::http::Response response);
    void respond(const net::http::Request& request, net::http::Exchange& exchange,
                 net::http::Response response) const;

    struct Waiting {
        net::http::Exchange exchange;
        std::vector<net::http::Field> fields;  ///< of its answer, for the browser
    };

    base::Executor& domain_;
    chat::Accounts& accounts_;
    chat::Administration& administration_;
    chat::Imports& imports_;
    const base::Clock& clock_;
    Options options_;
    AddressRates rates_;
    net::http::Cors cors_;
    RestMetrics metrics_;
    Downloads downloads_;
    Number last_ = 0;
    std::unordered_map<Number, Waiting> waiting_;
    loop::Home<Rest> home_;
};

}  // namespace api::rest
