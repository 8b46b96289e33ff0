from __future__ import annotations

import pytest

from assistant.events import Candidate, Region
from assistant.phrases import Phrases
from assistant.skill import Reply
from assistant.understanding.dialogue.dialogue import Dialogue


def remembering(text: str, **slots: str) -> Dialogue:
    dialogue = Dialogue(Phrases("assistant", "dialogue"), memory=120.0)
    dialogue.remember(text, Candidate("look", "ask", 0.9, "template", slots), Reply("The cup is red."), time=10.0)
    return dialogue


def test_a_follow_up_becomes_the_question_before_with_the_new_thing() -> None:
    complete = remembering("What colour is the cup?", thing="cup").context(20.0)["complete"]
    assert complete("what about the chair")[0] == "what colour is the chair"
    assert complete("and the chair")[0] == "what colour is the chair"


def test_it_is_the_thing_spoken_of() -> None:
    context = remembering("What colour is the cup?", thing="cup").context(20.0)
    assert context["complete"]("where is it") == ("where is the cup",)
    assert context["thing"] == "cup" and context["last_reply"] == "The cup is red."


def test_behind_a_word_of_place_it_is_what_holds_the_others() -> None:
    dialogue = remembering("what colour is the cup")
    dialogue.remember("add milk to my list", Candidate("lists", "add", 0.9, "template", {"items": ["milk"]}), Reply("Done."), time=12.0)
    named = dialogue.context(13.0)["named"]
    assert named("what is on it") == "what is on the list" and named("clear it") == "clear the list"
    assert named("put it on the party list") == "put milk on the party list"


def test_a_follow_up_takes_the_place_of_a_whole_row() -> None:
    dialogue = remembering("what colour is the cup")
    row = Candidate("lists", "add", 0.9, "template", {"items": ["milk", "eggs", "bread"]})
    dialogue.remember("add milk and eggs and the bread to the list", row, Reply("Done."), time=12.0)
    assert dialogue.context(13.0)["complete"]("and six lemons")[0] == "add six lemons to the list"


def test_a_whole_sentence_stays_as_it_is() -> None:
    complete = remembering("what colour is the cup", thing="cup").context(20.0)["complete"]
    assert complete("how many chairs are there") == ()


def test_the_conversation_is_forgotten_after_a_while() -> None:
    assert set(remembering("what colour is the cup", thing="cup").context(131.0)) == {"amend"}


def test_what_nobody_could_do_changes_no_subject() -> None:
    dialogue = remembering("how many cups are there", thing="cups")
    dialogue.remember("what is the weather", None, Reply("I can't do that."), time=12.0)
    context = dialogue.context(14.0)
    assert context["complete"]("and what about plates")[0] == "how many plates are there"
    assert context["last_reply"] == "I can't do that."


def test_what_was_spoken_of_outlives_thanks_and_silence_but_not_its_time() -> None:
    dialogue = remembering("what colour is the cup", thing="cup")
    dialogue.remember("thank you", Candidate("control", "thanks", 1.0, "template"), Reply("You're welcome."), time=100.0)
    dialogue.remember("okay", Candidate("control", "okay", 1.0, "template"), Reply(""), time=101.0)
    assert dialogue.context(102.0)["complete"]("where is it") == ("where is the cup",)
    assert dialogue.context(102.0)["last_reply"] == "You're welcome."
    assert "thing" not in dialogue.context(131.0)


def test_the_last_act_that_can_be_taken_back_is_remembered_until_it_is() -> None:
    dialogue = remembering("what colour is the cup")
    assert "undo" not in dialogue.context(11.0)
    dialogue.remember("add milk to my list", None, Reply("Added.", undo="restore my list"), time=12.0)
    dialogue.remember("what time is it", None, Reply("Noon."), time=13.0)
    assert dialogue.context(14.0)["undo"] == ("restore my list", "")
    assert "undo" not in dialogue.context(140.0)
    dialogue.remember("restore my list", None, Reply("Restored."), time=15.0)
    assert "undo" not in dialogue.context(16.0)


def test_acts_that_the_same_sentence_takes_back_are_taken_back_one_by_one() -> None:
    dialogue = remembering("what colour is the cup")
    for thing in ("milk", "eggs"):
        dialogue.remember(f"add {thing}", None, Reply("Added.", undo="restore my list"), time=12.0)
    for left in (("restore my list", ""), None):
        dialogue.remember("restore my list", None, Reply("Restored."), time=13.0)
        assert dialogue.context(14.0).get("undo") == left


