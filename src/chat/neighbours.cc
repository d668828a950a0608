#include "chat/neighbours.h"

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/bus.h"
#include "chat/bus_message.h"
#include "chat/deadlines.h"
#include "chat/ids.h"

namespace chat {
namespace {

/// After this an unanswered question is asked again.
constexpr base::Milliseconds kAskInterval{1'000};

}  // namespace

Neighbours::Node& Neighbours::hear(const NodeId& from) {
    const auto [entry, is_new] = nodes_.try_emplace(from);
    entry->second.heard = ports_.clock.now();
    if (is_new) {
        ports_.metrics.nodes.set(static_cast<std::int64_t>(nodes_.size() + 1));
        listener_.on_node_found(from);
        listener_.on_nodes_changed();
    }
    return entry->second;
}

void Neighbours::on_heartbeat(const NodeId& from, const Heartbeat& heartbeat) {
    Node& node = hear(from);
    if (node.last != heartbeat) {
        node.last = heartbeat;
        listener_.on_nodes_changed();
    }
    if (node.roster == Node::Roster::unknown) {
        if (!node.ask_at) ask(from, node);
    } else if (heartbeat.version > node.version && !node.ask_at) {
        // The changes may be on their way.
        node.ask_at = ports_.clock.now() + ports_.limits.gap_patience;
    }
}

void Neighbours::on_present(const NodeId& from, const PersonPresent& change) {
    on_change(from, change.version, {.user = change.person.user.id, .person = change.person});
}

void Neighbours::on_gone(const NodeId& from, const PersonGone& change) {
    on_change(from, change.version, {.user = change.user, .person = std::nullopt});
}

void Neighbours::on_change(const NodeId& from, RosterVersion version, Change change) {
    Node& node = hear(from);
    if (node.roster == Node::Roster::whole && version <= node.version) return;
    node.waiting.insert_or_assign(version, std::move(change));
    if (node.waiting.size() > kWaitingMax) node.waiting.erase(node.waiting.begin());
    advance(from, node);
}

void Neighbours::advance(const NodeId& id, Node& node) {
    if (node.roster == Node::Roster::unknown) {
        if (!node.ask_at) ask(id, node);
        return;
    }
    node.waiting.erase(node.waiting.begin(), node.waiting.upper_bound(node.version));
    while (!node.waiting.empty() && node.waiting.begin()->first == node.version + 1) {
        Change change = std::move(node.waiting.begin()->second);
        node.waiting.erase(node.waiting.begin());
        ++node.version;
        apply(node, std::move(change));
    }
    if (node.waiting.empty()) {
        if (node.last.version <= node.version) node.ask_at.reset();
    } else if (!node.ask_at) {
        node.ask_at = ports_.clock.now() + ports_.limits.gap_patience;
    }
}

void Neighbours::on_part(const NodeId& from, const RosterPart& part) {
    Node& node = hear(from);
    if (node.roster == Node::Roster::whole && part.version <= node.version) {
        // What it answers is known by now.
        advance(from, node);
        return;
    }
    if (part.version < node.partial.version || part.part >= part.parts) return;
    if (part.version > node.partial.version) node.partial = {.version = part.version, .parts = {}};
    node.partial.parts.insert_or_assign(part.part, part.people);
    if (node.partial.parts.size() < part.parts) return;

    std::vector<PresentPerson> people;
    for (auto& [number, some] : node.partial.parts)
        for (PresentPerson& person : some)
            people.push_back(std::move(person));
    node.partial = {};
    node.roster = Node::Roster::whole;
    node.version = part.version;
    node.ask_at.reset();
    replace(node, std::move(people));
    advance(from, node);
}

void Neighbours::replace(Node& node, std::vector<PresentPerson> people) {
    std::unordered_map<UserId, PresentPerson> before = std::move(node.people);
    node.people.clear();
    for (const PresentPerson& person : people) {
        const auto known = before.find(person.user.id);
        if (known == before.end()) continue;
        node.people.insert(before.extract(known));
    }
    // Who went comes first: their name may be another's now.
    for (const auto& [user, person] : before)
        listener_.on_elsewhere(&person, nullptr);
    for (PresentPerson& person : people) {
        const UserId user = person.user.id;
        apply(node, {.user = user, .person = std::move(person)});
    }
}

void Neighbours::apply(Node& node, Change change) {
    const auto known = node.people.find(change.user);
    if (!change.person) {
        if (known == node.people.end()) return;
        const PresentPerson before = std::move(known->second);
        node.people.erase(known);
        listener_.on_elsewhere(&before, nullptr);
        return;
    }
    if (known == node.people.end()) {
        const auto added = node.people.emplace(change.user, *std::move(change.person)).first;
        listener_.on_elsewhere(nullptr, &added->second);
        return;
    }
    if (known->second == *change.person) return;
    const PresentPerson before = std::exchange(known->second, *std::move(change.person));
    listener_.on_elsewhere(&before, &known->second);
}

void Neighbours::ask(const NodeId& id, Node& node) {
    ports_.metrics.rosters_asked.add();
    ports_.bus.send(id, RosterAsked{});
    node.ask_at = ports_.clock.now() + kAskInterval;
}

const PresentPerson* Neighbours::find(const UserId& user) const {
    for (const auto& [id, node] : nodes_) {
        const auto found = node.people.find(user);
        if (found != node.people.end()) return &found->second;
    }
    return nullptr;
}

void Neighbours::bury(Node& node) {
    const std::unordered_map<UserId, PresentPerson> people = std::move(node.people);
    node.people.clear();
    for (const auto& [user, person] : people)
        listener_.on_elsewhere(&person, nullptr);
}

bool Neighbours::is_deaf() const {
    return was_deaf_ || ports_.bus.link() == Bus::Link::down;
}

void Neighbours::on_restored() {
    was_deaf_ = false;
    const base::SteadyTime now = ports_.clock.now();
    for (auto& [id, node] : nodes_)
        node.heard = now;
}

std::optional<base::SteadyTime> Neighbours::next_deadline() const {
    std::optional<base::SteadyTime> next;
    const bool hears = !is_deaf();
    for (const auto& [id, node] : nodes_) {
        next = earlier(next, node.ask_at);
        if (hears) next = earlier(next, node.heard + ports_.limits.node_silence_max);
    }
    return next;
}

void Neighbours::on_time() {
    const base::SteadyTime now = ports_.clock.now();
    // Whoever hears nobody cannot tell who is dead.
    was_deaf_ = is_deaf();
    for (auto entry = nodes_.begin(); entry != nodes_.end();) {
        auto& [id, node] = *entry;
        if (!was_deaf_ && now - node.heard >= ports_.limits.node_silence_max) {
            bury(node);
            entry = nodes_.erase(entry);
            ports_.metrics.nodes.set(static_cast<std::int64_t>(nodes_.size() + 1));
            ports_.metrics.nodes_lost.add();
            listener_.on_node_lost();
            listener_.on_nodes_changed();
            continue;
        }
        if (node.ask_at && *node.ask_at <= now) ask(id, node);
        ++entry;
    }
}

}  // namespace chat
