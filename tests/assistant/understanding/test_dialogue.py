from __future__ import annotations

from assistant.events import Candidate
from assistant.phrases import Phrases
from assistant.skill import Reply
from assistant.understanding.dialogue import Dialogue


def remembering(text: str, **slots: str) -> Dialogue:
    dialogue = Dialogue(Phrases("assistant", "dialogue"), memory=120.0)
    dialogue.remember(text, Candidate("look", "ask", 0.9, "template", slots), Reply("The cup is red."), time=10.0)
    return dialogue


def test_a_follow_up_becomes_the_question_before_with_the_new_thing() -> None:
    complete = remembering("What colour is the cup?", thing="cup").context(20.0)["complete"]
    assert complete("what about the chair") == "what colour is the chair"
    assert complete("and the chair") == "what colour is the chair"


def test_it_is_the_thing_spoken_of() -> None:
    context = remembering("What colour is the cup?", thing="cup").context(20.0)
    assert context["complete"]("where is it") == "where is the cup"
    assert context["thing"] == "cup" and context["last_reply"] == "The cup is red."


def test_a_whole_sentence_stays_as_it_is() -> None:
    complete = remembering("what colour is the cup", thing="cup").context(20.0)["complete"]
    assert complete("how many chairs are there") == "how many chairs are there"


def test_the_conversation_is_forgotten_after_a_while() -> None:
    assert remembering("what colour is the cup", thing="cup").context(131.0) == {}
