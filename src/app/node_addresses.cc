#include "app/node_addresses.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chat/chat.h"

namespace app {

void NodeAddresses::set(const std::vector<chat::Chat::NodeView>& nodes) {
    std::map<std::string, std::string, std::less<>> addresses;
    for (const auto& node : nodes) {
        const bool is_other = node.which == chat::Chat::NodeView::Which::other;
        if (is_other && !node.said.address.empty()) {
            addresses.emplace(node.id.value(), node.said.address);
        }
    }
    const std::scoped_lock lock(mutex_);
    addresses_ = std::move(addresses);
}

std::optional<std::string> NodeAddresses::address_of(std::string_view node) const {
    const std::scoped_lock lock(mutex_);
    const auto found = addresses_.find(node);
    if (found == addresses_.end()) return std::nullopt;
    return found->second;
}

}  // namespace app
