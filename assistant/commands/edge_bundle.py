"""`owlish edge build`, `verify` and `lock`: bundles for devices without a network."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import requires
from pathlib import Path

from assistant.commands.doing import Doing
from assistant.commands.output import emit, table, writing
from assistant.paths import model_dir
from edge import lock as locks
from edge import targets
from edge import verify as verifying
from edge.bundle import Wanted
from edge.bundle import build as build_bundle
from edge.bundle_manifest import SUMS
from models import registry
from models.memory import MB
from models.registry import Model
from models.store import Store
from models.whisper import own


def build(
    target: str,
    python: str | None,
    arch: str | None,
    out: Path,
    tar: bool,
    wheels: bool,
    models: Sequence[str],
    further: Sequence[str],
    as_json: bool,
) -> int:
    device = targets.choose(target, python, arch)
    store = Store(model_dir())
    needed = (model for model in registry.defaults() if not model.optional or store.is_prepared(model))
    chosen = dict.fromkeys((*needed, *map(found, models)))
    with Doing(as_json) as doing, writing("The bundle", out):
        made = build_bundle(Wanted(device, tuple(chosen), further, wheels, tar), store, out, doing)
    size = verifying.size_of(made)
    if as_json:
        emit({"bundle": str(made), "bytes": size, "device": device.name})
    else:
        how = f"sh {made}/install.sh" if not tar else f"tar xf {made.name} && sh {made.stem}/install.sh"
        print(f"{made}: {size / MB:.0f} MB for {device.name}. On the device, run: {how}")
    return 0


def found(model_id: str) -> Model:
    """Of the registry, or a recognizer of one's own. Raises UnknownModel."""
    return own.described(model_id.removeprefix(own.PREFIX)) if own.is_own(model_id) else registry.find(model_id)


def verify(bundle: Path, elsewhere: bool, as_json: bool) -> int:
    with Doing(as_json) as doing:
        manifest = verifying.verify(bundle, None if elsewhere else verifying.this_machine(), doing)
    if as_json:
        about = {**asdict(manifest), "files": len(manifest.files)}
        emit({"bundle": str(bundle), "whole": True, **about})
    else:
        size = sum(packed.bytes for packed in manifest.files.values())
        print(f"{bundle} is whole: {manifest.name}, {len(manifest.files)} files, {size / MB:.0f} MB; every byte is as {SUMS} has it.")
    return 0


def lock(target: str, python: str | None, arch: str | None, further: Sequence[str], out: Path | None, as_json: bool) -> int:
    device = targets.choose(target, python, arch)
    with Doing(as_json) as doing:
        wheels = locks.resolve(device, [*(requires("owlish") or ()), *further], doing)
    if out:
        with writing("The lock file", out):
            out.write_text(locks.text_of(wheels, device.name), "utf-8")
    if as_json:
        for wheel in wheels:
            emit(asdict(wheel))
        return 0
    table(("package", "version", "wheel for", "sha256"), ((one.name, one.version, one.tags, one.sha256[:12]) for one in wheels))
    newest = max(wheel.glibc for wheel in wheels)
    besides = f", {device.target.needs}" if device.target.needs else ""
    print(f"{len(wheels)} wheels for {device.name}; the device needs glibc 2.{newest} or later{besides}.", file=sys.stderr)
    return 0
