"""What a scene says about a thing: regions of the detector weighed against the names of the backbone, colours, sides and relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from assistant.events import Box, Region, Scene
from assistant.understanding.questions import Target
from assistant.understanding.words import Lexicon, Thing
from models.colours import named_colours

SEEN = 0.4
"""Score from which a region counts as there."""
PERSON = "person"
PARTS = {
    "torso": (0.25, 0.6, 0.2, 0.8),
    "hat": (0.0, 0.14, 0.25, 0.75),
    "hair": (0.0, 0.16, 0.2, 0.8),
    "legs": (0.55, 0.88, 0.2, 0.8),
    "feet": (0.88, 1.0, 0.1, 0.9),
}
"""Of a standing person's box: from, to (down), from, to (across)."""
HALF_FIGURE = {
    "torso": (0.65, 1.0, 0.15, 0.85),
    "hat": (0.0, 0.22, 0.25, 0.75),
    "hair": (0.0, 0.3, 0.15, 0.85),
    "legs": (0.8, 1.0, 0.2, 0.8),
    "feet": (0.9, 1.0, 0.1, 0.9),
}
"""The same where the picture shows head and shoulders."""
EDGES = {"top": (0.0, 0.0, 1.0, 0.25), "bottom": (0.0, 0.8, 1.0, 1.0)}
SEATS = ("chair", "couch", "bench", "toilet", "bed")
NEVER_HELD = frozenset(
    {PERSON, "chair", "couch", "bench", "bed", "dining table", "tie", "car", "bus", "truck", "train", "boat", "potted plant", "tv"}
)
STEADY = frozenset(
    {PERSON, "tv", "laptop", "couch", "bed", "dining table", "potted plant", "chair", "car", "bus", "truck", "train", "airplane", "boat"}
)
"""Classes that the detector knows better than the backbone, whose name is often that of another thing in the picture."""


