"""`owlish replay`: a recorded session again, in virtual time; what is answered otherwise, or too late, is told."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import anyio

from assistant.build import build
from assistant.commands.output import emit, table
from assistant.commands.record import hashes
from assistant.config import Hooks
from assistant.errors import BadInput
from assistant.events import Event, Seen, as_dict
from assistant.session.bundle import EVENTS, SESSION, Bundle, read, rewrite
from assistant.session.player import Player
from assistant.session.turns import Answered, Compared, compared, over_budget, timeless, turns
from assistant.session.virtual import VirtualLoop

CHANGED = 1
STAGE = "first_audio"
"""The stage that the table shows; without a voice there is none, and `answer` stands for it."""
Row = Mapping[str, Any]


def replay(folder: Path, update: bool, budget: Sequence[str], as_json: bool) -> int:
    """Exit code: 1 when an answer changed or a budget is broken."""
    bundle = read(folder)
    budgets = {**bundle.about["budgets"], **dict(map(parse_budget, budget))}
    for sentence in doubts(bundle):
        print(sentence, file=sys.stderr)
    events = played(bundle)
    rows = compare(bundle, events)
    slow = turns(played(bundle, measured=True)) if budgets else []
    broken = over_budget(slow, budgets)
    if as_json:
        print_rows(events, rows, broken)
    else:
        print_table(rows, slow, broken)
    if update:
        accept(bundle, events, budgets)
    changed = not update and any(row.changed for row in rows)
    return CHANGED if changed or broken else 0


def compare(bundle: Bundle, events: Sequence[Row]) -> list[Compared]:
    """Of a session that was cut short, the turns that had ended."""
    then, now = turns(bundle.events), turns(events)
    ended = then if bundle.whole else [turn for turn in then if turn.outcome]
    return compared(ended, now if bundle.whole else now[: len(ended)])


def parse_budget(text: str) -> tuple[str, float]:
    """`first_audio=0.7`. Raises BadInput."""
    stage, _, seconds = text.partition("=")
    try:
        return stage.strip(), float(seconds)
    except ValueError:
        raise BadInput(f"The budget {text!r} is no stage with seconds; write it as first_audio=0.7.") from None


def doubts(bundle: Bundle) -> Iterator[str]:
    """What may make the answers others than they were, a sentence each."""
    if not bundle.whole:
        yield f"{bundle.folder} was cut short; it is replayed up to where it ends, after {bundle.length:.1f} s."
    here, then = hashes(bundle.config), bundle.about["models"]
    if others := sorted({name.rpartition("/")[0] for name in then if here.get(name) != then[name]}):
        yield f"These models are not those of the recording, so answers may change: {', '.join(others)}."


def played(bundle: Bundle, *, measured: bool = False) -> list[Row]:
    """Every event as it would be printed. measured: computing takes the time that it takes now."""
    player = Player(bundle, measured=measured)
    with in_timezone(bundle.about["timezone"]), closing(player):
        about = bundle.about
        assistant = build(
            bundle.config.model_copy(update={"hooks": Hooks()}),  # nothing outside is to happen again
            eyes=about["eyes"],
            ears=about["ears"],
            ends_with_sound=about["ends_with_sound"],
            notices=about["notices"],
            session=player,
        )
        return anyio.run(partial(_live, assistant, player), backend_options={"loop_factory": VirtualLoop})


async def _live(assistant: Any, player: Player) -> list[Row]:
    lines: list[Row] = []

    def keep(event: Event) -> None:
        if not isinstance(event, Seen):
            lines.append(json.loads(player.as_then(json.dumps(timeless(as_dict(event)), default=str))))

    VirtualLoop.of_this().watch_threads()
    with assistant.bus.watched_by(keep):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(player.play, assistant, name="who is outside")
            tasks.start_soon(player.play_troubles, assistant, name="troubles of devices")
            await assistant.run()
            tasks.cancel_scope.cancel()
    return lines


@contextmanager
def in_timezone(zone: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


def accept(bundle: Bundle, events: Sequence[Row], budgets: Mapping[str, float]) -> None:
    """From now on these are the expected answers. Raises BadInput."""
    rewrite(bundle.folder / EVENTS, "".join(json.dumps(event) + "\n" for event in events))
    rewrite(bundle.folder / SESSION, json.dumps({**bundle.about, "budgets": budgets}, indent=1) + "\n")


# ---- how it is shown


def print_rows(events: Sequence[Row], rows: Sequence[Compared], broken: Sequence[str]) -> None:
    """The events as `owlish run --json` prints them, then a line for each turn, then one for the whole."""
    for event in events:
        emit(event)
    for row in rows:
        emit({"event": "Compared", "changed": row.changed, "then": _plain(row.then), "now": _plain(row.now)})
    emit({"event": "Replayed", "turns": len(rows), "changed": sum(bool(row.changed) for row in rows), "over_budget": broken})


def _plain(turn: Answered | None) -> Row | None:
    return {name: value for name, value in vars(turn).items() if name != "stages"} if turn else None


def print_table(rows: Sequence[Compared], slow: Sequence[Answered], broken: Sequence[str]) -> None:
    now = {turn.turn: turn for turn in slow}
    headers = ("turn", "heard", "answered then", "answered now", "confidence", "seconds", "seconds now")
    table(headers if slow else headers[:-1], (_cells(row, now)[: len(headers) if slow else -1] for row in rows))
    changed = [row for row in rows if row.changed]
    for row in changed:
        print(f"Turn {row.one.turn} changed: {', '.join(map(partial(_difference, row), row.changed))}.")
    for sentence in broken:
        print(sentence)
    count = "1 turn" if len(rows) == 1 else f"{len(rows)} turns"
    print(f"{count}, {len(changed)} changed." if changed else f"{count}, all as recorded.")


def _cells(row: Compared, slow: Mapping[int, Answered]) -> Sequence[str]:
    then, now, one = row.then, row.now, row.one
    sure = [f"{turn.confidence:.2f}" if turn else "" for turn in (then, now)]
    same = then is not None and now is not None and then.reply == now.reply
    return (
        str(one.turn), one.heard, then.reply if then else "", "the same" if same else now.reply if now else "",
        sure[1] if sure[0] == sure[1] else " → ".join(sure), _first_audio(then), _first_audio(slow.get(one.turn)),
    )  # fmt: skip


def _first_audio(turn: Answered | None) -> str:
    seconds = turn.stages.get(STAGE, turn.stages.get("answer")) if turn else None
    return "" if seconds is None else f"{seconds:.3f}"


def _difference(row: Compared, name: str) -> str:
    if row.then is None or row.now is None:
        return "there was no such turn" if row.then is None else "there is no such turn any more"
    return f"{name} was {getattr(row.then, name)!r}, is {getattr(row.now, name)!r}"
