"""Short dialogues with all skills, as somebody had them: corrections, follow-ups, "it", questions that are asked back, undo."""

from __future__ import annotations

import pytest

from tests.skills.talk import Talk

pytestmark = pytest.mark.usefixtures("berlin")


SEVENS = ("wake me on friday at six", "wake me on friday at seven", "wake me on monday at seven", "cancel the alarm at seven")
WHICH_SEVEN = "Which one: the one on Friday at 7 AM or the one on Monday at 7 AM?"
TIMERS = (
    "start an egg timer for two minutes",
    "pause it",
    "set a tea timer for ten minutes",
    "set a timer for an hour",
    "pause the timer",
)
CALLS = (
    "remind me at five to feed the cat",
    "remind me at six to call bob",
    "remind me at seven to call mia",
    "delete the reminder to call",
)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ((*SEVENS, "the first"), (WHICH_SEVEN, "The alarm on Friday at 7 AM is cancelled.")),
        ((*SEVENS, "the last one"), (WHICH_SEVEN, "The alarm on Monday at 7 AM is cancelled.")),
        ((*TIMERS, "the first"), ("Which one: the tea timer or the one for 1 hour?", "The tea timer is paused with 10 minutes left.")),
        ((*CALLS, "the second"), ("Which one: call bob, or call mia?", "The reminder is deleted: call mia.")),
    ],
)
def test_the_first_is_the_first_of_those_that_were_asked_about(said: tuple[str, ...], heard: tuple[str, str]) -> None:
    assert tuple(Talk()(*said)[-2:]) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            ("remind me tomorrow at eight to call bob", "remind me to feed the cat", "at six", "what are my reminders"),
            "There are 2 reminders. Tomorrow at 6 AM: feed the cat. Tomorrow at 8 AM: call bob.",
        ),
        (
            ("set a tea timer for ten minutes", "set a timer", "for five minutes", "what timers are running"),
            "2 timers are set. Your timer for 5 minutes has 5 minutes left. Your tea timer has 10 minutes left.",
        ),
        (
            ("wake me on friday at seven", "set an alarm for tomorrow", "at six", "what alarms do i have"),
            "2 alarms are set. One tomorrow at 6 AM. One on Friday at 7 AM.",
        ),
        (
            ("remind me tomorrow at eight to call bob", "remind me to feed the cat", "no, make it nine", "what are my reminders"),
            "There are 2 reminders. Tomorrow at 8 AM: call bob. Tomorrow at 9 AM: feed the cat.",
        ),
        (
            ("wake me tomorrow at eight", "set an alarm", "no, make it nine", "what alarms do i have"),
            "2 alarms are set. One tomorrow at 8 AM. One tomorrow at 9 AM.",
        ),
    ],
)
def test_the_answer_to_a_question_changes_nothing_that_was_set_before_it(said: tuple[str, ...], heard: str) -> None:
    assert Talk()(*said)[-1] == heard


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
        (("what is 30 degrees celsius in fahrenheit", "and in kelvin"), "30 degrees Celsius is 303.2 kelvin."),
        (("set one for seven am tomorrow",), "Alarm set tomorrow at 7 AM."),
        (("set a timer for ten minutes", "add five minutes to it"), "Your timer for 15 minutes has 15 minutes left."),
        (
            ("set two timers one for five minutes and one for ten minutes", "cancel the second one"),
            "The timer for 10 minutes is cancelled.",
        ),
        (("set a pasta timer for nine minutes", "how long on the pasta"), "Your pasta timer has 9 minutes left."),
        (("set a timer for ten minutes", "is it still running"), "Your timer for 10 minutes has 10 minutes left."),
        (
            ("set a timer for ten minutes", "set the oven timer to forty minutes", "which ones are left"),
            "2 timers are set. Your timer for 10 minutes has 10 minutes left. Your oven timer has 40 minutes left.",
        ),
        (("set a timer for 5 minutes i mean 15",), "Timer set for 15 minutes."),
        (("add milk to the shopping list sorry the to do list",), "I put milk on your to-do list."),
        (
            ("set an alarm for seven tomorrow", "on second thought eight", "what alarms do i have"),
            "One alarm is set. One tomorrow at 8 AM.",
        ),
        (("set an alarm for 7 am tomorrow", "and another one for 7 30"), "Alarm set tomorrow at 7:30 AM."),
        (
            ("set an alarm for seven tomorrow", "make it every weekday", "what alarms do i have"),
            "One alarm is set. One every weekday at 7 AM.",
        ),
        (
            ("set an alarm for friday at seven in the evening", "make it saturday", "what alarms do i have"),
            "One alarm is set. One on Saturday at 7 PM.",
        ),
        (
            ("set an alarm for seven am tomorrow", "set an alarm for eight am tomorrow", "cancel the alarm", "the first one"),
            "The alarm tomorrow at 7 AM is cancelled.",
        ),
        (
            ("set an alarm for seven am tomorrow", "set an alarm for eight am tomorrow", "cancel the alarm", "both"),
            "Both alarms are cancelled.",
        ),
        (("remind me to call mum tomorrow at five pm", "move it to friday"), "I will remind you on Friday at 5 PM: call mum."),
        (("remind me on friday at noon to call the bank", "move it to two"), "I will remind you on Friday at 2 PM: call the bank."),
        (
            ("remind me on friday at noon to call the bank", "no saturday"),
            "I will remind you on Saturday at noon: call the bank.",
        ),
        (
            ("remind me to take out the bins on thursday evening", "and to water the plants on friday"),
            "I will remind you on Friday at 9 AM: water the plants.",
        ),
        (("remind me to stretch every hour",), "I will remind you every hour: stretch."),
        (
            ("remind me tomorrow at 3 pm to eat", "remind me tomorrow at 4 pm to rest", "cancel the second one"),
            "The reminder is deleted: rest.",
        ),
        (
            ("set a timer for five minutes", "add milk and eggs to the list", "remove the last one", "what's left"),
            "There is one thing on your shopping list: milk.",
        ),
        (
            ("set a timer for five minutes", "add milk to the list", "remove all of them", "no", "how long is left on the timer"),
            "Your timer for 5 minutes has 5 minutes left.",
        ),
        (
            ("add milk and bread to the list", "replace the milk with cream", "read the list"),
            "There are 2 things on your shopping list: cream and bread.",
        ),
        (
            ("put butter on the list", "make that two"),
            "Your shopping list is as it was before: empty. I put two butter on your shopping list.",
        ),
        (
            ("add milk to the shopping list and call mum to my to do list", "what's on the shopping list", "and the to do list"),
            "There is one thing on your to-do list: call mum.",
        ),
        (
            ("set a timer for five minutes", "set an alarm for seven tomorrow", "cancel the timer and the alarm"),
            "The timer for 5 minutes is cancelled. The alarm tomorrow at 7 AM is cancelled.",
        ),
        (("make a packing list", "add socks"), "I put socks on your packing list."),
        (("make a packing list", "we need milk"), "I put milk on your shopping list."),
        (("add paint to the hardware list", "yes", "and add brushes"), "I put brushes on your hardware list."),
        (("add paint to the hardware list", "no the shopping list"), "I put paint on your shopping list."),
        (("make a packing list", "add socks", "delete the packing list", "wait no"), "All right, nothing is changed."),
        (("set a timer for five minutes", "add milk", "undo", "undo", "what timers are running"), "No timer is set."),
        (("what time is it", "and in tokyo", "what about the date", "and tomorrow"), "That is Wednesday, November 15."),
        (("square root of 81", "times three"), "27."),
        (("set a bread timer for ten minutes", "don't cancel it"), "All right, I leave it."),
        (("set a bread timer for ten minutes", "don't cancel it", "cancel it"), "The bread timer is cancelled."),
        (("set a timer", "45", "and another for 20"), "Timer set for 20 minutes."),
        (("set a timer for 5 minutes", "and ten"), "Timer set for 10 minutes."),
        (
            ("set a timer for six minutes", "actually they are big make it seven"),
            "The timer now runs for 7 minutes.",
        ),
        (("would you be so kind as to remind me to water the plants tomorrow",), "I will remind you tomorrow at 9 AM: water the plants."),
        (("put pears on the list", "put them on the party list as well"), "There is no party list. Shall I make one with pears?"),
        (
            ("remind me about the thing with the car", "in an hour or so", "make it two hours", "undo"),
            "There is one reminder. Tomorrow at 12:13 AM: the thing with the car.",
        ),
        (
            ("remind me every monday to put the bins out at seven in the evening", "no tuesday"),
            "I will remind you every Tuesday at 7 PM: put the bins out.",
        ),
        (
            ("remind me every monday to put the bins out at seven in the evening", "and wednesdays too"),
            "I will remind you every Wednesday at 7 PM: put the bins out.",
        ),
        (("remind me to take my pills every day at eight", "and at ten"), "I will remind you every day at 10 AM: take your pills."),
        (
            ("remind me to take my pills every day at eight", "no at nine", "and at ten", "what are my reminders"),
            "There are 2 reminders. Every day at 9 AM: take your pills. Every day at 10 AM: take your pills.",
        ),
        (("remind me tomorrow at five to call sam", "make that six", "no friday"), "I will remind you on Friday at 6 PM: call sam."),
        (("remind me at five to call sam",), "I will remind you tomorrow at 5 PM: call sam."),
        (("set an alarm for tomorrow at five", "make that six", "no monday"), "Alarm set on Monday at 6 PM."),
        (("set an alarm for seven", "no i meant friday"), "Alarm set on Friday at 7 AM."),
        (("set an alarm for quarter to seven pm tomorrow", "quarter to eight i mean"), "Alarm set tomorrow at 7:45 PM."),
        (
            ("set an alarm for nine am", "and ten", "actually not the ten", "what alarms do i have"),
            "2 alarms are set. One tomorrow at 9 AM. One tomorrow at 10 AM.",
        ),
        (("set a timer for five minutes", "stop it", "what timers are running"), "No timer is set."),
        (("set a timer for five minutes", "never mind cancel that", "what timers are running"), "No timer is set."),
        (
            ("set a timer for five minutes", "what time is it", "stop it", "what timers are running"),
            "One timer is set. Your timer for 5 minutes has 5 minutes left.",
        ),
        (("add milk to the list", "scratch that"), "Your shopping list is as it was before: empty."),
        (("set a tea alarm for seven and eight am",), "Your tea alarm is set tomorrow at 7 AM. Your tea alarm is set tomorrow at 8 AM."),
        (("start a 25 minute focus timer", "and a 5 minute break timer"), "Your break timer is set for 5 minutes."),
        (("set a pasta timer for nine minutes", "give it two more minutes", "what about now"), "Your pasta timer has 11 minutes left."),
        (("set a pasta timer for nine minutes", "how is the pasta doing"), "Your pasta timer has 9 minutes left."),
        (("set a timer for nine minutes", "pause it", "carry on"), "The timer goes on with 9 minutes left."),
        (("set an alarm for seven am", "is that in the morning"), "One alarm is set. One tomorrow at 7 AM."),
        (("set an alarm for seven am", "and one at eight", "cancel the first"), "The alarm tomorrow at 7 AM is cancelled."),
        (("set an alarm for seven am", "and one at eight", "turn both off"), "Both alarms are cancelled."),
        (("wake me at six thirty every day", "skip tomorrow"), "Skipped. It rings again on Thursday at 6:30 AM."),
        (
            ("remind me to feed the cat at seven", "remind me to take my pills at eight", "move the cat one to six pm"),
            "I will remind you tomorrow at 6 PM: feed the cat.",
        ),
        (("put milk and eggs on the list", "how many things is that"), "There are 2 things on your shopping list: milk and eggs."),
        (("what is 12 plus 30", "half of that", "double it", "minus 6", "the square root of that"), "6."),
        (("how many grams are in a cup of flour", "and of sugar"), "1 cup of sugar is 200 grams."),
        (("how many grams are in a cup of flour", "and butter"), "1 cup of butter is 227 grams."),
        (("convert 10 miles to kilometres", "and 20", "and yards"), "20 miles is 35200 yards."),
        (("how many ounces in a pound", "and in a kilo"), "1 kilogram is 35.27 ounces."),
        (("what is 100 fahrenheit in celsius", "and 32"), "32 degrees Fahrenheit is 0 degrees Celsius."),
        (("split 86.40 four ways",), "21.6."),
        (("what season is it",), "It's autumn. South of the equator it's spring."),
        (
            ("remind me to call mum at five pm and dad at six pm",),
            "I will remind you tomorrow at 5 PM: call mum. I will remind you tomorrow at 6 PM: call dad.",
        ),
        (
            ("remind me to pick up the kids at three and the dog at five tomorrow",),
            "I will remind you tomorrow at 3 PM: pick up the kids. I will remind you tomorrow at 5 PM: pick up the dog.",
        ),
        (("my wife said you should remind me to water the plants at four",), "I will remind you tomorrow at 4 PM: water the plants."),
        (
            ("set an alarm for eight am", "wait is tomorrow saturday", "then make it nine", "what alarms do i have"),
            "One alarm is set. One tomorrow at 9 AM.",
        ),
        (("set a timer for five minutes", "sorry six"), "The timer now runs for 6 minutes."),
        (
            ("set a timer for five minutes", "thank you", "make it seven"),
            "The timer now runs for 7 minutes.",
        ),
        (
            ("remind me every morning to take my vitamins", "at nine", "but only on weekdays"),
            "I will remind you every weekday at 9 AM: take your vitamins.",
        ),
        (
            ("remind me to call the doctor", "maybe monday morning", "at ten actually"),
            "I will remind you on Monday at 10 AM: call the doctor.",
        ),
        (
            ("wake me at seven tomorrow", "at the weekend too", "what alarms do i have"),
            "2 alarms are set. One tomorrow at 7 AM. One on Saturday at 7 AM.",
        ),
        (("wake me up at 6", "no at 6:15", "every day"), "Alarm set every day at 6:15 AM."),
        (("remind me in two weeks to pay the rent", "no three"), "I will remind you on Tuesday, December 5, at 11:13 PM: pay the rent."),
        (
            ("set three timers for five ten and fifteen minutes",),
            "Timer set for 5 minutes. Timer set for 10 minutes. Timer set for 15 minutes.",
        ),
        (("what time is it in tokyo and sydney",), "It's 7:13 AM on Wednesday in Tokyo. It's 9:13 AM on Wednesday in Sydney."),
        (("convert 3 hours to minutes",), "3 hours is 180 minutes."),
        (("add milk to the list", "don't add eggs", "what's on the list"), "There is one thing on your shopping list: milk."),
        (("what's seven times eight", "minus one", "times two", "take away ten"), "100."),
        (
            ("remind me to call mum tomorrow at five and dad at six",),
            "I will remind you tomorrow at 5 PM: call mum. I will remind you tomorrow at 6 PM: call dad.",
        ),
        (("what is five times two take away one",), "9."),
        (
            ("make a party list", "add milk to the shopping list", "on the party list"),
            "I moved milk from your shopping list to your party list.",
        ),
        (
            ("make a party list", "add milk to the shopping list", "no, on the party list"),
            "I moved milk from your shopping list to your party list.",
        ),
        (
            ("remind me to call my mum", "tomorrow at five", "no, dad"),
            "The reminder is deleted: call your mum. I will remind you tomorrow at 5 PM: call dad.",
        ),
        (
            ("remind me to feed the cat at six am", "no, the dog"),
            "The reminder is deleted: feed the cat. I will remind you tomorrow at 6 AM: feed the dog.",
        ),
        (("add milk, eggs, and bread, please",), "I put milk, eggs and bread on your shopping list."),
        (("put eggs on the list, no, six eggs",), "I put six eggs on your shopping list."),
        (("wake me at six am, actually, seven am",), "Alarm set tomorrow at 7 AM."),
        (("who are you",), "I am Owlish, and I stay on this device. Say “help” to hear what I can do."),
        (("timer for the eggs", "six minutes"), "Your eggs timer is set for 6 minutes."),
        (
            ("set a timer for the eggs six minutes", "how long for the eggs", "make it seven"),
            "The eggs timer now runs for 7 minutes.",
        ),
        (
            ("remind me to call mum at six am", "what are my reminders", "make it seven"),
            "I will remind you tomorrow at 7 AM: call mum.",
        ),
        (
            ("set a timer for ten minutes", "add milk to the list", "no, two", "what's on the list"),
            "There is one thing on your shopping list: two milk.",
        ),
        (("set an alarm for seven pm", "no, the morning"), "Alarm set tomorrow at 7 AM."),
        (("set an alarm for half past seven tomorrow", "in the evening"), "Alarm set tomorrow at 7:30 PM."),
        (("wake me at nine", "no, in the afternoon"), "Alarm set tomorrow at 3 PM."),
        (("remind me to call mum tomorrow at five", "no, in the morning"), "I will remind you tomorrow at 5 AM: call mum."),
        (("remind me to clean on friday", "in the evening", "at eight"), "I will remind you on Friday at 8 PM: clean."),
        (("remind me to call mum at eleven pm", "tomorrow", "on friday"), "I will remind you on Friday at 11 PM: call mum."),
        (("set a timer for ten minutes and then one for five",), "Timer set for 10 minutes. Timer set for 5 minutes."),
        (
            ("add milk to the shopping list and paint to the hardware list",),
            "I put milk on your shopping list. There is no hardware list. Shall I make one with paint?",
        ),
        (
            ("add milk to the shopping list and bread to the party list", "yes", "what lists are there"),
            "You have 2 lists: party with one thing and shopping with one thing.",
        ),
        (("add milk", "add eggs", "tick off the milk", "undo", "undo", "undo"), "Your shopping list is as it was before: empty."),
        (("add milk", "undo", "undo"), "Your shopping list is as it was before: milk."),
        (("set a timer for five minutes", "set a timer for five minutes", "undo", "undo", "what timers are running"), "No timer is set."),
        (("wake me at six", "wake me at seven", "undo", "undo", "what alarms do i have"), "No alarm is set."),
        (
            ("remind me to eat every day at five pm", "move it to six pm tomorrow", "move it to seven pm tomorrow", "undo", "undo"),
            "There is one reminder. Every day at 5 PM: eat.",
        ),
        (("wake me at seven", "make it half an hour earlier", "what alarms do i have"), "One alarm is set. One tomorrow at 6:30 AM."),
        (("set an alarm for seven", "no, make it an hour later"), "Alarm set tomorrow at 8 AM."),
        (("set an alarm for seven", "no, make it an hour later", "undo"), "One alarm is set. One tomorrow at 7 AM."),
        (
            ("set an alarm for seven am", "and one ten minutes later", "what alarms do i have"),
            "2 alarms are set. One tomorrow at 7 AM. One tomorrow at 7:10 AM.",
        ),
        (("remind me to call mum at five pm", "make it half an hour later"), "I will remind you tomorrow at 5:30 PM: call mum."),
        (("remind me to call mum at eleven pm tomorrow", "postpone it by two hours"), "I will remind you on Thursday at 1 AM: call mum."),
        (("remind me to eat every day at five pm", "an hour earlier"), "I will remind you every day at 4 PM: eat."),
        (
            ("remind me to call mum at five pm", "push the reminder back by an hour", "undo"),
            "There is one reminder. Tomorrow at 5 PM: call mum.",
        ),
        (
            ("remind me to call mum tomorrow at five", "no, yesterday", "what are my reminders"),
            "There is one reminder. Tomorrow at 5 PM: call mum.",
        ),
        (("add milk", "no, nothing", "what's on the list"), "There is one thing on your shopping list: milk."),
        (("add milk", "and nothing else", "what's on the list"), "There is one thing on your shopping list: milk."),
        (("add milk", "no, never mind", "what's on the list"), "There is one thing on your shopping list: milk."),
        (("wake me at seven", "no, cancel it", "what alarms do i have"), "No alarm is set."),
        (("set a toast timer for five minutes", "stop the toast", "what timers are running"), "No timer is set."),
        (("set a gym alarm for nine", "cancel the gym"), "The gym alarm is cancelled."),
        (("set a toast timer for five minutes", "cancel the reminder"), "There is no reminder."),
        (("set a timer for nine minutes", "call it pasta", "how long left"), "Your pasta timer has 9 minutes left."),
        (("set a timer for nine minutes", "give me five more minutes"), "Your timer for 14 minutes has 14 minutes left."),
        (
            ("set a timer for nine minutes", "set it to twenty", "what timers are running"),
            "One timer is set. Your timer for 20 minutes has 20 minutes left.",
        ),
        (("set an alarm for seven am", "set it to eight", "what alarms do i have"), "One alarm is set. One tomorrow at 8 AM."),
        (("set a timer for nine minutes", "and an alarm for seven"), "Alarm set tomorrow at 7 AM."),
        (("set an alarm for 25 o'clock",), "There is no such time."),
        (("add four eggs", "remove one egg", "what's on my list"), "There is one thing on your shopping list: 3 eggs."),
        (("add four eggs", "remove one egg", "undo"), "Your shopping list is as it was before: four eggs."),
        (("add four eggs", "remove four eggs"), "I took four eggs off your shopping list."),
        (("add two eggs", "take three eggs off the list"), "I took two eggs off your shopping list."),
        (("wake me tomorrow at 25:30",), "There is no such time."),
        (("remind me to eat at 25 o'clock",), "There is no such time."),
        (("set a timer until 25 o'clock",), "There is no such time."),
        (("wake me at five", "move my alarm to 25 o'clock"), "There is no such time."),
        (
            ("add a very long item that has more than twelve words in it because somebody keeps talking to my list",),
            "I put very long item that has more than twelve words in it because somebody keeps talking on your shopping list.",
        ),
        (("wake me at five", "make it twenty five o'clock", "what alarms do i have"), "One alarm is set. One tomorrow at 5 AM."),
        (
            ("remind me to call mum at six am and add milk to the list",),
            "I will remind you tomorrow at 6 AM: call mum. I put milk on your shopping list.",
        ),
        (("wake me at seven every day except weekends",), "Alarm set every weekday at 7 AM."),
        (
            ("wake me at seven on weekdays but not on friday", "cancel it", "undo"),
            "Alarm set every Monday, Tuesday, Wednesday and Thursday at 7 AM.",
        ),
        (
            ("remind me to water the plants every day at noon except on sundays",),
            "I will remind you every Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at noon: water the plants.",
        ),
        (("remind me to call my mum tomorrow at five", "and the bank"), "I will remind you tomorrow at 5 PM: call the bank."),
        (("set an alarm for seven am", "turn it off"), "The alarm tomorrow at 7 AM is cancelled."),
        (("set two timers one for five minutes and one for ten minutes", "cancel them both"), "Both timers are cancelled."),
        (("add milk and eggs", "remove both"), "I took milk and eggs off your shopping list."),
        (
            ("set a timer for nine minutes", "reset it", "what timers are running"),
            "One timer is set. Your timer for 9 minutes has 9 minutes left.",
        ),
        (("what is 15 percent of 80", "and of 120", "and 20 percent"), "24."),
        (("what is 20 percent off 50", "and 30 percent off"), "35."),
        (("what is 5 times 7", "and times 8"), "280."),
        (("how much is a 15 percent tip on 40", "and on 60"), "The tip is 9, 69 in all."),
        (
            ("set a pasta timer for ten minutes", "wait no twenty days", "what timers are running"),
            "One timer is set. Your pasta timer has 10 minutes left.",
        ),
        (("set a timer for ten minutes", "wait no zero seconds", "no eleven"), "The timer now runs for 11 minutes."),
        (("wake me tomorrow at six", "no, make it the thirty first of february"), "There is no such day."),
        (
            ("remind me to call mum tomorrow at six am", "no, on the thirty first of february", "what are my reminders"),
            "There is one reminder. Tomorrow at 6 AM: call mum.",
        ),
        (
            ("remind me to call mum on the second of may", "no, on the third"),
            "I will remind you on Friday, May 3, 2024, at 9 AM: call mum.",
        ),
        (("remind me to call mum at six am", "on second thoughts, leave it", "what are my reminders"), "There is no reminder."),
        (("wake me at six", "actually, don't", "what alarms do i have"), "No alarm is set."),
        (("set a timer for nine minutes", "no, leave it", "pause", "carry on"), "The timer goes on with 9 minutes left."),
        (
            ("set an alarm for seven every weekday", "but not on fridays", "undo"),
            "One alarm is set. One every weekday at 7 AM.",
        ),
        (
            ("set a gym alarm for seven every weekday", "not on friday"),
            "Your gym alarm is set every Monday, Tuesday, Wednesday and Thursday at 7 AM.",
        ),
        (
            ("set an alarm for seven am tomorrow", "set an alarm for eight am on saturday", "move the second alarm to nine"),
            "Alarm set on Saturday at 9 AM.",
        ),
        (
            ("set an alarm for eight am on saturday", "set an alarm for seven am tomorrow", "move the saturday one to nine", "undo"),
            "2 alarms are set. One tomorrow at 7 AM. One on Saturday at 8 AM.",
        ),
        (
            ("set an alarm for eight am on saturday", "set an alarm for seven am tomorrow", "make the saturday alarm an hour later"),
            "Alarm set on Saturday at 9 AM.",
        ),
        (
            ("set a pasta timer for ten minutes", "set a pasta timer for five minutes", "cancel the pasta timer"),
            "Which one: the pasta timer for 5 minutes or the pasta timer for 10 minutes?",
        ),
        (
            (
                "set a pasta timer for ten minutes",
                "set a pasta timer for five minutes",
                "cancel the pasta timer",
                "the second one",
                "what timers are running",
            ),
            "One timer is set. Your pasta timer has 5 minutes left.",
        ),
        (("set timer eight minutes for eggs", "how long do the eggs have"), "Your eggs timer has 8 minutes left."),
        (
            ("set a potato timer for twenty minutes and a pea timer for five",),
            "Your potato timer is set for 20 minutes. Your pea timer is set for 5 minutes.",
        ),
        (("add c++ to the shopping list", "remove it"), "I took c++ off your shopping list."),
        (("i need to call mum tomorrow at five pm",), "I will remind you tomorrow at 5 PM: call mum."),
        (("tell me to leave at ten to nine am",), "I will remind you tomorrow at 8:50 AM: leave."),
        (("i need to buy milk tomorrow",), "I put milk on your shopping list."),
        (
            ("remind me to take my pills every morning at eight and every evening at nine",),
            "I will remind you every day at 8 AM: take your pills. I will remind you every day at 9 PM: take your pills.",
        ),
        (
            ("remind me at eight am and at nine am to take my pills",),
            "I will remind you tomorrow at 8 AM: take your pills. I will remind you tomorrow at 9 AM: take your pills.",
        ),
        (
            ("add milk and eggs to the shopping list", "no, put them on the party list", "undo"),
            "I moved milk and eggs from your party list to your shopping list.",
        ),
        (("remind me in half an hour", "call mum"), "I will remind you today at 11:43 PM: call mum."),
        (("in ten minutes remind me", "that the cake is done"), "I will remind you today at 11:23 PM: the cake is done."),
        (
            ("set a pasta timer for ten minutes, an egg timer for five",),
            "Your pasta timer is set for 10 minutes. Your egg timer is set for 5 minutes.",
        ),
        (
            ("wake me at seven, remind me at eight to take out the bins, and add bread to the list", "what alarms do i have"),
            "One alarm is set. One tomorrow at 7 AM.",
        ),
        (("add eggs to the list, what's on it",), "I put eggs on your shopping list. There is one thing on your shopping list: eggs."),
        (
            ("add milk, eggs and bread to the list and set a timer for five minutes",),
            "I put milk, eggs and bread on your shopping list. Timer set for 5 minutes.",
        ),
        (("hey jarvis, set a timer for five minutes",), "Timer set for 5 minutes."),
        (
            ("make a party list", "add milk to the shopping list and eggs to the party list and tell me what day it is"),
            "I put milk on your shopping list. I put eggs on your party list. It's Tuesday.",
        ),
        (
            ("set a timer for five minutes, add milk to the list, tell me what day it is, and set an alarm for nine",),
            "Timer set for 5 minutes. I put milk on your shopping list. It's Tuesday. Alarm set tomorrow at 9 AM.",
        ),
        (("wake me at seven, eight and nine",), "Alarm set tomorrow at 7 AM. Alarm set tomorrow at 8 AM. Alarm set tomorrow at 9 AM."),
        (("set two alarms, one for seven and one for nine",), "Alarm set tomorrow at 7 AM. Alarm set tomorrow at 9 AM."),
        (
            ("set alarms for half past six, six forty five and seven am",),
            "Alarm set tomorrow at 6:30 AM. Alarm set tomorrow at 6:45 AM. Alarm set tomorrow at 7 AM.",
        ),
        (
            ("set a timer for ten minutes", "set a timer for five minutes", "change the five minute timer to six minutes"),
            "The timer now runs for 6 minutes.",
        ),
        (
            ("set a timer for ten minutes", "set a timer for five minutes", "how long is left on the ten minute timer"),
            "Your timer for 10 minutes has 10 minutes left.",
        ),
        (
            ("set a timer for ten minutes", "set a timer for five minutes", "add two minutes to the ten minute timer"),
            "Your timer for 12 minutes has 12 minutes left.",
        ),
        (
            ("set a timer for ten minutes", "check the ten minute timer", "what timers are running"),
            "One timer is set. Your timer for 10 minutes has 10 minutes left.",
        ),
        (("set a timer for ten minutes", "call the ten minute timer tea"), "It is now your tea timer."),
        (("what's 18 percent of 240", "and of 300"), "54."),
        (("what is 15% of 80", "what about 20%"), "16."),
        (("timer five", "no ten"), "The timer now runs for 10 minutes."),
        (("set a timer for twenty", "no, thirty"), "The timer now runs for 30 minutes."),
        (("what's a 15 percent tip on 40", "no 20 percent"), "The tip is 8, 48 in all."),
        (("what percent is 12 of 48", "no 24"), "50 percent."),
        (
            ("set an alarm for work at seven and one for the gym at nine",),
            "Your work alarm is set tomorrow at 7 AM. Your gym alarm is set tomorrow at 9 AM.",
        ),
        (("set a tea alarm for seven am tomorrow", "what alarms do i have"), "One alarm is set. The tea alarm tomorrow at 7 AM."),
        (("what is 7 plus 4", "and now"), "11."),
        (("what time is it", "and now"), "It's 11:13 PM."),
        (
            ("set an alarm for 6:30", "and 7:15", "what alarms do i have"),
            "2 alarms are set. One tomorrow at 6:30 AM. One tomorrow at 7:15 AM.",
        ),
        (("is milk on my list", "add it"), "I put milk on your shopping list."),
        (("remind me at five to leave", "and at six to call anna"), "I will remind you tomorrow at 6 AM: call anna."),
        (("what is 7 times 3", "square it"), "441."),
        (("a tea timer", "four minutes"), "Your tea timer is set for 4 minutes."),
        (("alarm", "seven am"), "Alarm set tomorrow at 7 AM."),
        (("divide 90 by 4", "and by 5"), "18."),
        (
            ("set a timer for five minutes", "no six and add milk to the list", "what timers are running"),
            "One timer is set. Your timer for 6 minutes has 6 minutes left.",
        ),
        (
            ("set a timer for five minutes", "actually make it ten and call it pasta", "what timers are running"),
            "One timer is set. Your pasta timer has 10 minutes left.",
        ),
        (
            (
                "set a timer for five minutes",
                "set a pasta timer for eight minutes",
                "cancel all timers except pasta",
                "what timers are running",
            ),
            "One timer is set. Your pasta timer has 8 minutes left.",
        ),
        (
            (
                "set a timer for five minutes",
                "set a pasta timer for eight minutes",
                "stop every timer but the five minute one",
                "undo",
                "what timers are running",
            ),
            "2 timers are set. Your timer for 5 minutes has 5 minutes left. Your pasta timer has 8 minutes left.",
        ),
        (
            (
                "set a timer for five minutes",
                "cancel all timers except the tea timer",
            ),
            "There is no tea timer. There is the one for 5 minutes.",
        ),
        (
            (
                "set an alarm for six",
                "set a gym alarm for seven",
                "set an alarm for eight",
                "delete all alarms but the gym one",
                "what alarms do i have",
            ),
            "One alarm is set. The gym alarm tomorrow at 7 AM.",
        ),
        (
            (
                "set an alarm for six",
                "set an alarm for eight",
                "turn off all alarms except the one at eight",
                "what alarms do i have",
            ),
            "One alarm is set. One tomorrow at 8 AM.",
        ),
        (
            (
                "remind me at six to pay the rent",
                "remind me at seven to call mum",
                "delete all reminders except the one about mum",
                "what are my reminders",
            ),
            "There is one reminder. Tomorrow at 7 AM: call mum.",
        ),
        (
            (
                "add milk eggs and bread to the shopping list",
                "remove everything except the milk",
                "what is on my list",
            ),
            "There is one thing on your shopping list: milk.",
        ),
        (
            (
                "set a timer for five minutes",
                "set a timer for ten minutes",
                "pause all timers",
                "resume both timers",
                "undo",
            ),
            "The timer is paused with 5 minutes left. The timer is paused with 10 minutes left.",
        ),
        (
            (
                "set a timer for five minutes",
                "set timer for ten minutes",
                "what timers are running",
            ),
            "2 timers are set. Your timer for 5 minutes has 5 minutes left. Your timer for 10 minutes has 10 minutes left.",
        ),
        (
            (
                "set a timer for five minutes",
                "set an alarm for seven",
                "remind me at six to call mum",
                "cancel the timer, the alarm and the reminder",
            ),
            "The timer for 5 minutes is cancelled. The alarm tomorrow at 7 AM is cancelled. The reminder is deleted: call mum.",
        ),
        (("remind me tomorrow, at six, to call mum",), "I will remind you tomorrow at 6 AM: call mum."),
        (
            (
                "wake me at six",
                "make it seven and call it gym",
                "what alarms do i have",
            ),
            "One alarm is set. The gym alarm tomorrow at 7 AM.",
        ),
        (
            (
                "wake me at six",
                "call it work",
                "undo",
            ),
            "One alarm is set. One tomorrow at 6 AM.",
        ),
        (
            (
                "remind me tomorrow at six to call mum",
                "make it seven and add milk to the list",
                "what are my reminders",
            ),
            "There is one reminder. Tomorrow at 7 AM: call mum.",
        ),
        (
            (
                "15 doubled",
                "tripled",
            ),
            "90.",
        ),
        (("what's 12 halved",), "6."),
        (("remind me ten minutes before 5 pm to leave",), "I will remind you tomorrow at 4:50 PM: leave."),
        (("remind me to leave 15 minutes before 5 pm",), "I will remind you tomorrow at 4:45 PM: leave."),
        (
            (
                "add five eggs to the shopping list",
                "add 3 more eggs",
            ),
            "Your shopping list says 8 eggs now.",
        ),
        (
            (
                "add five eggs to the shopping list",
                "add three more",
                "double it",
                "undo",
            ),
            "Your shopping list is as it was before: 8 eggs.",
        ),
        (
            (
                "add two litres of milk to the list",
                "add one more litre of milk",
            ),
            "Your shopping list says 3 litres of milk now.",
        ),
        (
            (
                "add two litres of milk to the list",
                "add 2 more bottles of milk",
                "what is on my list",
            ),
            "There are 2 things on your shopping list: two litres of milk and 2 bottles of milk.",
        ),
        (
            (
                "add a dozen eggs to the list",
                "add 3 more eggs",
                "what is on my list",
            ),
            "There are 2 things on your shopping list: a dozen eggs and 3 eggs.",
        ),
        (
            (
                "add five apples to the list",
                "add another apple",
                "and 2 more apples",
            ),
            "Your shopping list says 8 apples now.",
        ),
        (
            (
                "add apples to the list",
                "add 2 more apples",
            ),
            "Your shopping list says 2 apples now.",
        ),
        (
            (
                "add five eggs to the list",
                "what is 7 times 3",
                "double it",
            ),
            "42.",
        ),
        (("put it on the shopping list",), "What shall I put on your shopping list?"),
        (("add another list",), "What shall it be called?"),
        (("add milk and buy eggs", "what is on my list"), "There are 2 things on your shopping list: milk and eggs."),
        (("set an alarm for six and call it gym", "what alarms do i have"), "One alarm is set. The gym alarm tomorrow at 6 AM."),
        (("add milk and call mum", "what is on my list"), "There is one thing on your shopping list: milk."),
        (("wake me at seven except on weekends",), "Alarm set every weekday at 7 AM."),
        (("remind me at six to call mum but not tomorrow",), "I will remind you tomorrow at 6 AM: call mum but not tomorrow."),
        (("set an alarm for six but don't repeat it",), "Alarm set tomorrow at 6 AM."),
        (
            (
                "set a timer for five minutes",
                "set a timer for six minutes",
                "wake me at seven",
                "cancel the alarm and the timers",
                "what timers are running",
            ),
            "No timer is set.",
        ),
    ],
)
def test_a_dialogue_goes_on_as_it_was_meant(said: tuple[str, ...], heard: str) -> None:
    assert Talk()(*said)[-1] == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            ("add batteries to the list", "actually take it off", "what is on the list"),
            "Your shopping list is empty.",
        ),
        (
            ("add milk to the list", "add eggs to the list", "no wait delete that", "what is on the list"),
            "There is one thing on your shopping list: milk.",
        ),
        (
            (
                "egg timer six minutes",
                "start a ten minute pizza timer",
                "add 90 seconds to the egg timer",
                "actually make that 12 minutes",
                "what timers are running",
            ),
            "2 timers are set. Your pizza timer has 10 minutes left. Your egg timer has 12 minutes left.",
        ),
        (
            (
                "wake me tomorrow at seven",
                "wake me tomorrow at nine",
                "move the seven o'clock alarm to eight",
                "no half past eight",
                "my alarms",
            ),
            "2 alarms are set. One tomorrow at 8:30 AM. One tomorrow at 9 AM.",
        ),
        (
            ("egg timer six minutes", "pizza timer nine minutes", "cancel the egg timer", "and the pizza one too"),
            "The pizza timer is cancelled.",
        ),
    ],
)
def test_the_one_that_was_just_spoken_of_is_meant(said: tuple[str, ...], heard: str) -> None:
    assert Talk()(*said)[-1] == heard


