/// Frames: one or more Engine.IO messages as finished WebSocket frames, side by side; encoded once for everyone.
///
/// Thread:     any. Immutable; copying counts a reference.
/// Owns:       the octets, together with its copies.
/// Invariant:  whole server frames, each one text packet (type digit and data) or one binary message.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/shared_bytes.h"

namespace engineio {

enum class MessageKind : std::uint8_t { text, binary };

class Frames {
public:
    Frames() = default;

    [[nodiscard]] std::string_view octets() const { return octets_.view(); }
    [[nodiscard]] bool empty() const { return octets_.empty(); }

    /// Takes the first message off the front of `rest` (which starts as octets()).
    ///
    /// returns  its kind, and the frame's payload: the text packet with its type digit, or the binary data
    static std::pair<MessageKind, std::string_view> take_front(std::string_view& rest);

private:
    friend class FramesBuilder;
    explicit Frames(std::string octets) : octets_(std::move(octets)) {}

    base::SharedBytes octets_;
};

/// Makes Frames. `text` parts are put together first, so a packet is never copied just to be framed.
class FramesBuilder {
public:
    /// Adds a text message; the leading "4" is added here.
    void add_text(std::string_view text);
    /// The same in several parts.
    void add_text(std::initializer_list<std::string_view> parts);
    void add_binary(std::string_view data);
    /// Adds a text packet of any type, its type digit first.
    void add_packet(std::initializer_list<std::string_view> parts);

    [[nodiscard]] Frames finish() { return Frames(std::move(octets_)); }

private:
    void append(std::initializer_list<std::string_view> first,
                std::initializer_list<std::string_view> second);

    std::string octets_;
};

}  // namespace engineio
