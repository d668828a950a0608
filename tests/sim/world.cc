#include "sim/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chat/chat.h"
#include "chat/ids.h"
#include "sim/client.h"
#include "sim/dice.h"
#include "sim/edge.h"
#include "sim/line.h"
#include "sim/network.h"
#include "sim/node.h"
#include "sim/node_store.h"
#include "sim/planted.h"
#include "sim/promises.h"
#include "sim/rules.h"
#include "sim/schedule.h"
#include "sim/skewed_clock.h"
#include "sim/stage.h"

namespace sim {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

/// Until everything is where it belongs: nodes that are silent are taken for dead, graces are over, gaps are closed,
/// clients are back.
constexpr Time kSettling = 16s;
constexpr Time kStillness = 3s;

}  // namespace

void Sights::add(const Sights& other) {
    crashes += other.crashes;
    partitions += other.partitions;
    restorations += other.restorations;
    lines_cut += other.lines_cut;
    sent_again += other.sent_again;
    repeated += other.repeated;
    acknowledged += other.acknowledged;
    missed += other.missed;
    resets += other.resets;
    answers_lost += other.answers_lost;
    pages += other.pages;
    left += other.left;
    told += other.told;
}

std::string Outcome::report() const {
    std::string text = fmt::format("seed {}: {}\nreplay it with: SIM_SEED={} ./dev test sim\n",
                                   seed, failure, seed);
    for (const std::string& line : trace)
        text += line + "\n";
    return text;
}

World::World(std::uint64_t seed, Planted planted)
    : seed_(seed),
      stage_(seed, planted),
      dice_(stage_.dice.apart()),
      network_(stage_, stage_.dice.apart()),
      rules_(stage_) {}

void World::pass(Time duration) {
    const Time end = stage_.schedule.now() + duration;
    while (!stage_.trace.is_failed() && stage_.schedule.step(end)) {
        for (const std::shared_ptr<Node>& node : outside_.nodes) {
            if (node != nullptr) node->plan();
        }
    }
}

void World::start(std::size_t machine) {
    outside_.nodes.at(machine) =
        std::make_shared<Node>(stage_, network_, ++last_run_, dice_.apart());
    outside_.nodes.at(machine)->start();
}

void World::crash(std::size_t machine) {
    const std::shared_ptr<Node> node = std::exchange(outside_.nodes.at(machine), nullptr);
    if (node == nullptr) return;
    ++stage_.sights.crashes;
    stage_.trace.note("node {} crashes", {node->run()});
    for (const auto& client : clients_) {
        const Line* const line = client->line();
        if (line != nullptr && line->node() == node) client->on_node_lost();
    }
}

/// A program that could not start has ended; it is started again.
void World::look_after_machines() {
    for (std::size_t i = 0; i < outside_.nodes.size(); ++i) {
        const std::shared_ptr<Node>& node = outside_.nodes[i];
        if (node != nullptr && node->is_failed()) {
            outside_.nodes[i] = nullptr;
            start(i);
        }
    }
}

