"""The fusion as the house uses it: its form on good input, a clear sentence on bad. What it answers depends on the weights."""

from __future__ import annotations

import re
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from assistant.errors import BadInput
from assistant.events import Frame
from assistant.phrases import Phrases
from assistant.senses.files import load_frame
from assistant.understanding.from_reading import GUESSED
from assistant.understanding.saying import SURE
from assistant.understanding.vilbert import Vilbert
from bench.vision import iou
from models.calibration import photos
from models.errors import UnfitInput
from models.lexicon import article

QUESTION = "what animal is this?"
BENCH, WHITE_ON_PINK, CHEETAH, TRIPOD, LOOKS_RIGHT = 4, 7, 19, 27, 32


# ---- form


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


def test_a_picture_is_looked_at_once(vilbert, cat):
    assert vilbert.readings.look(cat) is vilbert.readings.look(cat)
    assert vilbert.readings.look(replace(cat)) is not vilbert.readings.look(cat)


def test_what_is_asked_of_the_picture_itself_is_measured_however_little_is_to_be_seen(vilbert, cat, builder):
    assert vilbert.answer("can you tell me if the picture is blurry", cat).spoken == "No."
    assert vilbert.answer("is the picture black and white?", cat).spoken == "No."
    black = builder.build(Frame(np.zeros((60, 80, 3), np.uint8)))
    assert vilbert.answer("is it too dark to see me", black).spoken == "Yes."
    assert vilbert.answer("what colors do you see", black).spoken == "I see black."
    green = vilbert.answer("do you see anything green", cat)
    assert green == vilbert.explain("do you see anything green", cat) and bool(green.regions) == (green.short == "yes")


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
    ],
)
def test_of_several_things_each_is_looked_for(vilbert, cat, question, said):
    assert vilbert.answer(question, cat).spoken == said


def test_what_is_not_there_is_why_nothing_is_told_of_it_and_what_is_told_all_the_same_is_in_doubt(vilbert, cat):
    assert vilbert.answer("where is the bus", cat).spoken == "I don't see a bus."
    for question in ("is the bus left of the cat", "is the cat left of the bus"):
        spoken = vilbert.answer(question, cat).spoken
        assert spoken.startswith("I am not sure that I see a bus, but I ") and spoken.endswith("think so.")


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


def test_what_is_denied_of_a_number_is_answered_as_it_is_stated(vilbert, five_men):
    told = {
        said: vilbert.answer(said, five_men).short
        for said in ("there are not many people", "there aren't five men", "the man is not alone")
    }
    assert told == {"there are not many people": "no", "there aren't five men": "no", "the man is not alone": "yes"}
    assert vilbert.answer("there are no other people", five_men).short == "no" == vilbert.answer("nobody else is here", five_men).short


@pytest.mark.parametrize("question", ["what things are blue", "which things are red", "what objects are brown", "what is green"])
def test_things_of_a_colour_are_named_or_it_is_not_sure(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.spoken and bool(answer.short) != answer.abstained


def test_a_question_of_a_thousand_words_is_told_at_once_to_be_too_long(vilbert, cat):
    for many in ("is anything red" + " here" * 1000 + " or", "please " * 2000, "what else" + " there" * 1000):
        assert vilbert.answer(many, cat).spoken == "That was too long for me; please ask it in fewer words."


@pytest.mark.parametrize("asked", ["Describe the picture.", "list everything", "What's happening?", "what is going on here"])
def test_who_asks_for_all_is_told_what_is_seen(vilbert, cat, asked):
    assert vilbert.answer(asked, cat) == vilbert.describe(cat)


def test_a_description_names_what_was_detected(vilbert, cat):
    told = vilbert.describe(cat)
    assert "cat" in told.spoken and told.regions


# ---- words


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


def test_two_thousand_words_are_refused_in_a_sentence(vilbert, cat):
    answer = vilbert.answer("what animal is this " * 500, cat)
    assert answer.abstained and answer.spoken == "That was too long for me; please ask it in fewer words."
    assert not vilbert.answer("what animal is this", cat).abstained


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
]


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


@pytest.mark.parametrize("phrase", ["nothing", "everything", "the", "all of it"])
def test_what_names_no_thing_is_not_pointed_at(vilbert, cat, phrase):
    found = vilbert.ground(phrase, cat)
    assert found.box is None and found.spoken == "Tell me one thing to point at, such as the cup."


