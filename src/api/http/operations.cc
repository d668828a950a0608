#include "api/http/operations.h"

#include <utility>

namespace api::http {

using net::http::Exchange;
using net::http::Method;
using net::http::Request;
using net::http::Response;

Response text_response(std::uint16_t status, std::string text) {
    Response response;
    response.status = status;
    response.fields = {{"Content-Type", "text/plain; charset=utf-8"},
                       {"Cache-Control", "no-store"},
                       {"X-Content-Type-Options", "nosniff"}};
    response.body = base::SharedBytes(std::move(text));
    return response;
}

std::optional<Response> health(const Request& request, const Probes& probes) {
    if (request.method != Method::get && request.method != Method::head) return std::nullopt;
    if (request.path() == "/healthz") return text_response(200, "alive\n");
    if (request.path() == "/readyz") {
        const std::string why = probes.unready();
        return why.empty() ? text_response(200, "ready\n") : text_response(503, why + "\n");
    }
    return std::nullopt;
}

std::uint64_t Operations::body_bytes_max(const Request& /*head*/,
                                         const net::http::Limits& /*limits*/) const {
    return 0;
}

void Operations::handle(Request request, Exchange exchange) {
    if (auto answer = health(request, probes_)) return exchange.respond(*std::move(answer));
    if (request.path() != "/metrics") {
        return exchange.respond(
            text_response(404, "There are /metrics, /healthz and /readyz here.\n"));
    }
    if (request.method != Method::get && request.method != Method::head) {
        return exchange.respond(text_response(405, "Only GET is answered here.\n"));
    }
    Response response = text_response(200, probes_.metrics());
    response.fields.front().second = "text/plain; version=0.0.4; charset=utf-8";
    exchange.respond(std::move(response));
}

}  // namespace api::http
