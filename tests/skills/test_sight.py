"""Everyday words about what the camera sees reach the right skill, other words do not, and what is missing is asked for."""

from __future__ import annotations

import anyio
import pytest

from assistant.events import Region
from assistant.skill import Reply, Turn
from tests.installed import router, skills
from tests.skills.home import SmallHome, say

REGISTRY = skills()
ROUTER = router()
CUP = Region((0, 0, 9, 9), "cup", 0.9)
SAID = {
    "look": """what's in front of you / describe the room / look around and tell me what's there / what's going on in here / anything else
        do you recognize this / what breed is this dog / did I leave the window open / how do I look
        what is it made of / compare the two cups / is the cup full or empty / are those apples or pears
        who is on the phone / what else do you see / who is the other man / how old is he / is he sad
        who is at the door / what am I holding up / which cup is closer / list everything / list everything you see""",
    "find": """where did I put my glasses / point at the red mug / I've lost my keys / I'm looking for my phone / point out the bottle
        any idea where my keys are / highlight the chair / show me where the exit is / have you seen my wallet / where has my pen gone""",
    "count": """how many people are in the room / how many of them are red / number of people in the room / are there more than two cups
        how many windows does the room have / give me the number of chairs / how many fingers am I holding up / count them""",
    "read": """read it to me / what does the sign say / what does it say on the bottle / read the first line / spell it / what's on the sign
        what does that poster say over there / can you read what's on this / when does this milk expire / read the back of the box""",
    "photo": """take a photo / take a picture of us / take a selfie in three seconds / one more photo please / show me the last photo""",
    "watch": """tell me when someone comes in / let me know when the dog is on the sofa / watch for a red car / tell me when the cup is gone
        keep an eye on my laptop / say something if someone touches my bag / what are you watching for / stop watching""",
}
OTHERS = """how many days does february have / what is the number of the pizza place / where is the nearest gas station
    spell mississippi / read me a bedtime story / read my messages
    what does my horoscope say / let me know when the train leaves / tell me if it rains tomorrow
    i've lost my credit card / show me my bank balance / what is happening in politics / did i pay my bill / when does my passport expire
    list everything on my shopping list / list all my lists
    watch a film with me / take a note / take me to the airport / delete the last email / are there any good movies / count to ten"""
SEEING = frozenset(SAID)


def sentences(text: str) -> list[str]:
    return [sentence.strip() for line in text.splitlines() for sentence in line.split(" / ")]


@pytest.mark.parametrize(("skill", "text"), [(skill, text) for skill, texts in SAID.items() for text in sentences(texts)])
def test_everyday_words_reach_their_skill(skill: str, text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and chosen.skill == skill


@pytest.mark.parametrize("text", sentences(OTHERS))
def test_what_no_camera_can_see_is_left_alone(text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is None or chosen.skill not in SEEING


@pytest.mark.parametrize("skill", sorted(SEEING))
def test_every_example_reaches_its_own_intent(skill: str) -> None:
    (loaded,) = [one for one in REGISTRY.loaded if one.skill.name == skill]
    for intent, examples in loaded.wording.examples.items():
        for example in examples:
            chosen = ROUTER.route(example).chosen
            assert chosen is not None and (chosen.skill, chosen.intent) == (skill, intent), f"{example!r} went to {chosen}"


def reply(text: str, **context: str) -> tuple[Reply, SmallHome]:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None
    skill = REGISTRY.get(chosen.skill)
    home = SmallHome(skill, (CUP,))
    return anyio.run(lambda: say(ROUTER, skill, home, text, **context)), home


@pytest.mark.parametrize(
    ("text", "asked", "completed"),
    [
        ("count them", "What shall I count?", "count the {answer}"),
        ("how many are there", "What shall I count?", "count the {answer}"),
        ("help me find something", "What shall I look for?", "find {answer}"),
    ],
)
def test_what_is_missing_is_asked_for(text: str, asked: str, completed: str) -> None:
    said, _ = reply(text)
    assert (said.text, said.follow_up) == (asked, completed)
    chosen = ROUTER.route("cups", context={"asked": said.follow_up}).chosen
    assert chosen is not None and chosen.slots["thing"].endswith("cups")


def test_them_are_what_was_spoken_of() -> None:
    assert reply("count them", thing="cup")[1].sight.asked == ["how many cup are there"]


def test_a_comparison_is_asked_as_it_stands() -> None:
    assert reply("are there more than two cups")[1].sight.asked == ["are there more than two cups"]


def test_what_was_denied_is_looked_for_once_more_before_anything_is_said_of_it():
    dog = {"thing": "dog", "denied": "is there a dog"}
    for text in ("where is the dog", "what colour is the dog"):
        chosen = ROUTER.route(text).chosen
        assert chosen is not None
        skill = REGISTRY.get(chosen.skill)
        home = SmallHome(skill, (CUP,))
        turn = Turn(text, chosen.intent, chosen.slots, home, context=dog)
        said = anyio.run(skill.handle, turn)
        assert (said.text, said.regions, said.denied) == ("I see no dog.", (), "is there a dog") and home.sight.asked == ["is there a dog"]


@pytest.mark.parametrize(
    ("thing", "asked"), [("hat", "what is that"), ("cup", "what is in the cupboard"), ("cat", "is there a cat or a woman")]
)
def test_another_question_is_answered_whatever_was_denied(thing: str, asked: str) -> None:
    said, home = reply(asked, thing=thing, denied=f"is there a {thing}")
    assert home.sight.asked == [asked] and not said.text.startswith("I see no")


def test_what_is_named_anew_is_looked_for_whatever_was_denied():
    said, home = reply("where is the cup", thing="dog", denied="is there a dog")
    assert said.regions == (CUP,) and home.sight.asked == ["cup"]


def test_that_something_is_not_there_is_remembered_with_its_question():
    assert reply("is there a dog")[0].denied == "is there a dog" and not reply("is there a cup")[0].denied


@pytest.mark.parametrize("text", ["is it raining in the picture", "what's the weather like in this photo", "is it sunny in the photo"])
def test_the_weather_of_a_picture_is_asked_of_the_picture(text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and chosen.skill == "look"


@pytest.mark.parametrize("text", ["is it raining", "is it sunny today", "is it raining in berlin", "what's the weather like"])
def test_any_other_weather_is_not(text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is not None and chosen.skill == "weather"
