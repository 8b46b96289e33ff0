"""What is said of a picture that was just told of is a whole sentence with it, and nothing by itself."""

from __future__ import annotations

import pytest

from assistant.events import Candidate, Region
from assistant.phrases import Phrases
from assistant.skill import Reply
from assistant.understanding.dialogue.dialogue import Dialogue

CAT = Reply("It looks like a cat.", (Region((0, 0, 9, 9), "cat", 0.9),), "vilbert", confidence=0.7)


def looked(text: str = "what is this", reply: Reply = CAT, language: str = "en", **slots: str) -> Dialogue:
    dialogue = Dialogue(Phrases("assistant", "dialogue", language), memory=120.0)
    dialogue.remember(text, Candidate("look", "ask", 0.9, "template", slots), reply, time=10.0)
    return dialogue


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no it is a cheetah", "is it a cheetah or a cat"),
        ("i think it is an arctic fox", "is it an arctic fox or a cat"),
        ("no a fox", "is it a fox or a cat"),
        ("that is not a cat it is a fox", "is it a fox or a cat"),
        ("no it is not a dog but a fox", "is it a fox or a dog"),
        ("it is a cat", "is it a cat"),
        ("that is not a cat", "are you sure"),
        ("it is not a dog", "is it not a dog"),
        ("you're wrong", "are you sure"),
        ("no that is not true", "are you sure"),
        ("no it is brown", "is it brown"),
        ("is that all", "what else is there"),
        ("there are more", "are you sure"),
        ("any cars", "are there any cars"),
        ("any people around", "are there any people around"),
        ("any grass", "is there any grass"),
        ("only two", "are there only two cats"),
        ("i think there are three", "are there exactly three cats"),
        ("are there ten or eleven people", "how many people are there"),
        ("not black", "is the cat black"),
        ("what is it then", "what is this"),
        ("what could it be then", "what else could it be"),
        ("which one is bigger", "which cat is bigger"),
        ("is he here", "is there a man"),
        ("tell me its colour", "what color is the cat"),
    ],
)
def test_what_is_said_of_it_is_asked_whole(said, meant):
    assert looked().context(20.0)["complete"](said)[0] == meant


@pytest.mark.parametrize(
    "said",
    [
        "that is a good answer",
        "it is a lie",
        "any news",
        "any messages",
        "any idea",
        "no thanks",
        "wrong number",
        "no she is my sister",
        "no there is milk in the fridge",
    ],
)
def test_what_is_said_of_anything_is_left_alone(said):
    assert looked().context(20.0)["complete"](said) == ()


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "das ist kein problem"), ("de", "nur zu"), ("zh", "这不是问题"), ("zh", "它在哪里"), ("zh", "猫多还是狗多")],
)
def test_nor_is_it_in_other_languages(language, said):
    assert looked(language=language).context(20.0)["complete"](said) == ()


def test_what_a_model_has_written_is_no_picture():
    written = Reply("The revolution began in 1789.", engine="chat llama")
    assert looked("tell me a fact", written).context(20.0).get("complete", lambda said: ())("what else") == ()


def test_an_orange_is_a_thing_and_something_orange_is_not():
    names = [looked(f"is there {said}", thing=said).context(20.0).get("thing") for said in ("orange", "cat orange")]
    assert names == ["orange", "cat"]


def test_nobody_is_a_woman_or_a_person():
    somebody = Reply("I see a man.", (Region((0, 0, 9, 9), "person", 0.9),), "vilbert", confidence=0.7)
    complete = looked(reply=somebody).context(20.0)["complete"]
    assert complete("no it is a woman") == ("is it a woman",) and complete("only one") == ("are there only one people",)


def test_after_another_reply_nothing_of_it_is_about_a_picture():
    dialogue = looked()
    dialogue.remember("what time is it", Candidate("clock", "time", 0.9, "template"), Reply("Noon."), time=14.0)
    complete = dialogue.context(15.0)["complete"]
    assert all(complete(said) == () for said in ("you're wrong", "no it is a fox", "any cars", "is that all"))


