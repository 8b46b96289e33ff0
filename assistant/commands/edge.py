"""`owlish edge ...`: parse and call. The workshop itself is the package edge; it is imported by the commands, when they are asked for."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="JSON for programs: one object a line.")]
app = typer.Typer(help="From checkpoint to device: variants, checks, choice, memory, bundles.", no_args_is_help=True)


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
