#include <gmock/gmock.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engineio/base64.h"
#include "engineio/frames.h"
#include "engineio/packet.h"
#include "engineio/payload.h"
#include "engineio/session_id.h"
#include "support/seeded_random.h"

namespace engineio {
namespace {

using testing::ElementsAre;

struct Packets {
    std::vector<std::string> taken;  ///< binary ones in angle brackets
    std::optional<PayloadError> error;
};

Packets read_all(std::string_view body) {
    PayloadReader reader(body);
    Packets packets;
    while (true) {
        const auto next = reader.next();
        if (!next) {
            packets.error = next.error();
            return packets;
        }
        if (!*next) return packets;
        const auto& [kind, packet] = **next;
        packets.taken.push_back(kind == MessageKind::text ? std::string(packet)
                                                          : "<" + std::string(packet) + ">");
    }
}

TEST(Packet, type_is_one_of_seven_digits) {
    EXPECT_EQ(decode_packet("4hello"), (Packet{PacketType::message, "hello"}));
    EXPECT_EQ(decode_packet("4"), (Packet{PacketType::message, ""}));
    EXPECT_EQ(decode_packet("2probe"), (Packet{PacketType::ping, "probe"}));
    EXPECT_EQ(decode_packet("6"), (Packet{PacketType::noop, ""}));
    EXPECT_EQ(decode_packet(""), std::nullopt);
    EXPECT_EQ(decode_packet("7"), std::nullopt);
    EXPECT_EQ(decode_packet("abc"), std::nullopt);
}

TEST(Packet, open_tells_what_a_client_must_know) {
    Options options;
    EXPECT_EQ(encode_open("abc", TransportKind::polling, options),
              R"({"sid":"abc","upgrades":["websocket"],"pingInterval":25000,)"
              R"("pingTimeout":20000,"maxPayload":1000000})");
    EXPECT_EQ(encode_open("abc", TransportKind::websocket, options),
              R"({"sid":"abc","upgrades":[],"pingInterval":25000,)"
              R"("pingTimeout":20000,"maxPayload":1000000})");
}

TEST(Base64, known_values) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [data, text] : cases) {
        SCOPED_TRACE(data);
        std::string encoded;
        append_base64(encoded, data);
        EXPECT_EQ(encoded, text);
        EXPECT_EQ(decode_base64(text), data);
        EXPECT_EQ(decode_base64(text.substr(0, text.find('='))), data) << "without padding";
    }
}

TEST(Base64, refuses_what_is_none) {
    for (const std::string_view text :
         {"A", "AAAAA", "AA=A", "A===", "====", "AA_A", "AA A", "A\n=="})
        EXPECT_EQ(decode_base64(text), std::nullopt) << text;
}

TEST(Payload, packets_of_all_kinds_in_one_body) {
    const auto packets = read_all(
        "4hello\x1e"
        "2\x1e"
        "bAQID\x1e"
        "4\xE2\x82\xAC");
    EXPECT_EQ(packets.error, std::nullopt);
    EXPECT_THAT(packets.taken, ElementsAre("4hello", "2", "<\x01\x02\x03>", "4\xE2\x82\xAC"));
}

TEST(Payload, refuses_what_is_no_packet) {
    struct {
        std::string_view why;
        std::string_view body;
        PayloadError error;
    } const cases[] = {
        {"an empty body has no packet", "", PayloadError::packet_empty},
        {"nothing between separators",
         "4a\x1e\x1e"
         "4b",
         PayloadError::packet_empty},
        {"nothing behind the last", "4a\x1e", PayloadError::packet_empty},
        {"no such type", "abc", PayloadError::type_unknown},
        {"no such type among good ones",
         "4a\x1e"
         "9",
         PayloadError::type_unknown},
        {"not base64", "b?", PayloadError::base64_invalid},
        {"base64 of an impossible length", "bA", PayloadError::base64_invalid},
    };
    for (const auto& [why, body, error] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(read_all(body).error, error);
    }
}

