"""The door of the command line: the options before the command, and those that many commands have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import config, log, offline

app = typer.Typer(add_completion=True, help="Owlish hears, sees and answers, on this machine.", pretty_exceptions_enable=False)
THIS_MACHINE = "This machine"
"""Where help lists what is about it."""

Json = Annotated[bool, typer.Option("--json", help="JSON for programs: one object a line.")]
Image = Annotated[Path | None, typer.Option("--image", metavar="FILE", help="The picture to look at.")]
Engine = Annotated[
    str | None,
    typer.Option("--engine", metavar="NAME", help="vilbert, rule-baseline, or hf:NAME for a model of a hub or a folder."),
]


def batch_of(line: str) -> Any:
    """line: an example of what each line holds."""
    return typer.Option("--batch", metavar="FILE", help=f"JSON lines as {line}, and one JSON line out for each; - reads stdin.")


@dataclass(frozen=True)
class Settings:
    """What the options before the command said."""

    file: Path | None
    offline: bool | None

    def flags(self, **chosen: Any) -> dict[str, Any]:
        """chosen: `section__field` = value; None leaves the configuration as it is."""
        return {"network.offline": self.offline, **{name.replace("__", "."): value for name, value in chosen.items()}}

    def config(self, **chosen: Any) -> config.Config:
        return config.load(self.file, self.flags(**chosen))


@app.callback(invoke_without_command=True, epilog="--config, --offline and --debug may also stand after the command.")
def everywhere(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings to use instead of the user's own (docs/configuration.md)."),
    ] = None,
    no_network: Annotated[bool, typer.Option("--offline", help="Open no internet socket, whatever happens.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        print(f"owlish {version_of('owlish')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit
    context.obj = Settings(file, no_network or None)
    log.open_file()
    log.logger.info("command %s", context.invoked_subcommand)
    if context.invoked_subcommand == "config":  # a file that is wrong must not keep its own repair away
        return
    if offline.is_wanted(context.obj.config().network.offline):
        offline.enforce()
