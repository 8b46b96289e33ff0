"""What races for a network: each variant with each provider at hand, save those that a draft of it shows to be slower than what ships.

To make a variant as it should be takes minutes: its calibration is looked for, and the layers that have to stay in float. A draft
(edge.variants.draft) is made in seconds, and is as fast.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

import onnxruntime as ort

from edge import providers, variants
from edge.networks import VARIANTS, Feeds, Network
from models.choice import SHIPPED
from models.device import Device
from models.errors import ModelError
from models.place import choices_file
from models.providers import CPU, PLAIN, Provider, short
from models.runtime import ONNX_RUNTIME, Runtime, device_of, first_line, opened
from models.store import Progress, Store, sha256, silent

COUNT, WARM_UP, ROUNDS = 16, 2, 7
"""Inputs that are compared and timed; runs that are not counted; rounds of turns."""
GLANCED, GLANCES = 4, 3
"""Inputs and rounds that time a draft."""
Timer = Callable[[], float]
Make = Callable[..., Path]
"""As edge.variants.make."""


@dataclass(frozen=True)
class Candidate:
    variant: str
    graph: Path
    providers: tuple[Provider, ...]

    @property
    def provider(self) -> str:
        return self.providers[0][0]


@dataclass(frozen=True)
class Row:
    """What was found of one candidate."""

    network: str
    variant: str
    provider: str
    ms: float = 0.0
    agreed: int = 0
    of: int = 0
    nodes: int = 0
    """Of the graph that the provider ran; the others fell to the processor."""
    all_nodes: int = 0
    trouble: str = ""
    """Why it was not measured, or may not be chosen."""
    chosen: bool = False


@dataclass(frozen=True)
class Tuning:
    """How it is measured."""

    store: Store
    limits: providers.Limits
    runtime: Runtime = ONNX_RUNTIME
    rounds: int = ROUNDS
    count: int = COUNT
    file: Path = field(default_factory=choices_file)
    progress: Progress = silent
    make: Make = variants.make
    draft: Make = variants.draft

    @property
    def device(self) -> Device:
        return device_of(self.runtime)


def candidates(network: Network, shipped: Path, feeds: Sequence[Feeds], tuning: Tuning, folder: Path) -> Iterator[Candidate | Row]:
    """The shipped artefact on the processor first; then each variant with each provider, or the row that says why not."""
    yield Candidate(SHIPPED, shipped, PLAIN)
    runs = opened(shipped, 1, PLAIN, tuning.runtime)
    for variant in VARIANTS:
        try:
            draft = tuning.draft(network, variant, tuning.store, folder, progress=tuning.progress)
            glanced = [glance(network, found, runs, feeds, tuning) for found in offered(network, variant, draft, shipped, tuning)]
            if any(isinstance(found, Candidate) for found in glanced) and sha256(draft) != sha256(shipped):
                graph = tuning.make(network, variant, tuning.store, folder, progress=tuning.progress)
                made = offered(network, variant, graph, shipped, tuning)
                glanced = [closer if isinstance(found, Candidate) else found for found, closer in zip(glanced, made, strict=True)]
        except ModelError as error:
            glanced = [Row(network.id, variant, "", trouble=str(error))]
        yield from glanced


def offered(network: Network, variant: str, graph: Path, shipped: Path, tuning: Tuning) -> Iterator[Candidate | Row]:
    """The graph with each provider at hand that takes the variant."""
    at_hand, digest = providers.at_hand(tuning.runtime), sha256(graph)
    for name in at_hand:
        if (name, variant) in providers.REFUSED:
            yield Row(network.id, variant, name, trouble=providers.REFUSED[name, variant])
        elif name == CPU and digest == sha256(shipped):
            yield Row(network.id, variant, name, trouble="is what ships")
        else:
            yield Candidate(variant, graph, providers.chain(name, variant, tuning.limits, at_hand, digest))


def glance(
    network: Network, found: Candidate | Row, shipped: ort.InferenceSession, feeds: Sequence[Feeds], tuning: Tuning
) -> Candidate | Row:
    """The candidate, where this draft of it runs and is faster than what ships; else the row that says how slow it is."""
    if isinstance(found, Row):
        return found
    row = Row(network.id, found.variant, found.provider)
    try:
        session = opened(found.graph, 1, found.providers, tuning.runtime)
        if found.provider != CPU:
            providers.required(found.graph, found.providers, feeds[0], tuning.runtime)
        pair = [(shipped, timer_of(CPU)), (session, timer_of(found.provider))]
        before, ms = race(pair, feeds[:GLANCED], GLANCES)
    except ModelError as error:
        return replace(row, trouble=str(error))
    except Exception as error:
        return replace(row, trouble=died(found.provider, error))
    if ms < before:
        return found
    return replace(row, ms=round(ms, 4), trouble=f"what ships takes {before:.2f} ms, so no closer form of it was looked for")


def died(provider: str, error: Exception) -> str:
    """Of a provider in the middle of a run: the runtime raises its own unrelated classes."""
    return f"{short(provider)} failed while it ran: {first_line(error)}"


def timer_of(provider: str) -> Timer:
    return time.process_time if provider == CPU else time.perf_counter


def race(racing: Sequence[tuple[ort.InferenceSession, Timer]], feeds: Sequence[Feeds], rounds: int) -> list[float]:
    """Median ms of one run, of each. In every round another one begins."""
    for session, _ in racing:
        for one in feeds[:WARM_UP]:
            session.run(None, dict(one))
    taken: list[list[float]] = [[] for _ in racing]
    for number in range(rounds):
        order = [(number + place) % len(racing) for place in range(len(racing))]
        for place in order:
            session, timer = racing[place]
            begin = timer()
            for one in feeds:
                session.run(None, dict(one))
            taken[place].append(1000 * (timer() - begin) / len(feeds))
    return [median(times) for times in taken]
