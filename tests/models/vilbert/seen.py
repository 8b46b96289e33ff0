"""Pictures as tokens, made by hand, and questions as pieces of words."""

from __future__ import annotations

from models.vilbert.tokenizing import TAG_GROUPS
from models.vilbert.tokens import IMAGE, REGION, TAG, Tokens, empty, joined
from models.vilbert.vocabulary import COLOURS, TAGGED, vocabulary


def thing(
    name: str, chance: float = 0.9, kind: int = REGION, colour: str | None = "red", box=(0.1, 0.2, 0.5, 0.7), group="thing"
) -> Tokens:
    """group: of a tag"""
    token = empty(1)
    rows = vocabulary().names
    token.kinds[0] = kind
    token.names[0, 0] = rows.index(name, TAGGED + TAG_GROUPS[group][0]) if kind == TAG else vocabulary().name_rows[name]
    token.chances[0, 0] = chance
    token.boxes[0] = box
    if colour:
        token.colours[0, COLOURS.index(colour)] = 1.0
    return token


def picture(*tokens: Tokens) -> Tokens:
    whole = empty(1)
    whole.kinds[0] = IMAGE
    return joined([whole, *tokens])


def pieces(question: str) -> tuple[str, ...]:
    words = vocabulary()
    return tuple(words.words[piece] for piece in words.ids(question)[1:])
