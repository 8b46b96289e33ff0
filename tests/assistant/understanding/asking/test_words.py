"""Whether words can be read at all, and whether a picture tells what they ask."""

from __future__ import annotations

import pytest

from assistant.understanding.asking.words import untold

FRAGMENTS = [
    "is",
    "are",
    "a",
    "yes",
    "how many",
    "is there",
    "is there a",
    "what is the",
    "how many are there",
    "where are my",
    "is it a cat or",
    "is this a 🐶",
    "is the 🚗 red",
    "is it bigger",
    "are they older?",
    "are there five",
    "are there at least two of them",
    "do you see fewer than five?",
]
FOREIGN = [
    "wat is dit",
    "was ist das?",
    "Was ist das für ein Tier?",
    "quel animal est-ce",
    "y a-t-il un chat",
    "¿qué es esto?",
    "Há um gato na foto?",
]
ENGLISH = [
    "the tallest spire",
    "what was that",
    "is it a la carte",
    "where is my cup",
    "how many people are on the sofa",
    "is it a chrysanthemum",
]


def test_no_picture_tells_what_was_before_it():
    asked = ("Why is he sad?", "who made it", "What's wrong with it?", "when was this taken", "whose car is this", "what is the matter")
    assert all(map(untold, asked))
    assert not untold("when is it, day or night") and not untold("whose hat is that man wearing")
    assert not any(map(untold, ("who is this", "what is it made of", "what is on the wrong side", "whose hat is red", "who is making tea")))


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!...", "🦉🦉🔥", "\x00\x01", "‮"])
def test_a_question_without_words_is_one_sentence(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken == "I heard no words in the question."
    assert vilbert.ground(question, cat).spoken == answer.spoken and vilbert.needs_picture(question) == 0.0


@pytest.mark.parametrize("question", ["Что это за животное?", "这是什么动物", "これは何ですか", "ما هذا الحيوان"])
def test_a_language_that_it_does_not_know_is_one_sentence_and_what_it_saw(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken.startswith("I don't know most of these words; I understand English.")
    assert "cat" in answer.spoken
    assert vilbert.ground(question, cat).box is None


@pytest.mark.parametrize("question", FRAGMENTS)
def test_what_is_no_whole_question_gets_no_answer(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken == "I did not get a whole question; please ask it in more words."


@pytest.mark.parametrize(
    "question",
    [
        "which of the cats is bigger",
        "is this or that older",
        "what is this",
        "What's that?",
        "what do you see",
        "who is there",
        "where could this be",
        "what is this 😀",
        "what color is the lighter",
        "do you see a lighter",
        "is there a red lighter",
        "do you see his lighter",
        "is it getting darker",
        "am I here",
    ],
)
def test_a_short_question_is_one_where_it_asks_for_something(vilbert, cat, question):
    assert "whole question" not in vilbert.answer(question, cat).spoken


@pytest.mark.parametrize("question", ["what season is it", "What's the date?", "which month is it", "is it Monday", "is today a friday?"])
def test_the_calendar_is_in_no_picture(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken.startswith("I can't tell from this picture.")


@pytest.mark.parametrize("question", ["what time of day is it", "is it day or night", "what fruit is this date", "is it winter"])
def test_what_a_picture_may_tell_is_not_asked_of_the_calendar(vilbert, question):
    assert not vilbert.words.asks_the_calendar(question)


@pytest.mark.parametrize("question", FOREIGN)
def test_latin_letters_do_not_make_it_english(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken.startswith("I don't know most of these words")


@pytest.mark.parametrize("question", ENGLISH)
def test_english_stays_english(vilbert, cat, question):
    assert "don't know most" not in vilbert.answer(question, cat).spoken


@pytest.mark.parametrize("question", ["why is the cat there", "Who made it?", "what's wrong with it", "when was this taken"])
def test_what_no_picture_tells_is_not_guessed(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken == "I can't tell from this picture."


@pytest.mark.parametrize(
    "question", ["isnt there a cat", "what's that", "is it raining", "are there laptops", "the cat's tail", "is it blurry"]
)
def test_forms_of_words_that_it_knows_are_known(vilbert, question):
    assert not vilbert.words.hardly_known(question, ())
