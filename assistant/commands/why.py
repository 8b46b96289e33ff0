"""`owlish why`: how a turn came about, from the record of turns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from assistant.commands.database import read
from assistant.commands.output import emit, shown, table
from assistant.errors import BadInput
from assistant.memory.turns import newest_turn, one_turn

Trace = dict[str, Any]


def why(number: int | None, as_json: bool) -> int:
    trace = find(number)
    if as_json:
        emit(trace)
    else:
        show(trace)
    return 0


def find(number: int | None) -> Trace:
    """The last turn when number is None. Raises BadInput, StoreError."""
    with read() as database:
        newest = newest_turn(database)
        if newest is None:
            raise BadInput("No turn is remembered yet; say something to it first: owlish run.")
        trace = one_turn(database, newest if number is None else number)
    if trace is None:
        raise BadInput(f"Turn {number} is not remembered; the newest is {newest}.")
    return trace


def show(trace: Trace) -> None:
    when = datetime.fromtimestamp(trace["time"]).strftime("%Y-%m-%d %H:%M:%S")
    print(shown(f'Turn {trace["turn"]}, {when}, by {trace["source"]}, {trace["outcome"]}: "{trace["text"]}"'))
    for line in story(trace):
        print(shown(line))
    if trace["candidates"]:
        rows = ((f"{one['skill']}.{one['intent']}", f"{one['score']:.2f}", one["method"]) for one in trace["candidates"])
        table(("candidate", "score", "method"), rows)
    table(("stage", "seconds"), ((stage, f"{seconds:.3f}") for stage, seconds in trace["stages"].items()))


def story(trace: Trace) -> Iterator[str]:
    if heard := trace["transcript"]:
        yield f"Heard by {heard['engine']}, confidence {heard['confidence']:.2f}."
    slots = ", ".join(f"{name} = {value}" for name, value in trace["slots"].items())
    yield f"Taken by {trace['skill']}.{trace['intent']}{f' with {slots}' if slots else ''}." if trace["skill"] else "No skill took it."
    for look in trace["frames"]:
        frame = f"frame {look['frame']} of {look['source']}, {look['age']:.2f} s old"
        yield f"Looked at {frame}, with {look['engine']}; it rests on {resting(look)}."
        if look["engine"].startswith("vilbert"):
            yield f'No picture of it was kept; owlish ask "{trace["text"]}" --image FILE --explain why.png draws why for one that you have.'
    if trace["reply"]:
        yield f'Replied: "{trace["reply"]}"' + ("" if trace["heard"] == trace["reply"] else f' (heard: "{trace["heard"]}")')


def resting(look: dict[str, Any]) -> str:
    named = (f"{region['label']} {region['score']:.2f} at {[round(edge) for edge in region['box']]}" for region in look["rests_on"])
    return ", ".join(named) or "no region"
