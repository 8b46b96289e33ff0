"""`is that a dog` of `that's a dog, right`: what is stated to have it confirmed or denied, as the question that it is. What denies is left
as a question with its "nobody" or "no", which is answered as such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.understanding.asking.bare import HAS, SUBJECT

LONGEST = 40
"""Words of a statement; no longer question is read."""
NOBODY = r"(?:(?:nobody|no one|noone|nothing)(?: else)?|none|everything)"
SAYING = rf"(?:{SUBJECT}|{NOBODY})"
BE = r"(?:is|are|was|were|am|can|could|does|do|did)"
NOT = r"(?:n'?t| not)"
PRONOUN = r"(?:it|he|she|they|there|you|we|i|that|this|these|those|one)"
TAG = re.compile(
    r"(?:,? (?:or )?"
    + rf"(?:(?:(?:{BE}|has|have|will|would)(?:n'?t)?|can'?t|won'?t) {PRONOUN}(?: not)?"
    + r"|correct|huh|eh|innit|am i right|is (?:that|this) (?:right|correct|true)|yes or no|or not|don'?t you (?:think|agree|see)"
    + r"|(?<=, )(?:yes|yeah|no|okay|ok)))+$"
)
RIGHT = re.compile(r"^(?P<said>.*?(?P<last>[\w']+))(?P<comma>,)? right$")
A_SIDE = frozenset(
    "the to on at top bottom upper lower far is are was were am not all just very from my your his her its their our or and way look looks "
    "looking face faces facing turn turned turning point points pointing go going moving walking leaning driving that's thats it's its "
    "he's hes she's shes they're you're".split()
)
"""Words after which `right` is a side, or the opposite of wrong, and asks for nothing."""
A_NOUN = re.compile(r"\ban? [\w-]+$")
BELIEVED = re.compile(
    r"^(?:i|we)(?: (?:really|still))? (?:think|thought|believe|guess|suppose|assume|bet|say|know|see|can see)(?: that)? "
    r"|^(?:i am|i'm|im) (?:pretty |quite |very )?(?:sure|certain)(?: that)? |^i would say(?: that)? "
)
DISBELIEVED = re.compile(r"^(?:i|we) (?:don'?t|do not) (?:really )?(?:think|believe)(?: that)? ")
LIKE = re.compile(r"^(?:(?:it|this|that) )?(?:looks like|seems to be) (?=an?\b|the\b)")
SEEN = re.compile(r"^(?:i|you|we)(?: (?:can|do))? see (?=(?:an?|the|any|some|no|two|three|four|several|many|nobody|no one|\w+s)\b)")
UNSEEN = re.compile(r"^(?:i|you|we) (?:don'?t|do not|can'?t|cannot) see (?:any |an? )(?=\w)")
UNCOUNTED = re.compile(r"^(?:i|you|we) (?:don'?t|do not|can'?t|cannot) see (?=(?:one|two|three|four|five|many|several|another|more)\b)")
TOGETHER = (
    (re.compile(r"^(that|there|he|she)'?s (?=\S)|^(it|this|here|nobody|no one|somebody|someone|everybody|everyone)'s (?=\S)"), "is"),
    (re.compile(r"^(it)s (?=(?:an?|the|not|my|your|got|\w+ing)\b|\w+$)"), "is"),
    (re.compile(r"^(they|these|those)'?re |^(you|we)'re "), "are"),
    (re.compile(r"^(i)'?m "), "am"),
)
"""Two words that are said as one, with the apostrophe or without."""
STATED = re.compile(rf"^(?P<subject>{SAYING}) (?P<auxiliary>{BE}|has|have)(?P<denied>{NOT})?(?P<rest> .+)$")
NEGATIVE = re.compile(
    rf"^(?:(?P<auxiliary>{BE}|has|have)n'?t|(?P<can>can)'?t) (?P<subject>{SAYING})(?P<rest>.*)$"
    rf"|^(?P<be>is|are|was|were) (?P<it>there|it|this|that|these|those) not(?P<more> .+)$"
)
"""`isn't it a dog`, which says the same as without."""
OF_NOBODY = {"anybody": "nobody", "anyone": "no one", "anything": "nothing"}
NO = re.compile(r"\b(?:no|nobody|nothing|no one|noone|not)\b|n't\b")
NOT_ANY = re.compile(r"^ (?P<any>any|an?|anybody|anyone|anything)(?= |$)")
NO_SUCH = re.compile(r"^no (?P<thing>(?!one\b)[\w-]+(?: [\w-]+)??) (?P<auxiliary>is|are) (?P<rest>(?:here|there|in|on|at|visible)\b.*)$")
DEEDS: Mapping[str, str] = {
    **{f"{verb}s": verb for verb in "wear look hold smile sit stand lie ride seem play eat".split()},
    **{"carries": "carry"},
}
DOES = re.compile(rf"^(?P<subject>{SAYING}) (?P<deed>{'|'.join((*DEEDS, *DEEDS.values()))})\b(?P<rest>.*)$")


@dataclass(frozen=True)
class Stated:
    question: str
    asked: bool
    """Whether its form asks, and not only states."""
    denied: bool = False
    """Whether the statement denies what the question asks."""


def stated(text: str) -> Stated | None:
    """None of what is no statement, nor a question in the form of one."""
    said = " ".join(text.lower().split()).rstrip(" ?.!,")
    if said.count(" ") >= LONGEST:
        return None
    before = _untagged(said)
    if found := NEGATIVE.match(before):
        return Stated(_plainly(found), asked=True)
    if question := _asked(before):
        return Stated(question, asked=before != said, denied=_denies(before, question))
    if question := _asked(said):  # `nobody is there`, which ends as a tag does
        return Stated(question, asked=False, denied=_denies(said, question))
    return Stated(before, asked=True) if _is_asked_anyway(before, said[len(before) :]) else None


def _untagged(said: str) -> str:
    """Without what asks for a yes at its end."""
    if (found := RIGHT.match(said)) and (found["comma"] or found["last"] not in A_SIDE):
        return found["said"]
    return TAG.sub("", said)


def _is_asked_anyway(question: str, tag: str) -> bool:
    """`is that a dog, right`"""
    return re.match(rf"{BE} \w+ \w", question) is not None and bool(tag and (tag[0] == "," or A_NOUN.search(question)))


def _denies(statement: str, question: str) -> bool:
    """Whether a "not" was left out that the question has no "no" for."""
    return re.search(r"(?:n'?t|\bnot|\bcannot)\b", statement) is not None and NO.search(question) is None


def _plainly(found: re.Match[str]) -> str:
    if found["be"]:
        return f"{found['be']} {found['it']}{found['more']}"
    auxiliary = found["auxiliary"] or found["can"]
    return f"{HAS.get(auxiliary, '{auxiliary} {subject}').format(auxiliary=auxiliary, subject=found['subject'])}{found['rest']}"


def _asked(statement: str) -> str:
    """The question of which it is the answer; "" where it is none."""
    said = _apart(LIKE.sub("it is ", DISBELIEVED.sub("", statement)))
    if (believed := BELIEVED.sub("", said)) != said and (question := _asked(believed)):
        return question
    if SEEN.match(said) or UNSEEN.match(said):
        return SEEN.sub("do you see ", UNSEEN.sub("do you see no ", said))
    if UNCOUNTED.match(said):
        return UNCOUNTED.sub("do you see ", said)
    if found := NO_SUCH.match(said):
        return "{auxiliary} there no {thing} {rest}".format(**found.groupdict())
    if found := STATED.match(said):
        return _turned(found)
    if found := DOES.match(said):
        one = found["deed"] in DEEDS
        return f"{'does' if one else 'do'} {found['subject']} {DEEDS.get(found['deed'], found['deed'])}{found['rest']}"
    return ""


def _apart(said: str) -> str:
    for together, verb in TOGETHER:
        if found := together.match(said):
            said = f"{next(filter(None, found.groups()))} {verb} {said[found.end() :]}"
    said = re.sub(r"^here (?=is|are)", "there ", said)
    return re.sub(r"^(\S+) (?:is|has) got ", r"\1 has ", said)


def _turned(found: re.Match[str]) -> str:
    subject, auxiliary, rest = found["subject"], found["auxiliary"], found["rest"]
    if subject == "there" and found["denied"]:
        rest = NOT_ANY.sub(lambda any_: f" {OF_NOBODY.get(any_['any'], 'no')}", rest)
    return f"{HAS.get(auxiliary, '{auxiliary} {subject}').format(auxiliary=auxiliary, subject=subject)}{rest}"
