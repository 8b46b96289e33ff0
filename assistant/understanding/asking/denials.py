"""What denies as what it denies: `is anybody here` of `is nobody here`."""

from __future__ import annotations

import re

from assistant.understanding.asking.plain import plain

WHETHER = re.compile(r"^(?:is|are|was|were|do|does|can|has|have)\b")
DEFINITE = r"(?:the|this|that|these|those|my|your|his|her|its|our|their|he|she|they|we|you|i)"
DENIED = (
    (re.compile(r"\b(?:nobody|no one|noone)\b"), "anybody"),
    (re.compile(r"\b(?:none|neither) of\b"), "any of"),
    (re.compile(r"\bnothing\b"), "anything"),
    (re.compile(r"\b(there|see) no (?=other\b|people\b|men\b|women\b|children\b|\w+s\b)"), r"\1 any "),
    (re.compile(r"\b(there|see) no (?=[aeiou])"), r"\1 an "),
    (re.compile(r"\b(there|see) no "), r"\1 a "),
    (re.compile(rf"^(\w+ {DEFINITE}\b(?:(?! (?:who|that|which|or)\b).)*) not (?=\w)"), r"\1 "),
)


def affirmed(text: str) -> str | None:
    """What is denied: `is anybody here` for `is nobody here`; None where nothing is."""
    said = re.sub(r",? (?:and|or|nor) no (?!one\b)(?=\w)", " or ", plain(text))
    found = [denied.sub(instead, said, count=1) for denied, instead in DENIED if denied.search(said)] if WHETHER.match(said) else []
    return found[0] if found else None
