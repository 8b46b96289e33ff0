"""`owlish transcribe`, `say` and `tune-wake`: parse and call."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.app import Json, app

PANEL = "Sound"


@app.command(help="Turn sound files into text.", rich_help_panel=PANEL)
def transcribe(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Sound files: wav, flac, ogg or mp3.")],
    engine: Annotated[str | None, typer.Option("--engine", help="Another recognizer than the configured one.")] = None,
    beam: Annotated[int | None, typer.Option("--beam", help="How many texts are followed at once; 1 is the fastest.")] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", help="What is spoken, as de; or auto to find out.")] = None,
    timestamps: Annotated[bool, typer.Option("--timestamps", help="Say when each segment begins and ends.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import transcribe as command

    return command.transcribe(
        context.obj.config(recognition__engine=engine, recognition__beam=beam), files, as_json, timestamps=timestamps, language=language
    )


@app.command(help="Say a text aloud, or into a wav file.", rich_help_panel=PANEL)
def say(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What to say.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a wav file instead of speaking.")] = None,
    voice: Annotated[str | None, typer.Option("--voice", help="piper-joe, kokoro, kokoro:VOICE or espeak.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import say as command

    return command.say(context.obj.config(speech__voice=voice), text, out, as_json)


@app.command("tune-wake", help="Measure the wake word in this room with these voices, and propose its threshold.", rich_help_panel=PANEL)
def tune_wake(
    context: typer.Context,
    files: Annotated[
        Path | None, typer.Option("--files", metavar="FOLDER", help="Sound files in its folders wake and other, in place of recording.")
    ] = None,
    times: Annotated[int, typer.Option("--times", min=1, help="How often the wake word is recorded.")] = 10,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="How long other speech is recorded.")] = 60.0,
    write: Annotated[bool, typer.Option("--write", help="Write the proposed threshold into the settings.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import tune_wake as command

    return command.tune_wake(context.obj.config(), context.obj.file, files, times, seconds, write, as_json)
