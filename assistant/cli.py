"""The command line: parse, build, call. What the commands do is in assistant/commands; how a run ends is in assistant/__main__.py.

Imports of the commands stand inside them, so that help and completion answer at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import config, log, offline
from assistant.commands import edge

Aborted = typer.Abort
EVERYWHERE = ("--offline", "--debug")

app = typer.Typer(add_completion=True, help="Owlish hears, sees and answers, on this machine.", pretty_exceptions_enable=False)
models = typer.Typer(help="List, fetch and verify the models.", invoke_without_command=True)
app.add_typer(models, name="models")
service = typer.Typer(help="Run Owlish as a systemd service of yours: install, uninstall, status.", no_args_is_help=True)
app.add_typer(service, name="service")
skills = typer.Typer(help="List the skills with what to say and what each may; grant and revoke it.", invoke_without_command=True)
app.add_typer(skills, name="skills")
settings = typer.Typer(help="Show the settings and where each comes from; change single ones.", no_args_is_help=True)
app.add_typer(settings, name="config")
app.add_typer(edge.app, name="edge")

Json = Annotated[bool, typer.Option("--json", help="JSON for programs: one object a line.")]
Image = Annotated[Path | None, typer.Option("--image", metavar="FILE", help="The picture to look at.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what would be done, and do nothing.")]
Engine = Annotated[
    str | None,
    typer.Option("--engine", metavar="NAME", help="vilbert, rule-baseline, or hf:NAME for a model of a hub or a folder."),
]
Batch = Annotated[
    str | None,
    typer.Option("--batch", metavar="FILE", help="JSON lines in, one JSON line out for each; - reads stdin."),
]


@dataclass(frozen=True)
class Settings:
    """What the options before the command said."""

    file: Path | None
    offline: bool | None

    @property
    def flags(self) -> dict[str, Any]:
        return {"network.offline": self.offline}

    def config(self, **flags: Any) -> config.Config:
        """flags: `section__field` = value; None leaves the configuration as it is."""
        chosen = {name.replace("__", "."): value for name, value in flags.items()}
        return config.load(self.file, {**self.flags, **chosen})


def invoke(arguments: list[str]) -> int | None:
    """Runs a command and returns its exit code; errors pass through."""
    return typer.main.get_command(app).main(arguments, prog_name="owlish", standalone_mode=False)


def hoisted(arguments: list[str]) -> list[str]:
    """The options of every command, wherever they stand, moved to the front; what follows `--` stays as it is."""
    front: list[str] = []
    rest: list[str] = []
    words: Iterator[str] = iter(arguments)
    for word in words:
        if word in EVERYWHERE or word.startswith("--config="):
            front.append(word)
        elif word == "--config":
            front += [word, *islice(words, 1)]
        elif word == "--":
            rest += [word, *words]
        else:
            rest.append(word)
    return front + rest


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


@app.command(help="Start the assistant: the terminal UI, or the conversation as lines where there is no terminal.")
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
    shown = {"linear": linear, "file": context.obj.file, "record": record}
    return command.run(settings, headless=headless, as_json=as_json, eyes=not no_camera, ears=not no_mic, **shown)


@app.command(help="Run a recorded session again, and say which answers are others now.")
def replay(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `owlish run --record FOLDER` has made.")],
    update: Annotated[bool, typer.Option("--update", help="From now on, expect what is answered now.")] = False,
    budget: Annotated[
        list[str] | None, typer.Option("--budget", metavar="STAGE=SECONDS", help="The longest that a stage may take, as first_audio=0.7.")
    ] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import replay as command

    return command.replay(folder, update, budget or [], as_json)


@app.command(help="Answer a question about a picture.")
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="For example: what is on the table?")] = None,
    image: Image = None,
    batch: Batch = None,
    explain: Annotated[
        Path | None, typer.Option("--explain", metavar="FILE", help="Draw which regions and words carried the answer, as .png or .jpg.")
    ] = None,
    engine: Engine = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import ask as command

    return command.ask(context.obj.config(vision__engine=engine), question, image, batch, explain, as_json)


@app.command(help="Say where in a picture a phrase points.")
def ground(
    context: typer.Context,
    phrase: Annotated[str | None, typer.Argument(help="For example: the red cup on the left")] = None,
    image: Image = None,
    batch: Batch = None,
    engine: Engine = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import ask as command

    return command.ground(context.obj.config(vision__engine=engine), phrase, image, batch, as_json)


@app.command(help="Describe a picture.")
def describe(context: typer.Context, image: Image = None, engine: Engine = None, as_json: Json = False) -> int:
    from assistant.commands import ask as command

    return command.describe(context.obj.config(vision__engine=engine), image, as_json)


@app.command(help="Read the text in a picture.")
def read(context: typer.Context, image: Image = None, as_json: Json = False) -> int:
    from assistant.commands import read as command

    return command.read(context.obj.config(), image, as_json)


@app.command(
    help="Search a folder of pictures by a text, by a picture, or by both. A score is at most 1: a cosine, or, after a second look with a "
    "text, how sure both looks are."
)
def search(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("--dir", metavar="FOLDER", help="Where the pictures are, in all folders below too.")],
    text: Annotated[str | None, typer.Argument(help="For example: a dog on a beach")] = None,
    image: Annotated[Path | None, typer.Option("--image", metavar="FILE", help="A picture to which the found ones are alike.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=4096, help="How many are shown.")] = 10,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a contact sheet of what was found.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Do not look again at the best, which costs half a second.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import search as command

    return command.search(context.obj.config(), text, folder, image, top, out, as_json, quick)


@app.command(help="Say which of some labels fits a picture best; any words can be labels.")
def classify(
    context: typer.Context,
    labels: Annotated[str, typer.Option("--labels", metavar="A,B,C", help="The labels, with commas between.")] = "",
    image: Image = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import search as command

    return command.classify(context.obj.config(), labels, image, as_json)


@app.command(help="Turn sound files into text.")
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


@app.command(help="Say a text aloud, or into a wav file.")
def say(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What to say.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a wav file instead of speaking.")] = None,
    voice: Annotated[str | None, typer.Option("--voice", help="piper-joe, kokoro, kokoro:VOICE or espeak.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import say as command

    return command.say(context.obj.config(speech__voice=voice), text, out, as_json)


@app.command(help="Show which skill would take a sentence, and why.")
def route(
    context: typer.Context,
    sentence: Annotated[str | None, typer.Argument(help="For example: set a timer for ten minutes")] = None,
    batch: Batch = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import route as command

    return command.route(context.obj.config(), sentence, batch, as_json)


@skills.callback()
def skills_or_list(context: typer.Context, as_json: Json = False) -> None:
    if context.invoked_subcommand is None:
        from assistant.commands import permissions as command

        command.skills(context.obj.config(), as_json)


@skills.command(help="Allow a skill what it declares, before it asks.")
def grant(
    context: typer.Context,
    skill: Annotated[str, typer.Argument(metavar="SKILL", help="Its name, as `owlish skills` lists it.")],
    permission: Annotated[str, typer.Argument(metavar="PERMISSION", help="camera, speech, files or network:HOST.")],
) -> int:
    from assistant.commands import permissions as command

    return command.grant(context.obj.config(), skill, permission)


@skills.command(help="Take back what a skill was allowed: all of it, or one permission.")
def revoke(
    context: typer.Context,
    skill: Annotated[str, typer.Argument(metavar="SKILL", help="Its name, as `owlish skills` lists it.")],
    permission: Annotated[str | None, typer.Argument(metavar="PERMISSION", help="camera, speech, files or network:HOST.")] = None,
) -> int:
    from assistant.commands import permissions as command

    return command.revoke(context.obj.config(), skill, permission)


@skills.command(help="Which skill saw which frame, asked which host and saved which picture, in the last 30 days.")
def audit(
    skill: Annotated[str | None, typer.Option("--skill", metavar="NAME", help="Of one skill alone.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import permissions as command

    return command.audit(skill, as_json)


@skills.command(help="Find collisions, stolen sentences, examples that go astray and templates that can never match.")
def lint(
    context: typer.Context,
    skill: Annotated[str | None, typer.Argument(metavar="[SKILL]", help="One skill only; installed guests have names too.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import route as command

    return command.lint(context.obj.config(), skill or "", as_json)


@models.callback()
def models_or_list(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_models()


@models.command("list", help="Every model: task, size, licence, whether it is prepared.")
def list_models(as_json: Json = False) -> None:
    from assistant.commands import models as command

    command.list_models(as_json)


@models.command(help="Fetch and prepare models: the default ones unless others are named.")
def pull(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="Ids as `owlish models list` shows them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every model of the registry.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import models as command

    return command.pull(ids or [], everything, offline.is_enforced(), as_json)


@models.command(help="Take models that were prepared elsewhere, as a bundle carries them; nothing is fetched.")
def adopt(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Each with a manifest.json.")], as_json: Json = False
) -> int:
    from assistant.commands import models as command

    return command.adopt(folders, as_json)


@models.command(help="Hash every prepared file again.")
def verify(as_json: Json = False) -> int:
    from assistant.commands import models as command

    return command.verify(as_json)


Key = Annotated[str, typer.Argument(metavar="KEY", help="For example: listening.silence")]


@settings.command("show", help="Every setting, its value, and where that comes from: default, file and line, environment, flag.")
def show_settings(context: typer.Context, as_json: Json = False) -> int:
    from assistant.commands import config as command

    return command.show(context.obj.file, context.obj.flags, as_json)


@settings.command("get", help="The value that holds.")
def get_setting(context: typer.Context, key: Key, as_json: Json = False) -> int:
    from assistant.commands import config as command

    return command.get(context.obj.file, context.obj.flags, key, as_json)


@settings.command(
    "set", help="Write a setting into your own file, if it is right; comments stay.", context_settings={"ignore_unknown_options": True}
)
def set_setting(
    context: typer.Context, key: Key, value: Annotated[str, typer.Argument(help="As TOML would have it; text needs no quotes.")]
) -> int:
    from assistant.commands import config as command

    return command.put(context.obj.file, key, value)


@settings.command("unset", help="Take a setting out of your own file.")
def unset_setting(context: typer.Context, key: Key) -> int:
    from assistant.commands import config as command

    return command.unset(context.obj.file, key)


@app.command(help="List microphones, loudspeakers and cameras.")
def devices(as_json: Json = False) -> int:
    from assistant.commands import devices as command

    return command.devices(as_json)


@app.command(help="Explain a turn: what was heard, who could have taken it, who did, and how long each stage took.")
def why(
    turn: Annotated[int | None, typer.Argument(help="Number of the turn; the last one when left out.")] = None,
    as_json: Json = False,
) -> int:
    from assistant.commands import why as command

    return command.why(turn, as_json)


@app.command(help="Look for what keeps Owlish from working here, and say how to mend it.")
def doctor(
    context: typer.Context,
    sound: Annotated[bool, typer.Option("--sound", help="Also play four seconds of noise and listen to its echo.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also that, and count the camera's frames.")] = False,
    as_json: Json = False,
) -> int:
    from assistant.commands import doctor as command

    return command.doctor(context.obj.config(), as_json, sound, everything)


@service.command(help="Start Owlish now and with every session of yours; never needs root.")
def install(context: typer.Context, dry_run: DryRun = False) -> int:
    from assistant.commands import service as command

    return command.install(context.obj.config(), context.obj.file, bool(context.obj.offline), dry_run)


@service.command(help="Stop it and remove it; settings, models and data stay.")
def uninstall(dry_run: DryRun = False) -> int:
    from assistant.commands import service as command

    return command.uninstall(dry_run)


@service.command(help="Say whether it runs, and how often it was restarted.")
def status(as_json: Json = False) -> int:
    from assistant.commands import service as command

    return command.status(as_json)


@app.command("tune-wake", help="Measure the wake word in this room with these voices, and propose its threshold.")
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


@app.command(help="Measure this machine: recognizer, voice, eyes and router, p50 and p95.")
def bench(
    context: typer.Context,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="How often each is measured.")] = 20,
    turns: Annotated[int, typer.Option("--turns", min=0, help="How many spoken questions are answered, ten seconds each.")] = 3,
    as_json: Json = False,
) -> int:
    from assistant.commands import bench as command

    return command.bench(context.obj.config(), rounds, turns, as_json)
