/// BannedAddresses: the networks from which nobody comes in now.
///
/// Thread:     domain.
/// Owns:       what the store has of them, from the start on.
/// Invariant:  a look costs as many searches as there are lengths of networks, not as there are bans.
/// Elsewhere:  who bans is address_bans.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/network.h"
#include "chat/address_ban.h"

namespace chat {

class BannedAddresses {
public:
    /// In place of one of the same network.
    void add(AddressBan ban);
    void remove(const AddressBanId& id);
    /// Those that are over.
    void forget_past(base::WallTime now);

    /// null: there is none.
    [[nodiscard]] const AddressBan* find(const AddressBanId& id) const;
    /// The ban that holds for whoever is there, of several the widest; null: none. A text that is no address is banned by
    /// none.
    [[nodiscard]] const AddressBan* find(std::string_view address, base::WallTime now) const;
    [[nodiscard]] std::size_t size() const { return bans_.size(); }

private:
    using Bans = std::map<base::Network, AddressBan>;

    void erase(Bans::const_iterator ban);

    Bans bans_;
    /// How many networks there are of each length.
    std::map<std::pair<base::Network::Family, std::uint8_t>, std::size_t> lengths_;
};

}  // namespace chat
