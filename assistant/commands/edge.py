"""`owlish edge ...`: parse and call. The workshop itself is the package edge; it is imported by the commands, when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="From checkpoint to device: variants, checks, choice, memory, bundles.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="JSON for programs: one object a line.")]


@app.command(help="Make a recognizer of Whisper weights of any size: OpenAI's .pt file, or a folder of CTranslate2 or Hugging Face.")
def whisper(
    weights: Annotated[Path, typer.Argument(metavar="WEIGHTS", help="The .pt file, or the folder.")],
    out: Annotated[str, typer.Option("--out", metavar="NAME|FOLDER", help="Its name among the models, or a folder of yours.")],
    as_json: Json = False,
) -> int:
    from assistant.commands import edge_whisper as command

    return command.whisper(weights, out, as_json)
