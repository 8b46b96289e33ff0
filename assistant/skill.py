"""The contract for skills, whole. A skill is a class with a name, reached by an entry point of the group `owlish.skills`.

Its words (templates, examples, phrases) are in `locales/<language>/<name>.toml` beside its module; its behaviour is `handle`.

    class Coin(Skill):
        name = "coin"

        async def handle(self, turn: Turn) -> Reply:
            return Reply(self.phrases.say(random.choice(("heads", "tails"))))
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol

from assistant.events import Answer, AudioChunk, Frame, Grounding, Region
from assistant.letters import as_written
from assistant.phrases import Phrases


@dataclass(frozen=True)
class Reply:
    """What to say and to show; an empty text is silence."""

    text: str
    regions: tuple[Region, ...] = ()
    engine: str = ""
    follow_up: str = ""
    """The skill has asked something back: the sentence that a bare answer completes, as `set a timer for {answer}`; or the reply can be
    gone on from: `9 {answer}`, where "times two" is said next. A sentence of its own completes nothing.
    One of yes or no begins with it: `{answer} clear the whole shopping list`."""
    undo: str = ""
    """The sentence that takes back what was done, as `remove milk from the shopping list`; "undo" says it."""
    confidence: float | None = None
    """How sure what is said of a picture is, 0 to 1; None of all else."""
    denied: str = ""
    """The question to the picture by which it was denied that what was named is there."""
    more: AsyncGenerator[str, None] | None = field(default=None, compare=False)
    """What is still coming of a reply to a turn, in pieces of any length: said sentence by sentence as it comes, closed when cut off."""


@dataclass(frozen=True)
class Turn:
    """One utterance that the router gave to this skill."""

    text: str
    intent: str
    slots: Mapping[str, Any]
    home: Home
    language: str = "en"
    time: float = 0.0
    context: Mapping[str, Any] = field(default_factory=dict)
    """What dialogue remembers of the last turns: `thing`, which was spoken of; `last_reply`; `asked`, what that reply wanted to know, and
    `asked_by`, the skill that did; `confidence`, how sure it was of what it saw; `denied`, the question by which it was denied that the
    thing is there. A guest is told `thing`, and what it said itself."""
    said: str = ""
    """The words as they came, before anything was made of them."""

    def written(self, words: str) -> str:
        """words: of this turn. With their large letters, where those were written in it or in the turn that it goes on from."""
        before = (self.context.get("asked", ""), self.context.get("last_reply", ""), self.context.get("undo", ("",))[0])
        return as_written(words, self.said, before, self.language)


class Sight(Protocol):
    """The camera, as far as a skill may use it: about the frames of this turn. Raises CameraError when there is nothing to see.

    In the background it is the present, seen no more often than the configuration allows: a question that comes again waits its time.
    """

    async def answer(self, question: str) -> Answer: ...
    async def ground(self, phrase: str) -> Grounding: ...
    async def describe(self) -> Answer: ...

    async def read(self) -> Answer:
        """The text in the picture: `short` has its lines, `regions` each line as a label with its box."""
        ...

    async def frame(self) -> Frame:
        """The picture itself, which is noted in the audit log as given away."""
        ...


class Storage(Protocol):
    """Rows of this skill that survive a restart; each is saved when the call returns."""

    async def put(self, key: str, row: Mapping[str, Any]) -> None:
        """row: what JSON can hold. Raises TypeError for anything else."""
        ...

    async def delete(self, key: str) -> None: ...
    async def rows(self) -> Mapping[str, Mapping[str, Any]]: ...


class Home(Protocol):
    """What the assistant lends to a skill."""

    sight: Sight
    storage: Storage

    def now(self) -> float:
        """Wall-clock time, seconds since 1970."""
        ...

    async def sleep_until(self, when: float) -> None:
        """Until that wall-clock time, clock changes included."""
        ...

    async def announce(self, reply: Reply) -> bool:
        """Speaks outside of a turn, when nobody else is speaking. False when it was cut off."""
        ...

    async def play(self, sound: AudioChunk) -> bool:
        """A sound, when nobody is speaking. False when it was cut off (the person spoke, or said stop), or nothing here can play it."""
        ...

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        """GET, or POST of JSON. Raises NetworkError in one sentence: offline, no answer, a status that is no success."""
        ...

    def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
        """POST of JSON; the lines of the answer as they come, until it is closed. Raises NetworkError."""
        ...

    async def pictures(self) -> Path:
        """A folder of the person's own, for pictures that they asked to keep."""
        ...

    async def voice(self, *, rate: float = 1.0, volume: float = 1.0) -> tuple[float, float]:
        """Multiplies how fast and how loud the assistant speaks; returns what holds from now on, 1 being normal."""
        ...

    async def report(self) -> Mapping[str, Any]:
        """Facts about the assistant itself: `models`, `provider`, `microphone`, `camera`, `version`, `offline`."""
        ...

    async def stop(self) -> None:
        """Ends what is being said; the turn goes on."""
        ...

    async def switch(self, sense: str, on: bool) -> None:
        """Closes or opens the microphone or the camera."""
        ...

    def skills(self) -> Sequence[Skill]:
        """The skills that are ready, for those that tell what can be done."""
        ...


class Skill:
    """Base of every skill, built in or guest."""

    name: ClassVar[str]
    timeout: ClassVar[float] = 8.0
    """Seconds that `handle` may take."""
    permissions: tuple[str, ...] = ()
    """What it needs beyond the words of its own turns: `camera`, `speech` (to speak by itself), `files`, `network:HOST`."""
    takes_rest: bool = False
    """Answers what no other skill takes, in place of the fallback."""

    def __init__(self, language: str = "en") -> None:
        self.phrases = Phrases(type(self).__module__.rpartition(".")[0] or type(self).__module__, self.name, language)

    def configure(self, settings: Mapping[str, Any]) -> None:
        """settings: what the configuration has in the section of the skill's name. Called before anything else, and when one is changed."""

    async def handle(self, turn: Turn) -> Reply:
        raise NotImplementedError

    async def background(self, home: Home) -> None:
        """Runs as long as the assistant does; the default has nothing to do."""
