/// The loads, each one run from its first connection to its report.
///
/// Thread:     main. Each throws LoadError (or std::system_error) when the run is worth nothing.
#pragma once

#include "load/options.h"
#include "load/report.h"

namespace load {

/// Everyone in one room; senders keep `in_flight` messages on their way. How many deliveries a second?
Report fanout(const Options& options);

/// Everyone in one room; `rate` messages a second in all. What does a delivery cost the server?
Report rate(const Options& options);

/// Connections that only stay. What does one cost the server's memory?
Report idle(const Options& options);

/// Connect, be answered, leave, again. How many a second?
Report handshakes(const Options& options);

/// One room per connection and every message acknowledged. How many a second, how late?
Report posts(const Options& options);

/// A person in many rooms, one with a long past. How long until a page of it is there, and until the welcome?
Report rooms(const Options& options);

/// Rooms with members on every server; `rate` messages a second in all, or as many as are acknowledged. What does a message
/// cost each server, and how late is it on another one than its author's?
Report town(const Options& options);

}  // namespace load
