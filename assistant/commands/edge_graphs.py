"""`owlish edge networks`, `quantize` and `check`: what there is, its variants with what each is worth, and what breaks a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.commands.doing import Doing
from assistant.commands.output import emit, table, writing
from assistant.paths import model_dir
from edge import census, graphs, rules, variants
from edge.networks import ALL, VARIANTS, Network, find, source_of
from models import choice
from models.errors import ModelError, ModelMissing
from models.memory import MB
from models.providers import short
from models.runtime import device_of
from models.store import Progress, Store

FEW = 3
"""Findings of one rule that are shown."""


def networks(as_json: bool) -> int:
    store = Store(model_dir())
    rows = [described(network, store) for network in ALL]
    if as_json:
        for row in rows:
            emit(row)
        return 0
    cells = ((row["network"], row["task"], row["runs"], f"{row['bytes'] / MB:.2f}", row["kernels"], row["source"]) for row in rows)
    table(("network", "what it gives", "runs as", "MB", "kernels on this CPU", "made from"), cells)
    print("The wake word is not among them: pymicro-wakeword brings its own INT8 TFLite graph and runs it inside its library.")
    return 0


def described(network: Network, store: Store) -> dict:
    source, licence = source_of(network)
    row = {"network": network.id, "task": network.task, "source": source, "licence": licence}
    try:
        artefact = network.artefact(store)
    except ModelMissing as error:
        return {**row, "runs": "not prepared", "bytes": 0, "kernels": str(error)}
    runs = "int8" if rules.is_quantized(graphs.load(artefact)) else "fp32"
    if found := choice.chosen(artefact, device_of()):
        artefact, chosen = found
        runs = f"{chosen.variant if chosen.file else runs} on {short(chosen.provider)}, {chosen.ms:.2f} ms"
    return {**row, "runs": runs, "bytes": artefact.stat().st_size, "kernels": census.take(artefact).told}


def quantize(ids: Sequence[str], everything: bool, out: Path | None, fetch: bool, as_json: bool) -> int:
    """Every variant of the networks, made anew. Exit code 2 where an error kept one from being tried; what does not pass is no error."""
    chosen, store = ALL if everything else [find(name) for name in ids], Store(model_dir())
    folder, failed = out or store.root / "variants", False
    for network in chosen:
        rows = list(made(network, store, folder, fetch, as_json))
        failed |= any(row["broken"] for row in rows)
        if not as_json:
            show(network, rows)
    return 2 if failed else 0


def made(network: Network, store: Store, folder: Path, fetch: bool, as_json: bool) -> Iterator[dict]:
    plain = 0
    for variant in VARIANTS:
        row = {"network": network.id, "variant": variant, "kept": True, "broken": False, "bytes": 0, "share": 0.0, "told": "", "float": []}
        try:
            with Doing() as doing, writing("A variant", folder):
                built = variants.build(network, variant, store, folder, fetch, named(doing, f"{network.id} {variant}"))
            size = built.path.stat().st_size
            plain = plain or size
            told = built.choice.verdict.told if built.choice else ""
            left = [layer.told for layer in built.choice.left] if built.choice else []
            findings = [finding.text for finding in findings_of(built.path, "tensorrt" if variant == "qdq" else "cpu")]
            row |= {"path": str(built.path), "bytes": size, "share": round(size / plain, 3), "method": built.method}
            row |= {"told": told, "float": left, "findings": findings, "kernels": census.take(built.path).told}
        except ModelError as error:
            row |= {"kept": False, "broken": variant == "fp32", "told": str(error)}
        if as_json:
            emit(row)
        yield row
        if row["broken"]:
            return


def show(network: Network, rows: Sequence[dict]) -> None:
    cells = (
        (
            row["variant"],
            f"{row['bytes'] / MB:.2f}",
            f"{row['share']:.2f}",
            row.get("method", "not kept"),
            row["told"],
            row.get("kernels", ""),
        )
        for row in rows
    )
    print(network.id)
    table(("variant", "MB", "of FP32", "how", "answers", "kernels on this CPU"), cells)
    for row in rows:
        for sentence in (*row["float"], *row.get("findings", ())):
            print(f"  {row['variant']}: {sentence}")


def check(paths: Sequence[Path], target: str, as_json: bool) -> int:
    """Exit code 2 where a graph breaks a rule, or is none."""
    found = 0
    for path in paths:
        try:
            findings, kernels = findings_of(path, target), census.take(path).told
        except ModelError as error:
            kernels, findings = "", [rules.Finding("graph", "", str(error))]
        found += len(findings)
        if as_json:
            emit({"graph": str(path), "target": target, "kernels": kernels, "findings": [vars(finding) for finding in findings]})
            continue
        print(f"{path}: {kernels}")
        print("".join(f"  {line}\n" for line in shortened(findings)), end="")
        if not findings:
            print(f"  nothing against it for {target}")
    return 2 if found else 0


def shortened(findings: Sequence[rules.Finding]) -> Iterator[str]:
    """The first few of each rule; --json has all."""
    for rule in dict.fromkeys(finding.rule for finding in findings):
        broken = [finding.text for finding in findings if finding.rule == rule]
        yield from (f"{rule}: {text}" for text in broken[:FEW])
        if len(broken) > FEW:
            yield f"{rule}: and {len(broken) - FEW} more nodes"


def findings_of(path: Path, target: str) -> list[rules.Finding]:
    """Against the rules, and for CPUs against the kernels that run."""
    model = graphs.load(path)
    found = rules.check(model, "tensorrt" if target == "tensorrt" else "cpu")
    return [*found, *(census.check(path, census.take(path)) if target == "cpu" else ())]


def named(doing: Progress, name: str) -> Progress:
    return lambda label, done: doing(f"{name}: {label}", done)
