/// Neighbours: which other nodes there are, and who is present on each of them.
///
/// Thread:     domain.
/// Owns:       a roster of each node that is alive.
/// Invariant:  changes of a node are taken over in the order of their versions, each once. What is missing is asked for: the
///             whole roster. A node that is silent for Limits::node_silence_max is dead, and nobody is there.
/// Elsewhere:  what this node says of itself is own_node.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "chat/bus_message.h"
#include "chat/ids.h"
#include "chat/ports.h"

namespace chat {

class Neighbours {
public:
    /// Changes of one node that wait for an earlier one; over it the roster is asked for.
    static constexpr std::size_t kWaitingMax = 10'000;

    class Listener {
    public:
        virtual ~Listener() = default;
        /// Somebody came (`before` is null), went (`now` is null) or is otherwise on one other node.
        virtual void on_elsewhere(const PresentPerson* before, const PresentPerson* now) = 0;
        /// A node was heard of for the first time.
        virtual void on_node_found(const NodeId& node) = 0;
        /// One fell silent: what it wrote last it may have told nobody.
        virtual void on_node_lost() = 0;
        /// One came, went, or said something new of itself.
        virtual void on_nodes_changed() = 0;
    };

    Neighbours(Ports& ports, Listener& listener) : ports_(ports), listener_(listener) {}

    void on_heartbeat(const NodeId& from, const Heartbeat& heartbeat);
    void on_present(const NodeId& from, const PersonPresent& change);
    void on_gone(const NodeId& from, const PersonGone& change);
    void on_part(const NodeId& from, const RosterPart& part);
    /// It was this node that heard nothing: the others get their time anew.
    void on_restored();

    /// As some other node has them; null: on none. Good until the next message.
    [[nodiscard]] const PresentPerson* find(const UserId& user) const;

    template <typename See>
    void for_each_person(See see) const {
        for (const auto& [id, node] : nodes_)
            for (const auto& [user, person] : node.people)
                see(person);
    }
    template <typename See>
    void for_each_node(See see) const {
        for (const auto& [id, node] : nodes_)
            see(id, node.last);
    }

    [[nodiscard]] std::optional<base::SteadyTime> next_deadline() const;
    void on_time();

private:
    /// nullopt: gone
    struct Change {
        UserId user;
        std::optional<PresentPerson> person;
    };
    /// A roster of which not all pieces are here.
    struct Partial {
        RosterVersion version = 0;
        std::map<std::uint32_t, std::vector<PresentPerson>> parts;
    };
    struct Node {
        base::SteadyTime heard{};
        Heartbeat last;
        enum class Roster : std::uint8_t { unknown, whole } roster = Roster::unknown;
        RosterVersion version = 0;
        std::unordered_map<UserId, PresentPerson> people;
        std::map<RosterVersion, Change> waiting;
        Partial partial;
        std::optional<base::SteadyTime> ask_at;
    };

    Node& hear(const NodeId& from);
    void on_change(const NodeId& from, RosterVersion version, Change change);
    void advance(const NodeId& id, Node& node);
    void apply(Node& node, Change change);
    void replace(Node& node, std::vector<PresentPerson> people);
    void ask(const NodeId& id, Node& node);
    void bury(Node& node);

    [[nodiscard]] bool is_deaf() const;

    Ports& ports_;
    Listener& listener_;
    /// The link was down, and what was lost meanwhile has not been mended yet.
    bool was_deaf_ = false;
    std::map<NodeId, Node> nodes_;
};

}  // namespace chat
