"""How people say it: many templates a kind of question, small talk around them, and what a speech recognizer makes of them.

`{a}` is a noun with its article, `{x}` one without, `{xs}` a plural; `{y}`, `{ys}`, `{b}` the same of a second thing.
"""

from __future__ import annotations

import random

from models.lexicon import article, plural

TEMPLATES: dict[str, tuple[str, ...]] = {
    "exist": ("is there {a}", "do you see {a}", "can you see {a}", "is there {a} in the picture", "are there any {xs}", "can you see any {xs}",
              "is there {a} here", "do i have {a} here", "any {xs} around", "is {a} visible", "do you see any {xs}", "are there {xs} in the image",
              "is there any {x} in front of you", "have you got {a} in view", "does the picture show {a}", "can you spot {a}", "there is {a}", "is there {x}",
              "are there {xs}", "is {a} in the picture", "do you notice {a}", "is there {a} in this photo", "does this picture contain {a}"),
    "anyone": ("is anyone in the room", "is there anybody", "is someone there", "do you see anyone", "is anyone there", "is there a person",
               "are there any people", "is anybody here", "can you see a person", "is there someone in the picture", "are there people",
               "is anyone in the picture", "do you see any people", "is somebody in front of you", "is there anyone", "can you see anybody"),
    "count": ("how many {xs} are there", "how many {xs} do you see", "count the {xs}", "what number of {xs} is there", "how many {xs} can you see",
              "how many {xs}", "how many {xs} are in the picture", "how many {xs} do i have here", "tell me how many {xs} there are",
              "can you count the {xs}", "what is the number of {xs}", "how many {xs} are in this image", "number of {xs}", "how many {xs} have i got"),
    "number": ("are there {n} {xs}", "do you see {n} {xs}", "are there exactly {n} {xs}", "is it true that there are {n} {xs}", "can you see {n} {xs}"),
    "more than": ("are there more than {n} {xs}", "do you see more than {n} {xs}", "are there over {n} {xs}", "is the number of {xs} more than {n}"),
    "colour": ("what colour is the {x}", "what color is the {x}", "which color is the {x}", "what is the colour of the {x}", "tell me the color of the {x}",
               "what color is that {x}", "the {x} is what color", "what colour's the {x}", "what color does the {x} have", "which colour has the {x}",
               "what color is this {x}", "what's the color of the {x}", "what color are the {xs}", "what shade is the {x}", "color of the {x}"),
    "piece": ("what color is his {p}", "what color is her {p}", "what colour is the {p}", "what color is the {p} of the {x}", "what color {p} is he wearing",
              "what color {p} does she have", "which color is the {x}'s {p}", "what is the colour of her {p}", "what color is their {p}", "the color of the {p}"),
    "band": ("what color is the {p}", "what colour is the {p}", "which color is the {p}", "what is the color of the {p}", "tell me the colour of the {p}", "how is the {p} colored"),
    "is band": ("is the {p} {c}", "is the {p} {c} here", "does the {p} look {c}", "is it true that the {p} is {c}"),
    "is colour": ("is the {x} {c}", "is this {x} {c}", "does the {x} look {c}", "is the color of the {x} {c}", "is that a {c} {x}", "is the {x} {c} or not", "are the {xs} {c}"),
    "relation": ("what is directly {r} the {x}", "which object is nearest {r} the {x}", "what sits {r} the {x}", "what is {r} the {x}", "what do you see {r} the {x}", "what's {r} the {x}"),
    "beside": ("what is next to the {x}", "what is beside the {x}", "what's near the {x}", "what stands next to the {x}", "what is the {x} next to", "what is closest to the {x}"),
    "holding": ("what is he holding", "what is she holding", "what is the {x} holding", "what's in his hand", "what does she have in her hand", "what am i holding",
                "what is in the {x}'s hand", "what is the {x} carrying", "what do i have in my hand", "what's that in her hand", "what is the hand holding"),
    "is holding": ("is he holding {a}", "is she holding {a}", "is the person holding {a}", "does he have {a} in his hand", "am i holding {a}", "is someone carrying {a}"),
    "wearing": ("what is he wearing", "what is she wearing", "what is the {x} wearing", "what does he wear", "what does she have on", "what are they wearing"),
    "is wearing": ("is he wearing {a}", "is she wearing {a}", "does he wear {a}", "is the person wearing {a}", "does she have {a} on", "is anyone wearing {a}", "has he got {a}", "are they wearing {a}"),
    "on": ("what is on the {x}", "what's on the {x}", "what lies on the {x}", "what is standing on the {x}", "what do you see on the {x}", "what's that on the {x}"),
    "is on": ("is the {x} on the {y}", "is {a} on the {y}", "does the {x} lie on the {y}", "is the {x} lying on the {y}"),
    "compare": ("are there more {xs} than {ys}", "do you see more {xs} than {ys}", "are the {xs} more than the {ys}", "is the number of {xs} larger than that of {ys}",
                "are there more {xs} or {ys} here i think {xs}", "would you say there are more {xs} than {ys}"),
    "fewer": ("are there fewer {xs} than {ys}", "do you see fewer {xs} than {ys}", "are there less {xs} than {ys}"),
    "same colour": ("is the {x} the same colour as the {y}", "does the {x} have the same color as the {y}", "do the {x} and the {y} have the same color",
                    "are the {x} and the {y} the same color", "have the {x} and the {y} one colour"),
    "quadrant": ("which corner is the {x} in", "in which quadrant is the {x}", "which quarter of the picture is the {x} in", "tell me the corner where the {x} is", "in what corner of the image is the {x}"),
    "where": ("where is the {x}", "where's the {x}", "where is the {x} located", "tell me where the {x} is", "where do you see the {x}", "where can i find the {x}",
              "in which part of the picture is the {x}", "whereabouts is the {x}", "where are the {xs}", "where did i leave my {x}", "where is my {x}"),
    "left or right": ("is the {x} on the left or on the right", "is the {x} left or right", "on which side is the {x}", "which side is the {x} on", "is the {x} on the left or the right side",
                      "is the {x} to the left or to the right"),
    "top or bottom": ("is the {x} at the top or at the bottom", "is the {x} at the top or the bottom", "is the {x} in the upper or the lower half", "top or bottom where is the {x}"),
    "is side": ("is the {x} on the {s}", "is the {x} on the {s} side", "do you see the {x} on the {s}", "is there {a} on the {s}"),
    "on side": ("what is on the {s}", "what's that on the {s}", "what do you see on the {s}", "what is at the {s}", "what's on the {s} side", "which thing is on the {s}"),
    "what": ("what is this", "what's that", "what is that", "what do you see", "what is it", "what am i looking at", "what is in the picture", "what is shown here", "tell me what this is",
             "what object is this", "what do i have here", "what's this", "what is the thing in front of you", "can you name this", "what kind of thing is this", "what is in the middle"),
    "what group": ("what {g} is this", "what kind of {g} is this", "which {g} is that", "what {g} do you see", "what sort of {g} is it", "what type of {g} is that", "what {g} is it",
                   "which {g} is this", "what {gs} are these", "name the {g}"),
    "is it": ("is this {a}", "is that {a}", "is it {a}", "would you say that this is {a}", "are these {xs}", "is the thing in the picture {a}", "am i looking at {a}", "is this some kind of {x}"),
    "or": ("is it {a} or {b}", "is this {a} or {b}", "is that {a} or {b}", "do you see {a} or {b}", "is the picture of {a} or {b}"),
    "scene": ("where is this", "what place is this", "where are we", "what kind of place is this", "where was this picture taken", "where am i", "what is this place",
              "what sort of place is it", "where was this taken", "what location is this", "what is the setting"),
    "room": ("what room is this", "what kind of room is this", "which room is this", "what room am i in", "what kind of room is it", "what sort of room do you see"),
    "is scene": ("is this a {p}", "are we in a {p}", "is that a {p}", "was this taken in a {p}", "does this look like a {p}", "is this place a {p}", "are we at the {p}", "is it a {p}"),
    "indoors": ("is this indoors", "are we inside", "is this inside a room", "was this taken indoors", "is it inside", "are they indoors", "is this in a building", "is this an indoor scene", "are we in a room", "is the picture taken inside"),
    "outdoors": ("is this outdoors", "are we outside", "is it outside", "was this taken outside", "are they outside", "is this in the open air", "is this an outdoor scene", "is this picture taken outdoors", "is the photo from outside"),
    "in or out": ("is this indoors or outdoors", "are we inside or outside", "inside or outside", "was this taken indoors or outdoors", "is it an indoor or an outdoor picture"),
    "weather": ("what is the weather like", "how is the weather", "what's the weather in the picture", "what weather is it there", "tell me the weather you see", "what is the weather"),
    "is weather": ("is it {w}", "is the weather {w}", "is it {w} there", "does it look {w}", "is it a {w} day", "is the sky {w}"),
    "night": ("is it night", "is it dark", "is it dark outside", "is this at night", "was this taken at night", "is it night time"),
    "day": ("is it day", "is it daytime", "is it bright", "is it light outside", "was this taken during the day", "is this in the daytime"),
    "deed": ("what is the {x} doing", "what's he doing", "what is she doing", "what are they doing", "what is going on", "what is happening", "what is the {x} up to", "what am i doing", "what is somebody doing here", "what sport is this"),
    "is deed": ("is he {d}", "is she {d}", "is the {x} {d}", "are they {d}", "is anyone {d}", "is somebody {d}", "am i {d}", "is there someone {d}"),
    "refer": ("find the {x}", "the {x}", "point at the {x}", "show me the {x}", "where is the {x} exactly", "look at the {x}", "{x}", "point to the {x}", "locate the {x}", "find my {x}",
              "mark the {x}", "highlight the {x}", "i mean the {x}", "that {x}", "can you find the {x}"),
    "refer side": ("the {x} on the {s}", "find the {x} on the {s}", "point at the {x} on the {s}", "the {x} at the {s}", "the {s} {x}", "show me the {x} on the {s} side", "the {s}most {x}"),
    "refer size": ("the {z} {x}", "point at the {z} {x}", "find the {z} {x}", "show me the {z} {x}", "the {z} of the {xs}"),
    "refer relation": ("find the {x} {r} the {y}", "the {x} {r} the {y}", "point at the {x} {r} the {y}", "show me the {x} that is {r} the {y}", "the {x} {r} of the {y}", "{x} {r} the {y}"),
    "refer near": ("the {x} next to the {y}", "find the {x} near the {y}", "the {x} beside the {y}", "point at the {x} by the {y}", "the {x} with the {y}", "show me the {x} close to the {y}"),
    "match": ("the {x} is {r} the {y}", "there is {a} {r} the {y}", "the {x} stands {r} the {y}", "you can see the {x} {r} the {y}"),
    "is relation": ("is the {x} {r} the {y}", "is there {a} {r} the {y}", "do you see the {x} {r} the {y}", "is the {x} located {r} the {y}"),
    "unknowable": ("is the {x} locked", "what time is it there", "who is that", "what is the {x} made for", "how much does the {x} cost", "what does the sign say", "what is his name",
                   "how old is the {x}", "is the {x} heavy", "what brand is the {x}", "whose {x} is this", "does the {x} work", "is the {x} cold", "what is she thinking",
                   "what is behind the {x}", "how does it smell", "when was this taken", "what is in the {x}", "is the {x} expensive", "how warm is it", "what is her job",
                   "is the {x} broken", "who owns the {x}", "what happens next", "where does he live", "why is the {x} there", "how loud is it", "is the {x} new", "what song is this"),
}  # fmt: skip
SAID_RELATIONS = {
    "left of": ("left of", "to the left of", "on the left of"),
    "right of": ("right of", "to the right of", "on the right of"),
    "above": ("above", "over", "higher than"),
    "below": ("below", "under", "beneath", "underneath"),
}
BEFORE = ("",) * 36 + ("hey", "please", "can you tell me", "tell me", "so", "okay", "um", "well", "i wonder", "now")
AFTER = ("",) * 36 + ("please", "in the picture", "here", "right now", "do you know", "there", "in this image", "in front of you")
SPELT = {"color": "colour", "colour": "color", "grey": "gray"}
HOMOPHONES = {"there": "their", "two": "to", "red": "read", "see": "sea", "four": "for", "right": "write", "eight": "ate", "blue": "blew", "bear": "bare", "here": "hear",
              "some": "sum", "whose": "who's", "their": "there", "wear": "where", "plane": "plain", "one": "won", "ball": "bowl", "sink": "think", "tie": "thai", "vase": "face"}  # fmt: skip