TEST(Payload, what_is_encoded_is_decoded_to_the_same) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> said;
        FramesBuilder builder;
        for (std::uint64_t count = 1 + random() % 8; count > 0; --count) {
            std::string data(random() % 300, '\0');
            for (char& c : data)
                c = static_cast<char>(random());
            if (random() % 2 == 0) {
                builder.add_binary(data);
                said.push_back("<" + data + ">");
            } else {
                for (char& c : data)
                    c = static_cast<char>('a' + (c & 15));
                builder.add_text(data);
                said.push_back("4" + data);
            }
        }
        std::string body;
        append_frames(body, builder.finish());
        EXPECT_EQ(read_all(body).taken, said) << "round " << round;
    }
}

TEST(Payload, a_body_cut_anywhere_gives_the_first_packets_or_an_error_never_others) {
    const std::string body =
        "4one\x1e"
        "bAQIDBA==\x1e"
        "4two\x1e"
        "3";
    const auto whole = read_all(body).taken;
    for (std::size_t cut = 0; cut < body.size(); ++cut) {
        const auto part = read_all(std::string_view(body).substr(0, cut)).taken;
        for (std::size_t i = 0; i + 1 < part.size(); ++i)
            EXPECT_EQ(part[i], whole[i]) << "cut at " << cut;
    }
}

TEST(Frames, are_finished_websocket_frames) {
    FramesBuilder builder;
    builder.add_text({"ab", "c"});
    builder.add_binary("\x01\x02");
    const Frames frames = builder.finish();

    EXPECT_EQ(frames.octets(), std::string_view("\x81\x04"
                                                "4abc"
                                                "\x82\x02\x01\x02",
                                                10));
    std::string_view rest = frames.octets();
    EXPECT_EQ(Frames::take_front(rest), std::pair(MessageKind::text, std::string_view("4abc")));
    EXPECT_EQ(Frames::take_front(rest),
              std::pair(MessageKind::binary, std::string_view("\x01\x02")));
    EXPECT_TRUE(rest.empty());
}

TEST(Frames, of_every_length_form_come_back_whole) {
    for (const std::size_t size : {0U, 1U, 124U, 125U, 126U, 65534U, 65535U, 65536U, 200000U}) {
        FramesBuilder builder;
        builder.add_text(std::string(size, 'x'));
        const Frames frames = builder.finish();
        std::string_view rest = frames.octets();
        EXPECT_EQ(Frames::take_front(rest).second.size(), size + 1);
        EXPECT_TRUE(rest.empty());
    }
}

TEST(SessionId, text_leads_back_to_loop_slot_and_secret) {
    support::SeededRandom random(3);
    const SessionId id(random, 4095, 16'777'215);
    EXPECT_EQ(id.text().size(), SessionId::kCharacters);

    const auto parsed = SessionId::parse(id.text());
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->loop(), 4095U);
    EXPECT_EQ(parsed->slot(), 16'777'215U);
    EXPECT_TRUE(*parsed == id);
}

TEST(SessionId, any_changed_character_is_another_session) {
    support::SeededRandom random(3);
    const SessionId id(random, 1, 77);
    for (std::size_t i = 0; i < SessionId::kCharacters; ++i) {
        std::string text = id.text();
        text[i] = text[i] == 'A' ? 'B' : 'A';
        const auto parsed = SessionId::parse(text);
        EXPECT_FALSE(parsed && *parsed == id) << i;
    }
}

TEST(SessionId, fingerprint_follows_from_the_secret_and_is_0_for_what_is_none_of_ours) {
    support::SeededRandom random(3);
    const SessionId id(random, 1, 77);
    EXPECT_EQ(SessionId::parse(id.text())->fingerprint(), id.fingerprint());
    EXPECT_NE(SessionId(random, 1, 77).fingerprint(), id.fingerprint());
    EXPECT_LT(id.fingerprint(), std::uint64_t{1} << 60U);
    EXPECT_EQ(SessionId::parse("?" + id.text().substr(1))->fingerprint(), 0U);
}

TEST(SessionId, refuses_other_lengths_and_alphabets) {
    for (const std::string& text : {std::string(), std::string(25, 'A'), std::string(27, 'A'),
                                    std::string(25, 'A') + "?", std::string(20, 'A') + "==AAAA"})
        EXPECT_FALSE(SessionId::parse(text).has_value()) << text;
}

}  // namespace
}  // namespace engineio
