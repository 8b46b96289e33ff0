"""The terminal UI: it shows what the bus carries and passes keys and typed words on; the assistant leads."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding
from textual.command import CommandPalette
from textual.containers import Horizontal
from textual.filter import LineFilter
from textual.screen import Screen

from assistant import config_edit
from assistant.config import Config
from assistant.config import Keys as KeyConfig
from assistant.events import Event, Heard, Seen, SenseName, StateChanged
from assistant.phrases import Phrases
from assistant.tui.contract import Assistant, Happened, Panel, ends_talk, sentences
from assistant.tui.conversation import Conversation
from assistant.tui.keys import ACTS, Keys, bindings, written
from assistant.tui.latency import Latency
from assistant.tui.meter import Meter
from assistant.tui.pending import Coming
from assistant.tui.preview.pixels import Graphics
from assistant.tui.preview.preview import Preview
from assistant.tui.prompt import Prompt
from assistant.tui.screens.help import help_page
from assistant.tui.screens.page import Page
from assistant.tui.screens.settings import Changed, SettingsPage
from assistant.tui.screens.skills import Asked, SkillsPage
from assistant.tui.screens.why import why_page
from assistant.tui.status import Status
from assistant.tui.theme import OWLISH
from assistant.tui.turns import Turns
from assistant.tui.unruled import Unruled

TICKS = 15
"""Pictures and levels shown a second, at most."""
PATIENCE = 2.0
"""Seconds that the assistant has to close its devices when the person leaves."""


class OwlishApp(App[object]):
    TITLE = "Owlish"
    CSS_PATH = "owlish.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-wide")]  # noqa: RUF012 - Textual declares these so
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (16, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS = [  # noqa: RUF012
        *bindings(),
        Binding("ctrl+c", "quit", priority=True),
        Binding("pageup", "scroll(-1)"),
        Binding("pagedown", "scroll(1)"),
    ]

    def __init__(
        self,
        assistant: Assistant,
        file: Path | None = None,
        flags: Mapping[str, Any] | None = None,
        wall: Callable[[], float] = time.time,
        graphics: Graphics | None = None,
    ) -> None:
        """
        file:  the settings that are shown and changed, in place of the person's own
        flags: {"section.field": value} of the command line, which hold in place of what is written
        """
        super().__init__()
        self.register_theme(OWLISH)
        self.theme = OWLISH.name
        self.assistant, self._file, self._flags = assistant, file, flags
        self._keys = assistant.config.keys
        self.set_keymap(self._keys.model_dump())
        self.failure: BaseException | None = None
        self._phrases = Phrases("assistant", "tui", assistant.config.routing.language)
        self._turns = Turns()
        self._newest: dict[type[Event], Event] = {}
        self._talking = False
        self._over = anyio.Event()
        self._status = Status(self._phrases, written(self._keys.talk))
        self._conversation = Conversation(self._phrases, written(self._keys.help))
        self._preview = Preview(self._phrases, graphics or Graphics())
        self._coming, self._meter, self._latency = Coming(self._phrases, wall), Meter(self._phrases), Latency(self._phrases)
        self._panels: tuple[Panel, ...] = (
            self._status, self._preview, self._conversation, self._coming, self._meter, self._latency,
        )  # fmt: skip
        self._prompt, self._line = Prompt(self._phrases.say("ask")), Keys(self._phrases, self._keys)
        self._unruled = Unruled()
        self._started_with: dict[str, Any] = {}
        """Values of the settings that were changed and hold from the next start."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._unruled]

    def compose(self) -> ComposeResult:
        yield self._status
        yield Horizontal(self._preview, self._conversation, id="body")
        yield self._coming
        yield self._meter
        yield self._latency
        yield self._prompt
        yield self._line

    def on_mount(self) -> None:
        self._prompt.focus()
        self.set_interval(1 / TICKS, self.tick)
        self.run_worker(self._live(), name="assistant")

    async def _live(self) -> None:
        with self.assistant.bus.watched_by(self._watch):
            await self._guarded(self.assistant.run())
        self.post_message(Happened(StateChanged(anyio.current_time(), "stopped")))
        self._over.set()

    def _watch(self, event: Event) -> None:
        """Pictures and levels wait for the next tick, and only the newest of each: a slow terminal never falls behind."""
        if isinstance(event, (Seen, Heard)):
            self._newest[type(event)] = event
        else:
            self.post_message(Happened(event))

    def tick(self) -> None:
        self._preview.cover(len(self.screen_stack) > 1)
        newest, self._newest = self._newest, {}
        for event in newest.values():
            self._show(event)

    def on_happened(self, message: Happened) -> None:
        if ends_talk(message.event):
            self._talk(False)
        if record := self._turns.note(message.event):
            self._conversation.tell(record)
        self._show(message.event)

    def _show(self, event: Event) -> None:
        for panel in self._panels:
            panel.show(event)

    def on_input_submitted(self, message: Prompt.Submitted) -> None:
        if text := self._prompt.take(message.value):
            self._ask(text)

    def on_asked(self, message: Asked) -> None:
        self._ask(message.sentence)

    def _ask(self, text: str) -> None:
        """Whoever asks wants to see the answer."""
        self._conversation.follow()
        self._do(self.assistant.hear_text(text))

    def action_switch(self, sense: SenseName) -> None:
        self._do(self.assistant.switch(sense, self._status.privacy(sense) == "off"))

    def action_talk(self) -> None:
        """Nobody is told to speak who is not heard; why not, the assistant says."""
        down = not self._talking
        self._talk(down and self._status.privacy("microphone") != "off")
        self.assistant.push_to_talk(down)

    def _talk(self, down: bool) -> None:
        self._talking = down
        self._status.talking(down)

    def action_silence(self) -> None:
        self._do(self.assistant.stop())

    def action_scroll(self, pages: int) -> None:
        self._conversation.turn_pages(pages)

    def action_help(self) -> None:
        self._open_page(help_page(self._phrases, self._keys))

    def action_why(self) -> None:
        self._open_page(why_page(self._phrases, self._turns.last))

    def action_skills(self) -> None:
        self._open_page(SkillsPage(self._phrases, self.assistant.examples))

    def action_settings(self) -> None:
        self._open_page(SettingsPage(self._phrases, self._file, self._flags, self._started_with))

    def on_changed(self, message: Changed) -> None:
        self._do(self._change(message.key, message.value))

    async def _change(self, key: str, value: Any) -> None:
        await self.assistant.change(key, value)
        if key.startswith("keys."):
            self._adopt_keys(config_edit.replaced(Config(keys=self._keys), key, value).keys)

    def _adopt_keys(self, keys: KeyConfig) -> None:
        self._keys, self._status.talk_key = keys, written(keys.talk)
        self.set_keymap(keys.model_dump())
        self._line.adopt(keys)

    def action_command_palette(self) -> None:
        if not CommandPalette.is_open(self):
            self._open_page(CommandPalette(placeholder=self._phrases.say("search"), id="--command-palette"))

    def get_system_commands(self, screen: Screen) -> Iterator[SystemCommand]:
        """All that the keys do, and every example of every skill."""
        for act, action in ACTS.items():
            if act != "commands":
                key = written(getattr(self._keys, act))
                yield SystemCommand(self._phrases.say(f"command_{act}"), key, partial(self.run_action, action))
        for skill, examples in self.assistant.examples.items():
            for sentence in examples:
                ask = partial(self.post_message, Asked(sentence))
                yield SystemCommand(f"{skill}: {sentence}", self._phrases.say("command_ask"), ask, False)

    def _open_page(self, page: Page | CommandPalette) -> None:
        """One at a time."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(page)

    async def action_quit(self) -> None:
        self.assistant.shut_down()
        with anyio.move_on_after(PATIENCE):
            await self._over.wait()
        self.exit()

    def _do(self, act: Awaitable[None]) -> None:
        self.run_worker(self._guarded(act))

    async def _guarded(self, act: Awaitable[None]) -> None:
        """An error raised on purpose is a sentence on the screen; any other ends the application and is raised where it was started."""
        try:
            await act
        except Exception as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        for sentence in sentences(error):
            self._conversation.remark("trouble", sentence)
        if not sentences(error):
            self.failure = error
            self.exit(return_code=1)

    def _handle_exception(self, error: Exception) -> None:
        """A fault of the screen itself. Textual would print every variable, the person's words among them; the caller gets the error."""
        self.failure = self.failure or error
        super()._handle_exception(error)
        self._exit_renderables.clear()
