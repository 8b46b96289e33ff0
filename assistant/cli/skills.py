"""`owlish skills ...`: parse and call."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.app import Json, app

group = typer.Typer(help="List the skills with what to say and what each may; grant and revoke it.", invoke_without_command=True)
app.add_typer(group, name="skills", rich_help_panel="Talk")


@group.callback()
def skills_or_list(context: typer.Context, as_json: Json = False) -> None:
    if context.invoked_subcommand is None:
        from assistant.commands import permissions as command

        command.skills(context.obj.config(), as_json)


@group.command(help="Allow a skill what it declares, before it asks.")
def grant(
    context: typer.Context,
    skill: Annotated[str, typer.Argument(metavar="SKILL", help="Its name, as `owlish skills` lists it.")],
    permission: Annotated[str, typer.Argument(metavar="PERMISSION", help="camera, speech, files or network:HOST.")],
) -> int:
    from assistant.commands import permissions as command

    return command.grant(context.obj.config(), skill, permission)


@group.command(help="Take back what a skill was allowed: all of it, or one permission.")
def revoke(
    context: typer.Context,
    skill: Annotated[str, typer.Argument(metavar="SKILL", help="Its name, as `owlish skills` lists it.")],
    permission: Annotated[str | None, typer.Argument(metavar="PERMISSION", help="camera, speech, files or network:HOST.")] = None,
) -> int:
    from assistant.commands import permissions as command

    return command.revoke(context.obj.config(), skill, permission)


@group.command(help="Delete what a skill has stored and what it was allowed, be it installed or not.")
def forget(
    skill: Annotated[str, typer.Argument(metavar="SKILL", help="Its name.")],
    distribution: Annotated[
        str | None, typer.Argument(metavar="DISTRIBUTION", help="What brought it, where several brought one of this name.")
    ] = None,
) -> int:
    from assistant.commands import permissions as command

    return command.forget_skill(skill, distribution)


@group.command(help="Which skill saw which frame, asked which host and saved which picture, in the last 30 days.")
def audit(
    skill: Annotated[str | None, typer.Option("--skill", metavar="NAME", help="Of one skill alone.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import permissions as command

    return command.audit(skill, as_json)


@group.command(help="Find collisions, stolen sentences, examples that go astray, templates that can never match, names that lead nowhere.")
def lint(
    context: typer.Context,
    skill: Annotated[str | None, typer.Argument(metavar="[SKILL]", help="One skill only; installed guests have names too.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import route as command

    return command.lint(context.obj.config(), skill or "", as_json)
