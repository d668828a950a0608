#include "net/http/client_address.h"

#include <algorithm>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>

#include "base/network.h"
#include "net/http/message.h"

namespace net::http {
namespace {

constexpr std::string_view kSpace = " \t";

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// Some proxies write a port behind the address: "192.0.2.7:4711", "[2001:db8::1]:4711".
std::string_view without_port(std::string_view hop) {
    if (hop.starts_with('[')) return hop.substr(1, hop.find(']') - 1);
    const auto colon = hop.find(':');
    const bool has_one = colon != std::string_view::npos && colon == hop.rfind(':');
    return has_one ? hop.substr(0, colon) : hop;
}

bool is_trusted(std::string_view address, std::span<const base::Network> trusted_proxies) {
    const std::optional<base::Network> there = base::Network::of_address(address);
    return there && std::ranges::any_of(trusted_proxies, [&there](const base::Network& each) {
               return each.contains(*there);
           });
}

}  // namespace

std::string client_address(const Request& head, const std::string& peer,
                           std::span<const base::Network> trusted_proxies) {
    std::string address = peer;
    if (trusted_proxies.empty() || !is_trusted(address, trusted_proxies)) return address;
    for (const auto& [name, value] : head.fields | std::views::reverse) {
        if (!equal_names(name, "X-Forwarded-For")) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto comma = rest.rfind(',');
            const bool is_last = comma == std::string_view::npos;
            const std::string_view hop =
                without_port(trimmed(is_last ? rest : rest.substr(comma + 1)));
            rest = is_last ? std::string_view() : rest.substr(0, comma);
            if (!base::Network::of_address(hop)) return address;  // whoever wrote that, it is none
            address = hop;
            if (!is_trusted(address, trusted_proxies)) return address;
        }
    }
    return address;
}

}  // namespace net::http
