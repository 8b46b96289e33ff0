"""Things that the networks know in English, as they are said and understood in German and Chinese."""

from __future__ import annotations

import pytest

from assistant.phrases import Phrases
from assistant.things import things_of
from models.detector.coco import NAMES
from models.vilbert.asking import materials
from models.vilbert.vocabulary import COLOURS


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("de", "meine rote tasse", "red cup"),
        ("de", "den stühlen", "chairs"),
        ("de", "die große grüne flasche", "big green bottle"),
        ("de", "die tasse auf dem tisch", "cup on the table"),
        ("de", "einen blauen gartenstuhl", "blue chair"),
        ("de", "der elefant", "elephant"),
        ("de", "linke tür", "left door"),
        ("de", "die alte frau im roten kleid", "old woman in the red dress"),
        ("de", "der treffpunkt", None),
        ("de", "mein zauberwürfel", None),
        ("de", "das", None),
        ("de", "", None),
        ("zh", "我的红色的杯子", "red cup"),
        ("zh", "把椅子", "chair"),
        ("zh", "桌子上的杯子", "cup on the table"),
        ("zh", "左边的门", "left door"),
        ("zh", "一只大狗", "big dog"),
        ("zh", "戴帽子的男人", "man wearing a hat"),
        ("zh", "穿红裙子的女人", "woman wearing a red skirt"),
        ("zh", "坐在沙发上的猫", "cat on the couch"),
        ("zh", "我的魔方", None),
        ("zh", "的", None),
    ],
)
def test_a_thing_is_understood_with_what_stands_around_it(language: str, text: str, english: str | None) -> None:
    assert things_of(language).english(text) == english


@pytest.mark.parametrize(("language", "text"), [("de", "rote tasse"), ("de", "roten tassen"), ("zh", "红色的杯子")])
def test_what_is_counted_is_in_the_plural(language: str, text: str) -> None:
    assert things_of(language).english(text, many=True) == "red cups"


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("cup", ("a cup", "eine Tasse", "一个杯子")),
        ("elephant", ("an elephant", "einen Elefanten", "一头大象")),
        ("chairs", ("chairs", "Stühle", "椅子")),
        ("water", ("water", "Wasser", "水")),
        ("red cup", ("a red cup", "eine rote Tasse", "一个红色的杯子")),
        ("blue car", ("a blue car", "ein blaues Auto", "一辆蓝色的汽车")),
        ("red shoes", ("red shoes", "rote Schuhe", "红色的鞋")),
        ("purple cup", ("a purple cup", "eine lilafarbene Tasse", "一个紫色的杯子")),
        ("old tree", ("an old tree", "einen alten Baum", "一棵老的树")),
        ("white background", ("a white background", "einen weißen Hintergrund", "一片白色的背景")),
        ("snow leopard", ("a snow leopard", "einen Schneeleoparden", "一只雪豹")),
        ("tuxedo", ("a tuxedo", "„tuxedo“", "“tuxedo”")),
    ],
)
def test_a_thing_is_said_with_what_it_takes(noun: str, said: tuple[str, str, str]) -> None:
    assert tuple(things_of(language).a(noun) for language in ("en", "de", "zh")) == said


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (2, "cup", ("two cups", "zwei Tassen", "两个杯子")),
        (3, "chair", ("three chairs", "drei Stühle", "三把椅子")),
        (20, "person", ("20 people", "20 Personen", "20个人")),
        (2, "tuxedo", ("two tuxedos", "zwei „tuxedos“", "两 “tuxedos”")),
    ],
)
def test_several_are_counted(number: int, noun: str, said: tuple[str, str, str]) -> None:
    assert tuple(things_of(language).several(number, noun) for language in ("en", "de", "zh")) == said


@pytest.mark.parametrize("language", ["de", "zh"])
def test_all_that_the_detector_names_and_all_colours_are_known(language: str) -> None:
    things, marks = things_of(language), Phrases("assistant", "things", language).say("unknown", word="").strip()
    assert [name for name in NAMES.values() if marks[0] in things.a(name)] == []
    assert [name for name in COLOURS if marks[0] in things.word(name)] == []


@pytest.mark.parametrize("language", ["de", "zh"])
def test_what_is_said_is_understood(language: str) -> None:
    things = things_of(language)
    assert [name for name in NAMES.values() if things.english(things.a(name).lower()) is None] == []


@pytest.mark.parametrize("language", ["de", "zh"])
def test_what_things_are_made_of_is_known(language: str) -> None:
    said = {stuff: things_of(language).stuff(stuff) for stuff in materials()}
    assert [stuff for stuff, word in said.items() if "„" in word or "“" in word] == []
    assert things_of("de").stuff("glass") == "Glas" and things_of("zh").stuff("glass") == "玻璃"
