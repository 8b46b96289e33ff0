"""`owlish edge tune`: measures on this device and keeps what runs fastest; takes the choices back; tells them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict

from assistant.commands.doing import Doing
from assistant.commands.output import emit, table
from assistant.paths import model_dir
from edge import tune as workshop
from edge.networks import ALL, Network, find
from edge.providers import Limits
from models.choice import forget
from models.providers import short
from models.runtime import device_of
from models.store import Store


def tune(
    names: Sequence[str], *, dry: bool, forgotten: bool, only_missing: bool, rounds: int, budget: float, quiet: bool, as_json: bool
) -> int:
    """
    names:        of networks; all that are prepared when there are none
    forgotten:    take the choices back in place of choosing
    only_missing: what this device has not chosen for yet
    budget:       seconds after which no further network is begun
    quiet:        yield to all other work on this machine: this runs beside the assistant
    Exit code 2 where nothing could be measured.
    """
    networks = [find(name) for name in names] or list(ALL)
    if forgotten:
        return forget_all([network.id for network in networks] if names else [], as_json)
    store = Store(model_dir(), offline=True)
    with Doing() as doing:
        tuning = workshop.Tuning(store, Limits(store.root / "compiled"), rounds=rounds, progress=doing)
        if quiet:
            os.nice(19)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that nothing half made stays on the disk
        wanted = prepared(workshop.missing(networks, tuning) if only_missing else networks, store, bool(names))
        rows = list(workshop.tune(wanted, tuning, dry=dry, budget=budget))
        if not (names or dry) and {row.network for row in rows} == {network.id for network in wanted}:
            workshop.finish(tuning)
    show(rows, as_json)
    measured = [row for row in rows if row.ms]
    if not as_json and measured:
        print("Nothing was kept." if dry else f"Kept for {device_of().cpu}; a new driver or ONNX Runtime makes it measure again.")
    return 0 if measured or not wanted else 2


def prepared(networks: Sequence[Network], store: Store, named: bool) -> list[Network]:
    """Those whose model is on this machine; one that was named is kept, so that it is told what it lacks."""
    return [one for one in networks if named or not one.model or (store.root / "prepared" / one.model).is_dir()]


def forget_all(names: Sequence[str], as_json: bool) -> int:
    gone = [choice.network for choice in forget(device_of(), names)]
    if as_json:
        emit({"forgotten": gone})
    else:
        print(f"Forgotten: {', '.join(gone)}; they run as shipped." if gone else "There was no choice to forget.")
    return 0


def show(rows: Sequence[workshop.Row], as_json: bool) -> None:
    if as_json:
        for row in rows:
            emit(asdict(row))
        return
    cells = (
        (
            row.network,
            row.variant,
            short(row.provider),
            f"{row.ms:.2f}" if row.ms else "",
            f"{row.agreed}/{row.of}" if row.of else "",
            "chosen" if row.chosen else row.trouble,
        )
        for row in rows
    )
    table(("network", "variant", "provider", "ms", "agree", ""), cells)
