"""`owlish models ...`: parse and call."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant import offline
from assistant.cli.app import THIS_MACHINE, Json, app

group = typer.Typer(help="List, fetch and verify the models.", invoke_without_command=True)
app.add_typer(group, name="models", rich_help_panel=THIS_MACHINE)


@group.callback()
def models_or_list(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_models()


@group.command("list", help="Every model: task, size, licence, whether it is prepared.")
def list_models(as_json: Json = False) -> None:
    from assistant.commands import models as command

    command.list_models(as_json)


@group.command(help="Fetch and prepare models: the default ones unless others are named.")
def pull(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="Ids as `owlish models list` shows them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every model of the registry.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import models as command

    return command.pull(ids or [], everything, offline.is_enforced(), as_json)


@group.command(help="Take models that were prepared elsewhere, as a bundle carries them; nothing is fetched.")
def adopt(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Each with a manifest.json.")], as_json: Json = False
) -> int:
    from assistant.commands import models as command

    return command.adopt(folders, as_json)


@group.command(help="Hash every prepared file again.")
def verify(as_json: Json = False) -> int:
    from assistant.commands import models as command

    return command.verify(as_json)
