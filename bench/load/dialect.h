/// Dialect: the words of one server's events, so that one load fits all servers.
///
/// Thread:     any.
/// Invariant:  a text given to message() comes back by delivered_text() when that message is delivered.
///
/// echo      events of the conformance server: `chat message`, which comes back to everyone.
/// parlor    the public chat protocol: a nickname to connect, `message` into a room, acknowledged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace load {

enum class Protocol : std::uint8_t { echo, parlor };

struct Acknowledgement {
    std::uint32_t id = 0;
    std::string_view answer;  ///< the JSON array

    [[nodiscard]] bool is_ok() const {
        return answer.find("\"ok\":true") != std::string_view::npos;
    }
};

class Dialect {
public:
    explicit Dialect(Protocol protocol) : protocol_(protocol) {}

    [[nodiscard]] Protocol protocol() const { return protocol_; }

    /// From now on every client is the person of that token.
    void come_back_with(std::string token) { token_ = std::move(token); }

    /// The Socket.IO CONNECT packet of the `person`-th client.
    [[nodiscard]] std::string connect(std::uint32_t person) const;

    /// Whether this packet ends the joining: the server will now deliver to this client.
    [[nodiscard]] bool is_joined(std::string_view packet) const;

    /// The packet that sends `text` into `room`. `nonce` and `ack_id` are left out where they mean nothing.
    [[nodiscard]] std::string message(std::string_view room, std::string_view text,
                                      std::string_view nonce, std::uint32_t ack_id) const;

    /// The text of a delivered message, cut at no certain end; nullopt for every other packet.
    [[nodiscard]] std::optional<std::string_view> delivered_text(std::string_view packet);

private:
    Protocol protocol_;
    std::string token_;        ///< empty: each client is a person of its own
    std::size_t text_at_ = 0;  ///< where the last delivery had its text: the next has it there too
};

/// Reads an ACK packet (`43<id>[...]`) of the main namespace; nullopt for every other packet.
std::optional<Acknowledgement> acknowledgement(std::string_view packet);

}  // namespace load
