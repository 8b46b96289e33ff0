"""Words, names and answers."""

import json
import shutil

import pytest

from models import weights
from models.errors import DamagedModel
from models.vilbert.runtime import ARTEFACTS, Fusion
from models.vilbert.vocabulary import COLOURS, LONGEST_QUESTION, START, UNKNOWN, make_names, vocabulary


def test_the_shipped_names_are_those_that_the_networks_give():
    assert make_names() == vocabulary().names


def test_answers_begin_with_yes_no_the_numbers_and_the_colours():
    answers = vocabulary().answers
    assert answers[:4] == ("yes", "no", "0", "1") and answers[22] == "20" and answers[23 : 23 + len(COLOURS)] == COLOURS
    assert len(set(answers)) == len(answers)


def test_every_name_but_those_of_parts_is_an_answer():
    words = vocabulary()
    assert words.of_names[words.name_rows["cup"]] == words.answer_rows["cup"]
    assert words.of_names[words.name_rows["dog"]] == words.answer_rows["dog"]


def test_words_are_cut_into_known_pieces():
    words = vocabulary()
    ids = words.ids("What's on the TABLE?")
    assert ids[0] == START and [words.words[row] for row in ids[1:]] == ["what", "##s", "on", "the", "table"]
    assert words.ids("whats on the table") == ids


def test_long_foreign_and_empty_questions_are_cut_or_empty_and_never_fail():
    words = vocabulary()
    assert len(words.ids("word " * 2000)) == LONGEST_QUESTION
    assert words.ids("") == [START] and words.ids("?!...") == [START]
    assert all(row == UNKNOWN for row in words.ids("你好")[1:]) and words.ids("🙂") == [START]


def test_weights_of_other_lists_are_refused(tmp_path):
    for name in ARTEFACTS:
        shutil.copyfile(weights.FOLDER / name, tmp_path / name)
    facts = json.loads((tmp_path / "vilbert.json").read_text("utf-8"))
    assert Fusion(tmp_path).facts == facts
    (tmp_path / "vilbert.json").write_text(json.dumps({**facts, "lists": "other"}), "utf-8")
    with pytest.raises(DamagedModel, match="other lists"):
        Fusion(tmp_path)