def test_who_abstains_says_what_was_seen(vilbert, cat):
    asked = ["what does it think about tomorrow", "how much did this cost", "what is behind the wall", "what was here yesterday"]
    told = [answer.spoken for answer in (vilbert.answer(question, cat) for question in asked) if answer.abstained]
    assert told and all("I see" in spoken and "cat" in spoken for spoken in told)


# ---- numbers and pictures


@pytest.mark.parametrize("part", ["features", "boxes", "colours", "chances", "statistics"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_none_are_one_sentence(vilbert, cat, part, value):
    assert cat.tokens is not None
    broken = getattr(cat.tokens, part).copy()
    broken[0, 0] = value
    scene = replace(cat, tokens=replace(cat.tokens, **{part: broken}))
    said = "I could not make sense of the picture; please ask again."
    assert vilbert.answer(QUESTION, scene).spoken == vilbert.describe(scene).spoken == vilbert.ground("the cat", scene).spoken == said
    with pytest.raises(UnfitInput, match="not finite"):
        vilbert.readings.read(QUESTION, scene)


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


# ---- pointing


def test_what_is_there_is_pointed_at_inside_the_picture_and_what_is_not_is_said(vilbert, cat):
    width, height = cat.frame.size
    found = vilbert.ground("the cat", cat)
    assert 0 <= found.box[0] < found.box[2] <= width and 0 <= found.box[1] < found.box[3] <= height
    assert found.sure and found.region is not None and found.spoken.startswith("Here it is, ")
    missing = vilbert.ground("a purple submarine", cat)
    assert not missing.sure if missing.box else missing.spoken == "I don't see a purple submarine."


def test_a_thing_that_is_named_without_an_article_is_pointed_at_as_with_one(vilbert, cat):
    bare, said = vilbert.ground("cat on the left", cat), vilbert.ground("the cat on the left", cat)
    assert (bare.box, bare.score) == (said.box, said.score) and bare.box is not None
    assert vilbert.ground("elephant", cat).spoken == vilbert.ground("the elephant", cat).spoken == "I don't see the elephant."


@pytest.mark.parametrize("phrase", ["where the cat is", "find the cat", "a cat", "my cat", "", "🦉", "cat " * 9])
def test_only_a_bare_thing_gets_an_article(vilbert, phrase):
    assert vilbert.words.determined(phrase) == phrase
    assert vilbert.words.determined("red cup") == "the red cup"


@pytest.mark.parametrize("phrase", ["der Hund", "le chien", "el perro rojo", "was ist das"])
def test_a_phrase_of_another_language_is_not_pointed_at(vilbert, cat, phrase):
    found = vilbert.ground(phrase, cat)
    assert found.box is None and found.spoken.startswith("I don't know most of these words")


def test_a_phrase_of_as_many_words_as_are_read_is_read(vilbert, cat):
    assert vilbert.ground("cat " * 30 + "cat", cat).spoken != "That was too long for me; please ask it in fewer words."


@pytest.mark.parametrize(
    "words", ["point at {}", "where is {}", "Where's {}?", "show me {}", "can you find {}, please", "um, can you see {}", "locate {}"]
)
def test_what_is_pointed_at_is_said_without_the_words_that_ask_for_it(vilbert, cat, words):
    assert vilbert.ground(words.format("the elephant"), cat).spoken == "I don't see the elephant."
    assert vilbert.ground(words.format("the cat"), cat).box == vilbert.ground("the cat", cat).box


def test_what_may_be_elsewhere_is_said_with_a_doubt(vilbert, builder):
    scenes = [builder.build(Frame(photos()[number])) for number in range(12)]
    found = [vilbert.ground(phrase, scene) for scene in scenes for phrase in ("the boat", "the tower", "the dog")]
    doubtful, sure = ([one for one in found if one.box and one.sure == sure] for sure in (False, True))
    assert doubtful and all(one.spoken.startswith("I am not sure, but it could be here, ") and one.score < 0.5 for one in doubtful)
    assert sure and all(one.spoken.startswith("Here it is, ") and one.score >= 0.5 for one in sure)


def test_a_scene_that_is_no_longer_looked_at_is_let_go(vilbert, builder, cat):
    scene = replace(builder.build(Frame(photos()[2])))
    vilbert.ground("the boat", scene)
    held = weakref.ref(scene)
    del scene
    vilbert.answer(QUESTION, cat)
    assert held() is None


# ---- what can't be told


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


@pytest.mark.parametrize("question", FOREIGN)
def test_latin_letters_do_not_make_it_english(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken.startswith("I don't know most of these words")


@pytest.mark.parametrize("question", ENGLISH)
def test_english_stays_english(vilbert, cat, question):
    assert "don't know most" not in vilbert.answer(question, cat).spoken


def test_a_question_that_is_too_long_is_not_cut_in_silence(vilbert, cat):
    answer = vilbert.answer("is there a dog " + "and a very good dog " * 20, cat)
    assert answer.abstained and answer.spoken == "That was too long for me; please ask it in fewer words."


@pytest.mark.parametrize("size", [(1, 1, 3), (480, 640, 3)])
@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_even_patch_is_answered_about_by_saying_so(vilbert, builder, size, shade):
    scene = builder.build(Frame(np.full(size, shade, np.uint8)))
    for told in (vilbert.answer("is anyone in the room", scene), vilbert.describe(scene)):
        assert told.abstained and told.spoken.startswith("The picture is one even patch")


@pytest.mark.parametrize("size", [(7, 7, 3), (3, 4000, 3), (4000, 3, 3)])
def test_in_a_picture_of_a_few_pixels_nothing_is_made_out(vilbert, builder, size):
    scene = builder.build(Frame(np.random.default_rng(0).integers(0, 255, size, dtype=np.uint8)))
    for told in (vilbert.answer("is anyone in the room", scene), vilbert.describe(scene)):
        assert told.abstained and told.spoken == "The picture is too small to make anything out in it."


def test_in_noise_alone_nothing_is_seen_and_in_a_noisy_photo_it_is(vilbert, builder, cat):
    chance = np.random.default_rng(0)
    pixels = cat.frame.pixels
    scene = builder.build(Frame(chance.integers(0, 255, pixels.shape, dtype=np.uint8)))
    for told in (vilbert.answer("what is this", scene), vilbert.describe(scene)):
        assert told.abstained and told.spoken.startswith("The picture is nothing but noise")
    assert vilbert.ground("the cat", scene).box is None
    noisy = np.clip(pixels + chance.normal(0, 60, pixels.shape), 0, 255).astype(np.uint8)
    assert not vilbert.describe(builder.build(Frame(noisy))).spoken.startswith("The picture is nothing")


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
    ],
)
def test_what_is_stated_of_the_picture_is_confirmed_or_denied(vilbert, cat, stated, short):
    assert vilbert.answer(stated, cat).short == short


def test_whether_the_door_is_open_is_not_told_where_no_door_is(vilbert, cat):
    assert vilbert.answer("is the door open", cat).abstained


@pytest.mark.parametrize("question", ["is the window closed", "did i leave the car door open", "is the fridge empty"])
def test_nor_is_any_other_state_of_what_is_not_there(vilbert, cat, question):
    assert vilbert.answer(question, cat).abstained


def test_a_state_is_asked_of_whatever_is_read(vilbert, cat):
    assert vilbert.answer("the " + "cat " * 29 + "awake", cat).spoken


def test_day_and_night_are_told_without_a_clock(vilbert, builder):
    scene = builder.build(Frame(photos()[0]))
    assert not vilbert.answer("is it night time", scene).abstained and vilbert.answer("what time is it", scene).abstained


def test_of_two_that_are_both_as_good_as_ruled_out_neither_is_sure(vilbert, builder):
    sure = 0
    for pixels in photos()[:12]:
        scene = builder.build(Frame(pixels))
        answer = vilbert.answer("is it morning or evening", scene)
        assert answer.abstained or answer.confidence <= GUESSED
        sure += vilbert.answer("is it day or night", scene).confidence > GUESSED
    assert sure, "and what is thought of may be said without doubt"


@pytest.mark.parametrize("question", ["asdf qwer zxcv", "who is this", "is the laptop open or closed", "is it a truck or a boat"])
def test_an_abstention_claims_nothing(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.confidence == 0


@pytest.mark.parametrize("question", ["how many zebras are there", "is there a zebra", "do you see a zebra", "is there no zebra"])
def test_nothing_is_shown_for_what_is_not_there(vilbert, builder, question):
    for pixels in photos():
        answer = vilbert.answer(question, builder.build(Frame(pixels)))
        assert not (answer.short in ("no", "zero", "yes") and answer.regions)


def test_a_no_about_what_is_there_shows_it(vilbert, cat):
    answer = vilbert.answer("is the cat green", cat)
    assert answer.short == "no" and [region.label for region in answer.regions] == ["cat"]


# ---- one answer agrees with the other


@pytest.mark.parametrize(
    "question",
    [
        "is there a boy", "do you see a man here", "is there a little girl in the picture", "can you see me", "am i in the picture",
        "is there a toddler", "is there a male", "do you see a female", "are there any babies",
    ],
)  # fmt: skip
def test_where_nobody_is_there_is_no_boy(vilbert, cat, question):
    assert vilbert.answer("is anybody here", cat).short == "no" and vilbert.answer(question, cat).short == "no"


def test_what_denies_is_answered_by_what_it_denies(vilbert, cat):
    assert vilbert.answer("is nobody here", cat).short == "yes" and vilbert.answer("is there no cat", cat).short == "no"
    assert vilbert.answer("is nobody here", cat).spoken.lower().endswith("yes, i see nobody.")


@pytest.mark.parametrize(("number", "question", "likeliest"), [(11, "what is it lying on", "laptop"), (25, "what is he wearing", "tie")])
def test_what_is_denied_when_it_is_asked_for_is_not_said_to_be_it(vilbert, builder, number, question, likeliest):
    scene = builder.build(Frame(photos()[number]))
    assert vilbert.readings.read(question, scene).answer == likeliest
    assert vilbert.answer(f"is there a {likeliest}", scene).short == "no" and vilbert.answer(question, scene).short != likeliest


@pytest.mark.parametrize("thing", ["jacket", "wheel", "plate"])
def test_what_words_alone_let_one_expect_is_never_surely_there(vilbert, builder, thing):
    """The network has learned of these that they are nearly everywhere."""
    question = f"is there a {thing}"
    scenes = [builder.build(Frame(photos()[number])) for number in (6, 11, 13, 19)]
    assert all(vilbert.fusion.affirmed(vilbert.fusion.read(vilbert.readings.look(scene), question)) > 2 for scene in scenes)
    answers = [vilbert.answer(question, scene) for scene in scenes]
    assert not any(answer.short == "yes" and answer.confidence >= SURE for answer in answers)


def test_what_the_detector_is_certain_of_is_not_denied(vilbert, cat):
    assert vilbert.answer("is this a dog", cat).short == "no"
    certain = replace(cat, regions=tuple(replace(region, label="dog", score=0.99) for region in cat.regions))
    assert vilbert.answer("is this a dog", certain).short == "yes"


def test_one_of_two_things_is_said_even_if_no_list_has_the_other(vilbert, cat):
    answer = vilbert.answer("is it a cat or a measuring device", cat)
    assert answer.short == "cat" and "cat" in answer.spoken
    assert vilbert.answer("is it day or night", cat).short in ("day", "night", "")


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


@pytest.mark.parametrize("thing", ["flower", "cup"])
def test_a_thing_has_not_the_colour_of_what_it_lies_on(vilbert, builder, thing):
    scene = builder.build(Frame(photos()[WHITE_ON_PINK]))
    question = f"what color is the {thing}"
    assert vilbert.fusion.read(vilbert.readings.look(scene), question).answer == "orange", "so says the network alone"
    assert vilbert.answer(question, scene).short == "white" == vilbert.explain(question, scene).reading.answer


def test_the_colour_of_what_surrounds_things_is_the_networks_own(vilbert, builder):
    scene = builder.build(Frame(photos()[WHITE_ON_PINK]))
    question = "what color is the background"
    assert vilbert.readings.read(question, scene).answer == vilbert.fusion.read(vilbert.readings.look(scene), question).answer == "orange"


@pytest.mark.parametrize("question", ["was ist das", "word " * 40, "?"])
def test_where_nothing_was_read_nothing_is_explained(vilbert, cat, question):
    assert vilbert.explain(question, cat) is None


def test_of_a_thing_that_is_surely_missing_nothing_is_said(vilbert, cat):
    answer = vilbert.answer("what colour is the dog", cat)
    assert answer.abstained or answer.spoken.startswith("I am not sure that I see a dog")


def test_a_description_tells_nothing_that_a_question_denies(vilbert, builder):
    for pixels in photos():
        scene = builder.build(Frame(pixels))
        for region in vilbert.describe(scene).regions:
            assert region.score >= 0.96 or vilbert.answer(f"is there {article(region.label)}", scene).short != "no"


@pytest.mark.parametrize("question", ["is the fridge open or closed", "is my car red or blue", "is the laptop open or closed"])
def test_of_what_is_not_there_neither_of_two_is_said(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken.startswith("I don't see ")


def test_there_is_no_weather_indoors(vilbert, builder):
    scenes = [builder.build(Frame(pixels)) for pixels in photos()]
    indoors = [scene for scene in scenes if vilbert.answer("is this outdoors", scene).short == "no"]
    assert indoors and all(vilbert.answer("what's the weather like", scene).abstained for scene in indoors)


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


def test_a_description_says_each_thing_once(vilbert, cat):
    assert vilbert.describe(cat).spoken.count("cat") == 1


# ---- people from near


@pytest.mark.parametrize(
    ("question", "short", "of"),
    [
        ("are there any women", "no", 5),
        ("is there a child", "no", 5),
        ("how many men are there", "five", 5),
        ("are they looking at the camera", "yes", 5),
        ("is nobody smiling", "no", 1),
    ],
)
def test_what_a_look_from_near_tells_is_said_of_the_people_it_is_of(vilbert, five_men, question, short, of):
    answer = vilbert.answer(question, five_men)
    assert answer.short == short and answer.confidence > 0.5
    assert len(answer.regions) == of and {region.label for region in answer.regions} == {"person"}


@pytest.mark.parametrize(
    ("question", "spoken"),
    [
        ("are there no women", ("Yes, I see none.",)),
        ("is nobody smiling", ("No.",)),
        ("is nobody wearing a hat", ("No.", "Yes.", "I think so.", "I don't think so.")),
        ("is the man in the middle smiling", ("Yes.",)),
    ],
)
def test_what_people_do_is_not_answered_by_whether_they_are_there(vilbert, five_men, question, spoken):
    assert vilbert.answer(question, five_men).spoken in spoken


@pytest.mark.parametrize(
    ("question", "there"),
    [("what is the woman wearing", False), ("is the girl happy", False), ("what is the man in the middle wearing", True)],
)
def test_of_whom_nobody_is_nothing_is_told(vilbert, five_men, question, there):
    assert vilbert.answer(question, five_men).spoken.startswith("I don't see a ") is not there


@pytest.mark.parametrize(
    ("fragment", "short"),
    [("cat?", "yes"), ("a dog?", "no"), ("any dogs?", "no"), ("no people?", "yes"), ("cat or dog?", "cat"), ("the cat", "yes")],
)
def test_a_fragment_is_answered_as_the_question_that_it_is(vilbert, cat, fragment, short):
    assert vilbert.answer(fragment, cat).short == short


def test_one_thing_is_told_of_by_what_is_sure_of_it(vilbert, cat):
    told = vilbert.answer("Describe the cat.", cat)
    assert told.short == "cat" and told.spoken.startswith("I see a cat in the middle.") and len(told.regions) == 1
    colour = vilbert.answer("what color is the cat", cat)
    assert (colour.spoken in told.spoken) == (colour.confidence >= SURE)
    assert vilbert.answer("tell me about the dog", cat).spoken == "I don't see a dog."
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


@pytest.mark.parametrize(("stated", "short"), [("they're men, right?", "yes"), ("there's a woman there isn't there", "no")])
def test_what_is_stated_of_people_is_asked_of_them(vilbert, five_men, stated, short):
    assert vilbert.answer(stated, five_men).short == short


@pytest.mark.parametrize("stated", ["nobody is there", "there is no one there right", "there aren't any people, are there"])
def test_that_nobody_is_there_is_denied_where_somebody_is(vilbert, five_men, stated):
    answer = vilbert.answer(stated, five_men)
    assert answer.short == "no" and answer.spoken.startswith("No, I see some")


@pytest.mark.parametrize("question", ["Who is this?", "who's in the picture", "who are they"])
def test_who_people_are_is_answered_by_what_is_seen_of_them(vilbert, five_men, cat, question):
    assert vilbert.answer(question, five_men).spoken == "I see five men."
    assert vilbert.answer(question, cat).abstained


@pytest.mark.parametrize("question", ["who is on the right", "who is holding the cup", "what is he doing there", "where is the man"])
def test_who_what_and_where_are_not_answered_by_yes_or_no(vilbert, five_men, cat, question):
    assert not {vilbert.answer(question, scene).short for scene in (five_men, cat)} & {"yes", "no"}


def test_a_word_for_what_is_known_is_read_as_that_and_said_as_it_was(vilbert, cat):
    assert vilbert.answer("is there a pup", cat).spoken in ("No.", "I don't think so.")
    assert "see anybody" in vilbert.answer("what colour is the infant", cat).spoken
    assert "see a pup" in vilbert.answer("what is the pup doing", cat).spoken
    assert vilbert.readings.read("the bunny", cat).words == vilbert.readings.read("the rabbit", cat).words


def test_what_the_network_itself_would_name_is_doubted_as_all_else(vilbert, cat):
    answer = vilbert.answer("what colour is the screwdriver", cat)
    assert "hardly know" not in answer.spoken and answer.confidence <= GUESSED and not answer.guessed
    assert vilbert.answer("is there a zither in the picture", cat).guessed


@pytest.mark.parametrize("question", ["why is the cat there", "Who made it?", "what's wrong with it", "when was this taken"])
def test_what_no_picture_tells_is_not_guessed(vilbert, cat, question):
    answer = vilbert.answer(question, cat)
    assert answer.abstained and answer.spoken == "I can't tell from this picture."


@pytest.mark.parametrize("question", ["what colour is the wall", "is there a lamp", "what room is this", "is it day or night"])
def test_nobodys_face_is_looked_at_for_a_question_about_something_else(vilbert, five_men, question):
    assert vilbert.readings.scene_for(question, five_men) is five_men and five_men.people == ()


@pytest.mark.parametrize(
    "question",
    [
        "is anyone smiling", "the tall man", "what is he wearing", "what colour is the shirt", "who is this", "what am I holding",
        "how many peple are there",
    ],
)  # fmt: skip
def test_people_are_looked_at_from_near_where_words_are_about_them(vilbert, five_men, question):
    near = vilbert.readings.scene_for(question, five_men)
    assert len(near.people) == 5 and near.frame is five_men.frame
    assert vilbert.readings.scene_for(question, near) is near is vilbert.readings.scene_for(question, five_men), "and looked at once"


@pytest.mark.parametrize(
    ("language", "spoken"), [("en", "I would say to the right."), ("de", "Ich würde sagen: nach rechts."), ("zh", "我看是往右。")]
)
def test_which_way_somebody_looks_is_said_as_a_way(vilbert, builder, prepared, language, spoken):
    prepared("people")
    scene = builder.build(Frame(photos()[LOOKS_RIGHT]))
    own = Vilbert(Phrases("assistant", "vision", language), vilbert.fusion, near=builder.near)
    assert own.answer("which way is he looking", scene).spoken == spoken


def test_how_many_there_are_is_not_answered_by_yes(vilbert, builder):
    """Of a crowd the network knows no number."""
    small = [np.array(Image.fromarray(photos()[number]).resize((240, 240))) for number in (21, 32, 27, 22)]
    row = np.concatenate([np.pad(one, ((0, 10), (0, 10), (0, 0)), constant_values=200) for one in small], 1)
    answer = vilbert.answer("how many people are there", builder.build(Frame(np.tile(row, (4, 1, 1)))))
    assert answer.abstained and " people" in answer.spoken


def test_people_are_told_of_as_what_they_are_seen_to_be(vilbert, builder, five_men):
    assert "five men" in vilbert.describe(five_men).spoken and "people" not in vilbert.describe(five_men).spoken
    foreign = Vilbert(Phrases("assistant", "vision", "de"), vilbert.fusion, near=builder.near)
    assert foreign.describe(five_men).spoken == "Ich sehe fünf Männer."


@pytest.mark.parametrize(
    ("phrase", "place"), [("the man on the left", 0), ("the man in the middle", 2), ("the person on the far right", 4)]
)
def test_the_person_at_a_side_is_the_last_one_there(vilbert, five_men, phrase, place):
    near = vilbert.readings.scene_for(phrase, five_men)
    box = sorted((person.box for person in near.people), key=lambda box: float(box[0] + box[2]))[place]
    assert iou(vilbert.ground(phrase, five_men).box, box) > 0.9


@pytest.mark.parametrize(
    ("phrase", "place"),
    [
        ("the second man from the left", 1),
        ("the last man from the left", 4),
        ("the first man from the right", 4),
        ("2nd man from left", 1),
        ("the second man on the right", 3),
        ("rightmost man", 4),
        ("the tallest man", 3),
        ("the one right of the third man from the left", 3),
        ("the man between the third man from the left and the last man from the left", 3),
    ],
)
def test_one_of_several_is_counted_out(vilbert, five_men, phrase, place):
    boxes = sorted((region.box for region in five_men.regions if region.label == "person"), key=lambda box: box[0] + box[2])
    assert len(boxes) == 5 and vilbert.ground(phrase, five_men).box == pytest.approx(boxes[place], abs=1)


def test_of_fewer_than_are_counted_none_is_pointed_at_without_doubt(vilbert, five_men):
    assert vilbert.ground("the fifth man from the left", five_men).sure
    assert not vilbert.ground("the 7th man from the left", five_men).sure


def test_the_one_beside_something_is_never_that_thing_itself(vilbert, five_men):
    man = vilbert.ground("the second man from the left", five_men).box
    beside = vilbert.ground("the one next to the second man from the left", five_men).box
    assert beside is not None and iou(beside, man) < 0.5


def test_where_nobody_is_nobody_smiles(vilbert, cat):
    answer = vilbert.answer("is anyone smiling", cat)
    assert answer.short == "no"


def test_whom_nobody_saw_is_not_pointed_at(vilbert, five_men):
    found = vilbert.ground("the woman on the left", five_men)
    assert found.box is None and found.spoken == "I don't see the woman on the left."
    assert vilbert.ground("the man on the left", five_men).box is not None


def test_whom_only_a_hidden_face_could_be_is_not_pointed_at_without_doubt(vilbert, builder, five_men):
    near = builder.near(five_men)
    one, *others = near.people
    hidden = replace(near, people=(replace(one, face=None), *others))
    assert vilbert.ground("the man", hidden).sure and not vilbert.ground("the woman", hidden).sure


# ---- words that nobody taught it


@pytest.mark.parametrize(
    "question", ["is there a {}", "do you see a {}", "are there any {}s", "does it have a {}", "is this a {} or a dog"]
)
def test_what_is_asked_in_a_word_that_it_never_learned_is_answered_by_a_guess_at_most(vilbert, builder, question):
    scenes = [builder.build(Frame(photos()[number])) for number in (0, 13, 30)]
    for answer in (vilbert.answer(question.format(word), scene) for word in ("astrolabe", "zither", "zorp", "tricorn") for scene in scenes):
        assert answer.abstained or answer.short == "dog" or answer.spoken.startswith("I hardly know the word ")
        assert answer.guessed == ("hardly" in answer.spoken)
        assert answer.short == "dog" or answer.confidence <= GUESSED


def test_nor_is_it_pointed_at_without_a_doubt(vilbert, builder):
    found = [vilbert.ground("the zither", builder.build(Frame(photos()[number]))) for number in range(12)]
    assert all(one.box is None or not one.sure for one in found)


def test_what_a_network_has_a_name_for_is_there_where_it_is_named(vilbert, builder, cat):
    cheetah = vilbert.answer("is there a cheetah", builder.build(Frame(photos()[CHEETAH])))
    assert cheetah.short == "yes" and "hardly" not in cheetah.spoken
    assert vilbert.answer("is there a cheetah", cat).short == "no"
    assert vilbert.answer("is there no cheetah", cat).short == "yes"


@pytest.mark.parametrize(
    "question", ["isnt there a cat", "what's that", "is it raining", "are there laptops", "the cat's tail", "is it blurry"]
)
def test_forms_of_words_that_it_knows_are_known(vilbert, question):
    assert not vilbert.words.hardly_known(question, ())