def test_a_question_back_waits_for_its_answer_only_until_the_next_reply() -> None:
    dialogue = remembering("set a timer")
    assert not dialogue.context(11.0)["asked"]
    dialogue.remember("set a timer", None, Reply("For how long?", follow_up="set a timer for {answer}"), time=12.0)
    assert dialogue.context(13.0)["asked"] == "set a timer for {answer}"
    dialogue.remember("what time is it", None, Reply("Noon."), time=14.0)
    assert not dialogue.context(15.0)["asked"]


def test_it_in_somebodys_own_text_stays() -> None:
    dialogue = remembering("set a soup timer for ten minutes")
    dialogue.remember(
        "set a soup timer for ten minutes", Candidate("timer", "start", 1.0, "template", {"name": "soup"}), Reply("Set."), 11.0
    )
    named = dialogue.context(12.0)["named"]
    assert named("and then cancel it") == "and then cancel the soup timer"
    for text in ("remind me at ten to fetch the parcel and put it in the hall", "remind me to clean the oven and move it on saturday"):
        assert named(text) == text


def test_what_something_is_is_not_asked_of_what_was_spoken_of() -> None:
    complete = remembering("What colour is the cup?", thing="cup").context(20.0)["complete"]
    assert complete("is it a hammer") == () and complete("is it raining") == ()
    assert complete("is it open") == ("is the cup open",)
    assert complete("what is next to it") == ("what is next to the cup",) and complete("what is on it") == ("what is on the cup",)


def test_several_things_are_they() -> None:
    assert remembering("is there a cup", thing="cup").context(20.0)["complete"]("where are they") == ("where are the cups",)


def test_where_and_which_are_asked_of_what_was_spoken_of() -> None:
    complete = remembering("is there a cup", thing="cup").context(20.0)["complete"]
    assert complete("where") == complete("where exactly") == complete("which one") == ("where is the cup",)


def test_the_same_is_asked_once_more_of_a_picture_only() -> None:
    dialogue = remembering("is the cup red", thing="cup")
    dialogue.remember("is there a dog", Candidate("look", "ask", 0.9, "template"), Reply("No.", engine="vilbert"), time=12.0)
    assert dialogue.context(13.0)["complete"]("look again") == ("is there a dog",)
    dialogue.remember("what time is it", Candidate("clock", "time", 0.9, "template"), Reply("Noon."), time=14.0)
    assert dialogue.context(15.0)["complete"]("look again") == ()


@pytest.mark.parametrize(
    ("slot", "thing"),
    [
        ("two or three people", "people"),
        ("tip sharp", "tip"),
        ("people at all", "people"),
        ("that", ""),
        ("two", ""),
        ("only five cats", "cats"),
        ("people around", "people"),
        ("man wearing", "man"),
        ("he wearing", ""),
        ("boat a dog", "boat"),
        ("left eye", "left eye"),
        ("it", ""),
        ("smiling", ""),
        ("on", ""),
    ],
)
def test_a_thing_is_what_is_named_and_not_what_is_said_of_it(slot: str, thing: str) -> None:
    context = remembering("what is that", thing=slot).context(20.0)
    assert context.get("thing", "") == thing


def test_it_stays_what_was_spoken_of_whatever_a_detector_calls_it() -> None:
    dialogue = remembering("where is the lemon", thing="lemon")
    shown = Reply("It looks yellow.", (Region((0, 0, 9, 9), "clock", 0.9),), "vilbert")
    dialogue.remember("what colour is it", Candidate("look", "ask", 0.9, "template"), shown, time=12.0)
    assert dialogue.context(13.0)["thing"] == "lemon"
    dialogue.remember("what is this", Candidate("look", "ask", 0.9, "template"), shown, time=14.0)
    assert dialogue.context(15.0)["thing"] == "clock"


def test_somebody_is_who_was_told_from_others_by_a_place() -> None:
    complete = remembering("what is the man on the left wearing", thing="man on the left wearing").context(20.0)["complete"]
    assert complete("is he smiling") == ("is the man on the left smiling",)
    assert complete("and the one on the right") == ("what is the man on the right wearing",)
    assert complete("and she") == ("what is she wearing",)


