"""Questions about the picture itself and not about what it shows: whether it is sharp, light, in colour, of which colours, of what size.
They are measured on its pixels, since the fusion is told next to nothing of that.

A question is taken for one only where it asks for that and nothing else ("is there a red cup" is about a cup).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.understanding.asking.plain import OPEN, TAIL, plain
from models.colours import NAMES, Box
from models.measured import GREYS, Measured

KNOWN, LIKELY = 0.95, 0.65
"""Chances of what is measured far from where it would be otherwise, and of what is near to that."""
BLURRED, SHARP = 0.55, 0.75
"""Sharpness below which a picture is surely blurred, and from which it surely is not; in the middle between them it changes."""
DIM, DARK, LIGHT = 0.12, 0.3, 0.55
"""Lightness below which nothing much can be seen, below which a picture is dark, and from which it is bright."""
GLARING = 0.6
"""Share of pixels that are white from glare, from which a picture is too bright."""
MUCH: Mapping[bool, tuple[float, float]] = {False: (0.01, 0.003), True: (0.1, 0.02)}
"""Shares of a picture from which a colour is surely and perhaps there; of greys and browns more, since every shadow has them."""
SHADE, MOST_COLOURS = 0.06, 4
"""Share from which a shade of a picture without colours counts, and the most colours that are told."""
COLOURLESS = "black and white"

PICTURE = r"(?:(?:the|this|that|my|your)(?: whole| entire)? (?:camera )?(?:picture|photo|photograph|image|shot|view))"
CAMERA = rf"(?:{PICTURE}|(?:the|this|my|your) camera|everything)"
"""What is in focus or dark; a camera on a table has a colour and a size."""
IT = rf"(?:{PICTURE}|it|this|that)"
KIND = r"(?:picture|photo|photograph|image|shot)"
HOW = r"(?:(?:a bit|a little|kind of|sort of|really|very|too|quite|rather|slightly|somewhat|all|completely|totally|just|looking) )*"
SLIGHTLY = re.compile(r"\b(?:a bit|a little|kind of|sort of|slightly|somewhat)\b")
BE = r"(?:is|was|does|are)"
COLOUR = rf"(?P<colour>{'|'.join(NAMES)}|gray)"
SOME = r"(?:(?:any|some|much|a lot of|lots of|a bit of|a little|an?) ?)?(?:thing )?"
HERE = rf"(?: in it| on it| in {PICTURE}| here| around)*"
HALVES: Mapping[str, Box] = {
    "left": (0, 0, 0.5, 1), "right": (0.5, 0, 1, 1), "top": (0, 0, 1, 0.5), "bottom": (0, 0.5, 1, 1), "middle": (0.25, 0.25, 0.75, 0.75),
    "top left": (0, 0, 0.5, 0.5), "top right": (0.5, 0, 1, 0.5), "bottom left": (0, 0.5, 0.5, 1), "bottom right": (0.5, 0.5, 1, 1),
}  # fmt: skip
"""Fractions of the picture."""
SIDE = (
    r"(?: (?:on|at|in|to|towards) the (?P<side>(?:(?:top|bottom|upper|lower)[ -])?(?:left|right)|top|bottom|middle|cent(?:er|re))"
    rf"(?: (?:hand )?(?:side|half|part|corner|edge))?(?: of {PICTURE})?)?"
)
AS_SIDES = {"upper": "top", "lower": "bottom", "center": "middle", "centre": "middle"}


@dataclass(frozen=True)
class Told:
    """`key`: the phrase that `answer` is said by; "" where it is said as any answer is."""

    answer: str
    chance: float
    key: str = ""
    box: Box | None = None
    """Pixels of the picture, where a colour is."""


def told(question: str, measured: Callable[[], Measured]) -> Told | None:
    """None where something else is asked, or where the pixels do not tell."""
    asked = plain(re.sub(r"'s\b|(?<=\bwhat)s\b", " is", question)).replace("color", "colour").replace("-", " ")
    found = ((tell, match) for pattern, tell in ASKED if (match := pattern.fullmatch(asked)))
    return next((one for tell, match in found if (one := tell(measured(), match))), None)


def _whether(margin: float) -> tuple[str, float]:
    """margin: 1 and more where it is far from being otherwise, below 0 where it is not so"""
    return ("yes" if margin > 0 else "no"), KNOWN if abs(margin) >= 1 else LIKELY


def _blurred(measured: Measured, match: re.Match[str]) -> Told:
    half = (SHARP - BLURRED) / 2
    between = SHARP if SLIGHTLY.search(match[0]) else SHARP - half
    margin = (between - measured.sharpness()) / half
    answer, chance = _whether(margin if match["blurred"] else -margin)
    return Told(("blurry" if margin > 0 else "sharp") if match["other"] else answer, chance)


def _dark(measured: Measured, match: re.Match[str]) -> Told:
    light = measured.lightness()
    if match["too"]:
        return Told(*_whether((DIM - light) / (DIM / 2)))
    return Told(*_whether((DARK - light) / (DARK / 3)))


def _dark_or_bright(measured: Measured, match: re.Match[str]) -> Told:
    half = (LIGHT - DARK) / 2
    margin = (measured.lightness() - DARK - half) / half
    return Told("bright" if margin > 0 else "dark", _whether(margin)[1])


def _bright(measured: Measured, match: re.Match[str]) -> Told:
    return Told(*_whether((measured.lightness() - LIGHT) / (LIGHT / 4)))


def _glaring(measured: Measured, match: re.Match[str]) -> Told:
    return Told(*_whether((measured.clipped() - GLARING) / (GLARING / 2)))


def _enough_light(measured: Measured, match: re.Match[str]) -> Told:
    return Told(*_whether((measured.lightness() - DIM) / (DIM / 2)))


def _colourless(measured: Measured, match: re.Match[str]) -> Told | None:
    """Of `it`, which may be a cow, only that the whole picture is."""
    is_so = measured.is_colourless()
    if match["of"] in ("it", "this", "that") and not match["kind"] and not is_so:
        return None
    return Told("yes" if is_so else "no", KNOWN)


def _in_colour(measured: Measured, match: re.Match[str]) -> Told:
    return Told("no" if measured.is_colourless() else "yes", KNOWN)


def _colour_or_not(measured: Measured, match: re.Match[str]) -> Told:
    return Told(COLOURLESS, KNOWN) if measured.is_colourless() else Told("color", KNOWN, "in_colour")


def _colours(measured: Measured, match: re.Match[str]) -> Told:
    if measured.is_colourless():
        seen = [name for name, share in zip(NAMES, measured.shares(), strict=True) if share >= SHADE]
        return Told(COLOURLESS if len(seen) > 1 else seen[0], KNOWN, "colours_seen")
    shares = {name: measured.patch(name).share for name in NAMES}
    seen = sorted((name for name in NAMES if shares[name] >= _much(name)[0]), key=shares.__getitem__, reverse=True)[:MOST_COLOURS]
    if not seen:
        return _main_colour(measured, match)
    return Told(", ".join(seen), KNOWN, "colours_seen")


def _main_colour(measured: Measured, match: re.Match[str]) -> Told:
    shares = measured.shares()
    most, next_one = shares[(-shares).argsort()[:2]]
    return Told(NAMES[int(shares.argmax())], KNOWN if most > 1.5 * next_one else LIKELY, "mostly_colour")


def _any_of_colour(measured: Measured, match: re.Match[str]) -> Told | None:
    colour = match["colour"].replace("gray", "grey")
    if colour == "orange" and "thing" not in match[0]:
        return None  # the fruit
    side = " ".join(AS_SIDES.get(word, word) for word in (match["side"] or "").split())
    patch = measured.patch(colour, HALVES.get(side, (0, 0, 1, 1)))
    surely, perhaps = _much(colour)
    if patch.share >= perhaps:
        return Told("yes", KNOWN if patch.share >= surely else LIKELY, box=patch.box)
    return Told("no", KNOWN if patch.share < perhaps / 6 else LIKELY)


def _much(colour: str) -> tuple[float, float]:
    return MUCH[colour in (*GREYS, "brown")]


def _format(measured: Measured, match: re.Match[str]) -> Told:
    width, height = measured.size
    return Told("square" if width == height else "landscape" if width > height else "portrait", KNOWN, "format")


def _is_format(measured: Measured, match: re.Match[str]) -> Told:
    width, height = measured.size
    asked = {name: bool(match[name]) for name in ("wide", "tall", "square")}
    is_so = {"wide": width > height, "tall": height > width, "square": width == height}
    return Told("yes" if any(asked[name] and is_so[name] for name in asked) else "no", KNOWN)


def _size(measured: Measured, match: re.Match[str]) -> Told:
    width, height = measured.size
    return Told(f"{width} x {height}", KNOWN, "size_px")


FORMAT = r"(?:portrait|landscape)(?: (?:format|mode|orientation))?"
WIDE = r"(?P<wide>wider than (?:it is )?(?:tall|high)|landscape|horizontal|wide)"
TALL = r"(?P<tall>(?:taller|higher) than (?:it is )?wide|portrait|vertical|upright|tall)"
BLURRY, FOCUSED = r"blurr?y|blurred|unsharp|out of focus|not sharp", r"sharp|crisp|clear|in focus"
COLOURLESS_WORDS = r"(?:black and white|b&w|monochrome|gr[ae]y ?scale|colourless)"
PATTERNS: Sequence[tuple[str, Callable[[Measured, re.Match[str]], Told | None]]] = (
    (rf"{BE} (?:{CAMERA}|{IT}) (?:look )?{HOW}(?:(?P<blurred>{BLURRY})|in focus)(?P<other> or (?:{FOCUSED}))?{TAIL}", _blurred),
    (
        rf"{BE} (?:(?:{PICTURE}|my camera|the camera) (?:look )?{HOW}(?:(?P<blurred>fuzzy)|{FOCUSED})"
        rf"|(?:{CAMERA}|{IT}) (?:look )?{HOW}(?:{FOCUSED})(?P<other> or (?:{BLURRY}))){TAIL}",
        _blurred,
    ),
    (rf"{BE} (?:this|that|it) an? (?:(?P<blurred>{BLURRY})|{FOCUSED})(?P<other> or an? (?:{BLURRY}|{FOCUSED}))? {KIND}", _blurred),
    (rf"{BE} {PICTURE} (?:look )?(?P<too>too )?{HOW}(?:dark|underexposed){TAIL}", _dark),
    (rf"{BE} (?:it|this) (?P<too>too )dark(?: (?:here|in here))?(?: to see(?: anything| me| us| it)?)?", _dark),
    (rf"{BE} (?:{PICTURE}|it|this) (?:too bright|over ?exposed)(?: here| in here)?", _glaring),
    (rf"{BE} {PICTURE} (?:look )?{HOW}(?:bright|light|well lit){TAIL}", _bright),
    (rf"{BE} {PICTURE} (?:look )?{HOW}(?:dark or (?:bright|light)|(?:bright|light) or dark){TAIL}", _dark_or_bright),
    (r"is there enough light(?: here| in here)?(?: to see(?: anything| me| us)?| for you| for (?:the|your) camera)?", _enough_light),
    (rf"{BE} (?P<of>{IT}) (?:in |all )?(?P<kind>an? )?{COLOURLESS_WORDS}(?: {KIND})?{TAIL}", _colourless),
    (rf"{BE} {IT} (?:in (?:full )?colour|coloured|an? colour(?:ed)? {KIND}){TAIL}", _in_colour),
    (rf"{BE} {IT} (?:in |an? )?{COLOURLESS_WORDS}(?: {KIND})? or (?:in |an? )?colour(?:ed)?(?: {KIND})?{TAIL}", _colour_or_not),
    (rf"{BE} {IT} (?:in |an? )?colour(?:ed)?(?: {KIND})? or (?:in |an? )?{COLOURLESS_WORDS}(?: {KIND})?{TAIL}", _colour_or_not),
    (rf"(?:what|which) colours (?:are there|(?:do|can) (?:you|we|i) see|are (?:visible|shown|seen|used)){HERE}", _colours),
    (rf"(?:what|which) colours (?:are (?:in|on) |are |is |does |has )(?:in )?(?:it|{PICTURE})(?: have| made of| in)?{HERE}", _colours),
    (rf"(?:what|which) colour is {PICTURE}", _colours),
    (rf"(?:what is |what are |which (?:is|are) )(?:all )?the colours?(?: (?:in|of) {PICTURE}| (?:do )?you see| here)", _colours),
    (rf"(?:list|name)(?: all)?(?: the)? colours(?: (?:that )?you (?:can )?see)?{HERE}", _colours),
    (
        r"(?:what|which)(?: is| are)?(?: the)? (?:main|dominant|most common|primary|strongest|predominant|most frequent|overall) colours?"
        rf"(?: (?:is|are))?(?: of it| of {PICTURE})?{HERE}(?: there)?",
        _main_colour,
    ),
    (rf"(?:what|which) colour (?:is (?:there )?(?:the )?most(?: of)?|do (?:you|we) see (?:the )?most(?: of)?){HERE}", _main_colour),
    (rf"(?:what|which) colour is most of {IT}", _main_colour),
    (rf"{OPEN} {SOME}{COLOUR}(?: (?:things?|stuff|objects?|colours?))?{HERE}{SIDE}{TAIL}", _any_of_colour),
    (rf"is (?:any|some)thing(?: here)? {COLOUR}{HERE}{SIDE}{TAIL}", _any_of_colour),
    (rf"(?:is {IT} (?:in )?)?{FORMAT} or {FORMAT}", _format),
    (rf"(?:what|which) (?:is the )?(?:format|orientation|aspect ratio)(?: (?:of|is|does|has))? {IT}(?: have| in)?", _format),
    (rf"is {PICTURE} (?:in )?(?:{WIDE}|{TALL}|(?P<square>square))(?: (?:format|mode|orientation))?", _is_format),
    (rf"how (?:big|large|high|tall|wide) is {PICTURE}|how many (?:mega)?pixels (?:does|has|are in) {IT}(?: have)?", _size),
    (rf"what(?: is)?(?: the| your)? (?:resolution|size|dimensions?|pixel size)(?: (?:of|is|does|has|are))* {PICTURE}(?: have)?", _size),
    (r"what(?: is)?(?: the)? (?:resolution|pixel size)(?: (?:of|is|does|has))* (?:the|your|my) camera(?: have)?", _size),
)
ASKED = tuple((re.compile(pattern), tell) for pattern, tell in PATTERNS)
