"""Which variant of a network runs fastest on this device, and with which provider: measured here, under the accuracy gate.

What may be faster (edge.candidates) is opened with its provider. What runs there and says what the float graph says is timed: a warm-up,
then rounds in which the candidates take turns, so that a busy moment hits all of them; the median counts. On the processor that is its own
time on one thread, which other work does not lengthen; on an accelerator the time that passes. So an accelerator has to be faster than one
core, and where it is, it leaves the others free.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import onnxruntime as ort

from edge import providers
from edge.candidates import Candidate, Row, Tuning, candidates, died, race, timer_of
from edge.networks import MEASURE, Feeds, Network, Outputs
from models.choice import CHOSEN, SHIPPED, Choice, changing, digest_of, keep, read, unwritable
from models.errors import CannotKeep, ModelError
from models.providers import CPU, PLAIN
from models.runtime import opened
from models.scratch import scratch
from models.store import sha256
from models.whole import in_place_of

FASTER = 0.95
"""Share of the shipped artefact's time that another one must stay below: a choice that saves less is noise."""
AGREEMENT = 0.99
"""Of the answers of the float graph; one may always differ."""


def tune(networks: Sequence[Network], tuning: Tuning, *, dry: bool = False, budget: float = float("inf")) -> Iterator[Row]:
    """
    Yields the rows of each network once it has been chosen for. What is chosen is kept at once: a run that is cut short loses nothing.
    dry:    nothing is kept
    budget: seconds after which no further network is begun
    Raises CannotKeep. A network that is not prepared, or whose variants cannot be made, is a row with its trouble.
    """
    begin = time.monotonic()
    for number, network in enumerate(networks):
        if time.monotonic() - begin > budget:
            return
        part = _part(tuning, number / len(networks))
        part.progress(f"Measuring {network.id}", 0.0)
        try:
            with _scratch(tuning.store.root) as folder:
                rows, choice, graph = _measured(network, part, folder)
                if not dry:
                    with changing(tuning.file):
                        _keep(choice, graph, tuning)
        except CannotKeep:
            raise
        except ModelError as error:
            rows = [Row(network.id, "", "", trouble=str(error))]
        yield from rows


def _part(tuning: Tuning, done: float) -> Tuning:
    """Of the whole; its steps tell no share of their own."""
    return replace(tuning, progress=lambda label, _: tuning.progress(label, done))


@contextmanager
def _scratch(root: Path) -> Iterator[Path]:
    """For variants, beside the models, as they may be large. Raises CannotKeep, for what it does not take as well."""
    try:
        with scratch(root, "tuning") as folder:
            yield Path(folder)
    except OSError as error:
        raise unwritable(root, error) from error


def _measured(network: Network, tuning: Tuning, folder: Path) -> tuple[list[Row], Choice, Path]:
    shipped = network.artefact(tuning.store)
    feeds = list(network.feeds(tuning.store, tuning.count, MEASURE))
    plain = tuning.make(network, "fp32", tuning.store, folder, progress=tuning.progress)
    said = _outputs(opened(plain, 1, PLAIN, tuning.runtime), feeds)
    rows, racing = [], []
    for found in candidates(network, shipped, feeds, tuning, folder):
        if isinstance(found, Row):
            rows.append(found)
            continue
        row, session = judged(network, found, said, feeds, tuning)
        rows.append(row)
        if session is not None:
            racing.append((len(rows) - 1, found, session))
    times = race([(session, timer_of(found.provider)) for _, found, session in racing], feeds, tuning.rounds)
    for (place, _, _), ms in zip(racing, times, strict=True):
        rows[place] = replace(rows[place], ms=round(ms, 4))
    best = fastest(rows)
    rows[best] = replace(rows[best], chosen=True)
    found = next(found for place, found, _ in racing if place == best)
    return rows, _choice(network, shipped, found, rows[best], rows[0]), found.graph


def judged(
    network: Network, found: Candidate, said: Sequence[Outputs], feeds: Sequence[Feeds], tuning: Tuning
) -> tuple[Row, ort.InferenceSession | None]:
    """The session is None where the candidate may not be chosen."""
    row = Row(network.id, found.variant, found.provider)
    try:
        session = opened(found.graph, 1, found.providers, tuning.runtime)
        ran = providers.required(found.graph, found.providers, feeds[0], tuning.runtime) if found.provider != CPU else None
        answers = [same for wanted, got in zip(said, _outputs(session, feeds), strict=True) for same in network.agreement(wanted, got)]
    except ModelError as error:
        return replace(row, trouble=str(error)), None
    except Exception as error:
        return replace(row, trouble=died(found.provider, error)), None
    row = replace(row, agreed=sum(answers), of=len(answers))
    if ran:
        row = replace(row, nodes=ran[found.provider], all_nodes=sum(ran.values()))
    if found.variant == SHIPPED or sum(answers) >= min(len(answers) - 1, AGREEMENT * len(answers)):
        return row, session
    return replace(row, trouble=f"{sum(answers)} of {len(answers)} answers are the float graph's, and 99 % are asked for"), None


def _outputs(session: ort.InferenceSession, feeds: Sequence[Feeds]) -> list[Outputs]:
    names = [node.name for node in session.get_outputs()]
    return [dict(zip(names, session.run(names, dict(one)), strict=True)) for one in feeds]


def fastest(rows: Sequence[Row]) -> int:
    """The number of the row; the first, which is the shipped artefact, unless another one is clearly faster."""
    valid = [number for number, row in enumerate(rows) if row.ms and not row.trouble]
    best = min(valid, key=lambda number: rows[number].ms)
    return best if rows[best].ms < FASTER * rows[0].ms else 0


def _choice(network: Network, shipped: Path, found: Candidate, row: Row, first: Row) -> Choice:
    return Choice(network.id, digest_of(shipped), found.variant, found.providers, row.ms, first.ms)


def _keep(choice: Choice, graph: Path, tuning: Tuning) -> None:
    """Copies the variant beside the choices, then names it there; in this order, as a name without its file would be a damage."""
    known = read(tuning.device, tuning.file)
    if choice.variant != SHIPPED:
        name = f"{CHOSEN}/{tuning.device.key}-{choice.network.replace('/', '-')}.{choice.variant}.onnx"
        target = tuning.file.parent / name
        try:
            with in_place_of(target) as part:
                shutil.copyfile(graph, part)
        except OSError as error:
            raise unwritable(target, error) from error
        choice = replace(choice, file=name, sha256=sha256(target), bytes=target.stat().st_size)
    keep(replace(known, choices=(*(one for one in known.choices if one.network != choice.network), choice)), tuning.file)


def finish(tuning: Tuning) -> None:
    """Everything was measured: the next run need not look again."""
    with changing(tuning.file):
        keep(replace(read(tuning.device, tuning.file), whole=True), tuning.file)


def missing(networks: Sequence[Network], tuning: Tuning) -> list[Network]:
    """Those that are prepared here and that this device has not chosen for, or chosen for another artefact."""
    known = read(tuning.device, tuning.file)
    wanted = []
    for network in networks:
        try:
            digest = digest_of(network.artefact(tuning.store))
        except ModelError:
            continue
        if known.of_artefact(digest) is None:
            wanted.append(network)
    return wanted
