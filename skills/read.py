"""Reads the text in the picture: all of it, a line, what stands on one thing, its numbers; spells; tells whether a word is there."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.events import Answer, Region
from assistant.skill import Reply, Skill, Turn

SPELLED = 40
"""Characters that are spelled at once; of more, the first line is."""


class Read(Skill):
    name = "read"
    permissions = ("camera",)

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self._lines: tuple[Region, ...] = ()
        self._at = 0
        """The next line, for who goes through them one by one."""

    async def handle(self, turn: Turn) -> Reply:
        reply: Reply = await getattr(self, f"_{turn.intent}")(turn)
        return reply

    # ---- intents

    async def _read(self, turn: Turn) -> Reply:
        answer = await self._seen(turn)
        self._at = len(self._lines)
        return Reply(answer.spoken, answer.regions, answer.engine)

    async def _read_on(self, turn: Turn) -> Reply:
        """What stands on a named thing; where the thing is not found, or bears no text of its own, everything."""
        answer = await self._seen(turn)
        self._at = len(self._lines)
        thing = str(turn.slots.get("thing") or turn.slots.get("what") or "")
        found = await turn.home.sight.ground(thing) if thing and len(answer.regions) > 1 else None
        lines = tuple(line for line in answer.regions if found and found.box and found.sure and line.is_on(found.box))
        if not lines:
            return Reply(answer.spoken, answer.regions, answer.engine)
        return self._told(lines, answer)

    async def _line(self, turn: Turn) -> Reply:
        answer = await self._seen(turn)
        wanted = self._position(turn)
        index = wanted - 1 if wanted > 0 else len(answer.regions) + wanted
        return self._one(index, answer)

    async def _lines_from_top(self, turn: Turn) -> Reply:
        answer = await self._seen(turn)
        self._at = max(1, int(turn.slots["number"]))
        return self._told(answer.regions[: self._at], answer)

    async def _next(self, turn: Turn) -> Reply:
        """Of what was read before, so that a page need not be held still meanwhile."""
        answer = Answer("", self.phrases.say("nothing"), 0.0, "", self._lines) if self._lines else await self._seen(turn)
        return self._one(self._at, answer)

    async def _spell(self, turn: Turn) -> Reply:
        lines = self._lines or (await self._seen(turn)).regions
        text = " ".join(line.label for line in lines)
        words = text.split()
        if not words:
            return Reply(self.phrases.say("nothing"))
        if "which" in turn.slots:
            position = self._position(turn)
            return Reply(self._spelled(words[min(position - 1, len(words) - 1) if position > 0 else position]))
        return Reply(self._spelled(text if len(text) <= SPELLED else lines[0].label[:SPELLED]))

    async def _says(self, turn: Turn) -> Reply:
        answer = await self._seen(turn)
        words = str(turn.slots["words"])
        line = next((line for line in answer.regions if line.says(words)), None)
        if line is None:
            return Reply(self.phrases.say("no_such_word", words=words) if answer.regions else answer.spoken)
        return Reply(self.phrases.say("says", line=line.label), (line,), answer.engine)

    async def _numbers(self, turn: Turn) -> Reply:
        answer = await self._seen(turn)
        lines = tuple(line for line in answer.regions if line.numbers)
        numbers = [number for line in lines for number in line.numbers]
        if not numbers:
            return Reply(self.phrases.say("no_number") if answer.regions else answer.spoken)
        return Reply(self.phrases.say("numbers", n=len(numbers), numbers="; ".join(numbers)), lines, answer.engine)

    # ---- parts

    async def _seen(self, turn: Turn) -> Answer:
        answer = await turn.home.sight.read()
        self._lines, self._at = answer.regions, 0
        return answer

    def _one(self, index: int, answer: Answer) -> Reply:
        if not answer.regions:
            return Reply(answer.spoken)
        if not 0 <= index < len(answer.regions):
            return Reply(self.phrases.say("no_more_lines", n=len(answer.regions)))
        self._at = index + 1
        return self._told(answer.regions[index : index + 1], answer)

    def _told(self, lines: Sequence[Region], answer: Answer) -> Reply:
        sentences = [line.label if line.label[-1:] in ".!?" else f"{line.label}." for line in lines]
        return Reply(" ".join(sentences) or answer.spoken, tuple(lines), answer.engine)

    def _position(self, turn: Turn) -> int:
        """From 1; negative from the end."""
        if "number" in turn.slots:
            return max(1, int(turn.slots["number"]))
        return int(self.phrases.section("positions")[str(turn.slots["which"])])

    def _spelled(self, text: str) -> str:
        names = self.phrases.section("signs")
        return ", ".join(str(names.get(sign, sign.upper())) for sign in text) + "."
