#include "net/websocket/mask.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <vector>

#include "support/seeded_random.h"

namespace net::websocket {
namespace {

/// RFC 6455 §5.3, word for word.
void apply_mask_by_the_book(std::span<std::byte> payload, MaskingKey key, std::size_t phase) {
    for (std::size_t i = 0; i < payload.size(); ++i)
        payload[i] ^= key[(i + phase) % 4];
}

TEST(Mask, does_what_the_rfc_says_for_every_length_alignment_and_phase) {
    constexpr std::size_t kLengthMax = 70;
    constexpr std::size_t kAlignments = 9;
    support::SeededRandom random(20);
    MaskingKey key{};
    random.fill(key);

    for (std::size_t length = 0; length <= kLengthMax; ++length) {
        for (std::size_t alignment = 0; alignment < kAlignments; ++alignment) {
            for (std::size_t phase = 0; phase < 9; ++phase) {
                std::vector<std::byte> memory(kLengthMax + kAlignments + 1);
                random.fill(memory);
                std::vector<std::byte> expected = memory;
                apply_mask(std::span(memory).subspan(alignment, length), key, phase);
                apply_mask_by_the_book(std::span(expected).subspan(alignment, length), key, phase);
                ASSERT_EQ(memory, expected) << length << " " << alignment << " " << phase;
            }
        }
    }
}

TEST(Mask, in_two_pieces_is_as_in_one) {
    support::SeededRandom random(21);
    MaskingKey key{};
    random.fill(key);
    std::vector<std::byte> payload(67);
    random.fill(payload);
    std::vector<std::byte> expected = payload;
    apply_mask(expected, key);

    for (std::size_t cut = 0; cut <= payload.size(); ++cut) {
        std::vector<std::byte> pieces = payload;
        apply_mask(std::span(pieces).first(cut), key);
        apply_mask(std::span(pieces).subspan(cut), key, cut);
        EXPECT_EQ(pieces, expected) << cut;
    }
}

TEST(Mask, is_its_own_inverse) {
    support::SeededRandom random(22);
    MaskingKey key{};
    random.fill(key);
    std::vector<std::byte> payload(1001);
    random.fill(payload);
    std::vector<std::byte> twice = payload;
    apply_mask(twice, key);
    EXPECT_NE(twice, payload);
    apply_mask(twice, key);
    EXPECT_EQ(twice, payload);
}

}  // namespace
}  // namespace net::websocket
