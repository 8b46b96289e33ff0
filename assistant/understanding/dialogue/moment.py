"""One turn, as a conversation remembers it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from assistant.events import Candidate
from assistant.skill import Reply

NOBODY = Candidate("", "", 0.0, "")
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Names:
    """How what is named as a thing is told from what is said of it."""

    rest: re.Pattern[str] = NEVER
    """Where the name ends: `wearing` in "the man wearing"."""
    amount: re.Pattern[str] = NEVER
    """What counts the things before it: "two or three"."""
    choice: re.Pattern[str] = NEVER
    """A question which of two things it is, of which neither need be it."""


@dataclass(frozen=True)
class Moment:
    text: str
    chosen: Candidate | None
    reply: Reply
    time: float
    doubt: Candidate | None = None
    names: Names = Names()

    @property
    def skill(self) -> str:
        """Whose reply it was; of a question whether it was meant, who was meant."""
        return (self.chosen or self.doubt or NOBODY).skill

    @property
    def intent(self) -> str:
        """As `skill.intent`; empty where nobody was chosen."""
        return f"{self.chosen.skill}.{self.chosen.intent}" if self.chosen else ""

    @property
    def looked(self) -> bool:
        """Whether its reply tells of a picture."""
        return self.reply.confidence is not None

    @property
    def thing(self) -> str:
        """What the turn was about; empty where it was about no thing."""
        return self.named or (self.reply.regions[0].label if self.chosen and self.reply.regions else "")

    @property
    def named(self) -> str:
        """The same as it was said; empty where it was only shown."""
        named = str(self.chosen.slots.get("thing") or "") if self.chosen and not self.names.choice.match(self.text.lower()) else ""
        return self.names.rest.split(self.names.amount.sub("", named), maxsplit=1)[0].strip()

    @property
    def said(self) -> tuple[str, ...]:
        """The values of its slots as they were said, a thing first; of one that was said in two places, both parts."""
        slots, text = self.chosen.slots if self.chosen else {}, self.text.lower()
        values = [self.thing, *(text for value in slots.values() for text in ([value] if isinstance(value, str) else _texts(value)))]
        return tuple(dict.fromkeys(part for value in values if value for part in _parts(value, text)))

    @property
    def foremost(self) -> str:
        """The first of them; of several in one slot, from the first to the last."""
        slots = self.chosen.slots if self.chosen else {}
        rows = (_texts(value) for value in slots.values())
        row = next((row for row in rows if row and self.said[0] == row[0]), [self.said[0]])
        found = re.search(f"{re.escape(row[0])}.*{re.escape(row[-1])}", self.text.lower()) if len(row) > 1 else None
        return found[0] if found else self.said[0]


def _parts(value: str, text: str) -> list[str]:
    """As it stands in the text: "every monday at seven" may have words between its day and its time."""
    words, found = value.split(), list[str]()
    while words:
        ends = (end for end in range(len(words), 0, -1) if _stands(" ".join(words[:end]), text))
        end = next(ends, 0)
        found += [" ".join(words[:end])] if end else []
        words = words[max(end, 1) :]
    return found


def _stands(words: str, text: str) -> bool:
    """As words of it: "ounce" is none of "five ounces"."""
    return re.search(rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])", text) is not None


def _texts(value: Any) -> list[str]:
    """Of several things in one slot."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, (list, tuple)) else []
