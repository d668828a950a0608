/// FakeExchange: a request's other end, without a connection.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/http/detached.h"
#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/tcp/seat.h"
#include "net/tcp/stream.h"
#include "net/websocket/connection.h"
#include "net/wire.h"
#include "support/fake_websocket.h"

namespace support {

class FakeExchange final : public net::http::Answerer {
public:
    explicit FakeExchange(net::Wire& wire) : wire_(wire), websocket(wire.tape()) {}

    [[nodiscard]] net::http::Exchange exchange() { return net::http::Exchange(*this); }

    /// The peer's connection dies before the answer.
    void vanish() {
        forget_exchange();
        if (auto gone = std::exchange(gone_, nullptr)) gone();
    }

    [[nodiscard]] bool is_answered() const { return response.has_value(); }
    [[nodiscard]] std::string_view body() const {
        return response->body.empty() ? response->static_body : response->body.view();
    }
    [[nodiscard]] std::string_view field(std::string_view name) const {
        for (const auto& [key, value] : response->fields)
            if (key == name) return value;
        return {};
    }

    void respond(net::http::Response answer) override {
        gone_ = nullptr;
        response = std::move(answer);
    }
    void when_gone(std::move_only_function<void()> gone) override { gone_ = std::move(gone); }
    [[nodiscard]] std::unique_ptr<net::websocket::Connection> accept_websocket(
        const net::http::Request&, const net::websocket::ConnectionOptions& options) override {
        is_upgraded = true;
        websocket_options = options;
        return websocket.connection();
    }
    void move_to(
        net::Wire& there, net::http::Request request,
        std::move_only_function<void(net::http::Request, net::http::Exchange)> then) override {
        moved_to = &there;
        moved_request = std::move(request);
        go_on = std::move(then);
    }
    [[nodiscard]] net::http::Detached detach() override {
        gone_ = nullptr;
        return {.stream = std::move(stream), .unread = {}};
    }
    [[nodiscard]] net::tcp::Seat try_take_seat() override { return seats.try_take(); }
    [[nodiscard]] net::Wire& wire() override { return wire_; }

private:
    net::Wire& wire_;
    std::move_only_function<void()> gone_;

public:
    std::optional<net::http::Response> response;
    bool is_upgraded = false;
    net::websocket::ConnectionOptions websocket_options;
    FakeWebSocket websocket;
    std::unique_ptr<net::tcp::Stream> stream;  ///< what is detached
    net::tcp::Seats seats{1};
    net::Wire* moved_to = nullptr;
    net::http::Request moved_request;
    std::move_only_function<void(net::http::Request, net::http::Exchange)> go_on;
};

}  // namespace support
