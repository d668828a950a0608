/// NodeAddresses: where the nodes of the cluster serve HTTP, for requests that reached another one than their session's.
///
/// Thread:     any.
/// Owns:       what the domain knew last.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/chat.h"
#include "engineio/owners.h"

namespace app {

class NodeAddresses final : public engineio::Owners {
public:
    void set(const std::vector<chat::Chat::NodeView>& nodes);

    [[nodiscard]] std::optional<std::string> address_of(std::string_view node) const override;

private:
    // A lock, not a message: a loop asks seldom, and only for a request of another node.
    mutable std::mutex mutex_;
    std::map<std::string, std::string, std::less<>> addresses_;
};

}  // namespace app
