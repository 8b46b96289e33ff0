"""Questions about what stands written in the picture, which is read, since the fusion knows no letters.

A question is taken for one only where it asks for that and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from assistant.events import Answer, Box, Frame, Region
from assistant.understanding.asking.people_words import PERSONS, sort_of
from assistant.understanding.asking.plain import TAIL, plain

Reader = Callable[[Frame], Answer]
"""What stands in a picture: `regions` are its lines, and none where it abstains (perception/text.py)."""

What = Literal["whether", "number", "text"]

UNREAD, ELSEWHERE = 0.7, 0.6
"""Chance that nothing is written where nothing could be read, and that it is not on a thing where it was read beside it."""

THING, SPEAKER = (rf"(?P<{name}>\S+(?: \S+)*?)" for name in ("thing", "speaker"))
TEXT = r"(?:text|writing|words?|letters|lettering|inscription)"
NAME = r"(?:name|title|slogan|label|caption|message|headline)"
PUT = r"(?:written|printed|painted|engraved|inscribed)"
ANYTHING = r"(?:any|some)thing"
WORDS = r"(?P<words>(?!(?:how|what|when|where|which|who|why|if|whether|that|so|any|anything|something)\b).+?)"
ON = rf"(?: (?:on|at|across|over|in(?= (?:it|an?|the|this|that|my|your|his|her|our|their)\b)) {THING})?{TAIL}"
ASKED: Mapping[What, Sequence[str]] = {
    "whether": (
        rf"(?:is|are) there (?:any |some |a )?(?:{TEXT}|{ANYTHING} {PUT})(?: {PUT})?{ON}",
        rf"is {ANYTHING} {PUT}{ON}",
        rf"do(?:es)? {THING} have (?:any |some )?{TEXT}(?: (?:on|in) (?:it|them))?",
        rf"(?:can|do) you (?:see|read) (?:any |some )?{TEXT}{ON}",
        rf"do(?:es)? (?:it|this|that) say {ANYTHING}{ON}",
        rf"do(?:es)? {SPEAKER} say {ANYTHING}{TAIL}",
        rf"do(?:es)? (?:it|this|that) say {WORDS}{ON}",
        rf"do(?:es)? {SPEAKER} say {WORDS}{TAIL}",
        rf"is the (?:word|name|number|text) {WORDS} (?:on|in) {THING}",
    ),
    "number": (
        rf"(?:what|which) (?:numbers?|digits?) (?:is|are|do you see|can you see)(?: (?:{PUT}|shown|displayed))? (?:on|in) {THING}",
        rf"what(?:s| is| are) the (?:numbers?|digits?) on {THING}",
        rf"(?:what|which) (?:numbers?|digits?) (?:can|do) you (?:see|read){ON}",
        rf"(?:what|which) (?:numbers?|digits?) (?:is|are) (?:it|this|that|these|{PUT}|shown|displayed){ON}",
    ),
    "text": (
        rf"what (?:do(?:es)? )?(?:it|this|that|these|those) (?:says?|reads?){ON}",
        rf"what (?:do(?:es)? )?{SPEAKER} (?:says?|reads?)",
        rf"what(?:s| is) {PUT}{ON}",
        rf"what(?:s| is| are) the (?:{TEXT}|{NAME})(?: {PUT})?{ON}",
        rf"(?:what|which) (?:\w+ )?(?:{TEXT}|{NAME}) (?:is|are|can you (?:see|read)|do you see)(?: {PUT})?{ON}",
        rf"(?:what|which) (?:brand|make) (?:of \w+ )?(?:is|are) {SPEAKER}",
        rf"what(?:s| is| are) the (?:brand|make)(?: of {SPEAKER})?",
        rf"read (?:(?:out|me|us) )*{THING}",
    ),
}
EVERYWHERE = re.compile(rf"it|this|that|these|those|there|here|(?:the|this|that) (?:picture|photo|image|{TEXT})")
"""What is no thing of its own on which something stands."""
ASIDE = re.compile(
    r"^(?:please |(?:can|could|would|will) you (?=please |read |tell )|tell me (?=what)|read (?:(?:out|loud|aloud|(?:to )?me) )*(?=what))+"
    r"|(?: please| aloud| out(?: loud)?| (?:to|for) (?:me|us))+$"
)
"""What asks in more words for the same."""
SOMEBODY = re.compile(r"(?:i|you|we|he|she|they)\b")
"""Who is heard, not read."""


@dataclass(frozen=True)
class Wanted:
    what: What
    thing: str
    """On which it stands; "" for the whole picture."""
    words: str = ""
    """Whether they stand there; "" for any."""


def wanted(question: str) -> Wanted | None:
    """None where a question asks for something else."""
    asked = ASIDE.sub("", re.sub('[,"“”]', "", re.sub("what['’]s", "whats", plain(question))))
    found = ((what, match) for what, patterns in ASKED.items() for pattern in patterns if (match := re.fullmatch(pattern, asked)))
    if (first := next(found, None)) is None:
        return None
    what, match = first
    thing, speaker, words = (match.groupdict().get(group) or "" for group in ("thing", "speaker", "words"))
    if SOMEBODY.match(speaker) or sort_of(speaker) or speaker.removeprefix("the ") in PERSONS:
        return None
    thing = thing or speaker
    return Wanted(what, "" if EVERYWHERE.fullmatch(thing) else thing, words)


def told(of: Wanted, read: Answer, box: Box | None) -> Answer:
    """read: all that stands in the picture; box: of the thing, where it was surely found"""
    on = tuple(line for line in read.regions if box is None or line.is_on(box))
    if of.words:
        on = saying(on or read.regions, of.words)
    if of.what == "whether":
        if on:
            return replace(read, short="yes", regions=on)
        return replace(read, short="no", confidence=ELSEWHERE if read.regions else UNREAD, regions=(), abstained=False)
    lines, short = once(on or read.regions), ""
    if of.what == "number":
        lines = tuple(line for line in lines if line.numbers)
        short = ", ".join(dict.fromkeys(number for line in lines for number in line.numbers))
    if not lines:
        return replace(read, short="", confidence=0.0, regions=(), abstained=True)
    sure = float(np.mean([line.score for line in lines]))
    return replace(read, short=short or ", ".join(line.label for line in lines), confidence=round(sure, 3), regions=lines)


def saying(lines: Sequence[Region], words: str) -> tuple[Region, ...]:
    """Those that say them, or all where they stand in several together."""
    alone = tuple(line for line in lines if line.says(words))
    together = lines and replace(lines[0], label=" ".join(line.label for line in lines)).says(words)
    return alone or (tuple(lines) if together else ())


def once(lines: Sequence[Region]) -> tuple[Region, ...]:
    """Of lines that say the same one, with the most spaces, which are what reading loses."""
    kept: dict[str, Region] = {}
    for line in lines:
        letters = "".join(line.label.casefold().split())
        if letters not in kept or len(line.label) > len(kept[letters].label):
            kept[letters] = line
    return tuple(kept.values())