void World::begin() {
    outside_.nodes.resize(dice_.between(2, 4));
    for (std::size_t i = 0; i < outside_.nodes.size(); ++i)
        start(i);
    pass(200ms);
    const std::uint32_t people = dice_.between(2, 5);
    for (std::uint32_t i = 0; i < people; ++i) {
        auto persona = std::make_unique<Persona>();
        persona->nickname = "name " + std::to_string(dice_.below(2 * people));
        outside_.people.push_back(std::move(persona));
        const std::uint32_t devices = dice_.is_one_in(3) ? 2 : 1;
        for (std::uint32_t j = 0; j < devices; ++j) {
            clients_.push_back(std::make_unique<Client>(stage_, rules_, outside_,
                                                        *outside_.people.back(),
                                                        clients_.size() + 1, dice_.apart()));
            stage_.schedule.after(Time(dice_.between(0, 400'000)),
                                  [client = clients_.back().get()] { client->connect(); });
        }
    }
    pass(600ms);
}

void World::bad_weather() {
    // A run has its own kind of weather: some faults seldom, some not at all.
    const auto some = [this](std::uint32_t most) {
        return dice_.is_one_in(3) ? 0 : dice_.below(most + 1);
    };
    stage_.weather = {.bus_lost = some(200),
                      .bus_repeated = some(150),
                      .bus_late = some(300),
                      .store_refuses = some(40),
                      .store_answer_lost = some(40),
                      .store_late = some(60),
                      .line_late = some(80)};
}

void World::incident() {
    const auto machines = static_cast<std::uint32_t>(outside_.nodes.size());
    const std::size_t machine = dice_.below(machines);
    const std::shared_ptr<Node> node = outside_.nodes[machine];
    const Time later(1000LL * dice_.between(100, 3'000));
    switch (dice_.below(8)) {
        case 0:
        case 1:
            crash(machine);
            if (node != nullptr) {
                stage_.schedule.after(later, [this, machine] {
                    if (outside_.nodes.at(machine) == nullptr) start(machine);
                });
            }
            break;
        case 2:
        case 3:
            network_.split();
            stage_.schedule.after(later, [this] { network_.heal(); });
            break;
        case 4:
            if (node == nullptr) break;
            network_.take_away(node->run());
            stage_.schedule.after(later, [this, run = node->run()] { network_.restore(run); });
            break;
        case 5:
            if (node == nullptr) break;
            stage_.trace.note("the store is away from node {}", {node->run()});
            node->store().set(NodeStore::Reach::away);
            stage_.schedule.after(later, [away = std::weak_ptr(node)] {
                if (const auto there = away.lock()) there->store().set(NodeStore::Reach::there);
            });
            break;
        case 6:
            if (node == nullptr) break;
            node->clock().jump(
                std::chrono::milliseconds(static_cast<int>(dice_.below(20'001)) - 10'000));
            break;
        default:
            bad_weather();
            break;
    }
}

void World::storm() {
    bad_weather();
    const std::uint32_t deeds = dice_.between(20, 200);
    const std::uint32_t pause_max = dice_.between(20'000, 200'000);
    const std::uint32_t deeds_per_incident = dice_.between(8, 40);
    for (std::uint32_t i = 0; i < deeds && !stage_.trace.is_failed(); ++i) {
        pass(Time(dice_.between(1, pause_max)));
        look_after_machines();
        clients_[dice_.below(static_cast<std::uint32_t>(clients_.size()))]->act();
        if (dice_.is_one_in(deeds_per_incident)) incident();
    }
}

void World::calm() {
    stage_.trace.note("all is calm from now on", {});
    stage_.weather = {};
    network_.heal();
    for (std::size_t i = 0; i < outside_.nodes.size(); ++i) {
        const std::shared_ptr<Node>& node = outside_.nodes[i];
        if (node != nullptr) {
            network_.restore(node->run());
            node->store().set(NodeStore::Reach::there);
        } else if (i == 0 || dice_.is_one_in(2)) {
            start(i);
        }
    }
    for (std::size_t i = 1; i < clients_.size(); ++i) {
        if (dice_.is_one_in(6)) clients_[i]->go_away();
    }
    for (Time passed{0}; passed < kSettling; passed += 1s) {
        look_after_machines();
        pass(1s);
    }
    stage_.is_still = true;
    ask_who_is_present();
    for (const auto& client : clients_) {
        for (const auto& [room, copy] : client->rooms()) {
            if (client->is_online()) client->ask_view(room);
        }
    }
    pass(kStillness);
}

void World::ask_who_is_present() {
    for (const std::shared_ptr<Node>& node : outside_.nodes) {
        if (node == nullptr) continue;
        for (const chat::RoomId& room : stage_.ledger.rooms()) {
            const chat::ConnectionId asker = node->edge().subscriber(room);
            if (asker == chat::ConnectionId()) continue;
            node->domain().members(asker, room,
                                   [this, there = node.get(), room](const auto& answer) {
                                       if (answer) check_present(*there, room, *answer);
                                   });
        }
    }
}

void World::check_present(const Node& node, const chat::RoomId& room,
                          const chat::Members& members) {
    std::set<chat::UserId> expected;
    for (const std::shared_ptr<Node>& each : outside_.nodes) {
        const bool counts = each != nullptr && (kPeopleBetweenNodes || each.get() == &node);
        if (!counts) continue;
        for (const chat::UserId& user : each->edge().people()) {
            if (stage_.ledger.is_member(room, user)) expected.insert(user);
        }
    }
    std::set<chat::UserId> told;
    for (const chat::Member& member : members.present_members)
        told.insert(member.user.id);
    const bool is_right =
        kRoomsBetweenNodes ? told == expected : std::ranges::includes(expected, told);
    if (is_right && members.present == told.size()) return;
    stage_.trace.fail(fmt::format(
        "All is quiet, and node {} says that {} people are present in room {}, where there are {}.",
        node.run(), members.present, stage_.ledger.number(room), expected.size()));
}

void World::check_names() {
    std::map<std::string, chat::UserId> holders;
    for (const std::shared_ptr<Node>& node : outside_.nodes) {
        if (node == nullptr) continue;
        for (const auto& [user, name_key] : node->edge().names()) {
            const auto holder = holders.emplace(name_key, user).first;
            if (holder->second == user) continue;
            stage_.trace.fail(
                fmt::format("All is quiet, and somebody on node {} has the name of somebody else.",
                            node->run()));
        }
    }
}

void World::check() {
    rules_.read_store();
    rules_.all_is_kept();
    if (kNamesBetweenNodes) check_names();
    for (const auto& client : clients_) {
        if (client->is_gone()) continue;
        if (!client->is_online() || client->has_pending()) {
            stage_.trace.fail(
                fmt::format("All is quiet, and client {} {}.", client->number(),
                            client->is_online() ? "has no answer to a message" : "is not let in"));
            return;
        }
        for (const auto& [room, copy] : client->rooms())
            rules_.is_whole(client->witness(), room, copy);
        if (kRoomsBetweenNodes) {
            rules_.has_its_rooms(client->witness(), client->rooms());
        }
    }
}

Outcome World::run() {
    begin();
    storm();
    if (!stage_.trace.is_failed()) calm();
    if (!stage_.trace.is_failed()) check();
    Outcome outcome{.seed = seed_,
                    .failure = stage_.trace.failure(),
                    .trace = {},
                    .hash = stage_.trace.hash(),
                    .steps = stage_.trace.steps(),
                    .sights = stage_.sights};
    if (outcome.is_failed()) outcome.trace = stage_.trace.last_steps();
    return outcome;
}

Outcome run_seed(std::uint64_t seed, Planted planted) {
    World world(seed, planted);
    return world.run();
}

}  // namespace sim
