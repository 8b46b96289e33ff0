"""`owlish edge memory`: what each model holds, measured on this device, and what a budget makes of it.

python -m assistant.commands.edge_memory headless|terminal
                             measures the assistant without the models that come and go; one line of JSON
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from importlib import import_module

import anyio

from assistant.budget import plan_of, sparing
from assistant.build import build
from assistant.bundled import SAMPLE_SOUND, SAMPLE_VIDEO, sample
from assistant.commands.output import emit, table
from assistant.config import Config, replace_section
from assistant.errors import BadInput
from assistant.paths import model_dir
from assistant.routing.vectors import open_vectors
from assistant.senses import portaudio
from edge import ledger
from models.choice import write_whole
from models.keeper import Keeper, give_all_back
from models.memory import MB, parsed, resident
from models.plan import PARTS, READING, SENTENCE, UNLIMITED, VOICE, Plan, ledger_file
from models.runtime import device_of
from models.store import Store


def memory(config: Config, size: str, measure: bool, as_json: bool) -> int:
    """
    size:    the budget; empty for that of the configuration
    measure: again, and keep what is measured as this device's ledger
    """
    budget = bytes_of(size) if size else config.models.bytes or UNLIMITED
    increments = measured(as_json) if measure else {}
    config = sparing(replace_section(config, "models", memory=size) if size else config)
    planned = plan_of(config, budget)
    if as_json:
        emit({**about(planned), "together": increments})
    else:
        show(planned, increments, config.camera.bytes)
    return 0


def bytes_of(size: str) -> int:
    """Raises BadInput."""
    try:
        return parsed(size)
    except ValueError as error:
        raise BadInput(f"--memory is '{size}'; {error}.") from None


def measured(quiet: bool) -> dict[str, int]:
    """Writes the ledger of this device. Returns what each part added where all are open, in bytes."""
    store, rows = Store(model_dir()), []
    base, mapped = measured_base("headless")
    screen = measured_base("terminal")[0] - base
    for row in told(ledger.alone(store), "alone", quiet):
        rows.append(with_mapped(row, mapped))
    added = {row.part: with_mapped(row, mapped).need.resident for row in told(ledger.together(store), "together", quiet)}
    version = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    write_whole(ledger_file(), json.dumps(ledger.ledger(base, screen, rows, device_of(), version), indent=1) + "\n")
    return added


def told(rows: Iterator[ledger.Row], how: str, quiet: bool) -> Iterator[ledger.Row]:
    """Progress, as each part takes a second or two."""
    for row in rows:
        if not quiet:
            print(f"measured {row.part} {how}", file=sys.stderr, flush=True)
        yield row


def with_mapped(row: ledger.Row, mapped: int) -> ledger.Row:
    """mapped: bytes of what the router knows of fixed sentences, which is in memory as long as the sentence encoder is."""
    return replace(row, mapped=mapped) if row.part == SENTENCE else row


def measured_base(how: str) -> tuple[int, int]:
    """how: `headless`, or `terminal` with what draws the UI. Bytes, once every part has come and gone, and those of files that it maps."""
    done = subprocess.run([sys.executable, "-m", "assistant.commands.edge_memory", how], capture_output=True, text=True)
    if done.returncode:
        raise BadInput(f"The assistant itself could not be measured: {(done.stderr.strip().splitlines() or ['no word'])[-1]}")
    told = json.loads(done.stdout)
    return int(told["resident"]), int(told["mapped"])


def about(planned: Plan) -> dict:
    limit = None if planned.budget == UNLIMITED else planned.budget
    return {
        "measured": planned.ledger.measured,
        "base": planned.ledger.base,
        "screen": planned.ledger.screen,
        "parts": {part: asdict(need) for part, need in planned.ledger.needs.items()},
        "budget": limit,
        "resident": planned.resident,
        "lazy": planned.lazy,
        "without": planned.without,
        "peak": planned.peak,
    }


def show(planned: Plan, increments: dict[str, int], frames: int) -> None:
    """frames: bytes of those that the camera keeps"""
    needs = planned.ledger.needs
    print(f"Measured on {planned.ledger.measured}\n")
    rows: list[Sequence[object]] = [("assistant", f"{(planned.ledger.base - frames) / MB:.0f}", "", "", "always there")]
    rows += [("camera frames", f"{frames / MB:.0f}", "", "", "while it is open; camera.keep, camera.rate_hz, camera.apart")]
    rows += [("terminal UI", f"{planned.ledger.screen / MB:.0f}", "", "", "where it runs; not in the sums below")]
    for part in PARTS:
        added = f"{increments[part] / MB:.0f}" if part in increments else ""
        rows.append((part, f"{needs[part].resident / MB:.0f}", f"{needs[part].peak / MB:.0f}", added, placed(part, planned)))
    table(("part", "at rest MB", "at most MB", "added MB", "in this plan"), rows)
    limit = "no limit" if planned.budget == UNLIMITED else f"{planned.budget / MB:.0f} MB"
    print(f"Budget {limit}: at most {planned.peak / MB:.0f} MB, at rest {planned.ledger.held(planned.resident) / MB:.0f} MB.")


def placed(part: str, planned: Plan) -> str:
    if part in planned.resident:
        return "stays"
    if part in planned.lazy:
        return "comes and goes"
    return "left out" if part in planned.without else "not wanted by the settings"


def main(how: str) -> int:
    """The child: an assistant that is asked the bundled questions; then everything that can go is let go."""
    if how == "terminal":
        import_module("assistant.tui.app")  # for the memory that it takes
    keeper = Keeper(Plan(resident=(), lazy=PARTS), idle=0.0)
    devices = {
        "microphone": {"device": str(sample(SAMPLE_SOUND))},
        "camera": {"device": str(sample(SAMPLE_VIDEO))},
        "speaker": {"device": "none"},
    }
    asked = build(Config.model_validate(devices), ends_with_sound=True, keeper=keeper)
    portaudio.library()  # of the loudspeaker, which may be missing here
    anyio.run(asked.run)
    for part in (VOICE, READING):  # what code, caches and allocators keep of each, although it is let go, is counted here, too
        ledger.USED[part](Store(model_dir()))
    keeper.sweep()
    give_all_back()
    print(json.dumps({"resident": resident(), "mapped": open_vectors(keeper=keeper).mapped}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
