#include "engineio/sid.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engineio/session_id.h"

namespace engineio {

namespace {

constexpr char kSeparator = '.';

}  // namespace

bool is_node_name(std::string_view text) {
    return !text.empty() && text.size() <= kNodeBytesMax && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

std::optional<Sid> parse_sid(std::string_view text) {
    std::string_view node;
    if (const std::size_t separator = text.find(kSeparator); separator != std::string_view::npos) {
        node = text.substr(0, separator);
        text.remove_prefix(separator + 1);
        if (!is_node_name(node)) return std::nullopt;
    }
    const auto id = SessionId::parse(text);
    if (!id) return std::nullopt;
    return Sid{.node = node, .id = *id};
}

std::string sid_text(std::string_view node, const SessionId& id) {
    std::string text(node);
    if (!node.empty()) text.push_back(kSeparator);
    return text.append(id.text());
}

}  // namespace engineio
