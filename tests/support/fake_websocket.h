/// FakeWebSocket: a WebSocket whose other end is the test.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engineio/frames.h"
#include "net/tape.h"
#include "net/websocket/close.h"
#include "net/websocket/connection.h"
#include "net/websocket/frame.h"

namespace support {

class FakeWebSocket {
public:
    explicit FakeWebSocket(net::Tape& tape) : state_(std::make_shared<State>(tape)) {}

    /// The server's side; once.
    [[nodiscard]] std::unique_ptr<net::websocket::Connection> connection() {
        return std::make_unique<Connection>(state_);
    }

    // What the peer does.

    void say(std::string_view text) { say(net::websocket::MessageKind::text, text); }
    void say(net::websocket::MessageKind kind, std::string_view payload) {
        if (state_->events != nullptr) state_->events->on_message(kind, payload);
    }
    void vanish(net::websocket::CloseCode code = net::websocket::CloseCode::abnormal) {
        if (auto* const events = std::exchange(state_->events, nullptr)) events->on_closed(code);
    }

    // What it got.

    /// Text as it came, binary in angle brackets.
    [[nodiscard]] const std::vector<std::string>& heard() const { return state_->heard; }
    [[nodiscard]] std::vector<std::string> take_heard() { return std::exchange(state_->heard, {}); }
    [[nodiscard]] bool is_closed() const { return state_->is_closed; }
    [[nodiscard]] net::websocket::CloseCode close_code() const { return state_->close_code; }
    [[nodiscard]] bool is_destroyed() const { return state_->is_destroyed; }

    bool* writable() { return &state_->is_writable; }
    void compress() { state_->is_compressed = true; }
    [[nodiscard]] std::size_t frames_sent() const { return state_->frames_sent; }

private:
    struct State {
        explicit State(net::Tape& its_tape) : tape(its_tape) {}
        net::Tape& tape;
        net::websocket::Connection::Events* events = nullptr;
        std::vector<std::string> heard;
        std::size_t frames_sent = 0;
        bool is_closed = false;
        bool is_destroyed = false;
        bool is_writable = true;
        bool is_compressed = false;
        net::websocket::CloseCode close_code = net::websocket::CloseCode::no_status;
    };

    class Connection final : public net::websocket::Connection {
    public:
        explicit Connection(std::shared_ptr<State> state) : state_(std::move(state)) {}
        ~Connection() override {
            state_->is_destroyed = true;
            state_->events = nullptr;
        }
        Connection(const Connection&) = delete;
        Connection& operator=(const Connection&) = delete;

        void start(Events& events) override { state_->events = &events; }
        void send_frame(net::Slice frame) override {
            ++state_->frames_sent;
            const std::string octets(state_->tape.view(frame));
            for (std::string_view rest = octets; !rest.empty();) {
                const auto [kind, payload] = engineio::Frames::take_front(rest);
                hear(kind == engineio::MessageKind::text ? net::websocket::MessageKind::text
                                                         : net::websocket::MessageKind::binary,
                     payload);
            }
        }
        void send(net::websocket::MessageKind kind, std::string_view payload) override {
            hear(kind, payload);
        }
        [[nodiscard]] bool is_compressed() const override { return state_->is_compressed; }
        [[nodiscard]] bool is_writable() const override { return state_->is_writable; }
        [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
        void close(net::websocket::CloseCode code, std::string_view) override {
            state_->is_closed = true;
            state_->close_code = code;
        }

    private:
        void hear(net::websocket::MessageKind kind, std::string_view payload) {
            if (state_->is_closed) return;
            const bool is_text = kind == net::websocket::MessageKind::text;
            state_->heard.push_back(is_text ? std::string(payload)
                                            : "<" + std::string(payload) + ">");
        }

        std::shared_ptr<State> state_;
    };

    std::shared_ptr<State> state_;
};

}  // namespace support
