#include "engineio/session_id.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/random.h"

namespace engineio {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void append_number(std::string& out, std::uint32_t value, unsigned characters) {
    for (unsigned i = characters; i-- > 0;)
        out.push_back(kAlphabet[(value >> (6 * i)) & 63U]);
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t value = 0;
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        value = (value << 6U) | digit;
    }
    return value;
}

}  // namespace

SessionId::SessionId(base::Random& random, std::uint32_t loop, std::uint32_t slot)
    : loop_(loop), slot_(slot) {
    CHECK(loop < kLoopsMax);
    CHECK(slot < kSlotsMax);
    std::ranges::copy(random.token(kSecretCharacters), secret_.begin());
}

std::optional<SessionId> SessionId::parse(std::string_view text) {
    if (text.size() != kCharacters) return std::nullopt;
    const auto loop = parse_number(text.substr(kSecretCharacters, 2));
    const auto slot = parse_number(text.substr(kSecretCharacters + 2));
    if (!loop || !slot) return std::nullopt;

    SessionId id;
    std::ranges::copy(text.substr(0, kSecretCharacters), id.secret_.begin());
    id.loop_ = static_cast<std::uint32_t>(*loop);
    id.slot_ = static_cast<std::uint32_t>(*slot);
    return id;
}

std::string SessionId::text() const {
    std::string text(secret_.begin(), secret_.end());
    append_number(text, loop_, 2);
    append_number(text, slot_, 4);
    return text;
}

std::uint64_t SessionId::fingerprint() const {
    return parse_number({secret_.data(), kSecretCharacters / 2}).value_or(0);
}

bool operator==(const SessionId& a, const SessionId& b) {
    std::uint32_t difference = (a.loop_ ^ b.loop_) | (a.slot_ ^ b.slot_);
    for (std::size_t i = 0; i < SessionId::kSecretCharacters; ++i)
        difference |= std::uint32_t{static_cast<unsigned char>(a.secret_[i])} ^
                      std::uint32_t{static_cast<unsigned char>(b.secret_[i])};
    return difference == 0;
}

}  // namespace engineio