def test_somebody_takes_the_place_of_a_pronoun_and_what_is_his_that_of_an_article() -> None:
    complete = remembering("is he smiling", trait="smiling").context(20.0)["complete"]
    assert complete("and the woman") == ("is the woman smiling",)
    complete = remembering("what colour is the car", thing="car").context(20.0)["complete"]
    assert complete("and his trousers")[0] == "what colour is his trousers"


def test_a_question_of_its_own_is_no_value() -> None:
    complete = remembering("add milk to the list", items=("milk",)).context(20.0)["complete"]
    assert complete("are there oranges too") == () and complete("and what is it") == ()


def test_words_are_exchanged_whole() -> None:
    complete = remembering("what colour is the hat", thing="hat").context(20.0)["complete"]
    assert complete("and the coat") == ("what colour is the coat",)


def test_how_sure_the_last_reply_was_is_known_until_another_one() -> None:
    dialogue = remembering("what colour is the cup", thing="cup")
    dialogue.remember(
        "is there a dog", Candidate("look", "ask", 0.9, "template"), Reply("No.", engine="vilbert", confidence=0.8), time=12.0
    )
    assert dialogue.context(13.0)["confidence"] == 0.8
    dialogue.remember("what time is it", Candidate("clock", "time", 0.9, "template"), Reply("Noon."), time=14.0)
    assert "confidence" not in dialogue.context(15.0)


def timed(then: str, reply: Reply, **slots: str) -> Dialogue:
    dialogue = remembering("what is this")
    dialogue.remember(
        "set a timer for five minutes",
        Candidate("timer", "start", 1.0, "template", {"duration": "five minutes"}),
        Reply("Set.", undo="cancel the timer for five minutes"),
        11.0,
    )
    dialogue.remember(then, Candidate("look", "ask", 0.9, "template", slots), reply, 12.0)
    return dialogue


def test_what_was_set_before_a_look_can_be_cancelled_after_it():
    look = Reply("It looks white.", engine="vilbert", confidence=0.8)
    named = timed("what colour is the laptop", look, thing="laptop").context(13.0)["named"]
    assert named("cancel it") == named("cancel that") == "cancel the timer for five minutes"
    assert named("stop that") == "stop that"


def test_next_to_it_is_no_timer():
    named = timed("is it raining", Reply("For which place?")).context(13.0)["named"]
    assert named("what is next to it") == "what is next to it"


def test_which_of_two_things_it_is_names_neither():
    shown = Reply("It looks like a cat.", (Region((0, 0, 9, 9), "cat", 0.9),), "vilbert", confidence=0.7)
    dialogue = remembering("what colour is the cup")
    dialogue.remember("is it a cheetah or a cat", Candidate("look", "ask", 0.9, "template", {"thing": "cheetah"}), shown, time=12.0)
    assert dialogue.context(13.0)["thing"] == "cat"


def test_what_was_denied_is_remembered_as_long_as_it_is_spoken_of():
    dialogue = remembering("what colour is the cup", thing="cup")
    denied = Reply("No.", engine="vilbert", confidence=0.8, denied="is there a dog")
    dialogue.remember("is there a dog", Candidate("look", "ask", 0.9, "template", {"thing": "dog"}), denied, time=12.0)
    assert dialogue.context(13.0)["denied"] == "is there a dog"
    dialogue.remember("where is the cup", Candidate("find", "find", 0.9, "template", {"thing": "cup"}), Reply("Here."), time=14.0)
    assert not dialogue.context(15.0)["denied"]


def test_at_another_side_and_of_another_thing_the_same_is_asked_where_nothing_was_named():
    for before, said, after in (
        ("what is on the right", "and on the left", "what is on the left"),
        ("is anyone wearing a tie", "and a hat", "is anyone wearing a hat"),
        ("how many trees are there", "and people", "how many people are there"),
    ):
        dialogue = remembering("where is the fence", thing="fence")
        slots = {"thing": "trees"} if "trees" in before else {}
        look = Reply("A roof.", engine="vilbert", confidence=0.4)
        dialogue.remember(before, Candidate("look", "ask", 0.9, "template", slots), look, time=12.0)
        assert dialogue.context(13.0)["complete"](said)[0] == after
