"""Short dialogues with all skills, as somebody had them: corrections, follow-ups, "it", questions that are asked back, undo."""

from __future__ import annotations

import pytest

from tests.skills.talk import Talk

pytestmark = pytest.mark.usefixtures("berlin")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            ("wake me at six tomorrow", "no seven", "and on monday at eight", "what alarms do i have"),
            "2 alarms are set. One tomorrow at 7 AM. One on Monday at 8 AM.",
        ),
        (("set a timer for five minutes", "no ten minutes", "and twenty minutes"), "Timer set for 20 minutes."),
        (
            ("remind me tomorrow at 3 pm to call sam", "no at 4 pm", "what are my reminders"),
            "There is one reminder. Tomorrow at 4 PM: call sam.",
        ),
        (
            ("remind me to take my pills every day at eight", "no at nine", "what are my reminders"),
            "There is one reminder. Every day at 9 AM: take your pills.",
        ),
        (
            ("set a timer for five minutes", "make it ten", "what timers are running"),
            "One timer is set. Your timer for 10 minutes has 10 minutes left.",
        ),
        (
            ("set an alarm for half past six tomorrow evening", "no seven", "what alarms do i have"),
            "One alarm is set. One tomorrow at 7 PM.",
        ),
        (
            ("remind me to water the roses on friday", "remind me on monday to fetch the parcel and put it in the hall"),
            "I will remind you on Monday at 9 AM: fetch the parcel and put it in the hall.",
        ),
        (("remind me to take my umbrella if it rains", "wake me on monday at seven"), "Alarm set on Monday at 7 AM."),
        (("set a reminder to call mum", "on monday at eight"), "I will remind you on Monday at 8 AM: call mum."),
        (
            ("set an alarm for seven tomorrow morning", "set an alarm for eight on monday evening", "cancel all alarms", "undo"),
            "2 alarms are set. One tomorrow at 7 AM. One on Monday at 8 PM.",
        ),
        (
            (
                "set a gym alarm for nine on monday morning",
                "set an alarm for seven tomorrow morning",
                "what alarms do i have",
                "cancel the gym one",
            ),
            "The gym alarm is cancelled.",
        ),
        (
            (
                "set a gym alarm for nine on monday morning",
                "set an alarm for seven tomorrow morning",
                "what alarms do i have",
                "cancel the seven o'clock one",
            ),
            "The alarm tomorrow at 7 AM is cancelled.",
        ),
        (
            ("set a tea timer for ten minutes", "set a rice timer for an hour", "what timers are running", "cancel all of them"),
            "Both timers are cancelled.",
        ),
        (("set an alarm for noon and for 1 pm", "undo", "what alarms do i have"), "No alarm is set."),
        (("what is 4 plus 5", "times two", "and divided by three"), "6."),
        (("what is 1 divided by 3", "times three"), "About 1."),
        (("what is 4 plus 5", "set a timer", "five minutes"), "Timer set for 5 minutes."),
        (("what is 5 miles in kilometers", "and in feet"), "5 miles is 26400 feet."),
        (("what is 30 degrees celsius in fahrenheit", "and in kelvin"), "30 degrees Celsius is 303.1 kelvin."),
        (("set a bread timer for ten minutes", "don't cancel it"), "All right, I leave it."),
        (("set a bread timer for ten minutes", "don't cancel it", "cancel it"), "The bread timer is cancelled."),
        (("add milk to the list", "don't add eggs", "what's on the list"), "There is one thing on your shopping list: milk."),
    ],
)
def test_a_dialogue_goes_on_as_it_was_meant(said: tuple[str, ...], heard: str) -> None:
    assert Talk()(*said)[-1] == heard
