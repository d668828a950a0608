#include "socketio/server.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "socketio/server_harness.h"

namespace socketio {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

// Connecting

TEST(Connect, is_answered_with_an_id_of_the_sockets_own) {
    ServerHarness h;
    auto& peer = h.open();
    peer.say("0");
    EXPECT_THAT(peer.take(), ElementsAre(MatchesRegex(R"(0\{"sid":"[A-Za-z0-9_-]+"\})")));
}

TEST(Connect, to_a_namespace_never_made_is_refused_and_the_session_goes_on) {
    ServerHarness h;
    auto& peer = h.open();
    peer.say("0/x,");
    EXPECT_THAT(peer.take(), ElementsAre(R"(4/x,{"message":"Invalid namespace"})"));
    peer.say("0");
    EXPECT_EQ(peer.take().size(), 1U);
    EXPECT_FALSE(peer.is_closed());
}

TEST(Connect, hands_over_what_the_client_says_of_itself) {
    ServerHarness h;
    std::string auth;
    std::string address;
    h.main.on_connecting([&](Handshake handshake, Admission admission) {
        auth = json::serialize(handshake.auth);
        address = handshake.peer.address;
        admission.accept();
    });
    h.open().say(R"(0{"token":"x"})");
    EXPECT_EQ(auth, R"({"token":"x"})");
    EXPECT_EQ(address, "192.0.2.1");
    h.open().say("0");
    EXPECT_EQ(auth, "{}");
}

TEST(Connect, what_is_emitted_on_acceptance_follows_right_behind) {
    ServerHarness h;
    h.main.on_connecting([](Handshake, Admission admission) {
        Socket* const socket = admission.accept();
        ASSERT_NE(socket, nullptr);
        socket->emit("welcome", {1});
    });
    auto& peer = h.open();
    peer.say("0");
    EXPECT_THAT(peer.take(), ElementsAre(MatchesRegex("0.*"), R"(2["welcome",1])"));
}

TEST(Connect, may_be_refused_with_data_and_tried_again) {
    ServerHarness h;
    int tries = 0;
    h.main.on_connecting([&](Handshake, Admission admission) {
        if (++tries == 1) return admission.refuse("no", json::object{{"code", "banned"}});
        admission.accept();
    });
    auto& peer = h.open();
    peer.say("0");
    EXPECT_THAT(peer.take(), ElementsAre(R"(4{"message":"no","data":{"code":"banned"}})"));
    peer.say("0");
    EXPECT_THAT(peer.take(), ElementsAre(MatchesRegex("0.*")));
}

TEST(Connect, forgotten_admissions_refuse) {
    ServerHarness h;
    h.main.on_connecting([](Handshake, Admission) {});
    auto& peer = h.open();
    peer.say("0");
    EXPECT_THAT(peer.take(), ElementsAre(R"(4{"message":"Server error"})"));
}

TEST(Connect, may_be_decided_later_and_the_client_be_gone_by_then) {
    ServerHarness h;
    std::vector<Admission> waiting;
    h.main.on_connecting(
        [&](Handshake, Admission admission) { waiting.push_back(std::move(admission)); });
    auto& stays = h.open();
    auto& leaves = h.open();
    stays.say("0");
    leaves.say("0");
    EXPECT_THAT(stays.take(), IsEmpty());
    leaves.vanish();
    h.loops.on(0, [&] {
        EXPECT_NE(waiting[0].accept(), nullptr);
        EXPECT_EQ(waiting[1].accept(), nullptr);
        EXPECT_EQ(waiting[0].accept(), nullptr) << "decided already";
    });
    EXPECT_EQ(stays.take().size(), 1U);
}

TEST(Connect, may_be_decided_by_a_batch_from_elsewhere) {
    ServerHarness h;
    std::vector<SocketHandle> asked;
    std::vector<SocketHandle> abandoned;
    h.main.on_connecting([&](Handshake handshake, Admission admission) {
        asked.push_back(handshake.socket);
        admission.release();
    });
    h.main.on_abandon([&](SocketHandle socket) { abandoned.push_back(socket); });
    auto& accepted = h.open();
    auto& refused = h.open();
    auto& gone = h.open();
    for (auto* peer : {&accepted, &refused, &gone})
        peer->say("0");
    gone.vanish();
    EXPECT_THAT(abandoned, ElementsAre(asked[2]));

    Batch batch;
    batch.accept(asked[0]).send(asked[0], encode_event("/", "welcome", {}));
    batch.refuse(asked[1], "no", R"({"code":"x"})").send(asked[1], encode_event("/", "never", {}));
    batch.accept(asked[2]).accept(asked[0]);
    h.server.post(std::move(batch));
    h.loops.turn();
    EXPECT_THAT(accepted.take(), ElementsAre(MatchesRegex("0.*"), R"(2["welcome"])"));
    EXPECT_THAT(refused.take(), ElementsAre(R"(4{"message":"no","data":{"code":"x"}})"));
    EXPECT_EQ(abandoned.size(), 1U);
}

TEST(Connect, a_client_gone_before_its_admission_is_released_is_told_about_too) {
    ServerHarness h;
    std::optional<Admission> waiting;
    int abandoned = 0;
    h.main.on_connecting([&](Handshake, Admission admission) { waiting = std::move(admission); });
    h.main.on_abandon([&](SocketHandle) { ++abandoned; });
    auto& peer = h.open();
    peer.say("0");
    peer.vanish();
    EXPECT_EQ(abandoned, 0);
    h.loops.on(0, [&] { waiting->release(); });
    EXPECT_EQ(abandoned, 1);
}

TEST(Connect, who_joins_nothing_in_time_is_closed) {
    ServerHarness h({.connect_timeout = 1s});
    auto& idle = h.open();
    auto& refused = h.open();
    auto& joined = h.join();
    refused.say("0/x,");
    h.loops.advance(999ms);
    EXPECT_FALSE(idle.is_closed());
    h.loops.advance(20ms);
    EXPECT_TRUE(idle.is_closed());
    EXPECT_TRUE(refused.is_closed());
    EXPECT_FALSE(joined.is_closed());
}

// Rules

TEST(Client, who_breaks_a_rule_is_closed_and_his_sockets_told) {
    struct {
        std::string_view why;
        std::string_view packet;
    } const cases[] = {
        {"garbage", "abc"},
        {"a second CONNECT", "0"},
        {"an event for a namespace not joined", R"(2/other,["x"])"},
        {"leaving a namespace not joined", "1/other,"},
        {"an acknowledgement for one", "3/other,1[]"},
        {"CONNECT_ERROR", R"(4{"message":"x"})"},
        {"malformed JSON", "2{"},
        {"a reserved name", R"(2["disconnect"])"},
        {"too many attachments", R"(5100-["x"])"},
    };
    for (const auto& [why, packet] : cases) {
        SCOPED_TRACE(why);
        ServerHarness h;
        h.server.of("/other");
        std::vector<DisconnectReason> reasons;
        h.main.on_disconnect([&](Socket& socket, DisconnectReason reason) {
            EXPECT_FALSE(socket.is_connected());
            reasons.push_back(reason);
        });
        auto& peer = h.join();
        peer.say(packet);
        EXPECT_TRUE(peer.is_closed());
        EXPECT_THAT(reasons, ElementsAre(DisconnectReason::parse_error));
        EXPECT_THAT(peer.take(), IsEmpty());
    }
}

TEST(Client, events_before_connect_close_it) {
    ServerHarness h;
    auto& peer = h.open();
    peer.say(R"(2["x"])");
    EXPECT_TRUE(peer.is_closed());
}

TEST(Client, text_between_attachments_and_binary_without_a_packet_close_it) {
    ServerHarness h;
    auto& unexpected = h.join();
    unexpected.say_binary("x");
    EXPECT_TRUE(unexpected.is_closed());

    auto& interrupted = h.join();
    interrupted.say(R"(51-["m",{"_placeholder":true,"num":0}])");
    EXPECT_FALSE(interrupted.is_closed());
    interrupted.say(R"(2["x"])");
    EXPECT_TRUE(interrupted.is_closed());
}

TEST(Client, namespaces_of_one_client_are_bounded) {
    ServerHarness h({.namespaces_per_client_max = 2});
    h.server.of("/a");
    h.server.of("/b");
    auto& peer = h.join();
    peer.say("0/a,");
    EXPECT_FALSE(peer.is_closed());
    peer.say("0/b,");
    EXPECT_TRUE(peer.is_closed());
}

// Events

TEST(Event, reaches_its_handler_with_arguments) {
    ServerHarness h;
    std::vector<std::string> heard;
    h.main.on_event("message", [&](Socket&, Event& event) {
        heard.push_back(event.name + json::serialize(event.args));
    });
    h.main.on_other_event([&](Socket&, Event& event) { heard.push_back("?" + event.name); });
    auto& peer = h.join();
    peer.say(R"(2["message",1,"b",{"c":[]}])");
    peer.say(R"(2["unknown"])");
    peer.say("2[7]");
    EXPECT_THAT(heard, ElementsAre(R"(message[1,"b",{"c":[]}])", "?unknown", "?7"));
}

TEST(Event, binary_data_comes_with_it_and_goes_back) {
    ServerHarness h;
    h.main.on_event("message", [](Socket& socket, Event& event) {
        EXPECT_EQ(attachment_index(event.args.at(0)), 0U);
        socket.emit("back", event.args, event.attachments);
    });
    auto& peer = h.join();
    peer.say(R"(51-["message",{"_placeholder":true,"num":0}])");
    peer.say_binary("\x01\x02");
    EXPECT_THAT(peer.take(),
                ElementsAre(R"(51-["back",{"_placeholder":true,"num":0}])", "<\x01\x02>"));
}

TEST(Event, acknowledgement_is_given_once_now_or_later_or_never) {
    ServerHarness h;
    Ack kept;
    h.main.on_event("ask", [&](Socket&, Event& event) {
        EXPECT_TRUE(event.ack.is_wanted());
        event.ack.answer(json::object{{"ok", true}});
        event.ack.answer(2);
        EXPECT_FALSE(event.ack.is_wanted());
    });
    h.main.on_event("later", [&](Socket&, Event& event) { kept = std::move(event.ack); });
    h.main.on_event("tell", [&](Socket&, Event& event) {
        EXPECT_FALSE(event.ack.is_wanted());
        event.ack.answer(1);
    });
    auto& peer = h.join();
    peer.say(R"(212["ask"])");
    peer.say(R"(2["tell"])");
    EXPECT_THAT(peer.take(), ElementsAre(R"(312[{"ok":true}])"));
    peer.say(R"(213["later"])");
    h.loops.on(0, [&] { kept.answer_text("1,2"); });
    EXPECT_THAT(peer.take(), ElementsAre("313[1,2]"));
    peer.say(R"(214["later"])");
    peer.vanish();
    h.loops.on(0, [&] { kept.answer(1); });
}

TEST(Event, acknowledgement_ticket_may_be_answered_from_any_thread) {
    ServerHarness h;
    AckTicket ticket;
    h.main.on_event("ask", [&](Socket&, Event& event) { ticket = event.ack.release(); });
    auto& peer = h.join();
    peer.say(R"(27["ask"])");
    Batch batch;
    batch.acknowledge(ticket, R"({"ok":true})").acknowledge(AckTicket{}, "1");
    h.server.post(std::move(batch));
    h.loops.turn();
    EXPECT_THAT(peer.take(), ElementsAre(R"(37[{"ok":true}])"));
}

TEST(Event, server_asks_and_the_client_answers_in_time_or_not) {
    ServerHarness h;
    std::vector<std::string> answers;
    const auto keep = [&](std::optional<json::array> args) {
        answers.push_back(args ? json::serialize(*args) : "none");
    };
    h.main.on_event("go", [&](Socket& socket, Event&) {
        socket.emit_with_ack("q", {1}, 1s, keep);
        socket.emit_with_ack("q", {2}, 2s, keep);
        socket.emit_with_ack("q", {3}, 10s, keep);
    });
    auto& peer = h.join();
    peer.say(R"(2["go"])");
    EXPECT_THAT(peer.take(), ElementsAre(R"(20["q",1])", R"(21["q",2])", R"(22["q",3])"));
    peer.say(R"(31["two"])");
    peer.say(R"(31["two again"])");
    peer.say(R"(399["nobody asked"])");
    EXPECT_THAT(answers, ElementsAre(R"(["two"])"));
    h.loops.advance(1100ms);
    EXPECT_THAT(answers, ElementsAre(R"(["two"])", "none"));
    peer.vanish();
    EXPECT_THAT(answers, ElementsAre(R"(["two"])", "none", "none"));
}

TEST(Event, acknowledgements_under_way_are_bounded) {
    ServerHarness h({.acks_per_socket_max = 2});
    std::vector<int> unanswered;
    h.main.on_event("go", [&](Socket& socket, Event&) {
        for (int i = 0; i < 4; ++i)
            socket.emit_with_ack("q", {}, 1h, [&, i](std::optional<json::array> args) {
                if (!args) unanswered.push_back(i);
            });
    });
    auto& peer = h.join();
    peer.say(R"(2["go"])");
    h.loops.advance(20ms);
    EXPECT_THAT(unanswered, ElementsAre(0, 1));
}

TEST(Event, optional_packets_are_dropped_while_the_client_is_behind) {
    ServerHarness h;
    Socket* socket = nullptr;
    h.main.on_connecting([&](Handshake, Admission admission) { socket = admission.accept(); });
    auto& peer = h.join();
    *peer.websocket().writable() = false;
    h.loops.on(0, [&] {
        socket->emit(encode_event("/", "typing", {}), Delivery::optional);
        socket->emit(encode_event("/", "message", {}));
        h.server.broadcast(h.main, "", encode_event("/", "typing", {}), {}, Delivery::optional);
    });
    EXPECT_THAT(peer.take(), ElementsAre(R"(2["message"])"));
}

// Leaving

TEST(Disconnect, by_the_client_leaves_one_namespace) {
    ServerHarness h;
    std::vector<DisconnectReason> reasons;
    h.server.of("/a").on_other_event([](Socket& socket, Event&) { socket.emit("still here", {}); });
    h.main.on_disconnect([&](Socket&, DisconnectReason reason) { reasons.push_back(reason); });
    auto& peer = h.join();
    peer.connect("0/a,");
    peer.say("1");
    EXPECT_THAT(reasons, ElementsAre(DisconnectReason::client_namespace_disconnect));
    peer.say(R"(2/a,["x"])");
    EXPECT_THAT(peer.take(), ElementsAre(R"(2/a,["still here"])"));
    peer.say(R"(2["x"])");
    EXPECT_TRUE(peer.is_closed()) << "a namespace left is one not joined";
}

TEST(Disconnect, and_come_back_on_the_same_session) {
    ServerHarness h;
    auto& peer = h.join();
    peer.say("1");
    peer.say("0");
    EXPECT_EQ(peer.take().size(), 1U);
    EXPECT_FALSE(peer.is_closed());
}

TEST(Disconnect, by_the_server_leaves_one_namespace_or_all) {
    ServerHarness h;
    std::vector<DisconnectReason> reasons;
    const auto keep = [&](Socket&, DisconnectReason reason) { reasons.push_back(reason); };
    h.main.on_disconnect(keep);
    h.server.of("/a").on_disconnect(keep);
    h.main.on_event("out", [](Socket& socket, Event&) {
        socket.disconnect(Underlying::keep);
        socket.disconnect(Underlying::keep);
        socket.emit("too late", {});
    });
    h.server.of("/a").on_event("out", [](Socket& socket, Event&) {
        socket.emit("bye", {});
        socket.disconnect(Underlying::close);
    });
    auto& peer = h.join();
    peer.connect("0/a,");
    peer.say(R"(2["out"])");
    EXPECT_THAT(peer.take(), ElementsAre("1"));
    EXPECT_FALSE(peer.is_closed());
    peer.say(R"(2/a,["out"])");
    EXPECT_THAT(peer.take(), ElementsAre(R"(2/a,["bye"])"));
    EXPECT_TRUE(peer.is_closed());
    EXPECT_THAT(reasons, ElementsAre(DisconnectReason::server_namespace_disconnect,
                                     DisconnectReason::server_disconnect));
}

TEST(Disconnect, tells_rooms_and_data_before_they_are_gone) {
    struct Name final : SocketData {
        explicit Name(std::string its_name) : name(std::move(its_name)) {}
        std::string name;
    };
    ServerHarness h;
    std::string gone;
    h.main.on_connecting([](Handshake, Admission admission) {
        Socket* const socket = admission.accept();
        socket->set_data(std::make_unique<Name>("ada"));
        socket->set_tag(42);
        socket->join("lobby");
    });
    h.main.on_disconnect([&](Socket& socket, DisconnectReason) {
        if (socket.is_in("lobby") && socket.tag() == 42) gone = socket.data<Name>()->name;
        socket.disconnect(Underlying::close);
        h.server.disconnect(socket.handle(), Underlying::close);
    });
    h.join().vanish();
    EXPECT_EQ(gone, "ada");
}

TEST(Disconnect, by_shutdown_is_no_goodbye_the_client_would_stay_away_for) {
    ServerHarness h;
    std::vector<DisconnectReason> reasons;
    h.main.on_disconnect([&](Socket&, DisconnectReason reason) { reasons.push_back(reason); });
    auto& peer = h.join();
    h.server.close_all(0ms);
    h.loops.turn();
    EXPECT_THAT(reasons, ElementsAre(DisconnectReason::server_shutting_down));
    EXPECT_THAT(peer.take(), IsEmpty()) << "no DISCONNECT packet, or it would not come back";
    EXPECT_TRUE(peer.is_closed());
}

TEST(Handle, never_names_another_socket) {
    ServerHarness h;
    std::vector<SocketHandle> handles;
    h.main.on_connecting(
        [&](Handshake, Admission admission) { handles.push_back(admission.accept()->handle()); });
    for (int i = 0; i < 3; ++i)
        h.join().vanish();
    auto& last = h.join();
    EXPECT_EQ(handles[0].slot(), handles[3].slot());
    h.loops.on(0, [&] {
        EXPECT_EQ(h.server.find(handles[0]), nullptr);
        EXPECT_NE(h.server.find(handles[3]), nullptr);
    });
    h.server.send(handles[0], encode_event("/", "not for you", {}));
    h.server.send(handles[3], encode_event("/", "for you", {}));
    h.server.send(SocketHandle(), encode_event("/", "nobody", {}));
    h.server.send(SocketHandle(77, 0, 1), encode_event("/", "no such loop", {}));
    h.loops.turn();
    EXPECT_THAT(last.take(), ElementsAre(R"(2["for you"])"));
}

}  // namespace
}  // namespace socketio
