"""Some questions are answered by way of others, of a name, or of a description."""

from __future__ import annotations

import pytest

from assistant.events import Answer, Frame
from assistant.phrases import Phrases
from assistant.understanding.answering.indirect import together
from assistant.understanding.answering.saying import SURE
from assistant.understanding.vilbert import Vilbert
from models.calibration import photos

BENCH, WHITE_ON_PINK, CHEETAH, TRIPOD, LOOKS_RIGHT = 4, 7, 19, 27, 32


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is there a cat or an elephant", "Yes. I see a cat."),
        ("is there a cat and an elephant", "No. I don't see an elephant."),
        ("do you see an elephant and a cat?", "No. I don't see an elephant."),
        ("is there a bus or an elephant", "No."),
        ("is there neither a bus nor an elephant", "Yes."),
        ("is there neither a cat nor an elephant", "No. I see a cat."),
        ("is there no cat or elephant", "No, I see some."),
        ("are there more dogs or elephants", "I am not sure, but I see none of either."),
    ],
)
def test_of_several_things_each_is_looked_for(vilbert, cat, question, said):
    assert vilbert.answer(question, cat).spoken == said


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("is this an animal", "yes"),
        ("is it alive", "yes"),
        ("can I eat it?", "no"),
        ("is this a building", "no"),
        ("is it a musical instrument", "no"),
    ],
)
def test_whether_it_is_of_a_kind_is_told_by_its_name(vilbert, builder, question, short):
    assert vilbert.answer(question, builder.build(Frame(photos()[CHEETAH]))).short == short


@pytest.mark.parametrize("asked", ["Describe the picture.", "list everything", "What's happening?", "what is going on here"])
def test_who_asks_for_all_is_told_what_is_seen(vilbert, cat, asked):
    assert vilbert.answer(asked, cat) == vilbert.describe(cat)


def test_what_denies_is_answered_by_what_it_denies(vilbert, cat):
    assert vilbert.answer("is nobody here", cat).short == "yes" and vilbert.answer("is there no cat", cat).short == "no"
    assert vilbert.answer("is there no cat", cat).spoken.endswith("o, I see a cat.")
    assert vilbert.answer("is there nothing on the table", cat).spoken.endswith((" I see something.", " I see nothing."))
    assert vilbert.answer("is nobody here", cat).spoken.lower().endswith("yes, i see nobody.")


def test_what_something_is_for_is_told_by_what_it_is_taken_for(vilbert, builder, cat):
    tripod = builder.build(Frame(photos()[TRIPOD]))
    answer, what = vilbert.answer("What do you use this for?", tripod), vilbert.answer("what is this", tripod)
    assert (answer.short, what.short) == ("taking a picture", "tripod")
    assert answer.confidence == what.confidence and "tripod" in answer.spoken
    assert vilbert.answer("what is this for", cat).abstained


def test_what_a_thing_that_is_named_is_for_is_told_where_it_is_seen(vilbert, builder, cat):
    assert vilbert.answer("what is the bench for", builder.build(Frame(photos()[BENCH]))).short == "sitting down"
    assert vilbert.answer("what are the scissors for", cat).spoken.startswith("I don't see scissors.")
    assert vilbert.answer("what is the cat for", cat).abstained


def test_what_a_thing_is_for_is_not_told_in_words_that_it_hardly_knows(vilbert, cat):
    assert vilbert.answer("what is the loupe for", cat).abstained


def test_one_thing_is_told_of_by_what_is_sure_of_it(vilbert, cat):
    told = vilbert.answer("Describe the cat.", cat)
    assert told.short == "cat" and told.spoken.startswith("I see a cat in the middle.") and len(told.regions) == 1
    colour = vilbert.answer("what color is the cat", cat)
    assert (colour.spoken in told.spoken) == (colour.confidence >= SURE)
    assert vilbert.answer("tell me about the dog", cat).spoken == "I don't see a dog."
    assert vilbert.answer("describe the color of the cat", cat) == vilbert.answer("what is the color of the cat", cat)
    assert vilbert.answer("describe the colors", cat) == vilbert.answer("what colors do you see", cat)


@pytest.mark.parametrize(("language", "spoken"), [("de", "Ich sehe eine Katze in der Mitte."), ("zh", "中间有一只猫。")])
def test_one_thing_is_told_of_in_other_languages(vilbert, cat, language, spoken):
    foreign = Vilbert(Phrases("assistant", "vision", language), vilbert.fusion)
    assert foreign.answer("describe the cat", cat).spoken.startswith(spoken)


def test_somebody_is_told_of_by_their_sort_and_what_they_do(vilbert, five_men):
    told = vilbert.answer("describe the person on the left", five_men)
    assert told.short == "man" and told.spoken.startswith("I see a man on the left.")
    assert vilbert.answer("describe the people", five_men).spoken == "I see five men."
    assert vilbert.answer("describe the woman", five_men).spoken == "I don't see a woman."


def test_who_somebody_is_is_told_by_their_sort(vilbert, five_men):
    answer = vilbert.answer("who is on the left", five_men)
    assert answer.abstained or (answer.short == "man" and "a man, whoever that is" in answer.spoken)


def test_who_is_seen_as_two_things_is_pointed_at_once(vilbert, five_men):
    regions = vilbert.answer("do you see a woman or a girl", five_men).regions
    assert len(regions) == len(set(map(id, regions))) == 5


@pytest.mark.parametrize("question", ["Who is this?", "who's in the picture", "who are they"])
def test_who_people_are_is_answered_by_what_is_seen_of_them(vilbert, five_men, cat, question):
    assert vilbert.answer(question, five_men).spoken == "I see five men."
    assert vilbert.answer(question, cat).abstained


YES, NO, OPEN = Answer("yes", "", 0.9, ""), Answer("no", "", 0.6, ""), Answer("", "", 0.0, "", abstained=True)


@pytest.mark.parametrize(
    ("joined", "answers", "told"),
    [
        ("or", [NO, YES], ("yes", 0.9, [1])),
        ("or", [NO, NO], ("no", 0.6, [0, 1])),
        ("or", [OPEN, YES], ("yes", 0.9, [1])),
        ("or", [OPEN, NO], None),
        ("and", [YES, NO], ("no", 0.6, [1])),
        ("and", [YES, YES], ("yes", 0.9, [0, 1])),
        ("and", [YES, OPEN], None),
        ("and", [OPEN, NO], ("no", 0.6, [1])),
        ("nor", [NO, NO, NO], ("yes", 0.6, [0, 1, 2])),
        ("nor", [NO, YES], ("no", 0.9, [1])),
        ("nor", [NO, OPEN], None),
    ],
)
def test_one_may_settle_it_and_else_all_have_to(joined, answers, told):
    assert together(joined, answers) == told


def test_what_it_could_be_else_is_a_doubtful_other_name(vilbert, cat):
    answer = vilbert.answer("what else could it be", cat)
    assert answer.short not in ("", "cat") and answer.spoken.startswith("I am not sure, but it looks like ")
    assert answer.confidence < vilbert.answer("what is this", cat).confidence
