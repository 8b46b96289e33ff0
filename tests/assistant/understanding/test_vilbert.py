"""The fusion as the house uses it: its form on good input, a clear sentence on bad. What it answers depends on the weights."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image

from assistant.errors import BadInput
from assistant.events import Frame
from assistant.phrases import Phrases
from assistant.senses.files import load_frame
from assistant.understanding.vilbert import Vilbert
from models.calibration import photos

QUESTION = "what animal is this?"


@pytest.mark.parametrize(
    ("language", "seen", "found", "colour"),
    [("de", "Ich sehe eine Katze.", "Hier, in der Mitte.", "Es sieht"), ("zh", "我看到一只猫。", "在这里，中间。", "看起来是")],
)
def test_another_language_is_answered_without_a_word_of_english(vilbert, cat, language, seen, found, colour):
    foreign = Vilbert(Phrases("assistant", "vision", language), vilbert.fusion)
    assert foreign.describe(cat).spoken == seen and foreign.ground("cat", cat).spoken == found
    answer = foreign.answer("what color is the cat", cat)
    assert colour in answer.spoken and answer.short == vilbert.answer("what color is the cat", cat).short
    assert not re.search("[a-zA-Z]", foreign.answer("is there a dog on the dining table", cat).spoken) or language == "de"


@pytest.mark.parametrize("question", [QUESTION, "how many cats are there", "is there a dog", "where is the cat", "what colour is the cat"])
def test_an_answer_is_a_sentence_with_its_engine_and_a_probability(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.engine.startswith("vilbert ") and 0 <= answer.confidence <= 1
    assert answer.spoken.endswith(".") and bool(answer.short) != answer.abstained
    assert all(0 <= region.box[0] < region.box[2] <= cat.frame.size[0] for region in answer.regions)


def test_the_same_question_has_the_same_answer(vilbert, cat):
    assert vilbert.answer(QUESTION, cat) == vilbert.answer(QUESTION, cat)


def test_what_is_asked_of_the_picture_itself_is_measured_however_little_is_to_be_seen(vilbert, cat, builder):
    assert vilbert.answer("can you tell me if the picture is blurry", cat).spoken == "No."
    assert vilbert.answer("is the picture black and white?", cat).spoken == "No."
    black = builder.build(Frame(np.zeros((60, 80, 3), np.uint8)))
    assert vilbert.answer("is it too dark to see me", black).spoken == "Yes."
    assert vilbert.answer("what colors do you see", black).spoken == "I see black."
    green = vilbert.answer("do you see anything green", cat)
    assert green == vilbert.explain("do you see anything green", cat) and bool(green.regions) == (green.short == "yes")


def test_what_is_denied_of_a_number_is_answered_as_it_is_stated(vilbert, five_men):
    told = {
        said: vilbert.answer(said, five_men).short
        for said in ("there are not many people", "there aren't five men", "the man is not alone")
    }
    assert told == {"there are not many people": "no", "there aren't five men": "no", "the man is not alone": "yes"}
    assert vilbert.answer("there are not more women than men", five_men).spoken == "Yes, I count zero and five."
    assert vilbert.answer("there are no other people", five_men).short == "no" == vilbert.answer("nobody else is here", five_men).short


def test_a_question_of_a_thousand_words_is_told_at_once_to_be_too_long(vilbert, cat):
    for many in ("is anything red" + " here" * 1000 + " or", "please " * 2000, "what else" + " there" * 1000):
        assert vilbert.answer(many, cat).spoken == "That was too long for me; please ask it in fewer words."


def test_two_thousand_words_are_refused_in_a_sentence(vilbert, cat):
    answer = vilbert.answer("what animal is this " * 500, cat)
    assert answer.abstained and answer.spoken == "That was too long for me; please ask it in fewer words."
    assert not vilbert.answer("what animal is this", cat).abstained


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
@pytest.mark.parametrize("size", [(1, 1), (97, 3), (120, 90)])
def test_pictures_of_every_mode_and_size_are_answered(vilbert, builder, tmp_path, mode, size):
    file = tmp_path / ("picture.tif" if mode in ("CMYK", "F", "I;16") else "picture.png")
    Image.new(mode, size).save(file)
    scene = builder.build(load_frame(file))
    assert vilbert.answer("what is this?", scene).spoken.endswith(".") and vilbert.describe(scene).spoken.endswith(".")
    found = vilbert.ground("the cup", scene)
    assert found.spoken.endswith(".") and (found.box is None or (found.box[0] < found.box[2] and found.box[1] < found.box[3]))


def test_of_an_animation_the_first_frame_is_answered_about(vilbert, builder, tmp_path):
    file = tmp_path / "two.gif"
    Image.fromarray(photos()[13]).save(
        file, save_all=True, append_images=[Image.new("RGB", (photos()[13].shape[1], photos()[13].shape[0]))]
    )
    assert "cat" in vilbert.describe(builder.build(load_frame(file))).spoken


@pytest.mark.parametrize("kind", ["cut short", "no picture", "20,000 x 20,000"])
def test_a_file_that_is_no_picture_is_one_sentence(tmp_path, kind):
    file = tmp_path / "broken.png"
    Image.fromarray(photos()[13]).save(file)
    content = {"cut short": file.read_bytes()[:500], "no picture": b"MZ" * 300, "20,000 x 20,000": b"P6\n20000 20000\n255\n" + bytes(64)}[
        kind
    ]
    file.write_bytes(content)
    with pytest.raises(BadInput, match=r"broken\.png"):
        load_frame(file)


def test_a_question_that_is_too_long_is_not_cut_in_silence(vilbert, cat):
    answer = vilbert.answer("is there a dog " + "and a very good dog " * 20, cat)
    assert answer.abstained and answer.spoken == "That was too long for me; please ask it in fewer words."


@pytest.mark.parametrize(
    "text", ["hello", "good morning", "thank you", "set a timer for five minutes", "turn on the light", "tell me a joke"]
)
def test_what_is_no_question_about_a_picture_is_not_answered_by_yes_or_no(vilbert, cat, text):
    assert vilbert.answer(text, cat).abstained


@pytest.mark.parametrize(
    "text", ["this is fun", "I think I am tired", "it's my birthday", "that's right", "there is no sugar left", "he is late"]
)
def test_what_is_only_stated_of_something_else_is_not_claimed(vilbert, five_men, text):
    answer = vilbert.answer(text, five_men)
    assert answer.abstained and answer.spoken == "I can't tell from this picture."


@pytest.mark.parametrize(
    ("stated", "short"),
    [
        ("that's a cat right", "yes"),
        ("it's a cat, isn't it?", "yes"),
        ("thats a dog right", "no"),
        ("isn't it a dog", "no"),
        ("there is nobody here, is there", "yes"),
        ("so nobody is here", "yes"),
        ("there aren't any cats, are there", "no"),
        ("I see a dog", "no"),
        ("it isn't a cat, is it", "yes"),
        ("it's not a cat", "no"),
        ("that's not a cat", "no"),
        ("i don't think that's a cat", "no"),
        ("it's not a dog", "yes"),
        ("I don't think there is a dog", "yes"),
        ("that isn't a cat, right", "yes"),
        ("is it not a cat", "yes"),
    ],
)
def test_what_is_stated_of_the_picture_is_confirmed_or_denied(vilbert, cat, stated, short):
    assert vilbert.answer(stated, cat).short == short


@pytest.mark.parametrize(
    ("question", "decided", "answer"),
    [
        ("what is this?", "what is this", "cat"),
        ("how many cats are there", "how many cats are there", "1"),
        ("is nobody here", "is anybody here", "no"),
        ("are there no cats", "are there any cats", "yes"),
        ("is there a man", "is anybody here", "no"),
        ("is it a cat or a train", "is it a cat", "yes"),
        ("is the laptop open or closed", "is there a laptop", "no"),
    ],
)
def test_what_is_explained_is_the_question_that_decided(vilbert, cat, question, decided, answer):
    told = vilbert.explain(question, cat)
    assert told.reading.words[1:] == tuple(decided.split()) and told.reading.answer == answer


@pytest.mark.parametrize("question", ["was ist das", "word " * 40, "?"])
def test_where_nothing_was_read_nothing_is_explained(vilbert, cat, question):
    assert vilbert.explain(question, cat) is None


@pytest.mark.parametrize(
    ("fragment", "short"),
    [("cat?", "yes"), ("a dog?", "no"), ("any dogs?", "no"), ("no people?", "yes"), ("cat or dog?", "cat"), ("the cat", "yes")],
)
def test_a_fragment_is_answered_as_the_question_that_it_is(vilbert, cat, fragment, short):
    assert vilbert.answer(fragment, cat).short == short


@pytest.mark.parametrize(
    ("stated", "short"),
    [
        ("they're men, right?", "yes"),
        ("there's a woman there isn't there", "no"),
        ("they are not men", "no"),
        ("they aren't women", "yes"),
        ("there aren't five people, are there", "yes"),
        ("is the man on the left not smiling", "yes"),
        ("is the man on the left smiling", "no"),
        ("are there two men and two women", "no"),
    ],
)
def test_what_is_stated_of_people_is_asked_of_them(vilbert, five_men, stated, short):
    assert vilbert.answer(stated, five_men).short == short


@pytest.mark.parametrize("stated", ["nobody is there", "there is no one there right", "there aren't any people, are there"])
def test_that_nobody_is_there_is_denied_where_somebody_is(vilbert, five_men, stated):
    answer = vilbert.answer(stated, five_men)
    assert answer.short == "no" and answer.spoken.startswith("No, I see some")


@pytest.mark.parametrize("question", ["who's that", "describe the man's tie", "what's the man's tie made of", "it isn't a man, isn't it"])
def test_an_apostrophe_of_print_is_one_of_a_keyboard(vilbert, five_men, question):
    told, printed = vilbert.answer(question, five_men), vilbert.answer(question.replace("'", "’"), five_men)
    assert (printed.short, printed.spoken, printed.confidence) == (told.short, told.spoken, told.confidence)
    assert vilbert.ground("the man’s tie", five_men).box == vilbert.ground("the man's tie", five_men).box
