"""What a scene says about a thing: regions of the detector weighed against the names of the backbone, colours, sides and relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from assistant.events import Box, Region, Scene
from assistant.understanding.baseline.geometry import area, distance, related, side_of, touching, weight
from assistant.understanding.baseline.questions import Target
from assistant.understanding.baseline.words import Lexicon, Thing
from models.colours import LEAST_SHARE, NAMES, Painted

SEEN = 0.4
"""Score from which a region counts as there."""
PERSON = "person"
PARTS = {
    "torso": (0.2, 0.6, 0.2, 0.8),
    "hat": (0.0, 0.14, 0.25, 0.75),
    "hair": (0.0, 0.16, 0.2, 0.8),
    "legs": (0.55, 0.88, 0.2, 0.8),
    "feet": (0.88, 1.0, 0.1, 0.9),
}
"""Of a standing person's box: from, to (down), from, to (across)."""
HALF_FIGURE = {
    "torso": (0.7, 1.0, 0.15, 0.85),
    "hat": (0.0, 0.22, 0.25, 0.75),
    "hair": (0.0, 0.3, 0.15, 0.85),
    "legs": (0.8, 1.0, 0.2, 0.8),
    "feet": (0.9, 1.0, 0.1, 0.9),
}
"""The same where the picture shows head and shoulders."""
FIGURE = frozenset(PARTS)
EDGES = {"top": (0.0, 0.0, 1.0, 0.25), "bottom": (0.0, 0.8, 1.0, 1.0), "all": (0.0, 0.0, 1.0, 1.0)}
MARGIN = 0.125
"""Of the width, on each side: where a wall or a background shows."""
LARGE = 0.12
"""Share of the picture from which a region is what the backbone named."""
SEATS = ("chair", "couch", "bench", "toilet", "bed")
FIXED = frozenset({PERSON, "tv", "couch", "bed", "dining table", "potted plant", "chair", "car", "bus", "truck", "train", "boat"})
NEVER_HELD = FIXED | {"bench", "tie"}
STEADY = FIXED | {"laptop", "airplane"}
"""Classes that the detector knows better than the backbone, whose name is often that of another thing in the picture."""


class Evidence:
    """One scene, and what is asked of it."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self.scene = scene
        self._lexicon = lexicon

    @cached_property
    def _painted(self) -> Painted:
        return Painted(self.scene.frame.pixels)

    # ---- things

    @cached_property
    def top_name(self) -> tuple[str, float]:
        """The backbone's first name and its probability."""
        return next(iter(self.scene.names.items()), ("", 0.0))

    def named(self, thing: Thing) -> float:
        """What the backbone gives to the thing."""
        return min(1.0, sum(p for name, p in self.scene.names.items() if name in thing.names))

    def best_name(self, group: Thing | None = None) -> tuple[str, float]:
        """As it is said, and its probability; names that are said alike add up: tabby and tiger cat are both a cat."""
        said: dict[str, float] = defaultdict(float)
        for name, probability in self.scene.names.items():
            if group is None or name in group.names:
                said[self._lexicon.shown(name)] += probability
        return max(said.items(), key=lambda pair: pair[1], default=("", 0.0))

    def score(self, region: Region, thing: Thing) -> float:
        """The detector's score, less what the backbone believes of something else there."""
        if region.label not in thing.classes:
            return 0.0
        if region.label in STEADY or self.share(region) < LARGE:
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
        return [region for score, region in sorted(scored, key=lambda pair: -pair[0]) if score >= max(least, 0.01)]

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

    def on_side(self, found: list[Region], side: str) -> list[Region]:
        """Those of which a part of the place (`left`, `top right`) is true; all, where no side was said."""
        return [region for region in found if not side or set(side.split()) & set(side_of(self.scene, region).split())]

    def looks(self, region: Region, colour: str) -> bool:
        return not colour or self.wears(region, colour) >= 0.15

    def wears(self, region: Region, colour: str) -> float:
        own = region.colours.get(colour, 0.0)
        return max(own, self.part_colours(region, "torso").get(colour, 0.0)) if region.label == PERSON else own

    def part_box(self, person: Region, part: str) -> Box:
        x0, y0, x1, y1 = person.box
        shares = PARTS if (y1 - y0) > 1.7 * (x1 - x0) else HALF_FIGURE
        top, bottom, left, right = shares[part]
        return (x0 + left * (x1 - x0), y0 + top * (y1 - y0), x0 + right * (x1 - x0), y0 + bottom * (y1 - y0))

    def part_colours(self, person: Region, part: str) -> dict[str, float]:
        colours = self._painted.named(person.box, self.part_box(person, part))
        return as_hair(colours) if part == "hair" else colours

    def surrounding_colours(self, part: str) -> dict[str, float]:
        """`top`, `bottom`, `all`, or `edge`: the upper left and right margins."""
        if part == "edge":
            return _mean([self._shares(0.0, 0.0, MARGIN, 0.6), self._shares(1 - MARGIN, 0.0, 1.0, 0.6)])
        return self._shares(*EDGES[part])

    def _shares(self, x0: float, y0: float, x1: float, y1: float) -> dict[str, float]:
        """Colours of a rectangle given in shares of the picture."""
        height, width = self._painted.height, self._painted.width
        shares = self._painted.shares((x0 * width, y0 * height, x1 * width, y1 * height))
        return {name: float(share) for name, share in zip(NAMES, shares, strict=True) if share >= LEAST_SHARE}

    def sky(self) -> str:
        """`sunny` under blue, `cloudy` under grey and white, empty where no sky is seen."""
        top = self.surrounding_colours("top")
        pale = top.get("grey", 0.0) + top.get("white", 0.0)
        return "sunny" if top.get("blue", 0.0) > 0.35 else "cloudy" if pale > 0.5 else ""

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

    def share(self, region: Region) -> float:
        """Of the picture's area."""
        width, height = self.scene.frame.size
        return area(region) / (width * height)

    def first_words(self, names: Sequence[str]) -> float:
        """What the backbone gives to names that begin so (`desk` for `desk`, `tub` for `tub, vat`)."""
        return sum(p for name, p in self.scene.names.items() if name.split(",")[0] in names)

    def place(self, signs: Mapping[str, Sequence[str]]) -> float:
        """signs: detector classes and first words of backbone names that speak for the place."""
        named = self.first_words(signs["names"])
        seen = max((region.score for region in self.scene.regions if region.label in signs["things"]), default=0.0)
        return min(1.0, named + 0.5 * seen)

    def kin(self, thing: Thing) -> list[Region]:
        """Regions of the narrowest group that the thing belongs to: a moose is where an animal is seen."""
        groups = [group for group in self._lexicon.groups.values() if thing.names and thing.names <= group.names and group.classes]
        group = min(groups, key=lambda group: len(group.names), default=None)
        return [region for region in self.scene.regions if group and region.label in group.classes]


def as_hair(colours: Mapping[str, float]) -> dict[str, float]:
    """Only what hair mostly is; what looks orange is called brown."""
    brown = colours.get("brown", 0.0) + colours.get("orange", 0.0)
    hair = {"brown": brown, **{name: colours.get(name, 0.0) for name in ("black", "yellow", "grey", "white", "red")}}
    return dict(sorted(hair.items(), key=lambda pair: -pair[1]))


def _mean(shares: Sequence[dict[str, float]]) -> dict[str, float]:
    total = {name: sum(share.get(name, 0.0) for share in shares) / len(shares) for share in shares for name in share}
    return dict(sorted(total.items(), key=lambda pair: -pair[1]))
