#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "engineio/payload.h"
#include "engineio/session.h"
#include "engineio/session_harness.h"

namespace engineio {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

void probe(SessionHarness& h) {
    h.session->on_probe(h.websocket.connection());
    h.websocket.say("2probe");
}

TEST(Upgrade, probe_is_answered_and_the_held_poll_released) {
    SessionHarness h;
    h.make_polling();
    h.poll();
    probe(h);
    EXPECT_THAT(h.websocket.heard(), ElementsAre("3probe"));
    EXPECT_THAT(h.answers, ElementsAre("6"));
    EXPECT_EQ(h.session->transport(), TransportKind::polling);

    h.websocket.say("5");
    EXPECT_EQ(h.session->transport(), TransportKind::websocket);
    h.websocket.say("4over the new one");
    EXPECT_THAT(h.received, ElementsAre("over the new one"));
}

TEST(Upgrade, each_poll_during_a_probe_is_released_within_the_noop_interval) {
    SessionHarness h;
    h.make_polling();
    probe(h);
    for (int i = 0; i < 5; ++i) {
        h.answers.clear();
        h.poll();
        EXPECT_THAT(h.answers, IsEmpty());
        h.advance(Session::kNoopInterval + 10ms);
        EXPECT_THAT(h.answers, ElementsAre("6"));
    }
}

TEST(Upgrade, a_poll_that_crosses_the_answer_to_the_probe_is_released_soon) {
    SessionHarness h;
    h.make_polling();
    h.poll();
    probe(h);
    h.answers.clear();
    h.poll();
    h.advance(Session::kNoopIntervalMin + 10ms);
    EXPECT_THAT(h.answers, ElementsAre("6"));
}

TEST(Upgrade, a_client_that_never_stops_polling_gets_few_noops) {
    SessionHarness h;
    h.make_polling();
    probe(h);
    int noops = 0;
    for (int i = 0; i < 1'000; ++i) {
        if (!h.session->is_polled()) h.poll();
        h.advance(1ms);
        noops += static_cast<int>(h.answers.size());
        h.answers.clear();
    }
    EXPECT_GE(noops, 10);
    EXPECT_LE(noops, 15);
}

TEST(Upgrade, what_was_queued_goes_first_over_the_websocket) {
    SessionHarness h;
    Session& session = h.make_polling();
    probe(h);
    session.send(MessageKind::text, "1");
    session.send(MessageKind::binary, "2");
    EXPECT_THAT(h.websocket.take_heard(), ElementsAre("3probe"));
    h.websocket.say("5");
    session.send(MessageKind::text, "3");
    EXPECT_THAT(h.websocket.heard(), ElementsAre("41", "<2>", "43"));
}

TEST(Upgrade, a_poll_held_in_spite_of_it_learns_that_nothing_comes) {
    SessionHarness h;
    h.make_polling();
    probe(h);
    h.poll();
    h.session->send(MessageKind::text, "queued in this very turn");
    h.websocket.say("5");
    h.end_turn();
    EXPECT_THAT(h.answers, ElementsAre("6"));
    EXPECT_THAT(h.websocket.heard(), ElementsAre("3probe", "4queued in this very turn"));
}

TEST(Upgrade, a_probe_not_finished_in_time_ends_that_websocket_only) {
    SessionHarness h;
    h.make_polling();
    probe(h);
    h.advance(h.SessionHarnessParts::options.upgrade_timeout + 10ms);
    EXPECT_TRUE(h.websocket.is_closed());
    EXPECT_FALSE(h.is_ended());
    h.session->on_post("4still there");
    EXPECT_THAT(h.received, ElementsAre("still there"));
    h.poll();
    h.advance(1s);
    EXPECT_THAT(h.answers, IsEmpty()) << "no noop without a probe";
}

TEST(Upgrade, anything_but_a_probe_ends_that_websocket_only) {
    for (const std::string_view packet : {"4early", "2", "3probe", "abc", "", "1", "0"}) {
        SCOPED_TRACE(packet);
        SessionHarness h;
        h.make_polling();
        h.session->on_probe(h.websocket.connection());
        h.websocket.say(packet);
        EXPECT_TRUE(h.websocket.is_closed());
        EXPECT_FALSE(h.is_ended());
        EXPECT_THAT(h.received, IsEmpty());
    }
}

TEST(Upgrade, a_probing_websocket_may_vanish) {
    SessionHarness h;
    h.make_polling();
    probe(h);
    h.websocket.vanish();
    EXPECT_TRUE(h.websocket.is_destroyed());
    EXPECT_FALSE(h.is_ended());
    support::FakeWebSocket second(h.octets);
    h.session->on_probe(second.connection());
    second.say("2probe");
    second.say("5");
    EXPECT_EQ(h.session->transport(), TransportKind::websocket);
}

TEST(Upgrade, a_second_websocket_is_closed_and_the_first_goes_on) {
    SessionHarness h;
    h.make_polling();
    probe(h);
    support::FakeWebSocket second(h.octets);
    h.session->on_probe(second.connection());
    EXPECT_TRUE(second.is_closed());
    EXPECT_FALSE(h.websocket.is_closed());
    h.websocket.say("5");
    support::FakeWebSocket third(h.octets);
    h.session->on_probe(third.connection());
    EXPECT_TRUE(third.is_closed());
    EXPECT_FALSE(h.websocket.is_closed());
}

TEST(Upgrade, an_ending_session_takes_its_probe_along) {
    SessionHarness h;
    h.make_polling();
    probe(h);
    h.session->on_post("abc");
    EXPECT_TRUE(h.is_ended());
    EXPECT_TRUE(h.websocket.is_closed());
}

TEST(Upgrade, a_session_that_closes_meanwhile_sends_its_last_words_over_the_websocket) {
    SessionHarness h;
    Session& session = h.make_polling();
    probe(h);
    session.send(MessageKind::text, "bye");
    session.close();
    h.websocket.say("5");
    EXPECT_THAT(h.websocket.heard(), ElementsAre("3probe", "4bye"));
    EXPECT_TRUE(h.websocket.is_closed());
    EXPECT_TRUE(h.is_ended());
}

// engine.io-client, once its poll is released, hears only the WebSocket it has not taken over yet.
TEST(Upgrade, a_shutdown_waits_for_a_client_between_its_transports) {
    SessionHarness h;
    Session& session = h.make_polling();
    h.poll();
    probe(h);
    EXPECT_THAT(h.answers, ElementsAre("6"));
    session.shut_down_at(h.clock.now());
    h.end_turn();
    EXPECT_FALSE(h.websocket.is_closed());
    EXPECT_FALSE(h.is_ended());

    session.send(MessageKind::text, "bye");
    h.websocket.say("5");
    EXPECT_THAT(h.websocket.heard(), ElementsAre("3probe", "4bye"));
    EXPECT_TRUE(h.websocket.is_closed());
    EXPECT_EQ(h.websocket.close_code(), net::websocket::CloseCode::service_restart);
    EXPECT_EQ(h.closed, CloseReason::server_shutdown);
}

TEST(Upgrade, a_shutdown_reaches_a_probing_client_by_its_next_poll) {
    for (const bool is_held : {true, false}) {
        SCOPED_TRACE(is_held);
        SessionHarness h;
        Session& session = h.make_polling();
        probe(h);
        if (is_held) h.poll();
        session.shut_down_at(h.clock.now());
        if (!is_held) h.poll();
        EXPECT_THAT(h.answers, ElementsAre("1"));
        EXPECT_TRUE(h.websocket.is_closed());
        EXPECT_EQ(h.closed, CloseReason::server_shutdown);
    }
}

TEST(Upgrade, a_shutdown_waits_for_no_upgrade_longer_than_its_grace) {
    SessionHarness h;
    Session& session = h.make_polling();
    probe(h);
    session.shut_down_at(h.clock.now() + 1s);
    h.advance(1s + 10ms);
    EXPECT_EQ(h.closed, std::nullopt);
    h.advance(Session::kUpgradeGrace + 10ms);
    EXPECT_EQ(h.closed, CloseReason::server_shutdown);
    EXPECT_TRUE(h.websocket.is_closed());
}

TEST(Upgrade, heartbeat_goes_on_across_it) {
    SessionHarness h;
    h.make_polling();
    h.advance(25s + 10ms);
    probe(h);
    h.websocket.say("5");
    EXPECT_THAT(h.websocket.take_heard(), ElementsAre("3probe", "2"));
    h.websocket.say("3");
    h.advance(25s + 10ms);
    EXPECT_THAT(h.websocket.heard(), ElementsAre("2"));
}

/// What a client of the protocol would have heard: the payloads of all its polls, then its WebSocket.
std::vector<std::string> heard_in_order(const SessionHarness& h) {
    std::vector<std::string> messages;
    for (const std::string& answer : h.answers) {
        PayloadReader reader(answer);
        for (auto packet = reader.next(); packet && *packet; packet = reader.next())
            if ((*packet)->second.starts_with('4'))
                messages.emplace_back((*packet)->second.substr(1));
    }
    for (const std::string& packet : h.websocket.heard())
        if (packet.starts_with('4')) messages.push_back(packet.substr(1));
    return messages;
}

// The client's part of the upgrade in steps; numbered messages flow both ways around each of them.
TEST(Upgrade, a_numbered_stream_cut_anywhere_arrives_whole_and_in_order_both_ways) {
    constexpr int kMessages = 24;
    constexpr int kSteps = 5;
    for (int cut_1 = 0; cut_1 <= kMessages; ++cut_1) {
        for (int width = 0; width < 4; ++width) {
            SessionHarness h;
            h.make_polling();
            h.poll();
            bool is_polling = true;
            std::vector<std::string> said;
            const auto step = [&](int number) {
                switch (number) {
                    case 0:
                        h.session->on_probe(h.websocket.connection());
                        break;
                    case 1:
                        h.websocket.say("2probe");
                        break;
                    case 2:  // the client stops polling: its last poll must come back
                        is_polling = false;
                        h.advance(Session::kNoopInterval + 10ms);
                        EXPECT_FALSE(h.session->is_polled());
                        break;
                    case 3:
                        h.websocket.say("5");
                        break;
                    default:
                        break;
                }
            };
            for (int i = 0; i <= kMessages + kSteps * (width + 1); ++i) {
                const int since_cut = i - cut_1;
                if (since_cut >= 0 && since_cut % (width + 1) == 0 &&
                    since_cut / (width + 1) < kSteps)
                    step(since_cut / (width + 1));
                const std::string number = std::to_string(i);
                said.push_back(number);
                h.session->send(MessageKind::text, number);
                if (h.session->transport() == TransportKind::websocket) {
                    h.websocket.say("4" + number);
                } else if (is_polling) {  // a client that pauses holds its own messages back
                    h.session->on_post("4" + number);
                } else {
                    h.received.push_back(number);
                }
                if (i % 3 == 0) h.end_turn();
                if (is_polling && !h.session->is_polled()) h.poll();
            }
            h.end_turn();
            EXPECT_EQ(h.session->transport(), TransportKind::websocket);
            EXPECT_EQ(heard_in_order(h), said) << "cut at " << cut_1 << " width " << width;
            EXPECT_EQ(h.received, said);
        }
    }
}

}  // namespace
}  // namespace engineio
