#include "chat/banned_addresses.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/network.h"
#include "chat/address_ban.h"

namespace chat {

void BannedAddresses::add(AddressBan ban) {
    const std::optional<base::Network> network = base::Network::from(ban.network);
    if (!network) return;
    const bool is_new = bans_.insert_or_assign(*network, std::move(ban)).second;
    if (is_new) ++lengths_[{network->family(), network->length()}];
}

void BannedAddresses::remove(const AddressBanId& id) {
    const auto ban = std::ranges::find(bans_, id, [](const auto& each) { return each.second.id; });
    if (ban != bans_.end()) erase(ban);
}

void BannedAddresses::forget_past(base::WallTime now) {
    for (auto ban = bans_.cbegin(); ban != bans_.cend();) {
        const auto next = std::next(ban);
        if (!holds(ban->second, now)) erase(ban);
        ban = next;
    }
}

void BannedAddresses::erase(Bans::const_iterator ban) {
    const auto length = lengths_.find({ban->first.family(), ban->first.length()});
    if (--length->second == 0) lengths_.erase(length);
    bans_.erase(ban);
}

const AddressBan* BannedAddresses::find(const AddressBanId& id) const {
    const auto ban = std::ranges::find(bans_, id, [](const auto& each) { return each.second.id; });
    return ban == bans_.end() ? nullptr : &ban->second;
}

const AddressBan* BannedAddresses::find(std::string_view address, base::WallTime now) const {
    if (bans_.empty()) return nullptr;
    const std::optional<base::Network> there = base::Network::of_address(address);
    if (!there) return nullptr;
    for (const auto& [length, count] : lengths_) {
        if (length.first != there->family()) continue;
        const auto ban = bans_.find(there->shortened(length.second));
        if (ban != bans_.end() && holds(ban->second, now)) return &ban->second;
    }
    return nullptr;
}

}  // namespace chat
