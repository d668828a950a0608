/// Operations: how a machine asks whether this server is alive, ready and how it does.
///
/// Thread:     loop. The probes are called on every loop at the same time.
/// Owns:       nothing.
/// Invariant:  nothing a person wrote and nothing secret is in an answer.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "net/http/message.h"
#include "net/http/server.h"

namespace api::http {

struct Probes {
    /// Empty when ready to serve; else one sentence why not.
    std::function<std::string()> unready;
    /// The metrics page.
    std::function<std::string()> metrics;
};

/// The answer to /healthz (200 while the process answers) and /readyz (200, or 503 with the reason); nullopt for other
/// paths.
std::optional<net::http::Response> health(const net::http::Request& request, const Probes& probes);

/// The admin listener: /healthz, /readyz and /metrics.
class Operations final : public net::http::Handler {
public:
    explicit Operations(Probes probes) : probes_(std::move(probes)) {}

    [[nodiscard]] std::uint64_t body_bytes_max(const net::http::Request& head,
                                               const net::http::Limits& limits) const override;
    void handle(net::http::Request request, net::http::Exchange exchange) override;

private:
    Probes probes_;
};

/// A short text answer.
net::http::Response text_response(std::uint16_t status, std::string text);

}  // namespace api::http
