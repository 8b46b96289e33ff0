"""What the picture is about, and what it is like as a whole: the place, the weather, what somebody does."""

from __future__ import annotations

from models.clip.tags import groups
from models.lexicon import lexicon, meaning, rows_named, shown_names
from models.vilbert.data.questions.nouns import area, keys, noun
from models.vilbert.data.questions.question import Question, Rng
from models.vilbert.data.questions.whether import GROUPS
from models.vilbert.data.wording import say
from models.vilbert.data.world import World, covers

ASKED_WEATHERS = ("sunny", "cloudy", "overcast", "rainy", "snowy", "foggy")


def what_is_it(rng: Rng, world: World) -> Question | None:
    if world.subject is None:
        return None
    shown, spot = shown_names()[world.subject], (f"name/{shown_names()[world.subject]}",)
    spots = spot + (("0",) if world.things and covers(world.things[0].name, world.things[0]) else ())
    dice = rng.random()
    if dice < 0.35:
        return Question("what", say(rng, "what"), shown, spots, spot)
    groups = [g for g in GROUPS if world.subject in meaning(g).rows and g != shown]
    if dice < 0.55 and groups:
        return Question("what", say(rng, "what group", g=rng.choice(groups)), shown, spots, spot)
    if dice < 0.75:
        yes = rng.random() < 0.5
        asked = shown if yes else shown_names()[rng.randrange(1000)]
        asked = rng.choice(groups) if yes and groups and rng.random() < 0.3 else asked
        yes = world.subject in meaning(asked).rows or any(covers(asked, thing) for thing in world.things[:1])
        return Question("is it", say(rng, "is it", x=asked), "yes" if yes else "no", spots if yes else ())
    other = shown_names()[rng.randrange(1000)]
    if other == shown or world.subject in meaning(other).rows:
        return None
    first, second = (shown, other) if rng.random() < 0.5 else (other, shown)
    return Question("or", say(rng, "or", x=first, y=second), shown, spots, spot)


def what_thing(rng: Rng, world: World) -> Question | None:
    """Of a picture with one thing, or one that is by far the largest."""
    if world.subject is not None or not world.things:
        return None
    areas = sorted(((area(thing.box), n) for n, thing in enumerate(world.things)), reverse=True)
    if len(areas) > 1 and (areas[0][0] < 2.5 * areas[1][0] or areas[0][0] < 0.06):
        return None
    chosen = areas[0][1]
    return Question("what", say(rng, "what"), world.things[chosen].name, keys([chosen]), keys([chosen]))


def scene(rng: Rng, world: World) -> Question | None:
    if not world.place:
        return None
    if rng.random() < 0.6:
        kind = "room" if world.indoors and rng.random() < 0.6 else "scene"
        return Question("scene", say(rng, kind), world.place, telling(world), tagged(world.place))
    rooms = [*lexicon()["rooms"], *groups()["place"]]
    if rng.random() < 0.3:
        first, second = rng.sample([world.place, rng.choice([room for room in rooms if room != world.place])], 2)
        return Question("or", say(rng, "or scene", x=first, y=second), world.place, telling(world), tagged(world.place))
    asked = world.place if rng.random() < 0.5 else rng.choice([room for room in rooms if room != world.place])
    return Question("is scene", say(rng, "is scene", p=asked), "yes" if asked == world.place else "no", telling(world))


def tagged(word: str) -> tuple[str, ...]:
    return (f"tag/{word}",)


def telling(world: World) -> tuple[str, ...]:
    """What in the picture tells the place: its names, and things that belong there."""
    room = lexicon()["rooms"].get(world.place, {"things": [], "names": []})
    named = (f"name/{shown_names()[row]}" for name in room["names"] for row in rows_named(name))
    return (
        "image",
        *tagged(world.place),
        *named,
        *keys([number for number, thing in enumerate(world.things) if thing.name in room["things"]]),
    )


def inside(rng: Rng, world: World) -> Question | None:
    if world.indoors is None:
        return None
    kind = rng.choice(("indoors", "outdoors", "in or out"))
    if kind == "in or out":
        return Question("scene", say(rng, kind), "indoors" if world.indoors else "outdoors", ("image",))
    return Question("is scene", say(rng, kind), "yes" if world.indoors == (kind == "indoors") else "no", ("image",))


def weather(rng: Rng, world: World) -> Question | None:
    if not world.weather:
        return None
    dark = world.weather == "night"
    dice = rng.random()
    spots = ("image", "band/top", *tagged(world.weather))
    if dice < 0.4 and world.weather in ASKED_WEATHERS:
        return Question("scene", say(rng, "weather"), world.weather, spots, tagged(world.weather))
    if dice < 0.7 and world.weather in ASKED_WEATHERS:
        asked = world.weather if rng.random() < 0.5 else rng.choice([other for other in ASKED_WEATHERS if other != world.weather])
        return Question("is scene", say(rng, "is weather", w=asked), "yes" if asked == world.weather else "no", spots)
    kind = rng.choice(("night", "day"))
    if not dark and rng.random() < 0.5:
        return None
    return Question("is scene", say(rng, kind), "yes" if dark == (kind == "night") else "no", ("image",))


def deed(rng: Rng, world: World) -> Question | None:
    doing = [number for number, thing in enumerate(world.things) if thing.deed]
    if not doing:
        return None
    known = world.things[doing[0]].deed
    signs = lexicon()["deeds"].get(known, {}).get("things", [])
    used = [number for number, thing in enumerate(world.things) if thing.name in signs]
    spots = keys([*doing[:1], *used]) + tuple(f"name/{shown_names()[row]}" for row in world.signs) + tagged(known)
    if rng.random() < 0.5:
        return Question("action", say(rng, "deed", x=noun(rng, "person")), known, spots, tagged(known))
    deeds = [*lexicon()["deeds"], *groups()["deed"]]
    asked = known if rng.random() < 0.5 else rng.choice([name for name in deeds if name != known])
    return Question("is action", say(rng, "is deed", x=noun(rng, "person"), d=asked), "yes" if asked == known else "no", spots)
