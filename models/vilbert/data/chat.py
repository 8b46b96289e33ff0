"""Sentences that need no picture, so that the fusion learns to say so."""

from __future__ import annotations

import random

PATTERNS = (
    "set a timer for {n} {unit}", "set a {thing} timer for {n} {unit}", "cancel the timer", "how long is left on the timer", "stop the {thing} timer", "what time is it", "what's the time",
    "what day is it today", "what is the date", "remind me to {task} in {n} {unit}", "remind me to {task} tomorrow", "add {item} to the shopping list", "what is on my shopping list",
    "remove {item} from the list", "play some music", "play {music}", "stop", "be quiet", "louder please", "turn the volume down", "pause", "never mind", "thank you", "good morning",
    "hello", "goodbye", "how are you", "what can you do", "help", "repeat that", "say that again", "tell me a joke", "what's the weather tomorrow", "will it rain today", "how cold will it get",
    "turn on the lights", "switch off the {thing} light", "turn the heating up", "open the blinds", "lock the front door", "call {name}", "send a message to {name}", "read my messages",
    "what is {n} plus {m}", "how much is {n} times {m}", "convert {n} pounds to kilos", "how many grams are in {n} ounces", "what is the capital of {country}", "who wrote {book}",
    "how far is the moon", "translate hello into {country}", "spell {item}", "who are you", "what is your name", "start listening", "stop listening", "wake me up at {n}", "set an alarm for {n}",
    "take a note {task}", "what did i say", "what was my last question", "how do i get to {country}", "what is the news", "tell me about {country}", "how old is {name}", "what's on my calendar",
    "mute the microphone", "turn the camera off", "turn the camera on", "forget that", "yes please", "no thanks", "okay", "go on", "speak slower", "speak {country}", "change the language",
)  # fmt: skip
SLOTS = {
    "n": ("two", "five", "ten", "twelve", "7", "30", "45", "a hundred"),
    "m": ("three", "six", "eleven", "12"),
    "unit": ("minutes", "seconds", "hours", "minutes", "and a half hours"),
    "thing": ("pasta", "kitchen", "egg", "bedroom", "tea", "living room", "pizza", "oven", "desk"),
    "task": ("call mom", "water the plants", "take the bread out", "buy milk", "feed the cat", "walk the dog", "charge the phone", "close the window"),
    "item": ("milk", "eggs", "bananas", "bread", "two apples", "toothpaste", "coffee", "oranges"),
    "music": ("jazz", "some rock", "the beatles", "my playlist", "the radio"),
    "name": ("anna", "peter", "my mother", "doctor smith", "the office"),
    "country": ("france", "japan", "german", "spanish", "italy", "paris", "china"),
    "book": ("hamlet", "faust", "the hobbit", "don quixote"),
}


def chat(rng: random.Random) -> str:
    return rng.choice(PATTERNS).format(**{key: rng.choice(values) for key, values in SLOTS.items()})
