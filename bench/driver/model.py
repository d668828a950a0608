"""The model of docs/scale.md: what one message costs, solved from 1 and 2 nodes, and held against 3.

A node's processor time for a message in a room with d members on that node:
    said + d * write            it was said here: read, committed, encoded, handed to the loops, written to the members
    said + told + d * write     the same, where other nodes have members, too
    heard + d * write           it was said on another node
What a node uses while nobody speaks is not in it.
"""

from dataclasses import dataclass

from .report import medians
from .scenarios import Outcome


@dataclass(frozen=True)
class Costs:
    """Microseconds of one core."""

    said_us: float
    told_us: float
    heard_us: float
    write_us: float
    nats_out_us: float  # NATS, for each message that it is given
    nats_in_us: float  # NATS, for each node that it gives it to

    def message_us(self, nodes: int, members: float) -> float:
        """Of one message on all nodes, each with so many members of its room."""
        told = self.told_us if nodes > 1 else 0
        return self.said_us + told + (nodes - 1) * self.heard_us + nodes * members * self.write_us


def used_us(run: dict[str, float], cores: str = "server_cores") -> float:
    """Microseconds per message, beside what is used when nobody speaks."""
    return (run[cores] - run[f"rest_{cores}"]) / run["posts_per_second"] * 1e6


def solve(rooms: dict[str, dict[str, float]], room: dict[str, dict[str, float]], members: tuple[float, float]) -> Costs:
    few, many = members
    write = (used_us(room["alone"]) - used_us(rooms["alone"])) / (many - few)
    said = used_us(rooms["alone"]) - few * write
    heard = used_us(rooms["one-speaks"], "node2_cores") - few * write
    told = used_us(rooms["pair"]) - said - heard - 2 * few * write
    # Two equations for NATS: where each message goes to one other node, and where it goes to two.
    two, three = rooms["pair"], rooms["three"]
    to_one = two["nats_cores"] / two["bus_out_per_second"] * 1e6
    to_two = three["nats_cores"] / three["bus_out_per_second"] * 1e6
    return Costs(said, told, heard, write, nats_out_us=2 * to_one - to_two, nats_in_us=to_two - to_one)


def report(outcomes: list[Outcome]) -> dict | None:
    """The costs, and for 3 nodes the prediction beside the measurement; nothing when not all of it was measured."""
    found = {outcome.scenario.name: outcome for outcome in outcomes}
    if "cluster-rooms" not in found or "cluster-room" not in found:
        return None
    needed = ("alone", "pair", "three", "one-speaks")
    runs = [{name: medians(found[scenario], name) for name in needed} for scenario in ("cluster-rooms", "cluster-room")]
    if not all(run for each in runs for run in each.values()):
        return None
    members = [each["alone"]["deliveries_per_second"] / each["alone"]["posts_per_second"] for each in runs]
    costs = solve(runs[0], runs[1], (members[0], members[1]))
    checks = []
    for name, each, count in zip(("1,000 small rooms", "one room"), runs, members):
        predicted, measured = costs.message_us(3, count), used_us(each["three"])
        checks.append({"load": name, "predicted_us": round(predicted, 1), "measured_us": round(measured, 1),
                       "error": round(predicted / measured - 1, 3)})
    return {"costs": {name: round(value, 2) for name, value in vars(costs).items()}, "three_nodes": checks}
