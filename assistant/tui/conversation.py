"""What was heard and what was answered, one entry a turn, with notices and troubles between."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from assistant.events import Event, Notice, SenseTrouble, SkillFailed
from assistant.phrases import Phrases
from assistant.tui.turns import TurnRecord

KEPT = 200
"""Entries on the screen; older ones leave."""
NAMES = ("you", "owlish", "note", "trouble", "mended")


class Line(Horizontal):
    """Who says it, and beside that, however long, what is said."""

    def __init__(self, name: Content, width: int, said: Content | None = None) -> None:
        super().__init__(classes="line")
        self._who, self._said = Static(name), Static(said or "")
        self._who.styles.width = width

    def compose(self) -> ComposeResult:
        yield self._who
        yield self._said

    def say(self, said: Content) -> None:
        self._said.update(said)
        self.display = bool(said.plain)


class Exchange(Vertical):
    """One turn: the words of the person, the reply, and on what it rests."""

    def __init__(self, phrases: Phrases, width: int) -> None:
        super().__init__(classes="exchange")
        self._phrases = phrases
        self._heard = Line(Content.styled(phrases.say("you"), "bold $secondary"), width)
        self._replied = Line(Content.styled(phrases.say("owlish"), "bold $primary"), width)
        self._rests_on = Line(Content(), width)

    def compose(self) -> ComposeResult:
        yield self._heard
        yield self._replied
        yield self._rests_on

    def tell(self, record: TurnRecord) -> None:
        self._heard.say(Content(record.words))
        self._replied.say(self._reply(record))
        self._rests_on.say(Content.styled(" · ".join(self._grounds(record)), "dim"))
        self.display = bool(record.words or record.reply)

    def _reply(self, record: TurnRecord) -> Content:
        """What barge-in kept from being said is struck through and marked by a word."""
        text = record.reply.text if record.reply else ""
        if not text or record.spoken is None or not record.spoken.interrupted:
            return Content(text)
        said = len(record.spoken.heard) if text.startswith(record.spoken.heard) else 0
        return Content.assemble((text[:said], ""), (text[said:], "strike dim"), (f"  ({self._phrases.say('cut_off')})", ""))

    def _grounds(self, record: TurnRecord) -> Iterator[str]:
        """Skill, what looked, and the region that the answer rests on, each with how sure it is."""
        if record.routed and record.routed.skill:
            yield f"{record.routed.skill} {record.routed.confidence:.0%}"
        if record.reply and record.reply.engine:
            sure = "" if record.confidence is None else f" {record.confidence:.0%}"
            yield f"{record.reply.engine}{sure}"
        if record.reply and record.reply.regions:
            region = record.reply.regions[0]
            yield f"{region.label} {region.score:.2f}"
        if record.ended and record.ended.outcome != "done" and not (record.spoken and record.spoken.interrupted):
            yield self._phrases.say(f"outcome_{record.ended.outcome}")


class Conversation(VerticalScroll):
    can_focus = False

    def __init__(self, phrases: Phrases, help_key: str) -> None:
        super().__init__(id="conversation")
        self._phrases, self._help_key = phrases, help_key
        self._exchanges: dict[int, Exchange] = {}
        self._width = max(cell_len(phrases.say(name)) for name in NAMES) + 2
        self._entries = Vertical(id="entries")
        self.border_title = phrases.say("conversation")

    def compose(self) -> ComposeResult:
        yield self._entries

    def on_mount(self) -> None:
        self.follow()
        self._add(Static(self._phrases.say("welcome", pressed=self._help_key), classes="welcome"))

    def tell(self, record: TurnRecord) -> None:
        if record.turn not in self._exchanges:
            self._exchanges[record.turn] = Exchange(self._phrases, self._width)
            self._add(self._exchanges[record.turn])
        self._exchanges[record.turn].tell(record)

    def show(self, event: Event) -> None:
        match event:
            case Notice(sentence=sentence):
                self.remark("note", sentence)
            case SenseTrouble(sentence=sentence, recovered=recovered):
                self.remark("mended" if recovered else "trouble", sentence)
            case SkillFailed(sentence=sentence):
                self.remark("trouble", sentence)

    def remark(self, kind: str, sentence: str) -> None:
        """kind: `note`, `trouble` or `mended`; the word is shown, so that it never depends on colour."""
        self._add(Line(Content.styled(self._phrases.say(kind), "bold $warning"), self._width, Content.styled(sentence, "$warning")))

    def follow(self) -> None:
        """Stays at the newest entry, whatever comes and however the terminal is resized, until the person scrolls up to read."""
        self.anchor()

    def turn_pages(self, pages: int) -> None:
        self.scroll_relative(y=pages * max(1, self.size.height - 1), animate=False, immediate=True)

    def _add(self, entry: Widget) -> None:
        """Nothing more once the screen is taken down, though an event may still be on its way."""
        if not self.is_attached:
            return
        self._entries.mount(entry)
        for old in list(self._entries.children)[:-KEPT]:
            old.remove()
            self._exchanges = {turn: exchange for turn, exchange in self._exchanges.items() if exchange is not old}
