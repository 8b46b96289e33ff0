"""`owlish edge ...`: parse and call. The workshop itself is the package edge; it is imported by the commands, when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="From checkpoint to device: variants, checks, choice, memory, bundles.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="JSON for programs: one object a line.")]
TargetName = Annotated[str, typer.Option("--target", metavar="NAME", help="cpu, cuda or jetson-orin.")]
Python = Annotated[
    str | None,
    typer.Option("--python", metavar="X.Y", help="Its Python: 3.10 with JetPack 6, 3.12 with JetPack 7."),
]
Arch = Annotated[str | None, typer.Option("--arch", metavar="NAME", help="x86_64 or aarch64; this machine's unless named.")]
Further = Annotated[
    list[str] | None, typer.Option("--with", metavar="REQUIREMENT", help="One more requirement, as onnxruntime==1.23.2; can be repeated.")
]


@app.command(help="Make a bundle: wheels, models and installer in one folder, for a device without a network.")
def build(
    target: TargetName,
    python: Python = None,
    arch: Arch = None,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where it is put.")] = Path("."),
    tar: Annotated[bool, typer.Option("--tar", help="One .tar instead of a folder.")] = False,
    wheels: Annotated[bool, typer.Option(help="Without the wheels it is small, and installing needs the network.")] = True,
    models: Annotated[
        list[str] | None, typer.Option("--model", metavar="ID", help="A model beside the default ones; can be repeated.")
    ] = None,
    further: Further = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_bundle as command

    return command.build(target, python, arch, out, tar, wheels, models or [], further or [], as_json)


@app.command(help="Say whether a bundle is whole and for this machine.")
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder or tar that `owlish edge build` has made.")],
    elsewhere: Annotated[bool, typer.Option("--elsewhere", help="It is for another machine: look at its files only.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_bundle as command

    return command.verify(bundle, elsewhere, as_json)


@app.command(help="Resolve the wheels of a device, and print them or write the lock file.")
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
