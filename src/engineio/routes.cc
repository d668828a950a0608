#include "engineio/routes.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "net/http/body_reading.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/server.h"

namespace engineio {

net::http::Handler* Routes::find(std::string_view path) const {
    for (const auto& [serves, handler] : routes_)
        if (serves(path)) return handler;
    return nullptr;
}

std::uint64_t Routes::body_bytes_max(const net::http::Request& head,
                                     const net::http::Limits& limits) const {
    const net::http::Handler* const handler = find(head.path());
    return handler == nullptr ? 0 : handler->body_bytes_max(head, limits);
}

net::http::BodyBegun Routes::begin_body(const net::http::Request& head) {
    net::http::Handler* const handler = find(head.path());
    return handler == nullptr ? nullptr : handler->begin_body(head);
}

void Routes::handle(net::http::Request request, net::http::Exchange exchange) {
    if (net::http::Handler* const handler = find(request.path()))
        return handler->handle(std::move(request), std::move(exchange));
    net::http::Response response;
    response.status = 404;
    response.fields = {{"Content-Type", "text/plain; charset=UTF-8"}};
    response.static_body = "Nothing here.\n";
    exchange.respond(std::move(response));
}

}  // namespace engineio
