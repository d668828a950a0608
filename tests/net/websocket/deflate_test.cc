#include "net/websocket/deflate.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "net/websocket/protocol_error.h"
#include "support/seeded_random.h"
#include "support/websocket_frames.h"

namespace net::websocket {
namespace {

using support::error_of;
using support::octets;

constexpr std::uint64_t kRoomy = 16U << 20U;

std::string noise(std::size_t bytes) {
    support::SeededRandom random(bytes);
    std::string text(bytes, '\0');
    random.fill(std::as_writable_bytes(std::span(text)));
    return text;
}

TEST(Deflate, what_is_compressed_inflates_to_itself) {
    Deflater deflater;
    Inflater inflater;
    for (const std::size_t bytes :
         {0U, 1U, 2U, 125U, 126U, 16383U, 16384U, 16385U, 65536U, 1'000'000U}) {
        SCOPED_TRACE(bytes);
        for (const std::string& plain : {std::string(bytes, 'a'), noise(bytes)}) {
            const std::string compressed = deflater.compress(plain);
            EXPECT_EQ(inflater.decompress(compressed, kRoomy), plain);
            EXPECT_EQ(inflater.decompress(compressed, bytes), plain) << "exactly at the limit";
            if (bytes > 0) {
                EXPECT_EQ(error_of(inflater.decompress(compressed, bytes - 1)),
                          ProtocolError::message_too_long);
            }
        }
    }
}

TEST(Deflate, each_message_is_compressed_alone) {
    Deflater deflater;
    const std::string first = deflater.compress("the same text, twice the same text");
    EXPECT_EQ(deflater.compress("the same text, twice the same text"), first);
    EXPECT_EQ(Inflater().decompress(first, kRoomy), "the same text, twice the same text");
}

TEST(Deflate, examples_of_rfc_7692_section_7_2_3) {
    Inflater inflater;
    EXPECT_EQ(inflater.decompress(octets({0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00}), kRoomy),
              "Hello")
        << "one block";
    EXPECT_EQ(
        inflater.decompress(
            octets({0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00}), kRoomy),
        "Hello")
        << "a block without compression";
    EXPECT_EQ(inflater.decompress(octets({0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00}), kRoomy),
              "Hello")
        << "BFINAL set";
    EXPECT_EQ(inflater.decompress(octets({0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA,
                                          0xC9, 0xC9, 0x07, 0x00}),
                                  kRoomy),
              "Hello")
        << "two blocks";
    EXPECT_EQ(inflater.decompress(octets({0x00}), kRoomy), "") << "an empty message";
    EXPECT_EQ(inflater.decompress("", kRoomy), "") << "an empty message, as some write it";
    EXPECT_EQ(error_of(inflater.decompress(octets({0xF2, 0x00, 0x11, 0x00, 0x00}), kRoomy)),
              ProtocolError::deflate_invalid)
        << "it looks back into an earlier message";
}

TEST(Deflate, what_is_no_deflate_is_refused) {
    Inflater inflater;
    Deflater deflater;
    const std::string whole = deflater.compress("a text of some length, of some length");
    const std::string cases[] = {
        octets({0x07}),                               // block type 3
        octets({0xFF, 0xFF}),                         //
        octets({0x00, 0x05, 0x00, 0x00, 0x00}),       // a stored block whose length does not check
        octets({0x00, 0x09, 0x00, 0xF6, 0xFF, 'H'}),  // a stored block that stops
        whole.substr(0, whole.size() / 2),
    };
    for (const std::string& compressed : cases) {
        EXPECT_EQ(error_of(inflater.decompress(compressed, kRoomy)),
                  ProtocolError::deflate_invalid);
        EXPECT_EQ(inflater.decompress(whole, kRoomy), "a text of some length, of some length")
            << "an Inflater goes on after an error";
    }
}

/// A thousand to one is what DEFLATE can do; the bomb must not be made before it is refused.
TEST(Deflate, a_bomb_is_refused_before_it_is_big) {
    const std::string bomb = Deflater().compress(std::string(64U << 20U, '\0'));
    EXPECT_LT(bomb.size(), 512U << 10U);
    Inflater inflater;
    EXPECT_EQ(error_of(inflater.decompress(bomb, 1000)), ProtocolError::message_too_long);
    EXPECT_EQ(error_of(inflater.decompress(bomb, 0)), ProtocolError::message_too_long);
    EXPECT_LT(inflater.buffered_bytes(), 64U << 10U);
}

TEST(Deflate, memory_of_a_long_message_is_given_back) {
    const std::string compressed = Deflater().compress(std::string(4U << 20U, 'x'));
    Inflater inflater;
    ASSERT_TRUE(inflater.decompress(compressed, kRoomy).has_value());
    EXPECT_GE(inflater.buffered_bytes(), 4U << 20U);
    ASSERT_TRUE(inflater.decompress(octets({0x00}), kRoomy).has_value());
    EXPECT_LE(inflater.buffered_bytes(), 64U << 10U);
}

}  // namespace
}  // namespace net::websocket
