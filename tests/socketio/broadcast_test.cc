#include <gmock/gmock.h>

#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "socketio/server.h"
#include "socketio/server_harness.h"

namespace socketio {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Keeps the handle of everyone who joins, in their order.
struct Rooms : ServerHarness {
    explicit Rooms(std::size_t loop_count = 1) : ServerHarness({}, loop_count) {
        main.on_connecting([this](Handshake, Admission admission) {
            handles.push_back(admission.accept()->handle());
        });
    }
    void emit(std::string room, int number, SocketHandle except = {}) {
        server.broadcast(main, std::move(room), encode_event("/", "n", {number}), except);
    }
    std::vector<SocketHandle> handles;
};

std::string packet(int number) {
    return "2[\"n\"," + std::to_string(number) + "]";
}

TEST(Broadcast, reaches_the_whole_namespace_on_all_loops) {
    Rooms h(3);
    auto& a = h.join(0);
    auto& b = h.join(1);
    auto& c = h.join(2);
    h.emit("", 1);
    h.loops.turn();
    for (auto* peer : {&a, &b, &c})
        EXPECT_THAT(peer->take(), ElementsAre(packet(1)));
}

TEST(Broadcast, from_a_handler_reaches_its_own_loop_and_the_others) {
    Rooms h(2);
    h.main.on_event("say", [&](Socket& socket, Event&) {
        socket.emit("first", {});
        h.emit("", 1);
    });
    auto& a = h.join(0);
    auto& b = h.join(1);
    a.say(R"(2["say"])");
    EXPECT_THAT(a.take(), ElementsAre(R"(2["first"])", packet(1)));
    EXPECT_THAT(b.take(), ElementsAre(packet(1)));
}

TEST(Broadcast, reaches_the_rooms_members_only) {
    Rooms h(2);
    auto& a = h.join(0);
    auto& b = h.join(1);
    auto& c = h.join(0);
    h.server.join(h.handles[0], "x");
    h.server.join(h.handles[1], "x");
    h.server.join(h.handles[2], "y");
    h.emit("x", 1);
    h.emit("nobody's", 2);
    h.server.leave(h.handles[0], "x");
    h.emit("x", 3);
    h.emit("y", 4);
    h.loops.turn();
    EXPECT_THAT(a.take(), ElementsAre(packet(1)));
    EXPECT_THAT(b.take(), ElementsAre(packet(1), packet(3)));
    EXPECT_THAT(c.take(), ElementsAre(packet(4)));
}

TEST(Broadcast, may_leave_one_out) {
    Rooms h(2);
    auto& a = h.join(0);
    auto& b = h.join(1);
    h.emit("", 1, h.handles[0]);
    h.loops.turn();
    EXPECT_THAT(a.take(), IsEmpty());
    EXPECT_THAT(b.take(), ElementsAre(packet(1)));
}

TEST(Broadcast, stays_in_its_namespace) {
    Rooms h;
    auto& other = h.server.of("/other");
    auto& a = h.join();
    a.connect("0/other,");
    h.server.broadcast(other, "", encode_event("/other", "n", {1}));
    h.loops.turn();
    EXPECT_THAT(a.take(), ElementsAre(R"(2/other,["n",1])"));
    a.say("1/other,");
    h.server.broadcast(other, "", encode_event("/other", "n", {2}));
    h.loops.turn();
    EXPECT_THAT(a.take(), IsEmpty());
}

TEST(Broadcast, order_of_one_thread_is_kept_among_all_it_asks_for) {
    Rooms h(2);
    auto& a = h.join(0);
    auto& b = h.join(1);
    Batch batch;
    for (const SocketHandle handle : h.handles)
        batch.send(handle, encode_event("/", "catchup", {})).join(handle, "room");
    batch.broadcast(h.main, "room", encode_event("/", "n", {1}));
    EXPECT_EQ(batch.size(), 5U);
    h.server.post(std::move(batch));
    h.emit("room", 2);
    h.server.leave(h.handles[0], "room");
    h.emit("room", 3);
    h.server.disconnect(h.handles[1], Underlying::keep);
    h.loops.turn();
    EXPECT_THAT(a.take(), ElementsAre(R"(2["catchup"])", packet(1), packet(2)));
    EXPECT_THAT(b.take(), ElementsAre(R"(2["catchup"])", packet(1), packet(2), packet(3), "1"));
}

TEST(Broadcast, work_runs_on_the_sockets_loop_in_its_turn) {
    Rooms h(2);
    auto& b = h.join(1);
    h.server.run(h.handles[0], [&](Socket& socket) {
        EXPECT_TRUE(h.loops.at(1).is_running_here());
        socket.emit("here", {});
    });
    h.emit("", 1);
    h.loops.turn();
    EXPECT_THAT(b.take(), ElementsAre(R"(2["here"])", packet(1)));
}

TEST(Broadcast, is_encoded_once_and_written_once_for_all) {
    Rooms h;
    std::vector<ServerHarness::Peer*> members;
    for (int i = 0; i < 10; ++i)
        members.push_back(&h.join());
    const Packet news = encode_event("/", "n", {1});
    h.loops.on(0, [&] {
        const auto before = h.loops.wires[0]->tape().write("", net::Lane::shared).begin;
        h.server.broadcast(h.main, "", news);
        const auto after = h.loops.wires[0]->tape().write("", net::Lane::shared).begin;
        EXPECT_EQ(after - before, news.frames().octets().size());
    });
    for (auto* member : members)
        EXPECT_THAT(member->take(), ElementsAre(packet(1)));
}

TEST(Rooms, joining_twice_and_leaving_what_was_not_joined_do_nothing) {
    Rooms h;
    auto& a = h.join();
    h.server.join(h.handles[0], "x");
    h.server.join(h.handles[0], "x");
    h.server.join(h.handles[0], "");
    h.server.leave(h.handles[0], "y");
    h.server.leave(h.handles[0], "");
    h.emit("x", 1);
    h.emit("", 2);
    h.server.leave(h.handles[0], "x");
    h.emit("x", 3);
    h.loops.turn();
    EXPECT_THAT(a.take(), ElementsAre(packet(1), packet(2)));
}

TEST(Rooms, of_one_socket_are_bounded) {
    ServerHarness h({.rooms_per_socket_max = 3});
    h.main.on_event("join", [](Socket& socket, Event& event) {
        socket.join(std::string_view(event.args[0].get_string()));
        EXPECT_EQ(socket.is_in("3"), false);
    });
    auto& peer = h.join();
    for (int i = 0; i < 10; ++i)
        peer.say("2[\"join\",\"" + std::to_string(i) + "\"]");
    EXPECT_FALSE(peer.is_closed());
}

TEST(Rooms, hold_exactly_their_members_whatever_happens) {
    Rooms h;
    std::mt19937_64 random(4);
    constexpr int kPeers = 12;
    std::vector<ServerHarness::Peer*> peers;
    for (int i = 0; i < kPeers; ++i)
        peers.push_back(&h.join());
    std::vector<std::vector<bool>> is_in(kPeers, std::vector<bool>(5));
    for (int step = 0; step < 3000; ++step) {
        const std::size_t who = random() % kPeers;
        const std::size_t room = random() % 5;
        const std::string name(1, static_cast<char>('a' + static_cast<int>(room)));
        switch (random() % 8) {
            case 0:  // everybody leaves by vanishing now and then, and someone new takes the place
                if (random() % 10 != 0) break;
                peers[who]->vanish();
                peers[who] = &h.join();
                h.handles[who] = h.handles.back();
                is_in[who].assign(5, false);
                break;
            case 1:
            case 2:
            case 3:
                h.server.join(h.handles[who], name);
                is_in[who][room] = true;
                break;
            case 4:
            case 5:
                h.server.leave(h.handles[who], name);
                is_in[who][room] = false;
                break;
            default:
                h.emit(name, step);
                h.loops.turn();
                for (std::size_t i = 0; i < kPeers; ++i)
                    ASSERT_EQ(peers[i]->take().size(), is_in[i][room] ? 1U : 0U)
                        << "step " << step << " peer " << i;
        }
    }
}

TEST(Rooms, broadcasts_of_several_threads_all_arrive_each_threads_in_order) {
    Rooms h(2);
    std::vector<ServerHarness::Peer*> peers = {&h.join(0), &h.join(1)};
    constexpr int kThreads = 4;
    constexpr int kEach = 250;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&h, t] {
            for (int i = 0; i < kEach; ++i)
                h.emit("", t * kEach + i);
        });
    for (std::thread& thread : threads)
        thread.join();
    h.loops.turn();
    for (auto* peer : peers) {
        const auto got = peer->take();
        EXPECT_EQ(got.size(), std::size_t{kThreads} * kEach);
        std::vector<int> next(kThreads);
        for (const std::string& text : got) {
            const int number = std::stoi(text.substr(6));
            EXPECT_EQ(number % kEach, next[static_cast<std::size_t>(number / kEach)]++);
        }
    }
}

}  // namespace
}  // namespace socketio
