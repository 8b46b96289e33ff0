"""Questions about a world. Every kind first decides what the answer should be, so that the words alone give nothing away."""

from __future__ import annotations

from collections.abc import Mapping

from models.vilbert.data.questions.colours import PIECE_WORDS, band, colour, is_colour, piece, same_colour
from models.vilbert.data.questions.places import beside, holding, on, on_side, quadrant, relation, wearing, where
from models.vilbert.data.questions.pointing import cannot_tell, is_relation, match, refer, refer_near, refer_relation
from models.vilbert.data.questions.question import Asker, Question, Rng
from models.vilbert.data.questions.whether import anyone, compare, count, exist, number, who
from models.vilbert.data.questions.whole import deed, inside, scene, weather, what_is_it, what_thing
from models.vilbert.data.world import World

__all__ = ["ASKERS", "PIECE_WORDS", "Question", "ask"]


def ask(rng: Rng, world: World, count: int, shares: Mapping[str, float]) -> list[Question]:
    """`count` questions; a kind that the world does not allow gives way to another."""
    asked: list[Question] = []
    kinds, weights, tries = list(shares), list(shares.values()), 0
    while len(asked) < count:
        kind = rng.choices(kinds, weights)[0] if tries < 12 * count else "exist"
        tries += 1
        question = ASKERS[kind](rng, world)
        if question is not None:
            asked.append(question)
    return asked


ASKERS: dict[str, Asker] = {
    "exist": exist,
    "anyone": anyone,
    "who": who,
    "count": count,
    "number": number,
    "compare": compare,
    "colour": colour,
    "is colour": is_colour,
    "same colour": same_colour,
    "piece": piece,
    "band": band,
    "quadrant": quadrant,
    "where": where,
    "on side": on_side,
    "relation": relation,
    "beside": beside,
    "holding": holding,
    "wearing": wearing,
    "on": on,
    "what": what_is_it,
    "what thing": what_thing,
    "scene": scene,
    "inside": inside,
    "weather": weather,
    "deed": deed,
    "refer": refer,
    "refer relation": refer_relation,
    "refer near": refer_near,
    "match": match,
    "is relation": is_relation,
    "cannot tell": cannot_tell,
}
