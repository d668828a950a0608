#include "load/dialect.h"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace load {
namespace {

constexpr std::string_view kEchoDelivery = R"(42["chat message",")";
constexpr std::string_view kParlorDelivery = R"(42["message",{)";
constexpr std::string_view kParlorText = R"("text":")";

}  // namespace

std::string Dialect::connect(std::uint32_t person) const {
    if (protocol_ == Protocol::echo) {
        return "40";
    }
    if (!token_.empty()) {
        return fmt::format(R"(40{{"token":"{}"}})", token_);
    }
    return fmt::format(R"(40{{"nickname":"load{:07}"}})", person);
}

bool Dialect::is_joined(std::string_view packet) const {
    return protocol_ == Protocol::echo ? packet.starts_with("40{")
                                       : packet.starts_with(R"(42["welcome",)");
}

std::string Dialect::message(std::string_view room, std::string_view text, std::string_view nonce,
                             std::uint32_t ack_id) const {
    if (protocol_ == Protocol::echo) {
        return fmt::format(R"(42["chat message","{}"])", text);
    }
    return fmt::format(R"(42{}["message",{{"room":"{}","text":"{}","nonce":"{}"}}])", ack_id, room,
                       text, nonce);
}

std::optional<std::string_view> Dialect::delivered_text(std::string_view packet) {
    if (protocol_ == Protocol::echo) {
        if (!packet.starts_with(kEchoDelivery)) {
            return std::nullopt;
        }
        return packet.substr(kEchoDelivery.size());
    }
    if (!packet.starts_with(kParlorDelivery)) {
        return std::nullopt;
    }
    if (packet.size() < text_at_ || !packet.substr(0, text_at_).ends_with(kParlorText)) {
        const auto found = packet.find(kParlorText);
        if (found == std::string_view::npos) {
            return std::nullopt;
        }
        text_at_ = found + kParlorText.size();
    }
    return packet.substr(text_at_);
}

std::optional<Acknowledgement> acknowledgement(std::string_view packet) {
    constexpr std::string_view kAck = "43";
    if (!packet.starts_with(kAck)) {
        return std::nullopt;
    }
    Acknowledgement found;
    const char* const end = packet.data() + packet.size();
    const auto [rest, error] = std::from_chars(packet.data() + kAck.size(), end, found.id);
    if (error != std::errc{} || rest == end || *rest != '[') {
        return std::nullopt;
    }
    found.answer = packet.substr(static_cast<std::size_t>(rest - packet.data()));
    return found;
}

}  // namespace load
