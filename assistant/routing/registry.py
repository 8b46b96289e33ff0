"""Which skills there are. Built-in ones come by entry point like any guest's; one that is broken never takes the others down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from assistant.routing.templates import Wording
from assistant.skill import Skill

GROUP = "owlish.skills"


@dataclass(frozen=True)
class Failure:
    skill: str
    sentence: str


@dataclass(frozen=True)
class Loaded:
    skill: Skill
    wording: Wording
    distribution: str
    """`owlish-coin 0.1`"""


class Registry:
    def __init__(self, loaded: Iterable[Loaded], failures: Iterable[Failure] = ()) -> None:
        self.loaded = tuple(loaded)
        self.failures = tuple(failures)
        self._by_name = {one.skill.name: one for one in self.loaded}

    @property
    def skills(self) -> tuple[Skill, ...]:
        return tuple(one.skill for one in self.loaded)

    def get(self, name: str) -> Skill:
        """Raises KeyError."""
        return self._by_name[name].skill

    def loaded_as(self, name: str) -> Loaded:
        """Raises KeyError."""
        return self._by_name[name]


def load_registry(language: str = "en", points: Iterable[EntryPoint] | None = None) -> Registry:
    """points: those of the group `owlish.skills` when None. In the order of their names, so that installing one changes no other."""
    loaded: dict[str, Loaded] = {}
    broken: list[tuple[str, str]] = []
    for point in sorted(points if points is not None else entry_points(group=GROUP), key=lambda point: point.name):
        try:
            one = _load(point, language)
            if one.skill.name in loaded:
                raise ValueError(f"its name is already taken by {loaded[one.skill.name].distribution}")
            loaded[one.skill.name] = one
        except Exception as error:  # a guest's module may raise anything while it is imported
            broken.append((point.name, f"Skill '{point.name}' ({distribution(point)}) failed to load: {_first(error)}."))
    ready = "The other skill is ready." if len(loaded) == 1 else f"The other {len(loaded)} skills are ready."
    return Registry(loaded.values(), [Failure(name, f"{sentence} {ready}") for name, sentence in broken])


def _load(point: EntryPoint, language: str) -> Loaded:
    made = point.load()
    if not (isinstance(made, type) and issubclass(made, Skill)):
        raise TypeError(f"{point.value} is not a subclass of assistant.skill.Skill")
    if not getattr(made, "name", None):
        raise TypeError(f"{point.value} has no name")
    skill = made(language)
    return Loaded(skill, Wording(skill, language), distribution(point))


def distribution(point: EntryPoint) -> str:
    home = getattr(point, "dist", None)
    return f"{home.name} {home.version}" if home else point.module


def _first(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
