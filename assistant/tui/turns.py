"""What happened in each turn, put together again from its events."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.events import Event, Looked, Replied, Routed, SpeakingEnded, Transcribed, Transcript, TurnEnded, TurnStarted

KEPT = 50
"""Turns that the screen remembers; `owlish why` knows more."""


@dataclass
class TurnRecord:
    """One turn as far as it has come."""

    turn: int
    source: str = "voice"
    transcript: Transcript | None = None
    routed: Routed | None = None
    looks: list[Looked] = field(default_factory=list)
    reply: Replied | None = None
    spoken: SpeakingEnded | None = None
    ended: TurnEnded | None = None

    @property
    def words(self) -> str:
        return self.routed.text if self.routed else self.transcript.text if self.transcript else ""

    @property
    def confidence(self) -> float | None:
        """Of what the picture said last; None when nothing was looked at."""
        return self.looks[-1].confidence if self.looks else None


class Turns:
    def __init__(self) -> None:
        self._records: dict[int, TurnRecord] = {}

    @property
    def last(self) -> TurnRecord | None:
        return next(reversed(self._records.values()), None)

    def note(self, event: Event) -> TurnRecord | None:
        """The record that the event changed, or None when it belongs to no turn."""
        number = getattr(event, "turn", 0)
        if not number:  # what looks in the background goes on for hours, and has no turn either
            return None
        record = self._records.setdefault(number, TurnRecord(number))
        while len(self._records) > KEPT:
            del self._records[next(iter(self._records))]
        _put(record, event)
        return record


class Growing:
    """What is new of a reply, which comes again with every sentence more."""

    def __init__(self) -> None:
        self._told: dict[int, str] = {}

    def rest(self, event: Replied) -> str:
        before, self._told[event.turn] = self._told.get(event.turn, ""), event.text
        return "" if event.text == before else event.text.removeprefix(f"{before} ")

    def note(self, event: Event) -> None:
        """Forgets the reply of a turn that is over."""
        if isinstance(event, TurnEnded):
            self._told.pop(event.turn, None)


def _put(record: TurnRecord, event: Event) -> None:
    match event:
        case TurnStarted(source=source):
            record.source = source
        case Transcribed(transcript=transcript):
            record.transcript = transcript
        case Routed():
            record.routed = event
        case Looked():
            record.looks.append(event)
        case Replied():
            record.reply = event
        case SpeakingEnded():
            record.spoken = event
        case TurnEnded():
            record.ended = event
