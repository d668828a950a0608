/// Site: what stands where on the public port: Socket.IO, REST, the web client, health.
///
/// Thread:     loop; one Site for each loop.
/// Owns:       nothing that changes.
/// Elsewhere:  who is ready is app's; the REST document is docs/protocol/openapi.json.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "api/http/operations.h"
#include "api/http/static_files.h"
#include "api/rest/rest.h"
#include "chat/accounts.h"
#include "net/http/server.h"
#include "socketio/server.h"

namespace api::http {

struct SiteFacts {
    std::string name;
    std::string version;
    // Called on every loop.
    std::function<std::int64_t()> present;  ///< people here now
    std::function<chat::Door()> door;       ///< as it is now
};

class Site final : public net::http::Handler {
public:
    /// loop  whose part of the Socket.IO server this site hands requests to; `rest` is of that loop too
    Site(socketio::Server& server, std::size_t loop, rest::Rest& rest,
         std::span<const Asset> assets, SiteFacts facts, Probes probes);

    [[nodiscard]] std::uint64_t body_bytes_max(const net::http::Request& head,
                                               const net::http::Limits& limits) const override;
    [[nodiscard]] net::http::BodyBegun begin_body(const net::http::Request& head) override;
    void handle(net::http::Request request, net::http::Exchange exchange) override;

private:
    [[nodiscard]] net::http::Response respond(const net::http::Request& request) const;
    [[nodiscard]] net::http::Response api(std::string_view resource) const;

    socketio::Server& server_;
    net::http::Handler& events_;
    rest::Rest& rest_;
    StaticFiles files_;
    SiteFacts facts_;
    Probes probes_;
};

}  // namespace api::http
