#include "load/frame.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace load {

void append_frame(std::string& out, Opcode opcode, std::string_view payload, std::uint32_t mask) {
    constexpr unsigned kFinal = 0x80;
    constexpr unsigned kMasked = 0x80;
    out.push_back(static_cast<char>(kFinal | static_cast<unsigned>(opcode)));
    const auto length = static_cast<std::uint64_t>(payload.size());
    if (length < 126) {
        out.push_back(static_cast<char>(kMasked | length));
    } else if (length <= 0xFFFF) {
        out.push_back(static_cast<char>(kMasked | 126U));
        out.push_back(static_cast<char>(length >> 8U));
        out.push_back(static_cast<char>(length));
    } else {
        out.push_back(static_cast<char>(kMasked | 127U));
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.push_back(static_cast<char>(length >> static_cast<unsigned>(shift)));
        }
    }
    const auto key = std::bit_cast<std::array<char, 4>>(mask);
    out.append(key.data(), key.size());
    for (std::size_t at = 0; at < payload.size(); ++at) {
        out.push_back(static_cast<char>(payload[at] ^ key[at % key.size()]));
    }
}

}  // namespace load