def say(rng: random.Random, kind: str, **slots: str) -> str:
    """slots x, y: nouns; the rest as they stand."""
    template = _one(rng, TEMPLATES[kind])
    if "{p}" in template and "{x}" not in template:
        slots.setdefault("x", "")
    for key, with_article, many in (("x", "a", "xs"), ("y", "b", "ys"), ("g", "ag", "gs")):
        if key in slots and f"{{{many}}}" in template:
            slots[many] = plural(slots[key])
        if key in slots and f"{{{with_article}}}" in template:
            slots[with_article] = article(slots[key])
    if "r" in slots:
        slots["r"] = _one(rng, SAID_RELATIONS[slots["r"]])
    return template.format(**slots)


def spoken(rng: random.Random, text: str) -> str:
    """Small talk around it, other spellings, a dropped article or a word misheard."""
    text = f"{_one(rng, BEFORE)} {text} {_one(rng, AFTER)}".strip()
    if rng.random() < 0.75:
        return text
    words = text.split()
    dice = rng.random()
    if dice < 0.4:
        words = [word for word in words if word not in ("the", "a", "an") or rng.random() < 0.4]
    elif dice < 0.7:
        words = [HOMOPHONES.get(word, word) if rng.random() < 0.4 else word for word in words]
    elif dice < 0.85:
        words = [SPELT.get(word, word) for word in words]
    else:
        words = [word[:-1] if len(word) > 4 and word.endswith("s") and rng.random() < 0.5 else word for word in words]
    return " ".join(words)


def _one(rng: random.Random, items: tuple[str, ...]) -> str:
    return rng.choice(items)