@pytest.mark.parametrize(
    "change",
    ["add 2 minutes to the five minute timer", "change the five minute timer to 7 minutes", "restart the five minute timer"],
)
def test_of_timers_alike_the_one_that_was_changed_is_put_back(change: str) -> None:
    talk = Talk()
    talk("set a timer for five minutes", "set a timer for ten minutes", change, "add a minute to the ten minute timer", "undo")
    assert talk("undo") == [
        "2 timers are set. Your timer for 5 minutes has 5 minutes left. Your timer for 10 minutes has 10 minutes left.",
    ]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (("egg timer six minutes", "how long until the eggs are done"), "Your egg timer has 6 minutes left."),
        (("pasta timer nine minutes", "how long is left on the pastas"), "Your pasta timer has 9 minutes left."),
        (("wake me tomorrow at seven", "when do I have to get up tomorrow"), "Your alarm is tomorrow at 7 AM."),
        (
            ("wake me tomorrow at seven", "when do I have to get up on friday"),
            "There is no such alarm. There is the one tomorrow at 7 AM.",
        ),
        (
            ("remind me to call bob and to water the plants tomorrow at four",),
            "I will remind you tomorrow at 4 PM: call bob and water the plants.",
        ),
        (("add milk and eggs and bread", "what's the third thing on the list"), "That is bread."),
        (("add milk and eggs and bread", "what is the fifth thing on the list"), "There are 3 things on your shopping list."),
        (("add milk and eggs and bread", "delete the last item from the list"), "I took bread off your shopping list."),
        (("add milk and eggs and bread", "remove the second and third items"), "I took eggs and bread off your shopping list."),
        (("add milk and eggs", "tick everything off", "undo"), "Your shopping list is as it was before: milk and eggs."),
        (("add milk twice",), "I put 2 milk on your shopping list."),
        (
            ("make a hardware list with towels", "move towels to shopping"),
            "I moved towels from your hardware list to your shopping list.",
        ),
        (("add black & white paint to the list",), "I put black & white paint on your shopping list."),
        (("set a timer for an hour", "cancel everything"), "Say which: all timers, all alarms, all reminders, or the list that it is."),
    ],
)
def test_what_was_meant_is_found(said: tuple[str, ...], heard: str) -> None:
    assert Talk()(*said)[-1] == heard


def test_one_of_a_bare_number_is_minutes_after_a_timer_and_an_hour_after_an_alarm() -> None:
    talk = Talk()
    said = talk("set an egg timer for six minutes", "and one for the sauce for twenty", "set an alarm for seven am", "set one for nine")
    assert said[1::2] == ["Your sauce timer is set for 20 minutes.", "Alarm set tomorrow at 9 AM."]


def test_again_after_a_coin_tosses_it_once_more() -> None:
    talk = Talk()
    talk("flip a coin", "again", "do it again")
    assert set(talk.took) == {"chance.coin"}


def test_an_answer_that_adds_nothing_to_the_question_answers_nothing() -> None:
    assert Talk()("what is fifteen percent of eighty", "and of a hundred and twenty")[-1] != "12."


def test_of_two_wishes_the_one_that_is_for_nobody_is_told_of() -> None:
    talk = Talk()
    talk("set a timer for five minutes and turn on the lights", "remind me at six to eat and sing a song")
    assert talk.took == ["timer.start", "fallback", "reminder.set"]
