#include "engineio/session.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "engineio/session_harness.h"

namespace engineio {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// Opening

TEST(Session, opens_on_polling_with_a_handshake_that_offers_the_upgrade) {
    SessionHarness h;
    h.make().open_polling(h.reply());
    ASSERT_EQ(h.answers.size(), 1U);
    EXPECT_THAT(h.answers[0], StartsWith(R"(0{"sid":")" + h.session->id().text()));
    EXPECT_THAT(h.answers[0], HasSubstr(R"("upgrades":["websocket"])"));
}

TEST(Session, opens_on_a_websocket_with_a_handshake_that_offers_nothing) {
    SessionHarness h;
    h.make().open_websocket(h.websocket.connection());
    ASSERT_EQ(h.websocket.heard().size(), 1U);
    EXPECT_THAT(h.websocket.heard()[0], StartsWith("0{"));
    EXPECT_THAT(h.websocket.heard()[0], HasSubstr(R"("upgrades":[])"));
}

// Messages

TEST(Session, messages_of_one_turn_leave_in_one_poll_answer) {
    SessionHarness h;
    Session& session = h.make_polling();
    h.poll();
    session.send(MessageKind::text, "a");
    session.send(MessageKind::binary, "b");
    EXPECT_THAT(h.answers, IsEmpty());
    h.end_turn();
    EXPECT_THAT(h.answers, ElementsAre("4a\x1e"
                                       "bYg=="));
}

TEST(Session, messages_wait_for_the_next_poll) {
    SessionHarness h;
    Session& session = h.make_polling();
    session.send(MessageKind::text, "a");
    session.send(MessageKind::text, "b");
    h.end_turn();
    h.poll();
    EXPECT_THAT(h.answers, ElementsAre("4a\x1e"
                                       "4b"));
    EXPECT_FALSE(session.is_polled());
}

TEST(Session, a_post_brings_its_messages_in_order) {
    SessionHarness h;
    Session& session = h.make_polling();
    EXPECT_EQ(session.on_post("4a\x1e"
                              "bAQ==\x1e"
                              "4b"),
              Session::PostVerdict::accepted);
    EXPECT_THAT(h.received, ElementsAre("a", "<\x01>", "b"));
}

TEST(Session, websocket_carries_text_with_a_type_and_binary_without) {
    SessionHarness h;
    Session& session = h.make_websocket();
    h.websocket.say("4hello");
    h.websocket.say(net::websocket::MessageKind::binary, "4raw");
    session.send(MessageKind::text, "back");
    session.send(MessageKind::binary, "raw");
    EXPECT_THAT(h.received, ElementsAre("hello", "<4raw>"));
    EXPECT_THAT(h.websocket.heard(), ElementsAre("4back", "<raw>"));
}

TEST(Session, shared_frames_stand_once_on_the_tape_for_all_their_receivers) {
    SessionHarness h;
    Session& session = h.make_websocket();
    FramesBuilder builder;
    builder.add_text("news");
    const Frames frames = builder.finish();
    const SharedFrames shared = h.share(frames);
    session.send(shared);
    session.send(shared);
    EXPECT_THAT(h.websocket.heard(), ElementsAre("4news", "4news"));
    EXPECT_EQ(h.websocket.frames_sent(), 2U);
    EXPECT_EQ(shared.slice.begin, 0U);
}

TEST(Session, a_compressed_websocket_gets_payloads_instead_of_frames) {
    SessionHarness h;
    h.websocket.compress();
    Session& session = h.make_websocket();
    FramesBuilder builder;
    builder.add_text("news");
    builder.add_binary("x");
    const Frames frames = builder.finish();
    session.send(h.share(frames));
    session.send(frames);
    EXPECT_THAT(h.websocket.heard(), ElementsAre("4news", "<x>", "4news", "<x>"));
    EXPECT_EQ(h.websocket.frames_sent(), 0U);
}

TEST(Session, is_writable_while_a_poll_is_held_or_the_websocket_keeps_up) {
    SessionHarness polling;
    EXPECT_FALSE(polling.make_polling().is_writable());
    polling.poll();
    EXPECT_TRUE(polling.session->is_writable());

    SessionHarness h;
    EXPECT_TRUE(h.make_websocket().is_writable());
    *h.websocket.writable() = false;
    EXPECT_FALSE(h.session->is_writable());
}

// Heartbeat

TEST(Session, pings_after_the_interval_and_again_after_each_pong) {
    SessionHarness h;
    h.make_websocket();
    h.advance(25s - 1ms);
    EXPECT_THAT(h.websocket.heard(), IsEmpty());
    h.advance(10ms);
    EXPECT_THAT(h.websocket.take_heard(), ElementsAre("2"));
    h.websocket.say("3");
    h.advance(25s - 10ms);
    EXPECT_THAT(h.websocket.heard(), IsEmpty());
    h.advance(20ms);
    EXPECT_THAT(h.websocket.heard(), ElementsAre("2"));
}

TEST(Session, silent_peer_is_closed_after_interval_plus_timeout) {
    SessionHarness h;
    h.make_websocket();
    h.advance(25s + 10ms);
    h.advance(20s - 20ms);
    EXPECT_EQ(h.closed, std::nullopt);
    h.advance(40ms);
    EXPECT_EQ(h.closed, CloseReason::ping_timeout);
    EXPECT_TRUE(h.websocket.is_closed());
    EXPECT_TRUE(h.is_ended());
}

TEST(Session, silent_poller_is_closed_and_told_so) {
    SessionHarness h;
    h.make_polling();
    h.poll();
    h.advance(25s + 10ms);
    EXPECT_THAT(h.answers, ElementsAre("2"));
    h.poll();
    h.advance(20s + 10ms);
    EXPECT_EQ(h.closed, CloseReason::ping_timeout);
    EXPECT_THAT(h.answers, ElementsAre("2", "1"));
}

TEST(Session, messages_are_no_pongs) {
    SessionHarness h;
    h.make_websocket();
    h.advance(25s + 10ms);
    h.advance(19s);
    h.websocket.say("4still here");
    h.advance(2s);
    EXPECT_EQ(h.closed, CloseReason::ping_timeout);
}

TEST(Session, any_pong_arms_the_interval_anew) {
    SessionHarness h;
    h.make_websocket();
    h.advance(20s);
    h.websocket.say("3");
    h.advance(20s);
    EXPECT_THAT(h.websocket.heard(), IsEmpty());
    h.advance(6s);
    EXPECT_THAT(h.websocket.heard(), ElementsAre("2"));
}

// Endings

struct BadInput {
    std::string_view why;
    std::string_view packet;
    CloseReason reason;
};
constexpr BadInput kBadInputs[] = {
    {"no such type", "abc", CloseReason::parse_error},
    {"nothing at all", "", CloseReason::parse_error},
    {"a ping from a client", "2", CloseReason::transport_error},
    {"a probe on a session's own transport", "2probe", CloseReason::transport_error},
    {"goodbye", "1", CloseReason::transport_close},
};

TEST(Session, bad_packets_on_a_websocket_end_it) {
    for (const auto& [why, packet, reason] : kBadInputs) {
        SCOPED_TRACE(why);
        SessionHarness h;
        h.make_websocket();
        h.websocket.say(packet);
        EXPECT_EQ(h.closed, reason);
        EXPECT_TRUE(h.websocket.is_closed());
        h.websocket.say("4too late");
        EXPECT_THAT(h.received, IsEmpty());
    }
}

TEST(Session, bad_packets_in_a_post_end_it) {
    for (const auto& [why, packet, reason] : kBadInputs) {
        SCOPED_TRACE(why);
        SessionHarness h;
        Session& session = h.make_polling();
        h.poll();
        const auto verdict = session.on_post(packet);
        EXPECT_EQ(verdict == Session::PostVerdict::invalid, reason == CloseReason::parse_error);
        EXPECT_EQ(h.closed, reason);
        EXPECT_THAT(h.answers, ElementsAre(reason == CloseReason::transport_close ? "6" : "1"));
    }
}

TEST(Session, text_that_is_not_utf8_ends_it) {
    SessionHarness h;
    EXPECT_EQ(h.make_polling().on_post("4\xC0\x80"), Session::PostVerdict::invalid);
    EXPECT_EQ(h.closed, CloseReason::parse_error);
}

TEST(Session, packets_behind_a_bad_one_are_not_heard) {
    SessionHarness h;
    h.make_polling().on_post(
        "4a\x1e"
        "x\x1e"
        "4b");
    EXPECT_THAT(h.received, ElementsAre("a"));
}

TEST(Session, packets_without_a_meaning_here_harm_nobody) {
    SessionHarness h;
    h.make_websocket();
    for (const char* packet : {"0", "5", "6"})
        h.websocket.say(packet);
    EXPECT_EQ(h.closed, std::nullopt);
}

TEST(Session, second_poll_while_one_is_held_ends_it) {
    SessionHarness h;
    Session& session = h.make_polling();
    h.poll();
    ASSERT_TRUE(session.is_polled());
    session.on_poll_overlap();
    EXPECT_EQ(h.closed, CloseReason::transport_error);
    EXPECT_THAT(h.answers, ElementsAre("1"));
}

TEST(Session, a_held_poll_whose_connection_dies_ends_it) {
    SessionHarness h;
    h.make_polling();
    h.poll();
    h.session->on_poll_gone();
    EXPECT_EQ(h.closed, CloseReason::transport_close);
    EXPECT_TRUE(h.is_ended());
}

TEST(Session, a_websocket_that_vanishes_ends_it) {
    SessionHarness h;
    h.make_websocket();
    h.websocket.vanish();
    EXPECT_EQ(h.closed, CloseReason::transport_close);
    EXPECT_TRUE(h.is_ended());
    h.end_turn();
    EXPECT_TRUE(h.websocket.is_destroyed());
    EXPECT_THAT(h.lingering, IsEmpty());
}

TEST(Session, a_reader_too_slow_for_its_websocket_is_told_apart) {
    SessionHarness h;
    h.make_websocket();
    h.websocket.vanish(net::websocket::CloseCode::try_again_later);
    EXPECT_EQ(h.closed, CloseReason::transport_error);
}

TEST(Session, a_poller_that_never_polls_is_closed_at_the_queue_bound) {
    Options options;
    options.send_queue_bytes_max = 1000;
    SessionHarness h(options);
    Session& session = h.make_polling();
    for (int i = 0; i < 100; ++i) {
        session.send(MessageKind::text, std::string(90, 'x'));
        ASSERT_FALSE(h.is_ended()) << "never ends inside send()";
    }
    h.advance(20ms);
    EXPECT_EQ(h.closed, CloseReason::transport_error);
    EXPECT_EQ(h.SessionHarnessParts::metrics.queue_overflows.value(), 1U);
}

TEST(Session, the_applications_close_sends_what_is_queued_in_a_payload_of_its_own) {
    SessionHarness h;
    Session& session = h.make_polling();
    h.poll();
    session.send(MessageKind::text, "last words");
    session.close();
    EXPECT_THAT(h.answers, ElementsAre("4last words"));
    EXPECT_FALSE(h.is_ended());
    h.poll();
    EXPECT_THAT(h.answers, ElementsAre("4last words", "1"));
    EXPECT_TRUE(h.is_ended());
    EXPECT_EQ(h.closed, std::nullopt) << "who closes knows it";
}

TEST(Session, close_with_nothing_queued_answers_the_held_poll) {
    SessionHarness h;
    Session& session = h.make_polling();
    h.poll();
    session.close();
    EXPECT_THAT(h.answers, ElementsAre("1"));
    EXPECT_TRUE(h.is_ended());
}

TEST(Session, close_waits_for_the_next_poll) {
    SessionHarness h;
    Session& session = h.make_polling();
    session.send(MessageKind::text, "last words");
    session.close();
    EXPECT_FALSE(h.is_ended());
    session.send(MessageKind::text, "too late");
    EXPECT_EQ(session.on_post("4unheard"), Session::PostVerdict::accepted);
    EXPECT_THAT(h.received, IsEmpty());
    h.poll();
    EXPECT_THAT(h.answers, ElementsAre("4last words"));
    EXPECT_FALSE(h.is_ended());
    h.poll();
    EXPECT_THAT(h.answers, ElementsAre("4last words", "1"));
    EXPECT_TRUE(h.is_ended());
}

TEST(Session, close_does_not_wait_for_ever) {
    SessionHarness h;
    h.make_polling().close();
    h.advance(Session::kCloseTimeout + 10ms);
    EXPECT_TRUE(h.is_ended());
}

TEST(Session, close_from_inside_a_message_is_heard_to_no_further_message) {
    SessionHarness h;
    Session& session = h.make_polling();
    h.on_message = [&](std::string_view) { session.close(); };
    session.on_post(
        "4a\x1e"
        "4b");
    EXPECT_THAT(h.received, ElementsAre("a"));
}

TEST(Session, close_on_a_websocket_is_a_goodbye) {
    SessionHarness h;
    h.make_websocket().close();
    EXPECT_TRUE(h.websocket.is_closed());
    EXPECT_EQ(h.websocket.close_code(), net::websocket::CloseCode::normal);
    EXPECT_EQ(h.lingering.size(), 1U);
    h.websocket.vanish();
    EXPECT_THAT(h.lingering, IsEmpty());
    EXPECT_TRUE(h.websocket.is_destroyed());
}

TEST(Session, shut_down_comes_at_its_time_and_asks_to_come_back) {
    SessionHarness h;
    Session& session = h.make_websocket();
    session.shut_down_at(h.clock.now() + 3s);
    h.advance(2s);
    h.websocket.say("3");
    h.advance(500ms);
    EXPECT_EQ(h.closed, std::nullopt);
    h.advance(600ms);
    EXPECT_EQ(h.closed, CloseReason::server_shutdown);
    EXPECT_EQ(h.websocket.close_code(), net::websocket::CloseCode::service_restart);
}

TEST(Session, every_ending_is_counted_once) {
    SessionHarness h;
    h.make_websocket();
    EXPECT_EQ(h.SessionHarnessParts::metrics.sessions.value(), 1);
    h.websocket.vanish();
    h.end_turn();
    EXPECT_EQ(h.SessionHarnessParts::metrics.sessions.value(), 0);
    EXPECT_EQ(h.SessionHarnessParts::metrics.closed(CloseReason::transport_close).value(), 1U);
}

}  // namespace
}  // namespace engineio
