"""Which skills there are. Built-in ones come by entry point like any guest's; one that is broken never takes the others down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from importlib.metadata import EntryPoint, entry_points

from assistant.config import Config, Section
from assistant.permissions import OWNER, checked
from assistant.routing.guest import GuestSkill
from assistant.routing.guest_line import OpenLine, open_line
from assistant.routing.guest_process import first_line, skill_class
from assistant.routing.guest_trial import Limits, Trial, distribution, is_guest
from assistant.routing.templates import Wording
from assistant.skill import Skill

GROUP = "owlish.skills"
FALLBACK = "fallback"
"""The skill that says what can be done instead; it is never chosen by its words."""
Holders = Callable[[str], frozenset[str]]


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

    @property
    def owner(self) -> str:
        return self.distribution.partition(" ")[0]

    @property
    def is_guest(self) -> bool:
        return self.owner.lower() != OWNER


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

    @property
    def rest(self) -> Skill:
        """Takes what no other skill takes."""
        return next((skill for skill in self.skills if skill.takes_rest), None) or self.get(FALLBACK)

    async def end(self) -> None:
        """Of the processes in which guests run."""
        for skill in self.skills:
            if isinstance(skill, GuestSkill):
                await skill.end()


def load_registry(
    language: str = "en",
    points: Iterable[EntryPoint] | None = None,
    config: Config | None = None,
    opened: OpenLine = open_line,
    holders: Holders = lambda name: frozenset(),
) -> Registry:
    """
    points:  those of the group `owlish.skills` when None. In the order of their names, so that installing one changes no other
    opened:  how a guest's process is reached
    holders: distributions that hold rows or grants of a skill of that name
    """
    config = config or Config()
    limits = Limits(config.guests.memory * 2**20)
    found: list[tuple[str, Loaded]] = []
    broken: list[tuple[str, str]] = []
    wanted = sorted(points if points is not None else entry_points(group=GROUP), key=lambda point: (is_guest(point), point.name))
    with ExitStack() as trials:
        for point, load in [(point, _loader(point, language, config, limits, opened, trials)) for point in wanted]:
            try:
                found.append((point.name, load()))
            except Exception as error:  # a guest's words may be anything
                broken.append((point.name, _failed(point.name, distribution(point), first_line(error))))
    loaded: list[Loaded] = []
    for name, one in found:
        if trouble := _rivalry(one, [other for _, other in found if other.skill.name == one.skill.name], holders):
            broken.append((name, _failed(name, one.distribution, trouble)))
        else:
            loaded.append(one)
    ready = "The other skill is ready." if len(loaded) == 1 else f"The other {len(loaded)} skills are ready."
    return Registry(loaded, [Failure(name, f"{sentence} {ready}") for name, sentence in broken])


def _failed(name: str, distribution: str, why: str) -> str:
    return f"Skill '{name}' ({distribution}) failed to load: {why}."


def _rivalry(one: Loaded, rivals: Sequence[Loaded], holders: Holders) -> str:
    """
    Why another has the name; empty for the rightful one: Owlish's own, else whoever holds something under it.
    rivals: all of that name, this one included
    """
    name, first = one.skill.name, rivals[0]
    if first.owner != OWNER and any(other.owner != first.owner for other in rivals):
        held = holders(name)
        holding = [other for other in rivals if other.owner in held]
        if len({other.owner for other in holding}) != 1:
            others = " and ".join(sorted({other.distribution for other in rivals if other.owner != one.owner}))
            return f"{others} brings a skill named '{name}' too; uninstall one of them"
        first = holding[0]
    remedy = f"; uninstall {one.owner}" if one.owner != first.owner else ""
    return "" if one is first else f"its name '{name}' is already taken by {first.distribution}{remedy}"


def _loader(point: EntryPoint, language: str, config: Config, limits: Limits, opened: OpenLine, trials: ExitStack) -> Callable[[], Loaded]:
    """All guests begin to load before the first is waited for."""
    if not is_guest(point):
        return partial(_load, point, language, config)
    try:
        trial = trials.enter_context(closing(Trial(point, language, limits)))
    except Exception as error:  # it is not there
        return partial(_raise, error)
    return partial(_load_guest, point, language, limits, opened, trial)


def _raise(error: Exception) -> Loaded:
    raise error


def _load(point: EntryPoint, language: str, config: Config) -> Loaded:
    skill = skill_class(point.value)(language)
    if isinstance(settings := getattr(config, skill.name, None), Section):
        skill.configure(settings.model_dump())
    checked(skill.permissions)
    return Loaded(skill, Wording(skill, language), distribution(point))


def _load_guest(point: EntryPoint, language: str, limits: Limits, opened: OpenLine, trial: Trial) -> Loaded:
    skill = GuestSkill(point, trial.facts(), language, limits, opened)
    wording = Wording(skill, language)
    wording.check_drawn()
    return Loaded(skill, wording, distribution(point))
