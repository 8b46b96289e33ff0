"""Questions about several things at once, as one about each."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.several import several


@pytest.mark.parametrize(
    ("question", "joined", "questions"),
    [
        ("Is there a dog or a cat?", "or", ["is there a dog", "is there a cat"]),
        ("is there a dog or cat on the bed", "or", ["is there a dog on the bed", "is there a cat on the bed"]),
        ("are there any cups and plates", "and", ["are there any cups", "are there any plates"]),
        ("is there a table and chairs in the room", "and", ["is there a table in the room", "are there any chairs in the room"]),
        ("do you see an old man, a dog or a bird", "or", ["is there an old man", "is there a dog", "is there a bird"]),
        ("is there neither a dog nor a horse", "nor", ["is there a dog", "is there a horse"]),
        ("is there both a cat and an elephant here", "and", ["is there a cat here", "is there an elephant here"]),
        ("is there red and blue", "and", ["is there anything red", "is there anything blue"]),
        ("is there anything red or green on the left", "or", ["is there anything red on the left", "is there anything green on the left"]),
        ("is there a black and white cat or a dog", "or", ["is there a black and white cat", "is there a dog"]),
        ("are there two men and 3 women", "and", ["are there two men", "are there 3 women"]),
        ("are there at least two cups or one plate here", "or", ["are there at least two cups here", "is there a plate here"]),
        ("is there food or milk on the table", "or", ["is there food on the table", "is there milk on the table"]),
    ],
)
def test_each_thing_is_asked_about_where_it_is_asked_for(question, joined, questions):
    found = several(question)
    assert found and (found.joined, list(found.questions)) == (joined, questions)


def test_a_number_of_things_is_not_what_they_are_called():
    numbered, plain = several("are there two men and a dog"), several("is there a man and a dog")
    assert numbered and plain and not numbered.things and plain.things == ("man", "dog")


@pytest.mark.parametrize(
    "question",
    [
        "is there a dog",
        "is it a dog or a cat",
        "is there a red and white flag",
        "is there a black and white cat",
        "is there a man in black and white",
        "are there more cars or people",
        "is there anything to eat or drink",
        "is there a person or is it empty",
        "how many dogs and cats are there",
        "is there a man who is old and grey",
        "can you see a cat and tell me its color",
        "do you see a cat and describe it",
    ],
)
def test_what_is_no_question_about_several_things_is_left_as_it_is(question):
    assert several(question) is None
