"""`owlish edge ...`: parse and call. The workshop itself is the package edge; it is imported by the commands, when they are asked for."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="JSON for programs: one object a line.")]
app = typer.Typer(help="From checkpoint to device: variants, checks, choice, memory, bundles.", no_args_is_help=True)


@app.command(help="What each model holds in memory, and which stay, come and go, or are left out under a budget.")
def memory(
    context: typer.Context,
    size: Annotated[str, typer.Option("--memory", metavar="SIZE", help="The budget, as 350MB or 4GB; that of the settings when left out.")] = "",
    measure: Annotated[bool, typer.Option("--measure", help="Measure on this device, each model in a process of its own: half a minute.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_memory as command

    return command.memory(context.obj.config(), size, measure, as_json)
