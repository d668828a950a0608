/// The situations of the Autobahn test suite, by its chapters: UTF-8, closing, limits and
/// compression.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/websocket/close.h"
#include "net/websocket/deflate.h"
#include "net/websocket/frame.h"
#include "net/websocket/message_reader.h"
#include "net/websocket/protocol_error.h"
#include "support/websocket_conformance.h"
#include "support/websocket_frames.h"

namespace net::websocket {
namespace {

using namespace support::conformance;
using support::client_frame;
using support::read_cut;
using support::read_whole;
using support::ReadEvent;
using support::Reading;
using Kind = Event::Kind;
using enum ProtocolError;

TEST(Conformance, chapter_6_text_is_utf8) {
    const std::string greek = "\u039A\u1F79\u03C3\u03BC\u03B5";
    const Case cases[] = {
        {"6.1 empty", {text("")}, {{Kind::text, ""}}},
        {"6.2 in one frame", {text(greek)}, {{Kind::text, greek}}},
        {"6.2 cut between characters",
         {start(greek.substr(0, 5)), last(greek.substr(5))},
         {{Kind::text, greek}}},
        {"6.2 cut inside a character",
         {start(greek.substr(0, 3)), last(greek.substr(3))},
         {{Kind::text, greek}}},
        {"6.3 a surrogate at the end",
         {text(greek + "\xED\xA0\x80"
                       "edited")},
         {},
         text_not_utf8},
        {"6.4 bad in the second fragment, seen before the third",
         {start(greek), more("\xF4\x90\x80\x80"), last("edited")},
         {},
         text_not_utf8},
        {"6.4 bad across fragments",
         {start(greek + "\xF4"), more("\x90"),
          last("\x80\x80"
               "edited")},
         {},
         text_not_utf8},
        {"6.6 a text that stops inside a character", {text(greek + "\xCE")}, {}, text_not_utf8},
        {"a character that a ping stands in",
         {start("\xE4\xB8"), ping("?"), last("\xAD")},
         {{Kind::ping, "?"}, {Kind::text, "\u4E2D"}}},
        {"a character does not go on in the next message",
         {start("a"), last("\xE4\xB8"), text("\xAD")},
         {},
         text_not_utf8},
        {"a binary message may be anything",
         {binary("\xED\xA0\x80")},
         {{Kind::binary, "\xED\xA0\x80"}}},
    };
    check(cases);

    std::vector<std::string> one_octet_each{start("")};
    for (const char octet : greek)
        one_octet_each.push_back(more(std::string_view(&octet, 1)));
    one_octet_each.push_back(last(""));
    check({.why = "6.2 a fragment per octet",
           .frames = one_octet_each,
           .events = {{Kind::text, greek}}});
}

TEST(Conformance, chapter_6_sequences) {
    for (const std::string_view bad : {"\x80",
                                       "\xBF",
                                       "\x80\xBF\x80",
                                       "\xC0\x20",
                                       "\xC1\xBF",
                                       "\xE0\x80\x20",
                                       "\xF8\x88\x80\x80\x80",
                                       "\xFC\x84\x80\x80\x80\x80",
                                       "\xFE",
                                       "\xFF",
                                       "\xFE\xFE\xFF\xFF",
                                       "\xC0\xAF",
                                       "\xE0\x80\xAF",
                                       "\xF0\x80\x80\xAF",
                                       "\xC1\xBF",
                                       "\xE0\x9F\xBF",
                                       "\xF0\x8F\xBF\xBF",
                                       "\xED\xA0\x80",
                                       "\xED\xAF\xBF",
                                       "\xED\xB0\x80",
                                       "\xED\xBF\xBF",
                                       "\xED\xA0\x80\xED\xB0\x80",
                                       "\xF4\x90\x80\x80",
                                       "\xF7\xBF\xBF\xBF",
                                       "\xE2\x82",
                                       "\xF0\x9F\x98",
                                       "\xC3"}) {
        check({.why = "alone", .frames = {text(bad)}, .events = {}, .error = text_not_utf8});
        check({.why = "among others",
               .frames = {text("before"), start("ok"), last(bad), text("after")},
               .events = {{Kind::text, "before"}},
               .error = text_not_utf8});
    }
    for (const std::string_view good :
         {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
          "\xEF\xBF\xBD", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF0\x9F\xBF\xBE",
          "\xF4\x8F\xBF\xBF"})
        check({.why = "good", .frames = {text(good)}, .events = {{Kind::text, std::string(good)}}});
}

TEST(Conformance, chapter_7_close) {
    const std::string longest(kCloseReasonBytesMax, '*');
    const Case cases[] = {
        {"7.1.2 two closes",
         {close(code(1000)), close(code(1000))},
         {{Kind::close, "", CloseCode::normal}}},
        {"7.1.3 a ping after the close",
         {close(code(1000)), ping("")},
         {{Kind::close, "", CloseCode::normal}}},
        {"7.1.4 a text after the close",
         {close(code(1000)), text("")},
         {{Kind::close, "", CloseCode::normal}}},
        {"7.1.5 a close inside a message",
         {start("a"), close(code(1000)), last("b")},
         {{Kind::close, "", CloseCode::normal}}},
        {"7.1.6 a long message, then a close",
         {text(std::string(262'144, '*')), close(code(1000)), ping("")},
         {{Kind::text, std::string(262'144, '*')}, {Kind::close, "", CloseCode::normal}}},
        {"7.3.1 no payload", {close("")}, {{Kind::close, ""}}},
        {"7.3.2 one octet", {close("a")}, {}, close_payload_too_short},
        {"7.3.3 a code", {close(code(1000))}, {{Kind::close, "", CloseCode::normal}}},
        {"7.3.4 a code and a reason",
         {close(code(1000) + "Hello World!")},
         {{Kind::close, "Hello World!", CloseCode::normal}}},
        {"7.3.5 the longest reason",
         {close(code(1000) + longest)},
         {{Kind::close, longest, CloseCode::normal}}},
        {"7.3.6 one octet more",
         {with_opcode(binary(code(1000) + longest + "*"), 0x8)},
         {},
         control_too_long},
        {"7.5.1 a reason that is not UTF-8",
         {close(code(1000) + "\xCE\xBA\xED\xA0\x80")},
         {},
         close_reason_not_utf8},
    };
    check(cases);

    for (const unsigned number : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U,
                                  1012U, 1013U, 1014U, 3000U, 3999U, 4000U, 4999U})
        check({.why = "7.7 " + std::to_string(number),
               .frames = {close(code(number))},
               .events = {{Kind::close, "", static_cast<CloseCode>(number)}}});
    for (const unsigned number :
         {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U})
        for (const std::string_view reason : {"", "reason"})
            check({.why = "7.9 " + std::to_string(number),
                   .frames = {close(code(number) + std::string(reason))},
                   .events = {},
                   .error = close_code_invalid});
}

TEST(Conformance, chapter_9_limits) {
    const std::string whole(kLimits.message_bytes_max, '*');
    std::vector<std::string> frames;
    for (std::size_t at = 0; at < whole.size(); at += 4096) {
        FrameHeader header{.opcode = at == 0 ? OpCode::binary : OpCode::continuation};
        header.is_final = at + 4096 >= whole.size();
        frames.push_back(client_frame(header, std::string_view(whole).substr(at, 4096)));
    }
    std::string stream;
    std::vector<std::size_t> cuts;
    for (const std::string& frame : frames)
        stream += frame;
    for (std::size_t cut = 997; cut < stream.size(); cut += 997)
        cuts.push_back(cut);
    const Reading expected{.events = {{Kind::binary, whole}}, .error = {}};
    EXPECT_EQ(read_whole(MessageReader(kLimits), stream), expected);
    EXPECT_EQ(read_cut(MessageReader(kLimits), stream, cuts), expected);

    EXPECT_EQ(read_whole(MessageReader(kLimits), binary(whole)), expected);
    EXPECT_EQ(read_whole(MessageReader(kLimits), binary(whole + "*")).error, message_too_long);
    frames.back() = more("");
    stream.clear();
    for (const std::string& frame : frames)
        stream += frame;
    EXPECT_EQ(read_whole(MessageReader(kLimits), stream + more(std::string(4097, '*'))).error,
              message_too_long)
        << "the sum counts, not the frame";
}

TEST(Conformance, chapters_12_and_13_compression) {
    Deflater deflater;
    Inflater inflater;
    for (const std::size_t bytes :
         {0U, 16U, 64U, 256U, 1024U, 4096U, 8192U, 16384U, 32768U, 65536U, 131072U}) {
        std::string json;
        while (json.size() < bytes)
            json += R"({"user":"ada","text":"number )" + std::to_string(json.size()) + "\"}\n";
        json.resize(bytes);
        const std::string packed = deflater.compress(json);
        check({.why = "in one frame of " + std::to_string(bytes),
               .frames = {client_frame({.opcode = OpCode::text, .compressed = Compressed::yes},
                                       packed)},
               .events = {{Kind::text, json}}},
              &inflater);

        std::vector<std::string> frames;
        const std::size_t piece = std::max<std::size_t>(1, packed.size() / 5);
        for (std::size_t at = 0; at < packed.size(); at += piece) {
            FrameHeader header{.opcode = OpCode::continuation};
            if (at == 0) header = {.opcode = OpCode::text, .compressed = Compressed::yes};
            header.is_final = at + piece >= packed.size();
            frames.push_back(client_frame(header, std::string_view(packed).substr(at, piece)));
            if (!header.is_final) frames.push_back(ping(""));
        }
        std::vector<ReadEvent> events(frames.size() / 2, {Kind::ping, ""});
        events.push_back({Kind::text, json});
        check({.why = "in fragments, " + std::to_string(bytes),
               .frames = std::move(frames),
               .events = std::move(events)},
              &inflater);
    }
}

}  // namespace
}  // namespace net::websocket
