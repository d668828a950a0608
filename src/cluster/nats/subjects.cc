#include "cluster/nats/subjects.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace cluster {
namespace {

constexpr std::size_t kPrefixBytesMax = 64;

bool stands_for_itself(char octet) {
    return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
           (octet >= '0' && octet <= '9') || octet == '-' || octet == '_';
}

std::string token(std::string_view id) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    if (id.empty()) return "=";
    std::string text;
    text.reserve(id.size());
    for (const char octet : id) {
        if (stands_for_itself(octet)) {
            text += octet;
            continue;
        }
        const auto value = static_cast<unsigned char>(octet);
        text += '=';
        text += kDigits[value >> 4U];
        text += kDigits[value & 0xFU];
    }
    return text;
}

}  // namespace

Subjects::Subjects(std::string prefix) : prefix_(std::move(prefix)) {
    CHECK(is_prefix(prefix_));
}

bool Subjects::is_prefix(std::string_view text) {
    if (text.empty() || text.size() > kPrefixBytesMax) return false;
    if (text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char octet) { return octet == '.' || stands_for_itself(octet); });
}

std::string Subjects::node(const chat::NodeId& id) const {
    return prefix_ + ".node." + token(id.value());
}

std::string Subjects::room(const chat::RoomId& id) const {
    return prefix_ + ".room." + token(id.value());
}

std::string Subjects::of(const chat::BusMessage& message) const {
    const chat::RoomId* const concerned = chat::room_of(message);
    return concerned == nullptr ? all() : room(*concerned);
}

}  // namespace cluster
