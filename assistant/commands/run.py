"""`owlish run`: the terminal UI, or the conversation as lines where there is no terminal."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import anyio

from assistant import log, systemd
from assistant.budget import keeper_of, sparing
from assistant.build import build
from assistant.bundled import with_sample
from assistant.commands.alone import only_one
from assistant.commands.first_run import choosing
from assistant.commands.output import emit, shown
from assistant.commands.record import begun
from assistant.config import Config
from assistant.errors import BadInput
from assistant.events import (
    Event,
    Looked,
    Notice,
    Replied,
    Routed,
    Seen,
    SenseChanged,
    SenseTrouble,
    SkillFailed,
    SpeakingEnded,
    Transcribed,
    TurnEnded,
    as_dict,
)
from assistant.life import Assistant
from assistant.paths import model_dir
from assistant.phrases import Phrases
from assistant.senses.files import is_sound
from assistant.session.session import Session
from assistant.tui.turns import Growing
from models import registry
from models.errors import ModelMissing
from models.store import Store

T = TypeVar("T")


def run(
    config: Config,
    *,
    headless: bool,
    as_json: bool,
    eyes: bool,
    ears: bool,
    linear: bool = False,
    file: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    record: Path | None = None,
) -> int:
    """
    file:   the settings that the UI shows and changes, in place of the person's own
    flags:  {"section.field": value} of the command line, which the UI shows as they hold
    record: folder for a bundle of the session
    Raises BadInput where two ways to show it are asked for.
    """
    if linear and (as_json or headless):
        told = "--json prints objects for programs" if as_json else "--headless prints only what happens"
        raise BadInput(f"--linear prints lines and takes what you type, {told}; leave one of them out.")
    terminal = sys.stdout.isatty() and sys.stdin.isatty() and not headless and not as_json and not linear
    if terminal and os.environ.get("TERM") == "dumb":  # it cannot draw
        terminal, linear = False, True
    with only_one():
        notices: tuple[str, ...] = ()
        if not systemd.is_service():  # a service waits for its devices: the sound server may start after it
            config, notices = with_sample(config, Phrases("assistant", "assistant", config.routing.language), eyes=eyes, ears=ears)
        ends = is_sound(config.microphone.device) and not (terminal or linear)
        senses: dict[str, Any] = {"eyes": eyes, "ears": ears, "ends_with_sound": ends, "notices": notices}
        config = sparing(config, screen=terminal, eyes=eyes)
        with recorded(record, config, senses) as session, choosing(config):
            keeper = keeper_of(config, screen=terminal, eyes=eyes)
            with missing_named():
                assistant = build(config, **senses, typed=terminal or linear, session=session, keeper=keeper)
            with assistant.bus.watched_by(log.watch):
                if terminal:
                    from assistant.tui.terminal import show

                    show(assistant, file, flags)
                else:
                    print_lines(assistant, linear, as_json)
    return 0


@contextmanager
def missing_named() -> Iterator[None]:
    """All at once: whoever fetches the first would be told of the next. Raises ModelMissing."""
    try:
        yield
    except ModelMissing as error:
        store = Store(model_dir())
        missing = [model.id for model in registry.defaults() if not store.is_prepared(model)]
        if len(missing) < 2:
            raise
        told = f"{len(missing)} models are not prepared on this machine ({', '.join(missing)}); run: owlish models pull."
        raise ModelMissing(told) from error


def print_lines(assistant: Assistant, linear: bool, as_json: bool) -> None:
    with _ended_unread(assistant) as printed:
        if linear:
            from assistant.tui.linear import Linear

            lines = Linear(assistant, printed(print_line))
            anyio.run(_as_lines, assistant, lines.tell, lines.listen)
        else:
            anyio.run(_as_lines, assistant, printed(emit_event if as_json else teller()))


@contextmanager
def _ended_unread(assistant: Assistant) -> Iterator[Callable[[Callable[[T], None]], Callable[[T], None]]]:
    """
    Gives what makes of a way to print one that ends the assistant when nobody reads any more.
    Raises BrokenPipeError then, at the end.
    """
    unread: list[BrokenPipeError] = []

    def printed(tell: Callable[[T], None]) -> Callable[[T], None]:
        def told(what: T) -> None:
            try:
                tell(what)
            except BrokenPipeError as error:
                unread.append(error)
                assistant.shut_down()

        return told

    yield printed
    if unread:
        raise unread[0]


@contextmanager
def recorded(folder: Path | None, config: Config, senses: dict[str, Any]) -> Iterator[Session]:
    """A recorder where one is wanted and possible; why it is not, goes to the notices among `senses`."""
    recorder, trouble = begun(folder, config, **senses) if folder else (None, "")
    if trouble:
        senses["notices"] = (*senses["notices"], trouble)
    try:
        yield recorder or Session()
    finally:
        if recorder is not None:
            recorder.close()


async def _as_lines(
    assistant: Assistant, tell_one: Callable[[Event], None], listen: Callable[[], Coroutine[Any, Any, None]] | None = None
) -> None:
    """listen: takes what is typed, beside the assistant."""
    with assistant.bus.watched_by(tell_one), assistant.bus.watched_by(systemd.Teller()):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_stop_on_signal, assistant, name="signals")
            tasks.start_soon(systemd.give_signs_of_life, name="signs of life")
            if listen is not None:
                tasks.start_soon(listen, name="typed lines")
            await assistant.run()
            tasks.cancel_scope.cancel()


async def _stop_on_signal(assistant: Assistant) -> None:
    """The devices are closed and the turn is recorded before the process ends. Under nohup it outlives its terminal."""
    hang_up = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM, *hang_up) as signals:
        async for _ in signals:
            assistant.shut_down()


def emit_event(event: Event) -> None:
    if not isinstance(event, Seen):
        emit(as_dict(event))


def teller() -> Callable[[Event], None]:
    """Prints the conversation, a line each; what a person does not need is left out."""
    states: dict[str, str] = {}
    replies = Growing()

    def tell(event: Event) -> None:
        replies.note(event)
        shown = replace(event, text=replies.rest(event)) if isinstance(event, Replied) else event
        line = LINES[type(shown)](shown) if type(shown) in LINES else ""
        if isinstance(event, SenseChanged):
            if glance(event) or states.get(event.sense) == line:
                return
            states[event.sense] = line
        if line:
            print_line(line)

    return tell


def print_line(line: str) -> None:
    """A camera may be a file of any name."""
    print(shown(line), flush=True)


def glance(event: SenseChanged) -> bool:
    """The camera is active for the moment of a look, which has a line of its own."""
    return event.sense == "camera" and event.privacy == "active"


def _looked(event: Any) -> str:
    if not event.turn:  # somebody is watched for, every other second
        return ""
    boxes = "; ".join(f"{region.label} at {[round(edge) for edge in region.box]}" for region in event.regions)
    return f"  looked at a frame {event.age:.1f} s old{': ' + boxes if boxes else ''} ({event.engine})"


def _ended(event: Any) -> str:
    return "  " + ", ".join(f"{stage} {seconds * 1000:.0f} ms" for stage, seconds in event.stages.items()) if event.stages else ""


LINES: dict[type, Callable[[Any], str]] = {
    Notice: lambda event: f"* {event.sentence}",
    SenseTrouble: lambda event: f"* {event.sentence}",
    SkillFailed: lambda event: f"* {event.sentence}",
    SenseChanged: lambda event: f"* {event.sense} {event.privacy}: {event.detail}",
    Transcribed: lambda event: f"> {event.transcript.text}",
    Routed: lambda event: f"  {event.skill}.{event.intent} ({event.confidence:.2f})" if event.skill else "  no skill takes it",
    Looked: _looked,
    Replied: lambda event: f"< {event.text}" if event.text else "",
    SpeakingEnded: lambda event: f"  cut off after: {event.heard}" if event.interrupted else "",
    TurnEnded: _ended,
}
