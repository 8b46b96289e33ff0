"""Answers, corrections, follow-ups and "it": what leans on the last turn becomes a whole sentence."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

import pytest

from assistant.phrases import Phrases
from assistant.routing.decision import Routing
from assistant.routing.registry import GROUP, load_registry
from assistant.routing.router import Router
from assistant.skill import Reply
from assistant.understanding.dialogue.dialogue import Dialogue
from tests.assistant.routing.guests import put_on_path
from tests.installed import router

ROUTER = router()
DOUBTFUL = "what are your talents"


@pytest.mark.parametrize(
    ("answer", "skill", "text"),
    [
        ("yes", "control", DOUBTFUL),
        ("yes please", "control", DOUBTFUL),
        ("no", None, DOUBTFUL),
        ("what time is it", "clock", "what time is it"),
    ],
)
def test_yes_does_it_no_passes_it_on_and_another_wish_is_itself(answer: str, skill: str | None, text: str) -> None:
    routing = ROUTER.route(answer, context={"doubt": (DOUBTFUL, ROUTER.route(DOUBTFUL).doubt)})
    assert (routing.chosen and routing.chosen.skill, routing.text) == (skill, text)


@pytest.mark.parametrize(
    ("asked", "answer", "whole", "skill"),
    [
        ("set a timer for {answer}", "five minutes", "set a timer for five minutes", "timer"),
        ("find {answer}", "my keys", "find my keys", "find"),
        ("cancel the {answer} timer", "the tea timer", "cancel the tea timer timer", "timer"),
        ("what is the weather in {answer}", "in berlin", "what is the weather in berlin", "weather"),
        ("set a timer for {answer}", "what time is it", "what time is it", "clock"),
        ("set a timer for {answer}", "never mind", "never mind", "control"),
        ("set a timer for {answer}", "i do not know", "i do not know", None),
    ],
)
def test_a_bare_answer_completes_the_question_and_a_whole_sentence_leaves_it(asked: str, answer: str, whole: str, skill: str) -> None:
    routing = ROUTER.route(answer, context={"asked": asked})
    assert (routing.text, routing.chosen and routing.chosen.skill) == (whole, skill)


def conversation(*texts: str, undo: str = "") -> list[Routing]:
    """What was decided about each wish, with the turns before remembered."""
    dialogue = Dialogue(Phrases("assistant", "dialogue"), memory=120.0)
    decided = []
    for now, text in enumerate(texts):
        for part in ROUTER.wishes(text, context=dialogue.context(float(now))):
            routing = ROUTER.route(part, context=dialogue.context(float(now)))
            reply = Reply(routing.question or "Yes.", follow_up=routing.follow_up, undo=undo)
            dialogue.remember(routing.text, routing.chosen, reply, float(now), routing.doubt)
            decided.append(routing)
    return decided


def talk(*texts: str, undo: str = "") -> list[str]:
    """What each wish became."""
    return [routing.text for routing in conversation(*texts, undo=undo)]


def test_what_was_asked_about_is_done_when_it_was_meant() -> None:
    assert talk(DOUBTFUL, "yes") == [DOUBTFUL, DOUBTFUL]


@pytest.mark.parametrize(
    ("before", "said", "whole"),
    [
        ("how much time is left on the tea timer", "and the egg timer", "how much time is left on the egg timer"),
        ("where is my cup", "and the other one", "where is my other cup"),
        ("what colour is the mug", "and that one", "what colour is that mug"),
        ("what colour is the mug", "where is it", "where is the mug"),
        ("how many cups are there", "what about plates", "how many plates are there"),
        ("set a tea timer for five minutes", "pause it", "pause the tea timer"),
        ("set a tea timer for five minutes", "cancel that one", "cancel the tea timer"),
        ("set a timer for five minutes", "cancel it", "cancel the five minutes timer"),
        ("set a tea timer for five minutes", "add two minutes to it", "add two minutes to the tea timer"),
        ("where is my cup", "what time is it", "what time is it"),
    ],
)
def test_a_follow_up_leans_on_what_was_spoken_of(before: str, said: str, whole: str) -> None:
    assert talk(before, said)[-1] == whole


def test_a_follow_up_may_follow_a_follow_up() -> None:
    decided = conversation("What colour is the mug?", "and the chair?", "And the table?", "what about the lamp", "is it big", "where is it")
    assert [(routing.text, routing.chosen and routing.chosen.skill) for routing in decided] == [
        ("what colour is the mug", "look"),
        ("what colour is the chair", "look"),
        ("what colour is the table", "look"),
        ("what colour is the lamp", "look"),
        ("is the lamp big", "look"),
        ("where is the lamp", "find"),
    ]
    decided = conversation("how many cups are there", "and plates", "and what about chairs")[1:]
    assert [(routing.text, routing.chosen and routing.chosen.skill) for routing in decided] == [
        ("how many plates are there", "count"),
        ("how many chairs are there", "count"),
    ]


def test_a_correction_takes_the_last_turn_back_and_does_it_anew() -> None:
    assert talk("add milk to the shopping list", "i meant bread", undo="remove milk from the shopping list")[1:] == [
        "remove milk from the shopping list",
        "add bread to the shopping list",
    ]
    assert talk("set a timer for five minutes", "no, ten minutes")[1:] == ["no ten minutes"], "the timer has words of its own for it"
    assert talk("where is my cup", "sorry i meant the red mug")[1:] == ["where is the red mug"]
    assert talk("how many cups are there", "no, chairs")[1:] == ["how many chairs are there"]
    assert talk("set a tea timer for five minutes", "actually make it six minutes")[1:] == ["actually make it six minutes"], "so here"


def test_no_by_itself_corrects_nothing() -> None:
    assert talk("set a timer for five minutes", "no i do not want that")[1:] == ["no i do not want that"]


BURSTING = """
[intents.burst]
templates = ["burst the zeppelin", "yes burst the zeppelin"]
examples = ["burst the zeppelin", "yes burst the zeppelin"]
[intents.keep]
templates = ["no burst the zeppelin"]
examples = ["no burst the zeppelin"]
"""


GUEST = """
from assistant.skill import Skill

class Guest(Skill):
    name = "zeppelin"

    async def handle(self, turn): ...
"""


@pytest.mark.parametrize(
    ("answer", "intent"),
    [("yes", "burst"), ("yeah", "burst"), ("sure", "burst"), ("okay", "burst"), ("nope", "keep"), ("no thanks", "keep"), ("nah", "keep")],
)
def test_a_skill_that_asks_for_yes_or_no_need_not_know_all_their_words(answer: str, intent: str, tmp_path, monkeypatch) -> None:
    put_on_path(tmp_path, monkeypatch)
    package = tmp_path / "bursting"
    (package / "locales" / "en").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "zeppelin.py").write_text(GUEST)
    (package / "locales" / "en" / "zeppelin.toml").write_text(BURSTING)
    registry = load_registry(points=[*entry_points(group=GROUP), EntryPoint("zeppelin", "bursting.zeppelin:Guest", GROUP)])
    routing = Router(registry).route(answer, context={"asked": "{answer} burst the zeppelin", "asked_by": "zeppelin"})
    assert routing.chosen is not None and (routing.chosen.skill, routing.chosen.intent) == ("zeppelin", intent)
