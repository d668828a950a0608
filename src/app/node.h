/// Node: one running Parlor, every part made, wired and started in order.
///
/// Thread:     main.
/// Owns:       all parts: loops and their threads, store, domain, listeners.
/// Invariant:  once started it serves until drain() returns; nothing acknowledged is lost by stopping it, however it
///             is stopped.
/// Elsewhere:  settings are config.h; signals and exit codes are main.cc.
#pragma once

#include <memory>
#include <string>

#include "app/config.h"
#include "base/log.h"

namespace app {

class Node {
public:
    /// Opens the store, starts the domain and listens.
    ///
    /// errors  StartError: a port in use, a data directory that cannot be used, a newer database, ...
    Node(Config config, base::Log& log);
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    /// Where a browser finds it: "http://127.0.0.1:8080/".
    [[nodiscard]] std::string url() const;
    /// Where /metrics is, empty when it is nowhere.
    [[nodiscard]] std::string admin_url() const;

    /// Where a browser makes the owner's account; empty when there is one. A secret, good until the server stops.
    [[nodiscard]] std::string owner_url() const;

    /// Stops: no new connections, clients are told to come back later, what is on its way is committed and
    /// acknowledged, then everything ends. Takes at most Config::drain_timeout and a little.
    void drain();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace app
