"""`owlish config ...`: parse and call."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.app import THIS_MACHINE, Json, app

group = typer.Typer(help="Show the settings and where each comes from; change single ones.", no_args_is_help=True)
app.add_typer(group, name="config", rich_help_panel=THIS_MACHINE)

Key = Annotated[str, typer.Argument(metavar="KEY", help="For example: listening.silence")]


@group.command("show", help="Every setting, its value, and where that comes from: default, file and line, environment, flag.")
def show_settings(context: typer.Context, as_json: Json = False) -> int:
    from assistant.commands import config as command

    return command.show(context.obj.file, context.obj.flags(), as_json)


@group.command("get", help="The value that holds.")
def get_setting(context: typer.Context, key: Key, as_json: Json = False) -> int:
    from assistant.commands import config as command

    return command.get(context.obj.file, context.obj.flags(), key, as_json)


@group.command(
    "set", help="Write a setting into your own file, if it is right; comments stay.", context_settings={"ignore_unknown_options": True}
)
def set_setting(
    context: typer.Context, key: Key, value: Annotated[str, typer.Argument(help="As TOML would have it; text needs no quotes.")]
) -> int:
    from assistant.commands import config as command

    return command.put(context.obj.file, key, value)


@group.command("unset", help="Take a setting out of your own file.")
def unset_setting(context: typer.Context, key: Key) -> int:
    from assistant.commands import config as command

    return command.unset(context.obj.file, key)
