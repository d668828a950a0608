#include "net/websocket/mask.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace net::websocket {

void apply_mask(std::span<std::byte> payload, MaskingKey key, std::size_t phase) {
    // The key turned so that its first octet is for payload[0], twice, to work on eight octets at once.
    std::array<std::byte, sizeof(std::uint64_t)> turned{};
    for (std::size_t i = 0; i < turned.size(); ++i)
        turned[i] = key[(phase + i) % key.size()];
    std::uint64_t key_word = 0;
    std::memcpy(&key_word, turned.data(), sizeof(key_word));

    while (payload.size() >= sizeof(key_word)) {
        std::uint64_t word = 0;
        std::memcpy(&word, payload.data(), sizeof(word));
        word ^= key_word;
        std::memcpy(payload.data(), &word, sizeof(word));
        payload = payload.subspan(sizeof(word));
    }
    for (std::size_t i = 0; i < payload.size(); ++i)
        payload[i] ^= turned[i];
}

}  // namespace net::websocket
