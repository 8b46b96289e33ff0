"""`owlish doctor` and the other commands about this machine: parse and call."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.app import THIS_MACHINE, Json, app


@app.command(help="Look for what keeps Owlish from working here, and say how to mend it.", rich_help_panel=THIS_MACHINE)
def doctor(
    context: typer.Context,
    sound: Annotated[bool, typer.Option("--sound", help="Also play four seconds of noise and listen to its echo.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also that, and count the camera's frames.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import doctor as command

    return command.doctor(context.obj.config(), context.obj.file, as_json, sound, everything)


@app.command(help="List microphones, loudspeakers and cameras.", rich_help_panel=THIS_MACHINE)
def devices(as_json: Json = False) -> int:
    from assistant.commands import devices as command

    return command.devices(as_json)


@app.command(help="Measure this machine: recognizer, voice, eyes and router, p50 and p95.", rich_help_panel=THIS_MACHINE)
def bench(
    context: typer.Context,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="How often each is measured.")] = 20,
    turns: Annotated[int, typer.Option("--turns", min=0, help="How many spoken questions are answered, ten seconds each.")] = 3,
    as_json: Json = False,
) -> int:
    from assistant.commands import bench as command

    return command.bench(context.obj.config(), rounds, turns, as_json)
