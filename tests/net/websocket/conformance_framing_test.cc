/// The situations of the Autobahn test suite, by its chapters: frames, pings, reserved bits and
/// opcodes, fragments.
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "net/websocket/close.h"
#include "net/websocket/frame.h"
#include "net/websocket/message_reader.h"
#include "net/websocket/protocol_error.h"
#include "support/websocket_conformance.h"
#include "support/websocket_frames.h"

namespace net::websocket {
namespace {

using namespace support::conformance;
using support::client_fragment;
using support::octets;
using support::ReadEvent;
using Kind = Event::Kind;
using enum ProtocolError;

TEST(Conformance, chapter_1_framing) {
    for (const std::size_t bytes : {0U, 125U, 126U, 127U, 128U, 65535U, 65536U}) {
        const std::string payload(bytes, '*');
        check({.why = "text of " + std::to_string(bytes),
               .frames = {text(payload)},
               .events = {{Kind::text, payload}}});
        const std::string octets_of_no_text(bytes, '\xFE');
        check({.why = "binary of " + std::to_string(bytes),
               .frames = {binary(octets_of_no_text)},
               .events = {{Kind::binary, octets_of_no_text}}});
    }
}

TEST(Conformance, chapter_2_pings_and_pongs) {
    const std::string longest(125, '\xFE');
    std::vector<std::string> ten_pings;
    std::vector<ReadEvent> ten_events;
    for (int i = 0; i < 10; ++i) {
        ten_pings.push_back(ping("payload-" + std::to_string(i)));
        ten_events.push_back({Kind::ping, "payload-" + std::to_string(i)});
    }
    const Case cases[] = {
        {"2.1 a ping without payload", {ping("")}, {{Kind::ping, ""}}},
        {"2.2 a ping with text", {ping("Hello, world!")}, {{Kind::ping, "Hello, world!"}}},
        {"2.3 a ping that is no text",
         {ping(octets({0x00, 0xFF, 0xFE}))},
         {{Kind::ping, octets({0x00, 0xFF, 0xFE})}}},
        {"2.4 the longest ping", {ping(longest)}, {{Kind::ping, longest}}},
        {"2.5 a ping of 126 octets, then nothing is read",
         {with_opcode(binary(std::string(126, 'x')), 0x9), text("x")},
         {},
         control_too_long},
        {"2.7 a pong nobody asked for", {pong("")}, {{Kind::pong, ""}}},
        {"2.8 with payload", {pong("unsolicited")}, {{Kind::pong, "unsolicited"}}},
        {"2.9 a pong, then a ping",
         {pong("unsolicited"), ping("question")},
         {{Kind::pong, "unsolicited"}, {Kind::ping, "question"}}},
        {"2.10 ten pings in a row", ten_pings, ten_events},
    };
    check(cases);
}

TEST(Conformance, chapter_3_reserved_bits) {
    for (unsigned rsv = 1; rsv <= 7; ++rsv) {
        const unsigned bits = rsv << 4U;
        const std::string why = "RSV " + std::to_string(rsv);
        for (const std::string& frame : {text("Hello"), binary("Hello"), ping("Hello"),
                                         pong("Hello"), close(code(1000)), start("Hello")}) {
            check({.why = why,
                   .frames = {text("before"), with_bits(frame, bits), ping("after")},
                   .events = {{Kind::text, "before"}},
                   .error = reserved_bit_set});
        }
        check({.why = why + " on a continuation",
               .frames = {start("Hel"), with_bits(last("lo"), bits)},
               .events = {},
               .error = reserved_bit_set});
    }
}

TEST(Conformance, chapter_4_reserved_opcodes) {
    for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
        for (const std::string_view payload : {"", "payload"}) {
            check({.why = "opcode " + std::to_string(opcode),
                   .frames = {text("before"), with_opcode(text(payload), opcode), ping("after")},
                   .events = {{Kind::text, "before"}},
                   .error = opcode_reserved});
        }
    }
}

TEST(Conformance, chapter_5_fragmentation) {
    const Case cases[] = {
        {"5.1 a ping in two fragments",
         {client_fragment(OpCode::ping, "a"), last("b")},
         {},
         control_fragmented},
        {"5.2 a pong in two fragments",
         {client_fragment(OpCode::pong, "a"), last("b")},
         {},
         control_fragmented},
        {"5.3 a text in two fragments", {start("a"), last("b")}, {{Kind::text, "ab"}}},
        {"5.6 a ping between them",
         {start("a"), ping("p"), last("b")},
         {{Kind::ping, "p"}, {Kind::text, "ab"}}},
        {"5.9 a continuation of nothing, final, then a text",
         {last("non"), text("x")},
         {},
         continuation_without_start},
        {"5.12 the same, not final", {more("non"), text("x")}, {}, continuation_without_start},
        {"5.15 a continuation after a message is whole",
         {start("a"), last("b"), more("c"), text("x")},
         {{Kind::text, "ab"}},
         continuation_without_start},
        {"5.16 continuations alone, then text, many times",
         {more("a"), start("b"), last("c"), more("a"), start("b"), last("c")},
         {},
         continuation_without_start},
        {"5.18 a text in a text", {start("a"), text("b")}, {}, message_interleaved},
        {"5.19 five fragments and two pings",
         {start("1"), more("2"), ping("p1"), more("3"), more("4"), ping("p2"), last("5")},
         {{Kind::ping, "p1"}, {Kind::ping, "p2"}, {Kind::text, "12345"}}},
        {"a binary message in a text", {start("a"), binary("b")}, {}, message_interleaved},
        {"empty fragments", {start(""), more(""), last("")}, {{Kind::text, ""}}},
        {"empty fragments around content", {start(""), more("x"), last("")}, {{Kind::text, "x"}}},
        {"two fragmented messages",
         {start("a"), last("b"), client_fragment(OpCode::binary, "\xFF"), last("\xFE")},
         {{Kind::text, "ab"}, {Kind::binary, "\xFF\xFE"}}},
        {"the longest pong between fragments",
         {start("a"), pong(std::string(125, 'x')), last("b")},
         {{Kind::pong, std::string(125, 'x')}, {Kind::text, "ab"}}},
    };
    check(cases);
}

}  // namespace
}  // namespace net::websocket
