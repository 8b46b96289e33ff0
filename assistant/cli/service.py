"""`owlish service ...`: parse and call."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.app import THIS_MACHINE, Json, app

group = typer.Typer(help="Run Owlish as a systemd service of yours: install, uninstall, status.", no_args_is_help=True)
app.add_typer(group, name="service", rich_help_panel=THIS_MACHINE)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what would be done, and do nothing.")]


@group.command(help="Start Owlish now and with every session of yours; never needs root.")
def install(context: typer.Context, dry_run: DryRun = False) -> int:
    from assistant.commands import service as command

    return command.install(context.obj.config(), context.obj.file, bool(context.obj.offline), dry_run)


@group.command(help="Stop it and remove it; settings, models and data stay.")
def uninstall(dry_run: DryRun = False) -> int:
    from assistant.commands import service as command

    return command.uninstall(dry_run)


@group.command(help="Say whether it runs, and how often it was restarted.")
def status(as_json: Json = False) -> int:
    from assistant.commands import service as command

    return command.status(as_json)
