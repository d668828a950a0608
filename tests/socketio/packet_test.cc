#include "socketio/packet.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engineio/frames.h"
#include "socketio/packet_reader.h"

namespace socketio {
namespace {

namespace json = boost::json;
using testing::ElementsAre;

/// The messages of a packet: text without the Engine.IO type, binary in angle brackets.
std::vector<std::string> messages(const Packet& packet) {
    std::vector<std::string> all;
    for (std::string_view rest = packet.frames().octets(); !rest.empty();) {
        const auto [kind, payload] = engineio::Frames::take_front(rest);
        all.push_back(kind == engineio::MessageKind::text ? std::string(payload.substr(1))
                                                          : "<" + std::string(payload) + ">");
    }
    return all;
}

base::Result<std::optional<ClientPacket>, PacketError> read(std::string_view text,
                                                            const PacketLimits& limits = {}) {
    return PacketReader().read_text(text, limits);
}

TEST(Packet, is_written_as_the_protocol_wants_it) {
    EXPECT_THAT(messages(encode_event("/", "hi", {1})), ElementsAre(R"(2["hi",1])"));
    EXPECT_THAT(messages(encode_event("/admin", "hi", {})), ElementsAre(R"(2/admin,["hi"])"));
    EXPECT_THAT(messages(encode_event("/", "say \"ü\"", {})), ElementsAre(R"(2["say \"ü\""])"));
    EXPECT_THAT(messages(encode_event_text("/", "m", R"({"a":1},2)")),
                ElementsAre(R"(2["m",{"a":1},2])"));
    EXPECT_THAT(messages(encode_event_text("/x", "m", "")), ElementsAre(R"(2/x,["m"])"));
    EXPECT_THAT(messages(encode_event_with_ack("/", "q", {"x"}, 12)),
                ElementsAre(R"(212["q","x"])"));
    EXPECT_THAT(messages(encode_ack("/", 12, {json::object{{"ok", true}}})),
                ElementsAre(R"(312[{"ok":true}])"));
    EXPECT_THAT(messages(encode_ack_text("/admin", 0, R"({"ok":true})")),
                ElementsAre(R"(3/admin,0[{"ok":true}])"));
    EXPECT_THAT(messages(encode_connect("/", "abc")), ElementsAre(R"(0{"sid":"abc"})"));
    EXPECT_THAT(messages(encode_connect("/x", "abc")), ElementsAre(R"(0/x,{"sid":"abc"})"));
    EXPECT_THAT(messages(encode_connect_error("/x", connect_error_json("Invalid namespace"))),
                ElementsAre(R"(4/x,{"message":"Invalid namespace"})"));
    EXPECT_THAT(messages(encode_connect_error("/", connect_error_json("no", R"({"code":"x"})"))),
                ElementsAre(R"(4{"message":"no","data":{"code":"x"}})"));
    EXPECT_THAT(messages(encode_disconnect("/x")), ElementsAre("1/x,"));
}

TEST(Packet, with_attachments_is_followed_by_them) {
    const json::value placeholder = {{"_placeholder", true}, {"num", 0}};
    const std::vector<std::string> attachments = {"\x01\x02"};
    EXPECT_THAT(messages(encode_event("/", "file", {placeholder}, attachments)),
                ElementsAre(R"(51-["file",{"_placeholder":true,"num":0}])", "<\x01\x02>"));
    EXPECT_THAT(messages(encode_ack("/x", 7, {placeholder}, attachments)),
                ElementsAre(R"(61-/x,7[{"_placeholder":true,"num":0}])", "<\x01\x02>"));
}

TEST(PacketReader, takes_what_clients_may_send) {
    struct {
        std::string_view text;
        PacketType type;
        std::string_view nsp;
        std::optional<std::uint64_t> ack_id;
        std::string_view payload;
    } const cases[] = {
        {"0", PacketType::connect, "/", {}, "{}"},
        {R"(0{"token":"x"})", PacketType::connect, "/", {}, R"({"token":"x"})"},
        {"0/admin,", PacketType::connect, "/admin", {}, "{}"},
        {"0/admin", PacketType::connect, "/admin", {}, "{}"},
        {R"(0/admin,{"a":1})", PacketType::connect, "/admin", {}, R"({"a":1})"},
        {"1", PacketType::disconnect, "/", {}, "null"},
        {"1/admin,", PacketType::disconnect, "/admin", {}, "null"},
        {R"(2["hi",1])", PacketType::event, "/", {}, R"(["hi",1])"},
        {R"(2[7,1])", PacketType::event, "/", {}, R"([7,1])"},
        {R"(212["hi"])", PacketType::event, "/", 12, R"(["hi"])"},
        {R"(20["hi"])", PacketType::event, "/", 0, R"(["hi"])"},
        {R"(2999999999999999["hi"])", PacketType::event, "/", 999'999'999'999'999, R"(["hi"])"},
        {R"(2/admin,7["x"])", PacketType::event, "/admin", 7, R"(["x"])"},
        {R"(2["a/b,c"])", PacketType::event, "/", {}, R"(["a/b,c"])"},
        {R"(312[{"ok":true}])", PacketType::ack, "/", 12, R"([{"ok":true}])"},
        {"31[]", PacketType::ack, "/", 1, "[]"},
        {R"(2["m",{"_placeholder":true,"num":5}])",
         PacketType::event,
         "/",
         {},
         R"(["m",{"_placeholder":true,"num":5}])"},
    };
    for (const auto& [text, type, nsp, ack_id, payload] : cases) {
        SCOPED_TRACE(text);
        const auto packet = read(text);
        ASSERT_TRUE(packet.has_value());
        ASSERT_TRUE(packet->has_value());
        EXPECT_EQ((*packet)->type, type);
        EXPECT_EQ((*packet)->nsp, nsp);
        EXPECT_EQ((*packet)->ack_id, ack_id);
        EXPECT_EQ(json::serialize((*packet)->payload), payload);
    }
}

TEST(PacketReader, refuses_what_breaks_a_rule) {
    struct {
        std::string_view why;
        std::string text;
        PacketError error;
    } const cases[] = {
        {"nothing", "", PacketError::type_unknown},
        {"no type", "abc", PacketError::type_unknown},
        {"a type too high", R"(7["x"])", PacketError::type_unknown},
        {"CONNECT_ERROR from a client", R"(4{"message":"x"})", PacketError::type_server_only},
        {"binary without a count", R"(5["x"])", PacketError::attachments_malformed},
        {"binary without a dash", R"(51["x"])", PacketError::attachments_malformed},
        {"only a count", "51", PacketError::attachments_malformed},
        {"count zero", R"(50-["x"])", PacketError::attachments_malformed},
        {"a negative count", R"(5-1-["x"])", PacketError::attachments_malformed},
        {"a fractional count", R"(51.5-["x"])", PacketError::attachments_malformed},
        {"more than we take", R"(511-["x"])", PacketError::attachments_too_many},
        {"a count without end", "5" + std::string(10'000, '9') + "-[]",
         PacketError::attachments_too_many},
        {"a namespace without end", "0/" + std::string(10'000, 'x'),
         PacketError::namespace_too_long},
        {"an ack id without end", "2" + std::string(10'000, '1') + R"(["x"])",
         PacketError::ack_id_too_long},
        {"an ack id beyond 2^53", R"(29999999999999999["x"])", PacketError::ack_id_too_long},
        {"an ack id that is no number", R"(2abc["x"])", PacketError::json_malformed},
        {"a negative ack id", R"(2-1["x"])", PacketError::json_malformed},
        {"cut JSON", R"(2["x")", PacketError::json_malformed},
        {"something behind the JSON", R"(2["x"]y)", PacketError::json_malformed},
        {"JSON nested too deep", "2[\"x\"," + std::string(40, '[') + std::string(40, ']') + "]",
         PacketError::json_malformed},
        {"JSON nested without end", "2" + std::string(100'000, '['), PacketError::json_malformed},
        {"objects nested without end",
         "2[\"x\"," +
             [] {
                 std::string text;
                 for (int i = 0; i < 50'000; ++i)
                     text.append("{\"a\":");
                 return text;
             }(),
         PacketError::json_malformed},
        {"text that is not UTF-8", "2[\"\xff\"]", PacketError::json_malformed},
        {"an event without a payload", "2", PacketError::payload_unexpected},
        {"an event of an object", "2{}", PacketError::payload_unexpected},
        {"an empty event", "2[]", PacketError::payload_unexpected},
        {"an event named by null", "2[null]", PacketError::event_name_malformed},
        {"an event named by a list", "2[[]]", PacketError::event_name_malformed},
        {"connect", R"(2["connect"])", PacketError::event_name_reserved},
        {"connect_error", R"(2["connect_error"])", PacketError::event_name_reserved},
        {"disconnect", R"(2["disconnect"])", PacketError::event_name_reserved},
        {"disconnecting", R"(2["disconnecting"])", PacketError::event_name_reserved},
        {"newListener", R"(2["newListener"])", PacketError::event_name_reserved},
        {"removeListener", R"(21["removeListener"])", PacketError::event_name_reserved},
        {"CONNECT with a list", "0[]", PacketError::payload_unexpected},
        {"CONNECT with a string", R"(0"x")", PacketError::payload_unexpected},
        {"CONNECT with null", "0null", PacketError::payload_unexpected},
        {"DISCONNECT with a payload", "1{}", PacketError::payload_unexpected},
        {"an acknowledgement of an object", "31{}", PacketError::payload_unexpected},
        {"an acknowledgement without a payload", "31", PacketError::payload_unexpected},
        {"an acknowledgement of nothing", "3[]", PacketError::ack_id_missing},
    };
    for (const auto& [why, text, error] : cases) {
        SCOPED_TRACE(why);
        const auto packet = read(text);
        ASSERT_FALSE(packet.has_value());
        EXPECT_EQ(packet.error(), error) << name(packet.error());
    }
}

TEST(PacketReader, placeholders_must_be_what_they_claim) {
    struct {
        std::string_view why;
        std::string_view text;
        PacketError error;
    } const cases[] = {
        {"out of range", R"(51-["x",{"_placeholder":true,"num":1}])",
         PacketError::placeholder_malformed},
        {"negative", R"(51-["x",{"_placeholder":true,"num":-1}])",
         PacketError::placeholder_malformed},
        {"a string", R"(51-["x",{"_placeholder":true,"num":"0"}])",
         PacketError::placeholder_malformed},
        {"a property of arrays", R"(51-["x",{"_placeholder":true,"num":"splice"}])",
         PacketError::placeholder_malformed},
        {"a fraction", R"(51-["x",{"_placeholder":true,"num":0.5}])",
         PacketError::placeholder_malformed},
        {"huge", R"(51-["x",{"_placeholder":true,"num":18446744073709551615}])",
         PacketError::placeholder_malformed},
        {"missing", R"(51-["x",{"_placeholder":true}])", PacketError::placeholder_malformed},
        {"deep inside and wrong",
         R"(51-["x",{"_placeholder":true,"num":0},[{"a":{"_placeholder":true,"num":9}}]])",
         PacketError::placeholder_malformed},
        {"no placeholder at all", R"(51-["x"])", PacketError::attachment_unused},
        {"only a truth-like one", R"(51-["x",{"_placeholder":1,"num":0}])",
         PacketError::attachment_unused},
        {"one of two unused", R"(52-["x",{"_placeholder":true,"num":0}])",
         PacketError::attachment_unused},
    };
    for (const auto& [why, text, error] : cases) {
        SCOPED_TRACE(why);
        const auto packet = read(text);
        ASSERT_FALSE(packet.has_value());
        EXPECT_EQ(packet.error(), error) << name(packet.error());
    }
}

TEST(PacketReader, joins_attachments_in_order) {
    PacketReader reader;
    const auto head = reader.read_text(
        R"(52-/x,3["m",{"_placeholder":true,"num":1},[{"_placeholder":true,"num":0}]])", {});
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(*head, std::nullopt);
    EXPECT_TRUE(reader.is_waiting());
    EXPECT_EQ(reader.read_binary("first", {}).value(), std::nullopt);
    const auto packet = reader.read_binary("second", {});
    ASSERT_TRUE(packet.has_value() && packet->has_value());
    EXPECT_EQ((*packet)->type, PacketType::event);
    EXPECT_EQ((*packet)->ack_id, 3U);
    EXPECT_THAT((*packet)->attachments, ElementsAre("first", "second"));
    EXPECT_FALSE(reader.is_waiting());
    EXPECT_TRUE(reader.read_text(R"(2["next"])", {}).value().has_value());
}

TEST(PacketReader, text_and_binary_out_of_turn_are_refused) {
    PacketReader reader;
    EXPECT_EQ(reader.read_binary("x", {}).error(), PacketError::binary_unexpected);
    ASSERT_TRUE(reader.read_text(R"(51-["m",{"_placeholder":true,"num":0}])", {}).has_value());
    EXPECT_EQ(reader.read_text(R"(2["x"])", {}).error(), PacketError::text_while_binary_due);
}

TEST(PacketReader, attachments_are_bounded_together) {
    PacketReader reader;
    const PacketLimits limits{.attachment_bytes_max = 10};
    ASSERT_TRUE(
        reader
            .read_text(R"(52-["m",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])",
                       limits)
            .has_value());
    ASSERT_TRUE(reader.read_binary("123456", limits).has_value());
    EXPECT_EQ(reader.read_binary("12345", limits).error(), PacketError::attachments_too_long);
}

TEST(PacketReader, a_packet_cut_anywhere_is_refused_or_another_packet_never_a_crash) {
    const std::string text =
        R"(52-/admin,17["m",{"_placeholder":true,"num":0},{"a":[{"_placeholder":true,"num":1}]}])";
    for (std::size_t cut = 0; cut < text.size(); ++cut)
        EXPECT_FALSE(read(std::string_view(text).substr(0, cut)).has_value()) << cut;
    EXPECT_TRUE(read(text).has_value());
}

json::value random_json(std::mt19937_64& random, int depth) {
    switch (random() % (depth > 0 ? 8 : 6)) {
        case 0:
            return nullptr;
        case 1:
            return random() % 2 == 0;
        case 2:
            return static_cast<std::int64_t>(random());
        case 3:
            return static_cast<double>(random() % 1000) / 8;
        case 4:
            return "a\"\\\n\xE2\x82\xAC";
        case 5:
            return std::string(random() % 40, 'x').c_str();
        case 6: {
            json::array array;
            for (std::uint64_t i = random() % 4; i > 0; --i)
                array.push_back(random_json(random, depth - 1));
            return array;
        }
        default: {
            json::object object;
            for (std::uint64_t i = random() % 4; i > 0; --i)
                object.emplace("k" + std::to_string(i), random_json(random, depth - 1));
            return object;
        }
    }
}

TEST(PacketReader, reads_what_is_written) {
    std::mt19937_64 random(11);
    for (int round = 0; round < 300; ++round) {
        const std::string nsp = random() % 2 == 0 ? "/" : "/n" + std::to_string(random() % 100);
        const auto id = random() % 1'000'000'000'000'000;
        json::array args;
        for (std::uint64_t i = random() % 4; i > 0; --i)
            args.push_back(random_json(random, 4));
        std::vector<std::string> attachments;
        for (std::uint64_t i = random() % 3; i > 0; --i) {
            args.push_back({{"_placeholder", true}, {"num", attachments.size()}});
            attachments.push_back(std::string(random() % 50, static_cast<char>(random())));
        }
        const auto sent = messages(encode_ack(nsp, id, args, attachments));

        PacketReader reader;
        auto packet = reader.read_text(sent[0], {});
        for (std::size_t i = 1; i < sent.size(); ++i)
            packet = reader.read_binary(attachments[i - 1], {});
        ASSERT_TRUE(packet.has_value() && packet->has_value()) << sent[0];
        EXPECT_EQ((*packet)->nsp, nsp);
        EXPECT_EQ((*packet)->ack_id, id);
        EXPECT_EQ(json::serialize((*packet)->payload), json::serialize(args));
        EXPECT_EQ((*packet)->attachments, attachments);
    }
}

}  // namespace
}  // namespace socketio
