"""The terminal UI: it shows what the bus carries and passes keys and typed words on; the assistant leads."""

from __future__ import annotations

from collections.abc import Awaitable

import anyio
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input

from assistant.events import Event, Heard, Privacy, Seen, SenseName, SpeechEnded, StateChanged
from assistant.phrases import Phrases
from assistant.tui.contract import Assistant, Happened, Panel, sentences
from assistant.tui.conversation import Conversation
from assistant.tui.keys import Keys
from assistant.tui.latency import Latency
from assistant.tui.meter import Meter
from assistant.tui.preview.preview import Preview
from assistant.tui.screens.help import help_page
from assistant.tui.screens.page import Page
from assistant.tui.screens.why import why_page
from assistant.tui.status import Status
from assistant.tui.theme import OWLISH
from assistant.tui.turns import Turns

TICKS = 15
"""Pictures and levels shown a second, at most."""
PATIENCE = 2.0
"""Seconds that the assistant has to close its devices when the person leaves."""


class OwlishApp(App[None]):
    TITLE = "Owlish"
    CSS_PATH = "owlish.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-wide")]  # noqa: RUF012 - Textual declares these so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS = [  # noqa: RUF012
        Binding("f1", "help", priority=True),
        Binding("f2", "switch('microphone')", priority=True),
        Binding("f3", "switch('camera')", priority=True),
        Binding("f5", "talk", priority=True),
        Binding("escape", "silence"),
        Binding("ctrl+y", "why", priority=True),
        Binding("ctrl+q,ctrl+c", "leave", priority=True),
        Binding("pageup", "scroll(-1)"),
        Binding("pagedown", "scroll(1)"),
    ]

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.register_theme(OWLISH)
        self.theme = OWLISH.name
        self.assistant = assistant
        self.failure: BaseException | None = None
        self._phrases = Phrases("assistant", "tui", assistant.config.routing.language)
        self._turns = Turns()
        self._newest: dict[type[Event], Event] = {}
        self._talking = False
        self._over = anyio.Event()
        self._status, self._conversation = Status(self._phrases), Conversation(self._phrases)
        self._preview = Preview(self._phrases)
        self._meter, self._latency = Meter(self._phrases), Latency(self._phrases)
        self._panels: tuple[Panel, ...] = (self._status, self._preview, self._conversation, self._meter, self._latency)

    def compose(self) -> ComposeResult:
        yield self._status
        yield Horizontal(self._preview, self._conversation, id="body")
        yield self._meter
        yield self._latency
        yield Input(placeholder=self._phrases.say("ask"), id="prompt")
        yield Keys(self._phrases)

    def on_mount(self) -> None:
        self.query_one("#prompt", Input).focus()
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
        newest, self._newest = self._newest, {}
        for event in newest.values():
            self._show(event)

    def on_happened(self, message: Happened) -> None:
        if isinstance(message.event, SpeechEnded):
            self._talk(False)
        if record := self._turns.note(message.event):
            self._conversation.tell(record)
        self._show(message.event)

    def _show(self, event: Event) -> None:
        for panel in self._panels:
            panel.show(event)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        text = message.value.strip()
        message.input.clear()
        if text:
            self._do(self.assistant.hear_text(text))

    def action_switch(self, sense: SenseName) -> None:
        self._do(self.assistant.switch(sense, self._open(sense) if self._status.privacy(sense) == "off" else "off"))

    def _open(self, sense: SenseName) -> Privacy:
        """As it was configured to start, unless that is closed."""
        start: Privacy = self.assistant.config.microphone.start if sense == "microphone" else self.assistant.config.camera.start
        return start if start != "off" else "armed"

    def action_talk(self) -> None:
        self._talk(not self._talking)
        self.assistant.push_to_talk(self._talking)

    def _talk(self, down: bool) -> None:
        self._talking = down
        self._status.talking(down)

    def action_silence(self) -> None:
        self._do(self.assistant.stop())

    def action_scroll(self, pages: int) -> None:
        self._conversation.scroll_relative(y=pages * max(1, self._conversation.size.height - 1))

    def action_help(self) -> None:
        self._open_page(help_page(self._phrases))

    def action_why(self) -> None:
        self._open_page(why_page(self._phrases, self._turns.last))

    def _open_page(self, page: Page) -> None:
        """One page at a time."""
        if isinstance(self.screen, Page):
            self.pop_screen()
        self.push_screen(page)

    async def action_leave(self) -> None:
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
