/// Event: what a client said, and Ack: the way to answer it, now or later.
///
/// Thread:     loop (the socket's).
/// Owns:       Event its arguments; Ack the right to answer once.
/// Invariant:  an Ack answers at most once; when the client has gone, answering does nothing.
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "socketio/socket_handle.h"

namespace socketio {

class Namespace;
class Part;

/// An acknowledgement that travels: with it any thread may answer, through Batch::acknowledge().
struct AckTicket {
    SocketHandle socket;
    std::uint64_t id = 0;
    const Namespace* nsp = nullptr;

    [[nodiscard]] bool is_wanted() const { return socket.is_set(); }
};

class Ack {
public:
    Ack() = default;
    Ack(Part& part, AckTicket ticket) : part_(&part), ticket_(ticket) {}
    Ack(Ack&& other) noexcept
        : part_(std::exchange(other.part_, nullptr)), ticket_(std::exchange(other.ticket_, {})) {}
    Ack& operator=(Ack&& other) noexcept {
        part_ = std::exchange(other.part_, nullptr);
        ticket_ = std::exchange(other.ticket_, {});
        return *this;
    }
    ~Ack() = default;

    /// The client asked for an answer, and none was given yet.
    [[nodiscard]] bool is_wanted() const { return ticket_.is_wanted(); }

    /// One argument, as almost all acknowledgements have.
    void answer(const boost::json::value& argument);
    void answer_all(const boost::json::array& args, std::span<const std::string> attachments = {});
    /// The arguments as JSON texts parted by commas; not checked.
    void answer_text(std::string_view args_json);

    /// Gives the right to answer away; is_wanted() is false afterwards.
    [[nodiscard]] AckTicket release() {
        part_ = nullptr;
        return std::exchange(ticket_, {});
    }

private:
    Part* part_ = nullptr;
    AckTicket ticket_;
};

struct Event {
    std::string name;
    boost::json::array args;               ///< without the name
    std::vector<std::string> attachments;  ///< what placeholders in `args` name: attachment_index()
    Ack ack;
};

}  // namespace socketio
