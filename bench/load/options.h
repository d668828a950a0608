/// Options: what the command line of loadgen says.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "load/dialect.h"

namespace load {

/// When a sender sends its next message.
enum class Pace : std::uint8_t {
    delivery,  ///< its own message came back to it
    ack,       ///< the server acknowledged it
};

/// A process whose processor time is reported by that name, its children's with it.
struct Watched {
    std::string name;
    pid_t pid = 0;
};

struct Options {
    std::vector<std::uint16_t> ports;  ///< of the servers: connections take turns
    std::vector<pid_t> server_pids;    ///< empty: their processor time and memory are not reported
    std::vector<Watched> beside;       ///< what the servers need besides: a database, a bus
    Protocol protocol = Protocol::echo;
    Pace pace = Pace::delivery;

    std::uint32_t connections = 500;
    std::uint32_t senders = 20;
    std::uint32_t in_flight = 4;  ///< messages of one sender on their way
    std::uint32_t text_bytes = 100;
    std::uint32_t rooms = 100;
    std::uint32_t at_once = 64;  ///< connections being opened at one time
    std::uint32_t sources = 1;   ///< addresses 127.0.0.x the clients come from
    double rate =
        20;  ///< messages per second, all senders together; town: 0 for as many as are acknowledged
    std::uint64_t count = 0;    ///< posts: end after so many acknowledgements; 0: after `measure`
    std::uint32_t tries = 300;  ///< rooms: of each kind

    std::uint32_t members = 3;   ///< town: connections in each room, those that speak included
    std::uint32_t speakers = 1;  ///< town: of each room
    std::uint32_t speaking =
        0;  ///< town: only people on so many of the first servers speak; 0: on all
    std::chrono::milliseconds rest{0};  ///< town: measured with everybody there and nobody speaking

    std::chrono::milliseconds warmup{1000};
    std::chrono::milliseconds measure{3000};
    std::chrono::milliseconds patience{60'000};  ///< for opening, and for the last deliveries
};

}  // namespace load
