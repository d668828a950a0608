"""The report: a table for people, a JSON file to keep."""

import json
import re
import time
from pathlib import Path
from statistics import median

from .scenarios import SERVERS, Outcome

OTHERS_SHARE_MAX = 0.05


def readable(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def print_table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    for row in [head, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
    print()


def medians(outcome: Outcome, server: str) -> dict[str, float]:
    """Each value's median over the rounds this server was measured in."""
    runs = [results[server] for results in outcome.rounds if server in results]
    keys = runs[0].keys() if runs else []
    return {key: median(run[key] for run in runs if key in run) for key in keys}


def promises(outcomes: list[Outcome]) -> list[dict]:
    found = []
    for outcome in outcomes:
        for promise in outcome.scenario.promises:
            value = promise.measured(outcome.rounds)
            found.append({
                "scenario": outcome.scenario.name,
                "promise": promise.says,
                "target": promise.target(),
                "measured": None if value is None else round(value, 3),
                "met": None if value is None else promise.is_met(value),
            })
    return found


def print_report(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        shows = outcome.scenario.shows
        rows = []
        for name in outcome.scenario.servers:
            values = medians(outcome, name)
            if values:
                rows.append([SERVERS[name].title, *(readable(values.get(key, 0)) for key in shows)])
        print(f"{outcome.scenario.name}: medians of {len(outcome.rounds)} interleaved rounds")
        print_table(["server", *(key.replace("_", " ") for key in shows)], rows)
    words = {True: "yes", False: "NO", None: "not measured"}
    rows = [[found["scenario"], found["promise"], found["target"],
             "" if found["measured"] is None else readable(found["measured"]), words[found["met"]]]
            for found in promises(outcomes)]
    print_table(["scenario", "promise", "target", "measured", "met"], rows)


def print_model(model: dict) -> None:
    print("model: microseconds of one core for a message, from 1 and 2 nodes (docs/scale.md)")
    print_table([name.replace("_us", "").replace("_", " ") for name in model["costs"]],
                [[readable(value) for value in model["costs"].values()]])
    print_table(["3 nodes", "predicted", "measured", "error"],
                [[each["load"], readable(each["predicted_us"]), readable(each["measured_us"]), f"{each['error']:+.0%}"]
                 for each in model["three_nodes"]])


def busy_warnings(outcomes: list[Outcome]) -> list[str]:
    shares = [run.get("others_share", 0) for outcome in outcomes for results in outcome.rounds
              for run in results.values()]
    worst = max(shares, default=0)
    if worst <= OTHERS_SHARE_MAX:
        return []
    return [f"other programs used up to {worst:.0%} of the machine: measure again when it is quiet"]


def write_json(folder: Path, machine: dict, outcomes: list[Outcome], is_quick: bool, model: dict | None) -> Path:
    """Keeps all rounds under a name made of the date and the machine's kind; never of its name."""
    kind = re.sub(r"[^a-z0-9]+", "-", f"{machine['processor']} {machine['cores']} cores".lower()).strip("-")
    now = time.gmtime()
    path = folder / f"{time.strftime('%Y-%m-%dT%H%MZ', now)}-{kind}.json"
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", now),
        "quick": is_quick,
        "machine": machine,
        "promises": promises(outcomes),
        "problems": [problem for outcome in outcomes for problem in outcome.problems],
        "scenarios": [
            {"name": outcome.scenario.name, "load": outcome.scenario.load,
             "rounds": outcome.rounds}
            for outcome in outcomes
        ],
    }
    if model is not None:
        content["model"] = model
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return path
