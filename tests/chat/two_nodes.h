/// TwoNodes: a person on each of two nodes over one store, and a bus that a test may cut.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/memory_world.h"
#include "chat/recording_audience.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"
#include "support/fake_passwords.h"
#include "support/faulty_store.h"
#include "support/lossy_bus.h"
#include "support/manual_clock.h"
#include "support/manual_executor.h"
#include "support/seeded_random.h"

namespace chat {

inline Limits limits_of_nodes() {
    Limits limits;
    limits.rate_limits = Limits::RateLimits::off;
    limits.recent_events_max = 8;
    limits.catchup_events_max = 30;
    return limits;
}

inline constexpr const char* kAdminKeyOfNodes = "key of the command line";

struct Node {
    Node(support::LossyNetwork& network, const base::Clock& clock, store::MemoryStore& inner,
         base::Executor& executor, std::uint64_t seed)
        : random(seed), store(inner, executor), passwords(executor), bus(network) {
        audience.is_quiet = true;
        chat.emplace(memory_world(clock, inner,
                                  {.store = store,
                                   .random = random,
                                   .passwords = passwords,
                                   .bus = bus,
                                   .audience = audience,
                                   .metrics = metrics}),
                     limits_of_nodes(),
                     DoorOptions{.owner_key = {}, .admin_key = kAdminKeyOfNodes});
    }

    support::SeededRandom random;
    support::FaultyStore store;
    support::FakePasswords passwords;
    support::LossyBus bus;
    RecordingAudience audience;
    base::Metrics metrics;
    std::optional<Chat> chat;
};

class TwoNodes : public testing::Test {
protected:
    void SetUp() override {
        network.is_reliable = true;
        for (std::uint64_t i = 0; i < 2; ++i) {
            nodes.push_back(std::make_unique<Node>(network, clock, memory, executor, i));
            nodes[i]->audience.is_quiet = false;
            nodes[i]->chat->start([](const auto& ready) { EXPECT_TRUE(ready.has_value()); });
            executor.run();
            nodes[i]->chat->connect({.connection = ConnectionId(i + 1),
                                     .nickname = i == 0 ? "Ada" : "Bob",
                                     .token = {},
                                     .cursors = {}},
                                    [](const auto& in) { EXPECT_TRUE(in.has_value()); });
            executor.run();
        }
        pass(base::Milliseconds(200));
        ASSERT_TRUE(say("helo"));
        deliver();
        static_cast<void>(heard(0));
        static_cast<void>(heard(1));
    }

    base::Result<Posted, Refusal> say(const std::string& text, Seq reply_to = 0) {
        return ask([&](Chat& chat, auto reply) {
            chat.post(ConnectionId(1),
                      {.room = kLobby, .text = text, .nonce = {}, .reply_to = reply_to},
                      std::move(reply));
        });
    }
    base::Result<Posted, Refusal> edit(Seq target, const std::string& text) {
        return ask([&](Chat& chat, auto reply) {
            chat.edit(ConnectionId(1), {.room = kLobby, .target = target, .text = text},
                      std::move(reply));
        });
    }
    base::Result<Posted, Refusal> remove(Seq target) {
        return ask([&](Chat& chat, auto reply) {
            chat.remove(ConnectionId(1), {.room = kLobby, .target = target}, std::move(reply));
        });
    }
    /// What Ada, on the first node, is answered.
    template <typename Ask>
    base::Result<Posted, Refusal> ask(Ask asking) {
        std::optional<base::Result<Posted, Refusal>> answer;
        asking(*nodes[0]->chat, [&answer](auto posted) { answer = std::move(posted); });
        executor.run();
        EXPECT_TRUE(answer.has_value());
        return answer ? *answer : base::fail(Refusal{});
    }

    void deliver() {
        while (network.deliver_one())
            executor.run();
    }
    void pass(base::Milliseconds time) {
        const base::SteadyTime end = clock.now() + time;
        while (clock.now() < end) {
            clock.advance(base::Milliseconds(10));
            for (const auto& node : nodes) {
                const auto due = node->chat->next_deadline();
                if (due && *due <= clock.now()) node->chat->on_time();
                executor.run();
            }
            deliver();
        }
    }
    std::vector<std::string> heard(std::size_t node) {
        return nodes[node]->audience.heard(ConnectionId(node + 1));
    }
    /// The lobby's newest page as the second node gives it to Bob from memory.
    std::vector<Event> page_of_bob() {
        std::optional<base::Result<Page, Refusal>> page;
        const int reads = nodes[1]->store.calls(support::FaultyStore::Call::page);
        nodes[1]->chat->history(ConnectionId(2), {.room = kLobby, .limit = 8},
                                [&page](auto answer) { page = std::move(answer); });
        executor.run();
        EXPECT_EQ(nodes[1]->store.calls(support::FaultyStore::Call::page), reads) << "from memory";
        return page && *page ? (*page)->events : std::vector<Event>();
    }

    support::ManualClock clock;
    support::ManualExecutor executor;
    store::MemoryStore memory{executor};
    support::LossyNetwork network{1};
    std::vector<std::unique_ptr<Node>> nodes;
};

}  // namespace chat
