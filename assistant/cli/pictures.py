"""`owlish ask` and the other commands about pictures: parse and call."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.app import Engine, Image, Json, app, batch_of

PANEL = "Pictures"


@app.command(help="Answer a question about a picture, or about a video second by second.", rich_help_panel=PANEL)
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="For example: what is on the table?")] = None,
    image: Image = None,
    batch: Annotated[str | None, batch_of('{"image": "a.jpg", "question": "what is this"}')] = None,
    explain: Annotated[
        Path | None, typer.Option("--explain", metavar="FILE", help="Draw which regions and words carried the answer, as .png or .jpg.")
    ] = None,
    engine: Engine = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import ask as command

    return command.ask(context.obj.config(vision__engine=engine), question, image, batch, explain, as_json)


@app.command(help="Say where in a picture a phrase points.", rich_help_panel=PANEL)
def ground(
    context: typer.Context,
    phrase: Annotated[str | None, typer.Argument(help="For example: the red cup on the left")] = None,
    image: Image = None,
    batch: Annotated[str | None, batch_of('{"image": "a.jpg", "phrase": "the cup"}')] = None,
    engine: Engine = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import ask as command

    return command.ground(context.obj.config(vision__engine=engine), phrase, image, batch, as_json)


@app.command(help="Describe a picture, or a video second by second.", rich_help_panel=PANEL)
def describe(context: typer.Context, image: Image = None, engine: Engine = None, as_json: Json = False) -> int:
    from assistant.commands import ask as command

    return command.describe(context.obj.config(vision__engine=engine), image, as_json)


@app.command(help="Read the text in a picture.", rich_help_panel=PANEL)
def read(context: typer.Context, image: Image = None, as_json: Json = False) -> int:
    from assistant.commands import read as command

    return command.read(context.obj.config(), image, as_json)


@app.command(
    help="Search a folder of pictures by a text, by a picture, or by both. A score is at most 1: a cosine, or, after a second look with a "
    "text, how sure both looks are.",
    rich_help_panel=PANEL,
)
def search(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Option(
            "--dir", metavar="FOLDER", help="Where the pictures are, in all folders below too; hidden and linked ones are left out."
        ),
    ],
    text: Annotated[str | None, typer.Argument(help="For example: a dog on a beach")] = None,
    image: Annotated[Path | None, typer.Option("--image", metavar="FILE", help="A picture to which the found ones are alike.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=4096, help="How many are shown.")] = 10,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a contact sheet of what was found.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Do not look again at the best, which costs half a second.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import search as command

    return command.search(context.obj.config(), text, folder, image, top, out, as_json, quick)


@app.command(help="Say which of some labels fits a picture best; any words can be labels.", rich_help_panel=PANEL)
def classify(
    context: typer.Context,
    labels: Annotated[str, typer.Option("--labels", metavar="A,B,C", help="The labels, with commas between.")] = "",
    image: Image = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import search as command

    return command.classify(context.obj.config(), labels, image, as_json)
