/// PacketReader: from Engine.IO messages to the packets a client may send; joins binary attachments.
///
/// Thread:     loop (its client's).
/// Owns:       the packet whose attachments are not complete.
/// Invariant:  a packet that comes out kept every rule of Socket.IO v5 and every limit.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "socketio/options.h"

namespace socketio {

enum class PacketType : std::uint8_t { connect, disconnect, event, ack };

struct ClientPacket {
    PacketType type = PacketType::event;
    std::string nsp = "/";
    std::optional<std::uint64_t> ack_id{};
    boost::json::value payload{};  ///< connect: object; event: [name, args...]; ack: array
    std::vector<std::string> attachments{};  ///< of a binary event or acknowledgement
};

enum class PacketError : std::uint8_t {
    type_unknown,           ///< none of the seven, or nothing at all
    type_server_only,       ///< CONNECT_ERROR comes from servers
    attachments_malformed,  ///< no count of at least 1 before a "-"
    attachments_too_many,   ///< over PacketLimits::attachments_max
    attachments_too_long,   ///< over PacketLimits::attachment_bytes_max
    namespace_too_long,     ///< over PacketLimits::namespace_bytes_max
    ack_id_too_long,        ///< over kAckDigitsMax
    ack_id_missing,         ///< an acknowledgement of nothing
    json_malformed,         ///< also: nested deeper than PacketLimits::nesting_max
    payload_unexpected,     ///< not what the type carries
    event_name_malformed,   ///< neither a string nor a number
    event_name_reserved,    ///< connect, disconnect, ...
    placeholder_malformed,  ///< "num" is no number, or none of the attachments
    attachment_unused,      ///< no placeholder names it
    text_while_binary_due,  ///< the packet before lacks attachments
    binary_unexpected,      ///< no packet lacks attachments
};

[[nodiscard]] std::string_view name(PacketError error);

class PacketReader {
public:
    /// An acknowledgement's number; one more digit could be more than 2^53, which JavaScript cannot count.
    static constexpr std::size_t kAckDigitsMax = 15;

    /// Takes a text message.
    ///
    /// returns  the packet; nullopt when its attachments are due
    base::Result<std::optional<ClientPacket>, PacketError> read_text(std::string_view text,
                                                                     const PacketLimits& limits);

    /// Takes a binary message: the next attachment.
    ///
    /// returns  the packet when this was its last one
    base::Result<std::optional<ClientPacket>, PacketError> read_binary(std::string_view data,
                                                                       const PacketLimits& limits);

    [[nodiscard]] bool is_waiting() const { return pending_ != nullptr; }

private:
    struct Pending {
        ClientPacket packet;
        std::size_t due = 0;
        std::uint64_t bytes = 0;
    };

    std::unique_ptr<Pending> pending_;  // most clients never send binary data
};

}  // namespace socketio
