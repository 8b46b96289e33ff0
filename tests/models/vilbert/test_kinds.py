"""The kinds of things that questions ask for."""

from __future__ import annotations

from models.vilbert.kinds import kinds, members_of
from models.vilbert.vocabulary import vocabulary

WORDS = vocabulary()


def test_every_group_has_answers():
    for group in kinds():
        assert any(name in WORDS.answer_rows for name in members_of(group)), group
        assert not [name for name in members_of(group) if name not in WORDS.answer_rows and name not in WORDS.names]
