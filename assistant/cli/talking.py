"""`owlish run`, and what is looked up about it afterwards: parse and call."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.app import Engine, Json, app, batch_of

PANEL = "Talk"


@app.command(help="Start the assistant: the terminal UI, or the conversation as lines where there is no terminal.", rich_help_panel=PANEL)
def run(
    context: typer.Context,
    mic: Annotated[
        str | None, typer.Option("--mic", metavar="NAME|FILE", help="A microphone that `owlish devices` lists, or a sound file.")
    ] = None,
    camera: Annotated[str | None, typer.Option("--camera", metavar="N|URL|FILE", help="Camera index, address, video or picture.")] = None,
    engine: Engine = None,
    headless: Annotated[bool, typer.Option("--headless", help="No UI: print the conversation as it happens.")] = False,
    linear: Annotated[bool, typer.Option("--linear", help="No UI: plain lines for a screen reader, and what you type is asked.")] = False,
    as_json: Json = False,
    no_camera: Annotated[bool, typer.Option("--no-camera", help="Run without eyes.")] = False,
    no_mic: Annotated[bool, typer.Option("--no-mic", help="Run without ears: type instead.")] = False,
    text_only: Annotated[bool, typer.Option("--text-only", help="Show replies, speak none.")] = False,
    memory: Annotated[
        str | None, typer.Option("--memory", metavar="SIZE", help="The most that may be held in memory, as 450MB or 4GB.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option("--record", metavar="FOLDER", help="Record what is heard, seen, typed and answered, for `owlish replay`.")
    ] = None,
) -> int:
    from assistant.commands import run as command

    voice = "none" if text_only else None
    chosen = {
        "microphone__device": mic,
        "camera__device": camera,
        "vision__engine": engine,
        "speech__voice": voice,
        "models__memory": memory,
    }
    settings = context.obj.config(**chosen)
    shown = {"linear": linear, "file": context.obj.file, "flags": context.obj.flags(**chosen), "record": record}
    return command.run(settings, headless=headless, as_json=as_json, eyes=not no_camera, ears=not no_mic, **shown)


@app.command(help="Run a recorded session again, and say which answers are others now.", rich_help_panel=PANEL)
def replay(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `owlish run --record FOLDER` has made.")],
    update: Annotated[bool, typer.Option("--update", help="From now on, expect what is answered now.")] = False,
    budget: Annotated[
        list[str] | None, typer.Option("--budget", metavar="STAGE=SECONDS", help="The longest that a stage may take, as first_audio=0.7.")
    ] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import replay as command

    return command.replay(folder, update, budget or [], as_json)


@app.command(help="Show which skill would take a sentence, and why.", rich_help_panel=PANEL)
def route(
    context: typer.Context,
    sentence: Annotated[str | None, typer.Argument(help="For example: set a timer for ten minutes")] = None,
    batch: Annotated[str | None, batch_of('{"text": "stop"}')] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import route as command

    return command.route(context.obj.config(), sentence, batch, as_json)


@app.command(help="Explain a turn: what was heard, who could have taken it, who did, and how long each stage took.", rich_help_panel=PANEL)
def why(
    turn: Annotated[int | None, typer.Argument(help="Number of the turn; the last one when left out.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import why as command

    return command.why(turn, as_json)
