#include "net/websocket/message_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/websocket/close.h"
#include "net/websocket/deflate.h"
#include "net/websocket/frame.h"
#include "net/websocket/protocol_error.h"
#include "support/seeded_random.h"
#include "support/websocket_frames.h"

namespace net::websocket {
namespace {

using support::client_fragment;
using support::client_frame;
using support::octets;
using support::read_cut;
using support::read_octet_by_octet;
using support::read_piece;
using support::read_whole;
using support::ReadEvent;
using support::Reading;
using Kind = Event::Kind;

constexpr MessageLimits kLimits{.message_bytes_max = 2U << 20U, .fragments_max = 16};
constexpr MessageLimits kTight{.message_bytes_max = 1000, .fragments_max = 16};

std::string compressed_frame(FrameHeader header, std::string_view compressed) {
    header.compressed = Compressed::yes;
    return client_frame(header, compressed);
}

/// A bit of everything, in the order of `expected_events`.
std::string mixed_stream(Deflater& deflater) {
    const std::string packed = deflater.compress(std::string(5000, 'z'));
    std::string stream;
    stream += client_frame(OpCode::text, "Hello");
    stream += client_frame(OpCode::binary, std::string(126, '\xFF'));
    stream += client_fragment(OpCode::text, "\xF0\x9F");
    stream += client_frame(OpCode::ping, "in between");
    stream += client_fragment(OpCode::continuation, "");
    stream += client_fragment(OpCode::continuation, "\x98");
    stream += client_frame(OpCode::pong, std::string(125, 'p'));
    stream += client_frame(OpCode::continuation, "\x80!");
    stream += client_frame(OpCode::text, "");
    stream += compressed_frame({.opcode = OpCode::text}, packed);
    stream += compressed_frame({.opcode = OpCode::binary, .is_final = false}, packed.substr(0, 7));
    stream += client_frame(OpCode::continuation, packed.substr(7));
    stream += client_frame(OpCode::ping, "");
    stream += client_frame(OpCode::close, octets({0x03, 0xE8}) + "bye");
    return stream;
}

std::vector<ReadEvent> mixed_events() {
    return {
        {Kind::text, "Hello"},
        {Kind::binary, std::string(126, '\xFF')},
        {Kind::ping, "in between"},
        {Kind::pong, std::string(125, 'p')},
        {Kind::text, "\U0001F600!"},
        {Kind::text, ""},
        {Kind::text, std::string(5000, 'z')},
        {Kind::binary, std::string(5000, 'z')},
        {Kind::ping, ""},
        {Kind::close, "bye", CloseCode::normal},
    };
}

TEST(MessageReader, a_stream_cut_anywhere_gives_the_same_events) {
    Deflater deflater;
    Inflater inflater;
    const std::string stream = mixed_stream(deflater);
    const Reading expected{.events = mixed_events(), .error = {}};
    const auto reader = [&] { return MessageReader(kLimits, &inflater); };

    EXPECT_EQ(read_whole(reader(), stream), expected);
    EXPECT_EQ(read_octet_by_octet(reader(), stream), expected);
    for (std::size_t cut = 0; cut <= stream.size(); ++cut)
        ASSERT_EQ(read_cut(reader(), stream, std::span(&cut, 1)), expected) << "cut at " << cut;

    constexpr std::uint64_t kSeed = 6455;
    support::SeededRandom random(kSeed);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::size_t> cuts(random.number() % 20);
        for (std::size_t& cut : cuts)
            cut = random.number() % (stream.size() + 1);
        std::ranges::sort(cuts);
        ASSERT_EQ(read_cut(reader(), stream, cuts), expected) << "seed " << kSeed << ", " << round;
    }
}

TEST(MessageReader, round_trip_of_every_form_of_the_length) {
    for (const std::size_t bytes : {0U, 1U, 125U, 126U, 127U, 65535U, 65536U, 1U << 20U}) {
        SCOPED_TRACE(bytes);
        std::string payload(bytes, 'a');
        for (std::size_t i = 0; i < bytes; ++i)
            payload[i] = static_cast<char>('a' + i % 26);
        for (const auto& [opcode, kind] :
             {std::pair(OpCode::text, Kind::text), std::pair(OpCode::binary, Kind::binary)}) {
            const std::string stream = client_frame(opcode, payload);
            const Reading expected{.events = {{kind, payload}, {kind, payload}}, .error = {}};
            EXPECT_EQ(read_whole(MessageReader(kLimits), stream + stream), expected);
            std::vector<std::size_t> cuts;
            for (std::size_t cut = 1449; cut < 2 * stream.size(); cut += 1449)
                cuts.push_back(cut);
            EXPECT_EQ(read_cut(MessageReader(kLimits), stream + stream, cuts), expected);
        }
    }
}

TEST(MessageReader, a_client_reads_what_a_server_sends) {
    std::string stream;
    append_frame(stream, OpCode::text, "Hello");
    append_frame(stream, {.opcode = OpCode::binary, .is_final = false}, "ab");
    append_frame(stream, OpCode::ping, "?");
    append_frame(stream, OpCode::continuation, "c");
    const Reading expected{
        .events = {{Kind::text, "Hello"}, {Kind::ping, "?"}, {Kind::binary, "abc"}}, .error = {}};
    EXPECT_EQ(read_whole(MessageReader(kLimits, nullptr, Sender::server), stream), expected);
    EXPECT_EQ(read_octet_by_octet(MessageReader(kLimits, nullptr, Sender::server), stream),
              expected);
    EXPECT_EQ(read_whole(MessageReader(kLimits), stream).error, ProtocolError::mask_missing);
}

TEST(MessageReader, refuses_what_breaks_the_order_of_frames) {
    struct Refused {
        std::string_view why;
        std::string stream;
        ProtocolError error;
        std::size_t events_before = 0;
    };
    using enum ProtocolError;
    const Refused cases[] = {
        {"a continuation first", client_frame(OpCode::continuation, "x"),
         continuation_without_start},
        {"a continuation that is not final", client_fragment(OpCode::continuation, "x"),
         continuation_without_start},
        {"a continuation after a whole message",
         client_frame(OpCode::text, "x") + client_frame(OpCode::continuation, "x"),
         continuation_without_start, 1},
        {"a continuation after the last fragment",
         client_fragment(OpCode::text, "x") + client_frame(OpCode::continuation, "x") +
             client_frame(OpCode::continuation, "x"),
         continuation_without_start, 1},
        {"a new text in a text",
         client_fragment(OpCode::text, "x") + client_frame(OpCode::text, "x"), message_interleaved},
        {"a new binary in a text, after a ping",
         client_fragment(OpCode::text, "x") + client_frame(OpCode::ping, "") +
             client_fragment(OpCode::binary, "x"),
         message_interleaved, 1},
        {"RSV1 with no extension agreed", compressed_frame({.opcode = OpCode::text}, "x"),
         reserved_bit_set},
        {"a close of one octet", client_frame(OpCode::close, "x"), close_payload_too_short},
        {"a close with a bad code", client_frame(OpCode::close, octets({0x03, 0xED})),
         close_code_invalid},
        {"a close with a bad reason", client_frame(OpCode::close, octets({0x03, 0xE8, 0xFF})),
         close_reason_not_utf8},
        {"a message over the limit", client_frame(OpCode::binary, std::string(1001, 'x')),
         message_too_long},
        {"a message over the limit in the second fragment",
         client_fragment(OpCode::binary, std::string(600, 'x')) +
             client_frame(OpCode::continuation, std::string(401, 'x')),
         message_too_long},
        {"text that is not", client_frame(OpCode::text, "a\xFF"), text_not_utf8},
        {"text that stops inside a character", client_frame(OpCode::text, "a\xC3"), text_not_utf8},
        {"text that stops inside a character in the last fragment",
         client_fragment(OpCode::text, "a") + client_frame(OpCode::continuation, "\xE4\xB8"),
         text_not_utf8},
        {"a surrogate cut by a fragment",
         client_fragment(OpCode::text, "\xED") + client_fragment(OpCode::continuation, "\xA0"),
         text_not_utf8},
    };
    for (const auto& [why, stream, error, events_before] : cases) {
        SCOPED_TRACE(why);
        const Reading reading = read_whole(MessageReader(kTight), stream);
        EXPECT_EQ(reading.error, error);
        EXPECT_EQ(reading.events.size(), events_before);
        EXPECT_EQ(read_octet_by_octet(MessageReader(kTight), stream), reading);
    }
}

TEST(MessageReader, limits_themselves_are_allowed) {
    const std::string bytes(1000, 'x');
    EXPECT_EQ(read_whole(MessageReader(kTight), client_frame(OpCode::binary, bytes)).events,
              (std::vector<ReadEvent>{{Kind::binary, bytes}}));
    EXPECT_EQ(read_whole(MessageReader(kTight),
                         client_fragment(OpCode::binary, bytes.substr(1)) +
                             client_frame(OpCode::continuation, bytes.substr(0, 1)))
                  .events,
              (std::vector<ReadEvent>{{Kind::binary, bytes}}));
}

TEST(MessageReader, an_announced_length_is_refused_before_its_octets_come) {
    const std::string header = client_frame(OpCode::binary, std::string(1001, 'x')).substr(0, 4);
    MessageReader reader(kTight);
    Reading reading;
    read_piece(reader, header, reading);
    EXPECT_EQ(reading.error, ProtocolError::message_too_long);
    EXPECT_EQ(reader.buffered_bytes(), 0U);
}

TEST(MessageReader, memory_grows_with_what_came_not_with_what_was_announced) {
    MessageReader reader(kLimits);
    Reading reading;
    const std::string frame = client_frame(OpCode::binary, std::string(2U << 20U, 'x'));
    read_piece(reader, frame.substr(0, 1000), reading);
    EXPECT_LT(reader.buffered_bytes(), 4000U);
    read_piece(reader, frame.substr(1000, 99'000), reading);
    EXPECT_LT(reader.buffered_bytes(), 2 * 100'000U + 1000);
    read_piece(reader, frame.substr(100'000), reading);
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reader.buffered_bytes(), 0U) << "given back with the message";
}

TEST(MessageReader, fragments_are_counted_even_when_empty) {
    std::string stream = client_fragment(OpCode::text, "");
    for (std::uint32_t fragment = 2; fragment < kLimits.fragments_max; ++fragment)
        stream += client_fragment(OpCode::continuation, "");
    const std::string last = client_frame(OpCode::continuation, "");

    EXPECT_EQ(read_whole(MessageReader(kLimits), stream + last).events,
              (std::vector<ReadEvent>{{Kind::text, ""}}))
        << "the limit itself";
    const std::string one_more = stream + client_fragment(OpCode::continuation, "") + last;
    EXPECT_EQ(read_whole(MessageReader(kLimits), one_more).error,
              ProtocolError::too_many_fragments);
    EXPECT_EQ(read_whole(MessageReader(kLimits), stream + last + stream + last).events.size(), 2U)
        << "of one message, not of all";
}

TEST(MessageReader, a_fragment_costs_no_memory_beyond_its_octets) {
    constexpr MessageLimits kManyFragments{.message_bytes_max = 1U << 20U,
                                           .fragments_max = 100'000};
    MessageReader reader(kManyFragments);
    Reading reading;
    read_piece(reader, client_fragment(OpCode::binary, "x"), reading);
    const std::size_t before = reader.buffered_bytes();
    std::string fragments;
    for (int i = 0; i < 10'000; ++i)
        fragments += client_fragment(OpCode::continuation, "");
    read_piece(reader, fragments, reading);
    EXPECT_FALSE(reading.error.has_value());
    EXPECT_EQ(reader.buffered_bytes(), before);
}

TEST(MessageReader, idle_it_has_nothing_on_the_heap) {
    Deflater deflater;
    Inflater inflater;
    MessageReader reader(kLimits, &inflater);
    EXPECT_EQ(reader.buffered_bytes(), 0U);
    std::string stream = mixed_stream(deflater);
    stream.resize(stream.size() - client_frame(OpCode::close, "xxbye").size());
    for (const char octet : stream) {
        Reading reading;
        read_piece(reader, std::string_view(&octet, 1), reading);
    }
    EXPECT_EQ(reader.buffered_bytes(), 0U);
}

TEST(MessageReader, a_message_whole_in_the_input_is_not_copied) {
    std::string stream = client_frame(OpCode::text, "Hello") + client_frame(OpCode::text, "again");
    MessageReader reader(kLimits);
    std::span<std::byte> in = std::as_writable_bytes(std::span(stream));
    const auto first = reader.next(in);
    ASSERT_TRUE(first.has_value() && first->has_value());
    EXPECT_EQ((*first)->payload.data(), stream.data() + 6);
    EXPECT_EQ(in.size(), stream.size() / 2) << "what is left is for the next call";
    EXPECT_EQ(reader.buffered_bytes(), 0U);
}

TEST(MessageReader, bad_text_is_refused_at_its_first_impossible_octet) {
    const std::string frame = client_frame(OpCode::text, "abcd\xF4\x90" + std::string(50, 'x'));
    MessageReader reader(kLimits);
    Reading reading;
    read_piece(reader, frame.substr(0, 6 + 5), reading);
    EXPECT_FALSE(reading.error.has_value());
    read_piece(reader, frame.substr(6 + 5, 1), reading);
    EXPECT_EQ(reading.error, ProtocolError::text_not_utf8);
}

TEST(MessageReader, after_a_close_or_an_error_it_takes_nothing_more) {
    struct End {
        std::string_view why;
        std::string stream;
        std::size_t events;
    };
    const End ends[] = {
        {"a close", client_frame(OpCode::close, ""), 1},
        {"a close inside a message",
         client_fragment(OpCode::text, "x") + client_frame(OpCode::close, ""), 1},
        {"an error", client_frame(OpCode::continuation, ""), 0},
        {"an error inside a message",
         client_fragment(OpCode::text, "x") + client_frame(OpCode::text, ""), 0},
    };
    const std::string more = client_frame(OpCode::text, "more") + octets({0xFF, 0xFF});
    for (const auto& [why, stream, events] : ends) {
        SCOPED_TRACE(why);
        MessageReader reader(kLimits);
        Reading reading;
        read_piece(reader, stream + more, reading);
        EXPECT_TRUE(reader.is_finished());
        EXPECT_EQ(reading.events.size(), events);
        const bool had_error = reading.error.has_value();
        EXPECT_EQ(had_error, events == 0);

        reading = {};
        read_piece(reader, more, reading);
        EXPECT_EQ(reading, Reading{}) << "told once";
        EXPECT_EQ(reader.buffered_bytes(), 0U);
    }
}

TEST(MessageReader, compressed_messages_obey_the_same_rules) {
    Deflater deflater;
    Inflater inflater;
    const auto read = [&](const std::string& stream) {
        const Reading reading = read_whole(MessageReader(kTight, &inflater), stream);
        EXPECT_EQ(read_octet_by_octet(MessageReader(kTight, &inflater), stream), reading);
        return reading;
    };
    const auto text_frame = [&](std::string_view plain) {
        return compressed_frame({.opcode = OpCode::text}, deflater.compress(plain));
    };
    using Events = std::vector<ReadEvent>;
    EXPECT_EQ(read(text_frame("Hello")).events, (Events{{Kind::text, "Hello"}}));
    EXPECT_EQ(read(client_frame(OpCode::text, "plain")).events, (Events{{Kind::text, "plain"}}))
        << "agreed does not mean that every message is";
    EXPECT_EQ(read(text_frame(std::string(1000, 'x'))).events.size(), 1U);
    EXPECT_EQ(read(text_frame(std::string(1001, 'x'))).error, ProtocolError::message_too_long);
    EXPECT_EQ(read(text_frame("a\xFF")).error, ProtocolError::text_not_utf8);
    EXPECT_EQ(read(text_frame("a\xC3")).error, ProtocolError::text_not_utf8);
    EXPECT_EQ(read(compressed_frame({.opcode = OpCode::binary}, "\xFF")).error,
              ProtocolError::deflate_invalid);

    const std::string compressed = deflater.compress("Hello, hello, hello");
    const std::string start =
        compressed_frame({.opcode = OpCode::text, .is_final = false}, compressed.substr(0, 3));
    EXPECT_EQ(read(start + client_frame(OpCode::continuation, compressed.substr(3))).events,
              (Events{{Kind::text, "Hello, hello, hello"}}));
    EXPECT_EQ(read(start + compressed_frame({.opcode = OpCode::continuation}, compressed.substr(3)))
                  .error,
              ProtocolError::reserved_bit_set);
    EXPECT_EQ(read(compressed_frame({.opcode = OpCode::ping}, "")).error,
              ProtocolError::reserved_bit_set);
}

TEST(MessageReader, can_be_moved_in_the_middle_of_a_message) {
    const std::string stream =
        client_fragment(OpCode::text, "Hel") + client_frame(OpCode::continuation, "lo");
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        MessageReader first(kLimits);
        Reading reading;
        read_piece(first, stream.substr(0, cut), reading);
        MessageReader second = std::move(first);
        read_piece(second, stream.substr(cut), reading);
        EXPECT_EQ(reading.events, (std::vector<ReadEvent>{{Kind::text, "Hello"}}));
    }
}

}  // namespace
}  // namespace net::websocket