def test_how_sure_it_is_may_be_asked_more_than_once():
    dialogue = looked()
    dialogue.remember("are you sure", Candidate("look", "sure", 0.9, "template"), Reply("No.", confidence=0.7), time=14.0)
    assert dialogue.context(15.0)["complete"]("you're wrong") == ("are you sure",)


def test_it_is_not_corrected_as_a_wish_is():
    context = looked("what colour is the car", thing="car").context(20.0)
    assert context["correct"]("no it is blue") == "no it is blue"


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("de", "nein das ist ein fuchs", "ist das ein fuchs"),
        ("de", "das ist keine katze", "bist du sicher"),
        ("de", "das stimmt doch nicht", "bist du sicher"),
        ("de", "ist das alles", "was siehst du noch"),
        ("de", "irgendwelche autos", "gibt es autos"),
        ("zh", "不那是狐狸", "那是狐狸吗"),
        ("zh", "那不是猫", "你确定吗"),
        ("zh", "你错了", "你确定吗"),
        ("zh", "就这些", "你还看到什么"),
        ("de", "und warum", "woher weißt du das"),
        ("de", "nur drei", "sind es nur drei"),
        ("de", "nein es sind vier", "sind es genau vier"),
        ("de", "da sind mehr", "bist du sicher"),
        ("de", "nicht blau", "ist es blau"),
        ("de", "ist es scharf", "ist das bild scharf"),
        ("de", "und links", "was ist links"),
        ("de", "und der linke", "was ist links"),
        ("de", "und sonst", "was siehst du noch"),
        ("de", "sonst noch etwas", "was siehst du noch"),
        ("de", "und ihre augen", "welche farbe haben ihre augen"),
        ("de", "ein hund oder eine katze", "ist das ein hund oder eine katze"),
        ("de", "eine katze", "gibt es eine katze"),
        ("de", "wo genau", "wo ist es"),
        ("de", "welche farbe", "welche farbe hat es"),
        ("zh", "为什么", "你怎么知道的"),
        ("zh", "只有三条", "是不是只有三个"),
        ("zh", "不有四条", "是不是正好四个"),
        ("zh", "不止这些", "你确定吗"),
        ("zh", "不是蓝色", "它是蓝色"),
        ("zh", "清楚", "画面清楚"),
        ("zh", "左边那个呢", "左边是什么"),
        ("zh", "还有呢", "你还看到什么"),
        ("zh", "狗还是猫", "这是狗还是猫"),
        ("zh", "是人", "这是人吗"),
        ("zh", "它在笑", "他在笑"),
        ("zh", "只有他一个人", "他是一个人"),
        ("zh", "做什么用的", "这是做什么用的"),
        ("zh", "用什么做的", "这是用什么做的"),
        ("zh", "在哪里", "它在哪里"),
        ("zh", "什么颜色", "它是什么颜色"),
    ],
)
def test_so_it_is_in_other_languages(language, said, meant):
    assert looked(language=language).context(20.0)["complete"](said) == (meant,)


@pytest.mark.parametrize(
    ("language", "bare", "whole"), [("en", "cancel", "cancel it"), ("de", "abbrechen", "lösche es"), ("zh", "取消", "取消它")]
)
def test_only_a_whole_sentence_takes_back_what_was_done_before_the_look(language, bare, whole):
    dialogue = Dialogue(Phrases("assistant", "dialogue", language), memory=120.0)
    dialogue.remember("timer", Candidate("timer", "start", 0.9, "template"), Reply("Done.", undo="take it back"), time=5.0)
    dialogue.remember("look", Candidate("look", "ask", 0.9, "template"), CAT, time=10.0)
    named = dialogue.context(20.0)["named"]
    assert named(bare) == bare and named(whole) == "take it back"


def test_what_others_have_words_for_is_said_of_the_picture_too():
    named = looked().context(20.0)["named"]
    assert named("that is wrong") == "are you sure" and named("any snow") == "is there any snow" and named("stop") == "stop"
