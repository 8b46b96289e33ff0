"""Where regions are in the picture and to each other, as far as boxes show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.events import Region, Scene
from models.lexicon import place_in_picture


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


def hull(regions: Sequence[Region]) -> Region:
    """One region around several, with the label and the score of the first."""
    boxes = [region.box for region in regions]
    x0, y0, x1, y1 = ([box[edge] for box in boxes] for edge in range(4))
    return replace(regions[0], box=(min(x0), min(y0), max(x1), max(y1)))


POINTS = {"left": (0.0, None), "right": (1.0, None), "top": (None, 0.0), "bottom": (None, 1.0), "middle": (0.5, None)}


def distance(scene: Scene, region: Region, side: str) -> float:
    """From the region's middle to a side (`left`, `top right`, ...), in shares of the picture."""
    width, height = scene.frame.size
    x, y = centre(region)
    wanted = [POINTS[word] for word in side.split()]
    aside = [abs(x / width - a) for a, _ in wanted if a is not None]
    return sum(aside) + sum(abs(y / height - b) for _, b in wanted if b is not None)


def side_of(scene: Scene, region: Region, choices: Sequence[str] = ()) -> str:
    """`left`, `middle`, `top right`, ...: thirds of the picture, or the nearest of the choices."""
    if choices:
        return min(choices, key=lambda choice: distance(scene, region, choice))
    return place_in_picture(*centre(region), *scene.frame.size)


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
