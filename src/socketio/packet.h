/// Packet: one Socket.IO packet, encoded once as the finished WebSocket frames, for any number of receivers.
///
/// Thread:     any. Immutable; copying counts a reference.
/// Owns:       the octets, together with its copies.
/// Elsewhere:  reading what clients send is packet_reader.h.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engineio/frames.h"

namespace socketio {

class Packet {
public:
    Packet() = default;
    explicit Packet(engineio::Frames frames) : frames_(std::move(frames)) {}

    [[nodiscard]] const engineio::Frames& frames() const { return frames_; }
    [[nodiscard]] bool empty() const { return frames_.empty(); }

private:
    engineio::Frames frames_;
};

/// An EVENT: `2["event",args...]`.
///
/// nsp          "/" or "/admin"
/// args         the arguments behind the event's name
/// attachments  binary data that `args` names by {"_placeholder":true,"num":<index>}; none: a plain EVENT
[[nodiscard]] Packet encode_event(std::string_view nsp, std::string_view event,
                                  const boost::json::array& args,
                                  std::span<const std::string> attachments = {});

/// The same from JSON that is serialised already.
///
/// args_json  what stands behind the event's name: valid JSON texts parted by commas, as `{"seq":1}` or `1,"b"`;
///            empty for no arguments. Not checked.
[[nodiscard]] Packet encode_event_text(std::string_view nsp, std::string_view event,
                                       std::string_view args_json);

/// An EVENT that asks for an acknowledgement.
[[nodiscard]] Packet encode_event_with_ack(std::string_view nsp, std::string_view event,
                                           const boost::json::array& args, std::uint64_t ack_id);

/// An ACK: `3<id>[args...]`.
[[nodiscard]] Packet encode_ack(std::string_view nsp, std::uint64_t ack_id,
                                const boost::json::array& args,
                                std::span<const std::string> attachments = {});
[[nodiscard]] Packet encode_ack_text(std::string_view nsp, std::uint64_t ack_id,
                                     std::string_view args_json);

/// `0{"sid":"..."}`
[[nodiscard]] Packet encode_connect(std::string_view nsp, std::string_view sid);

/// A CONNECT_ERROR: `4{"message":"...","data":...}`.
///
/// error_json  as connect_error_json() makes it
[[nodiscard]] Packet encode_connect_error(std::string_view nsp, std::string_view error_json);

/// data_json  one JSON text, or empty for none; not checked
[[nodiscard]] std::string connect_error_json(std::string_view message,
                                             std::string_view data_json = {});

/// `1`
[[nodiscard]] Packet encode_disconnect(std::string_view nsp);

/// Which attachment stands here: the index of a {"_placeholder":true,"num":<index>}, nullopt for anything else.
[[nodiscard]] std::optional<std::size_t> attachment_index(const boost::json::value& value);

}  // namespace socketio