class Evidence:
    """One scene, and what is asked of it."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self.scene = scene
        self._lexicon = lexicon

    # ---- things

    @cached_property
    def top_name(self) -> tuple[str, float]:
        """The backbone's first name and its probability."""
        return next(iter(self.scene.names.items()), ("", 0.0))

    def named(self, thing: Thing) -> float:
        """What the backbone gives to the thing."""
        return min(1.0, sum(p for name, p in self.scene.names.items() if name in thing.names))

    def score(self, region: Region, thing: Thing) -> float:
        """The detector's score, less what the backbone believes of something else there."""
        if region.label not in thing.classes:
            return 0.0
        if region.label in STEADY:
            return region.score
        own = self.named(thing | self._lexicon.named(region.label))
        others = self._doubt(region)
        return region.score * (1.0 - max(0.0, others - own))

    def _doubt(self, region: Region) -> float:
        animals = self._lexicon.groups.get("animal", Thing(""))
        _, first = self.top_name
        return max(first, self.named(animals)) if region.label in animals.classes else first

    def regions(self, thing: Thing, least: float = SEEN) -> list[Region]:
        """Those that are such a thing, best first."""
        scored = [(self.score(region, thing), region) for region in self.scene.regions]
        return [region for score, region in sorted(scored, key=lambda pair: -pair[0]) if score >= least]

    def belief(self, thing: Thing) -> float:
        """How sure it is that such a thing is in the picture."""
        best = max((self.score(region, thing) for region in self.scene.regions), default=0.0)
        return 1.0 - (1.0 - best) * (1.0 - self.named(thing))

    # ---- choosing

    def pick(self, thing: Thing, target: Target, least: float = SEEN) -> list[Region]:
        """Regions of the thing, the one that the target's side, colour and size mean first."""
        found = self.regions(thing, least)
        if target.colour:
            found.sort(key=lambda region: -self.wears(region, target.colour))
        if target.size:
            found.sort(key=area, reverse=target.size == "largest")
        if target.side:
            found.sort(key=lambda region: distance(self.scene, region, target.side))
        return found

    def wears(self, region: Region, colour: str) -> float:
        own = region.colours.get(colour, 0.0)
        return max(own, self.part_colours(region, "torso").get(colour, 0.0)) if region.label == PERSON else own

    def part_box(self, person: Region, part: str) -> Box:
        x0, y0, x1, y1 = person.box
        shares = PARTS if (y1 - y0) > 1.7 * (x1 - x0) else HALF_FIGURE
        top, bottom, left, right = shares[part]
        return (x0 + left * (x1 - x0), y0 + top * (y1 - y0), x0 + right * (x1 - x0), y0 + bottom * (y1 - y0))

    def part_colours(self, person: Region, part: str) -> dict[str, float]:
        return named_colours(self.scene.frame.pixels, person.box, self.part_box(person, part))

    def surrounding_colours(self, part: str) -> dict[str, float]:
        """`top`, `bottom`, or `edge`: the left and right margins."""
        width, height = self.scene.frame.size
        pixels = self.scene.frame.pixels
        if part == "edge":
            margins = [
                named_colours(pixels[: max(1, height * 2 // 3), columns])
                for columns in (slice(0, max(1, width // 8)), slice(-max(1, width // 8), None))
            ]
            return _mean(margins)
        x0, y0, x1, y1 = EDGES[part]
        return named_colours(pixels[int(y0 * height) : max(1, int(y1 * height)), int(x0 * width) : max(1, int(x1 * width))])

    @cached_property
    def main(self) -> Region | None:
        """The largest sure region near the middle, or else what stands out from the border."""
        seen = [region for region in self.scene.regions if region.score >= 0.5]
        return max(seen, key=lambda region: weight(self.scene, region), default=self.scene.subject)

    def people(self) -> list[Region]:
        return self.regions(self._lexicon.named(PERSON))

    # ---- together

    def held_by(self, person: Region) -> list[Region]:
        """What a person may have in hand: smaller regions at the body, best first."""
        return [r for r in self.scene.regions if r.label not in NEVER_HELD and r.score >= 0.3 and related(r, "holding", person)]

    def sign_beside(self, person: Region, labels: Sequence[str]) -> Region | None:
        """The best region of these classes that touches the person."""
        return next((r for r in self.scene.regions if r.label in labels and r.score >= SEEN and touching(r, person)), None)

    def posture(self, person: Region) -> str:
        """`sitting`, `standing`, or empty where the box does not show it."""
        if self.sign_beside(person, SEATS):
            return "sitting"
        x0, y0, x1, y1 = person.box
        return "standing" if (y1 - y0) > 1.9 * (x1 - x0) else ""

    def belief_in_place(self, signs: Mapping[str, Sequence[str]]) -> float:
        """signs: detector classes and first words of backbone names that speak for the place."""
        named = sum(p for name, p in self.scene.names.items() if name.split(",")[0] in signs["names"])
        seen = max((region.score for region in self.scene.regions if region.label in signs["things"]), default=0.0)
        return min(1.0, named + 0.5 * seen)

    def kin(self, thing: Thing) -> list[Region]:
        """Regions of the narrowest group that the thing belongs to: a moose is where an animal is seen."""
        groups = [group for group in self._lexicon.groups.values() if thing.names and thing.names <= group.names and group.classes]
        group = min(groups, key=lambda group: len(group.names), default=None)
        return [region for region in self.scene.regions if group and region.label in group.classes]


def _mean(shares: Sequence[dict[str, float]]) -> dict[str, float]:
    total = {name: sum(share.get(name, 0.0) for share in shares) / len(shares) for share in shares for name in share}
    return dict(sorted(total.items(), key=lambda pair: -pair[1]))


# ---- geometry


def centre(region: Region) -> tuple[float, float]:
    x0, y0, x1, y1 = region.box
    return (x0 + x1) / 2, (y0 + y1) / 2


def area(region: Region) -> float:
    x0, y0, x1, y1 = region.box
    return (x1 - x0) * (y1 - y0)


def weight(scene: Scene, region: Region) -> float:
    """How much a region is what the picture is about: score, size, nearness to the middle."""
    width, height = scene.frame.size
    x, y = centre(region)
    aside = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) ** 0.5
    return region.score * (area(region) / (width * height)) ** 0.5 * (1.2 - aside)


POINTS = {"left": (0.0, None), "right": (1.0, None), "top": (None, 0.0), "bottom": (None, 1.0), "middle": (0.5, None)}


def distance(scene: Scene, region: Region, side: str) -> float:
    """From the region's middle to a side (`left`, `top right`, ...), in shares of the picture."""
    width, height = scene.frame.size
    x, y = centre(region)
    wanted = [POINTS[word] for word in side.split()]
    return sum(abs(x / width - a) if a is not None else abs(y / height - b) for a, b in wanted)  # type: ignore[operator]


def side_of(scene: Scene, region: Region, choices: Sequence[str] = ()) -> str:
    """`left`, `middle`, `top right`, ...: thirds of the picture, or the nearest of the choices."""
    if choices:
        return min(choices, key=lambda choice: distance(scene, region, choice))
    width, height = scene.frame.size
    x, y = centre(region)
    across = "left" if x < 0.4 * width else "right" if x > 0.6 * width else ""
    down = "top" if y < 0.3 * height else "bottom" if y > 0.72 * height else ""
    return f"{down} {across}".strip() or "middle"


def touching(first: Region, second: Region) -> bool:
    a, b = first.box, second.box
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def related(first: Region, relation: str, second: Region) -> bool | None:
    """Whether the first is so to the second in the picture; None for a relation that boxes do not show."""
    (ax, ay), (bx, by) = centre(first), centre(second)
    a, b = first.box, second.box
    apart = max(b[0] - a[2], a[0] - b[2], 0.0)
    level = min(a[3], b[3]) - max(a[1], b[1])
    shared = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    on = shared > 0.4 * (a[2] - a[0]) and b[1] - 0.1 * (b[3] - b[1]) <= a[3] <= b[3] and ay < by
    inside = shared * max(0.0, level) > 0.6 * area(first) and area(first) < area(second)
    told = {
        "left of": ax < bx,
        "right of": ax > bx,
        "above": ay < by,
        "under": ay > by and shared > 0,
        "on": on or inside,
        "in": inside,
        "holding": inside or (shared > 0.5 * (b[2] - b[0]) and level > 0.5 * (b[3] - b[1])),
        "next to": apart < 0.6 * max(a[2] - a[0], b[2] - b[0]) and level > 0,
    }
    return told.get(relation)
