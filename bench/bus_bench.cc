/// What a message costs on its way between nodes: written once by the node that commits it, read once by each node that has
/// members of its room.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/bus_message.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "cluster/wire/message.h"

namespace {

const chat::NodeId kNode("k3v9x2ab4d");

/// A message as people write them, of so many characters.
chat::Event message_of(std::size_t characters) {
    chat::Event event;
    event.room = chat::RoomId("b1946ac92492d2347c62");
    event.seq = 1'234'567;
    event.ordinal = 1'200'000;
    event.actor = chat::UserId("u-5d41402abc4b2a76b9");
    event.nickname = "Ada Lovelace";
    event.time = base::WallTime(std::chrono::milliseconds(1'790'000'000'123));
    event.text = std::string(characters, 'x');
    event.nonce = chat::Nonce("9f86d081884c7d659a2f");
    return event;
}

/// The same as an answer by which two people are meant, with five reactions.
chat::Event busy_message() {
    chat::Event event = message_of(120);
    const chat::Named bob{.user = chat::UserId("u-7d793037a0760186574b"), .nickname = "Bob"};
    chat::Standing standing;
    standing.version = 1'234'570;
    standing.quote = chat::Quote{.user = bob.user, .nickname = "Bob", .text = "What time is tea?"};
    standing.reactions.assign(5, {.emoji = "\U0001F44D", .by = {bob, bob}});
    event.target = 1'234'560;
    event.standing = std::make_shared<const chat::Standing>(std::move(standing));
    event.mentions = std::make_shared<const std::vector<chat::UserId>>(2, bob.user);
    return event;
}

chat::RoomHead room_head() {
    return {.room = chat::RoomId("b1946ac92492d2347c62"), .head = 1'234'567};
}

void encode(benchmark::State& state, const chat::BusMessage& message) {
    std::size_t bytes = 0;
    for (auto _ : state) {
        const std::string octets = cluster::wire::encode(kNode, message);
        bytes = octets.size();
        benchmark::DoNotOptimize(octets.data());
    }
    state.counters["bytes"] = static_cast<double>(bytes);
}

void decode(benchmark::State& state, const chat::BusMessage& message) {
    const std::string octets = cluster::wire::encode(kNode, message);
    for (auto _ : state) {
        const auto said = cluster::wire::decode(octets);
        benchmark::DoNotOptimize(said);
    }
}

BENCHMARK_CAPTURE(encode, message_120, message_of(120));
BENCHMARK_CAPTURE(encode, message_4000, message_of(4'000));
BENCHMARK_CAPTURE(encode, message_busy, busy_message());
BENCHMARK_CAPTURE(encode, room_head, room_head());
BENCHMARK_CAPTURE(decode, message_120, message_of(120));
BENCHMARK_CAPTURE(decode, message_4000, message_of(4'000));
BENCHMARK_CAPTURE(decode, message_busy, busy_message());
BENCHMARK_CAPTURE(decode, room_head, room_head());

}  // namespace

BENCHMARK_MAIN();
