#include "engineio/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engineio {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

constexpr std::array<std::uint8_t, 256> kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(kNone);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

char letter(std::uint32_t bits) {
    return kAlphabet[bits & 63U];
}

}  // namespace

void append_base64(std::string& out, std::string_view data) {
    out.reserve(out.size() + (data.size() + 2) / 3 * 4);
    const auto octet = [&data](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(data[i]));
    };
    std::size_t i = 0;
    for (; i + 3 <= data.size(); i += 3) {
        const std::uint32_t bits = (octet(i) << 16U) | (octet(i + 1) << 8U) | octet(i + 2);
        out.push_back(letter(bits >> 18U));
        out.push_back(letter(bits >> 12U));
        out.push_back(letter(bits >> 6U));
        out.push_back(letter(bits));
    }
    const std::size_t rest = data.size() - i;
    if (rest == 0) return;
    const std::uint32_t bits = (octet(i) << 16U) | (rest == 2 ? octet(i + 1) << 8U : 0U);
    out.push_back(letter(bits >> 18U));
    out.push_back(letter(bits >> 12U));
    out.push_back(rest == 2 ? letter(bits >> 6U) : '=');
    out.push_back('=');
}

std::optional<std::string> decode_base64(std::string_view text) {
    if (text.size() % 4 == 0) {
        if (text.ends_with("==")) {
            text.remove_suffix(2);
        } else if (text.ends_with('=')) {
            text.remove_suffix(1);
        }
    }
    if (text.size() % 4 == 1) return std::nullopt;

    std::string data;
    data.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const std::uint8_t value = kValues[static_cast<unsigned char>(c)];
        if (value == kNone) return std::nullopt;
        bits = (bits << 6U) | value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            data.push_back(static_cast<char>((bits >> held) & 0xFFU));
        }
    }
    return data;
}

}  // namespace engineio
