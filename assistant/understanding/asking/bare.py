"""`what color is the cup` of `um, can you tell me what color the cup is, please`: what is asked, without what is said around it, and in the
order of a question. The network has heard some small talk, but without it is right more often, and what reads questions by their form reads
more of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def _any(*patterns: str | Iterable[str]) -> str:
    return "(?:" + "|".join(one for pattern in patterns for one in ([pattern] if isinstance(pattern, str) else pattern)) + ")"


PLEASE = _any("please", "pls", "just", "maybe", "perhaps", "possibly", "quickly")
YOU = _any("can you", "could you", "would you", "will you")
ASIDE = _any(
    "um+ uh+ er hmm+ so well ok okay hey hi hello now oh ah please pls sorry alright listen actually quickly just".split(),
    "excuse me", "by the way", "what do you (?:think|say)(?=,)", "(?:a |one |another )?(?:quick )?question",
    rf"(?:{YOU} )?(?:{PLEASE} )?(?:(?:have|take) a )?look(?: at (?:this|that|it))?(?! (?:at|for)\b)",
)  # fmt: skip
OPENING = re.compile(rf"^(?:{ASIDE}(?: and)?(?: please)?[,:;.!-]* )+(?=\S+ \S)")
FRAME = re.compile(
    rf"^(?:{PLEASE} )*"
    + _any(
        rf"{YOU} (?:{PLEASE} )*(?:tell|say|describe|explain)(?: to)?(?: (?:me|us))?", rf"{YOU} (?:{PLEASE} )*let (?:me|us) know",
        "tell (?:me|us)", "let (?:me|us) know", "do you (?:happen to )?know", "(?:would|do) you mind telling (?:me|us)",
        "(?:do you have )?any idea", "i (?:would like|want|need) to know", "i wonder", "i(?: am|m| was)? (?:wondering|curious)",
    )
    + r"(?: please)?[,:]* (?=(?:if|whether|what|which|where|who|whose|how|why|when|is|are|does|do|can)\b)"
)  # fmt: skip
CLOSING = re.compile(
    r"(?:,? "
    + _any(
        "please", "pls", "thanks", "thank you", "or not", "or what", "by any chance", "do you (?:know|think)", "would you say", "i wonder",
        "(?:can|could) you (?:tell|say)(?: me)?", "if you (?:can|could)", "for me", "you know",
    )
    + ")+$"
)  # fmt: skip
AUXILIARY = "(?:is|are|was|were|can|does|do|did)"
HAS = {"has": "does {subject} have", "have": "do {subject} have"}
SUBJECT = _any(
    r"(?:the|this|that|these|those|a|an|my|your|his|her|its|our|their)(?: (?!(?:who|which|that)\b)[\w'-]+)+?",
    "there it this that these those he she they we i you anyone anybody someone somebody everyone everybody".split(),
)
NOUN = rf"(?!(?:{AUXILIARY}|has|have|would|could|of|in|on|at|the)\b)\w+"
ASKED = _any(
    rf"(?:what|which)(?: (?:kind|sort|type|breed) of)?(?: {NOUN}){{0,2}}?",
    "where", "who", rf"whose {NOUN}", rf"how(?: (?:many|much)(?: {NOUN}){{1,2}}?)?",
)  # fmt: skip
WHETHER = re.compile(rf"^(?:if|whether) (?P<subject>{SUBJECT}) (?P<auxiliary>{AUXILIARY}|has|have)\b(?P<rest>.*)$")
TOLD = re.compile(rf"^(?P<asked>{ASKED}) (?P<subject>{SUBJECT}) (?P<auxiliary>{AUXILIARY})\b(?P<rest>.*)$")

POINTING = re.compile(
    rf"^(?:{YOU} )?(?:{PLEASE} )*"
    + _any(
        "point (?:at|to|out)", "show(?: (?:me|us))?", "find", "locate", "mark", "look (?:at|for)", "(?:have|take) a look at",
        "where(?:'s| is| are)", "(?:do|can) you see",
    )
    + r" (?=(?:the|a|an|my|your|his|her|its|our|their|that|this|those|these)\b)",
    re.IGNORECASE,
)  # fmt: skip
SCENE = r"(?:picture|photo|image|scene|view|room|surroundings)"
ABOUT = (
    r"(?:describe|what can you (?:say|tell (?:me|us)) about"
    r"|tell (?:me|us) (?:a bit |a little |something |more |all |everything )?about)(?: (?:to|for) (?:me|us))?"
)
DESCRIBED = re.compile(
    rf"^(?:{YOU} )?(?:{PLEASE} )*{ABOUT} "
    rf"(?:it|this|that|everything|(?:the|this|that|your) {SCENE}|what (?:(?:do|can) )?(?:you|i|we)(?: can)? see"
    r"|what is (?:there|here)|what(?:'?s| is) (?:happening|going on))\b"
    r"(?: (?:here|there|to me|for me|please|in detail|briefly|in a sentence))*$"
    r"|^what (?:you|i|we)(?: can)? see$"
    rf"|^(?:{YOU} )?(?:{PLEASE} )*(?:list|name)(?: me)? (?:everything|all(?: the)?(?: things| objects)?)"
    rf"(?: that)?(?: (?:you|i|we)(?: can)? see| is there| there is| are there)?(?: here| in (?:the|this) {SCENE})?$"
    r"|^what(?:'?s| is) (?:happening|going on)(?: (?:here|there|now|in here))*"
    rf"(?: (?:in|on|at) (?:the|this|that) {SCENE})?$"
)

OF_A_THING = re.compile(
    rf"^(?:{YOU} )?(?:{PLEASE} )*{ABOUT} "
    r"(?P<thing>(?:the|this|that|these|those|my|his|her|their|its|an?) (?!.* and |weather\b)[\w' -]+?|him|her|them|me)"
    r"(?: (?:to me|for me|please|in detail|briefly|in a sentence|(?:that )?you see|in the (?:picture|photo|image)))*$"
)


def asks_for_all(question: str) -> bool:
    """Whether what is seen is to be told, and not some one thing of it."""
    return DESCRIBED.match(" ".join(question.lower().split()).rstrip(" ?.!")) is not None


def thing_told_of(question: str) -> str:
    """`the man` of `describe the man`; "" where no one thing is to be told of."""
    found = OF_A_THING.match(" ".join(question.lower().split()).rstrip(" ?.!"))
    return found["thing"] if found else ""


def phrase_of(asked: str) -> str:
    """`the cup` of `can you show me the cup, please`: what is to be pointed at."""
    return POINTING.sub("", bare(asked).rstrip(" ?.!"))


def bare(question: str) -> str:
    """The question itself where there is nothing around it."""
    said = " ".join(question.lower().replace("'d ", " would ").split()).rstrip(" ?.!")
    asked = OPENING.sub("", FRAME.sub("", OPENING.sub("", CLOSING.sub("", said))))
    if found := WHETHER.match(asked):
        return HAS.get(found["auxiliary"], "{auxiliary} {subject}").format(**found.groupdict()) + found["rest"]
    if found := TOLD.match(asked):
        return "{asked} {auxiliary} {subject}{rest}".format(**found.groupdict())
    return question if asked == said else asked
