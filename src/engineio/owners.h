/// Owners: where the other nodes are, as far as somebody knows. A session lives on the node that opened it, and its sid
/// names that node.
///
/// Thread:     any; asked on every loop, once for each request of another node's session.
/// Owns:       nothing.
/// Elsewhere:  the name in a sid is sid.h; whoever knows the nodes implements this.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace engineio {

class Owners {
public:
    Owners() = default;
    Owners(const Owners&) = delete;
    Owners& operator=(const Owners&) = delete;
    virtual ~Owners() = default;

    /// Where the node serves HTTP, as "192.0.2.7:8080" or "[2001:db8::7]:8080": an IP address, nothing is looked up. Requests
    /// of clients are sent there, so it is an address that only nodes of ours can have.
    ///
    /// node     whatever a client wrote into its sid, but always a name that a node may have
    /// returns  nullopt when no node of that name is alive
    [[nodiscard]] virtual std::optional<std::string> address_of(std::string_view node) const = 0;
};

}  // namespace engineio
