"""How people ask."""

from models.vilbert.templates import read_freely
from models.vilbert.vocabulary import UNKNOWN, vocabulary


def test_free_questions_come_in_four_wordings_of_known_words():
    groups = read_freely()
    assert len(groups) > 700 and all(len(set(group)) == 4 for group in groups)
    words = vocabulary()
    assert not [text for group in groups for text in group if UNKNOWN in words.ids(text)]
