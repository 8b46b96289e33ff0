"""`owlish edge ...`: parse and call. The workshop itself is the package edge; it is imported by the commands, when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="From checkpoint to device: variants, checks, choice, memory, bundles.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="JSON for programs: one object a line.")]


@app.command(help="Every network that runs in the assistant: as what, in how many bytes, by which kernels, made from what.")
def networks(as_json: Json = False) -> int:
    from assistant.commands import edge_graphs as command

    return command.networks(as_json)


@app.command(help="Make a network's variants (FP32, FP16, INT8, QDQ), check and judge them, and show what each is worth.")
def quantize(
    ids: Annotated[list[str] | None, typer.Argument(metavar="NETWORK...", help="Names as `owlish edge networks` shows them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every network.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where they are put; beside the prepared models otherwise.")
    ] = None,
    fetch: Annotated[bool, typer.Option(help="Get the packages of the weights again, to start from the exact float graph.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_graphs as command

    if not ids and not everything:
        raise typer.BadParameter("name a network, or give --all; `owlish edge networks` lists them")
    return command.quantize(ids or [], everything, out, fetch, as_json)


@app.command(help="Say what in a graph breaks the rules of its target, and which kernels it runs on this CPU.")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="GRAPH...", help=".onnx files.")],
    target: Annotated[str, typer.Option("--target", metavar="NAME", help="tensorrt or cpu.")] = "tensorrt",
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_graphs as command

    if target not in ("tensorrt", "cpu"):
        raise typer.BadParameter(f"the target {target} does not exist; choose tensorrt or cpu")
    return command.check(paths, target, as_json)


@app.command(help="Measure which variant and provider each network runs fastest with on this device, and keep that.")
def tune(
    network: Annotated[list[str] | None, typer.Option("--network", metavar="ID", help="One network only; may be given again.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure and tell, and keep nothing.")] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Take the choices of this device back: everything runs as it was shipped.")
    ] = False,
    missing: Annotated[bool, typer.Option("--missing", help="Only what this device has not chosen for yet.")] = False,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="How often each takes its turn.")] = 7,
    budget: Annotated[float, typer.Option("--budget", min=1, help="Seconds after which no further network is begun.")] = 3600.0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Yield to all other work on this machine.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_tune as command

    how = {"dry": dry_run, "forgotten": forget, "only_missing": missing, "rounds": rounds, "budget": budget, "quiet": quiet}
    return command.tune(network or [], **how, as_json=as_json)


@app.command(help="What each model holds in memory, and which stay, come and go, or are left out under a budget.")
def memory(
    context: typer.Context,
    size: Annotated[
        str, typer.Option("--memory", metavar="SIZE", help="The budget, as 350MB or 4GB; that of the settings when left out.")
    ] = "",
    measure: Annotated[
        bool, typer.Option("--measure", help="Measure on this device, each model in a process of its own: half a minute.")
    ] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_memory as command

    return command.memory(context.obj.config(), size, measure, as_json)
