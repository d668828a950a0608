#include "api/http/site.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "api/http/openapi.h"

namespace api::http {

using net::http::Exchange;
using net::http::Method;
using net::http::Request;
using net::http::Response;

namespace {

constexpr std::string_view kApi = "/api/v1/";

Response json_response(std::uint16_t status, const boost::json::object& body) {
    Response response = text_response(status, boost::json::serialize(body));
    response.fields.front().second = "application/json";
    return response;
}

Response json_error(std::uint16_t status, std::string_view code, std::string_view message) {
    return json_response(status, {{"error", {{"code", code}, {"message", message}}}});
}

}  // namespace

Site::Site(socketio::Server& server, std::size_t loop, rest::Rest& rest,
           std::span<const Asset> assets, SiteFacts facts, Probes probes)
    : server_(server),
      events_(server.handler(loop)),
      rest_(rest),
      files_(assets),
      facts_(std::move(facts)),
      probes_(std::move(probes)) {}

std::uint64_t Site::body_bytes_max(const Request& head, const net::http::Limits& limits) const {
    if (server_.serves(head.path())) return events_.body_bytes_max(head, limits);
    return rest_.serves(head.path()) ? rest_.body_bytes_max(head, limits) : 0;
}

net::http::BodyBegun Site::begin_body(const Request& head) {
    return server_.serves(head.path()) ? events_.begin_body(head) : nullptr;
}

void Site::handle(Request request, Exchange exchange) {
    if (server_.serves(request.path()))
        return events_.handle(std::move(request), std::move(exchange));
    if (rest_.serves(request.path())) return rest_.handle(std::move(request), std::move(exchange));
    exchange.respond(respond(request));
}

Response Site::respond(const Request& request) const {
    const std::string_view path = request.path();
    const bool is_api = path.starts_with(kApi);
    if (request.method != Method::get && request.method != Method::head) {
        Response response =
            is_api ? json_error(405, "method_not_allowed", "Only GET is answered here.")
                   : text_response(405, "Only GET is answered here.\n");
        response.fields.emplace_back("Allow", "GET, HEAD");
        return response;
    }
    if (auto answer = health(request, probes_)) return *std::move(answer);
    if (is_api) return api(path.substr(kApi.size()));
    if (auto file = files_.find(request)) return *std::move(file);
    if (path == "/") {
        return text_response(
            200,
            "This Parlor was built without its web client. Socket.IO clients are welcome at "
            "/socket.io/; `./dev build` builds both.\n");
    }
    return text_response(404, "There is nothing at this address. The chat is at /.\n");
}

Response Site::api(std::string_view resource) const {
    if (resource == "server") {
        const chat::Door door = facts_.door();
        return json_response(200, {{"name", facts_.name},
                                   {"version", facts_.version},
                                   {"present", facts_.present()},
                                   {"registration", chat::word_of(door.registration)},
                                   {"guests", door.guests == chat::DoorOptions::Guests::on}});
    }
    if (resource == "openapi.json") {
        Response response = text_response(200, {});
        response.fields.front().second = "application/json";
        response.static_body = kOpenApi;
        return response;
    }
    return json_error(404, "not_found",
                      "There is no such resource; /api/v1/openapi.json lists them.");
}

}  // namespace api::http
