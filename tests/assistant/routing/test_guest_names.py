"""Two packages with one name: what is stored under it stays with the one that stored it, whatever the alphabet says."""

from __future__ import annotations

import pytest

from assistant.routing.registry import Registry, load_registry
from tests.assistant.routing.guests import HEAD, Site, site  # noqa: F401

PLANTS = HEAD + "class Guest(Skill):\n    name = 'plants'\n    async def handle(self, turn): ...\n"


def loaded(site: Site, *owners: str) -> Registry:  # noqa: F811
    """owners: of rows or grants of the skill"""
    return load_registry(points=site.points(), holders=lambda name: frozenset(owners) if name == "plants" else frozenset())


@pytest.fixture
def two(site: Site) -> Site:  # noqa: F811
    for name in ("attic", "garden"):
        site.install(name, PLANTS)
        words = site.folder / f"guest_{name}" / "locales" / "en"
        (words / f"{name}.toml").rename(words / "plants.toml")
    return site


@pytest.mark.parametrize(("owner", "other"), [("guest-garden", "guest-attic"), ("guest-attic", "guest-garden")])
def test_the_one_that_holds_rows_or_grants_is_loaded(two: Site, owner: str, other: str) -> None:
    registry = loaded(two, owner)
    assert [one.distribution for one in registry.loaded] == [f"{owner} 1.0"]
    (failure,) = registry.failures
    taken = f"({other} 1.0) failed to load: its name 'plants' is already taken by {owner} 1.0; uninstall {other}. "
    assert failure.sentence.startswith(f"Skill '{other.partition('-')[2]}' {taken}")


@pytest.mark.parametrize("owners", [(), ("guest-garden", "guest-attic"), ("guest-cellar",)])
def test_neither_is_loaded_where_nothing_says_whose_the_name_is(two: Site, owners: tuple[str, ...]) -> None:
    registry = loaded(two, *owners)
    assert not registry.loaded
    attic, garden = (failure.sentence for failure in registry.failures)
    assert (
        "Skill 'attic' (guest-attic 1.0) failed to load: guest-garden 1.0 brings a skill named 'plants' too; uninstall one of them. "
        in attic
    )
    assert "Skill 'garden' (guest-garden 1.0) failed to load: guest-attic 1.0 brings a skill named 'plants' too; " in garden


def test_a_name_of_owlish_s_own_is_not_to_be_had_by_holding_something(site: Site) -> None:  # noqa: F811
    from importlib.metadata import entry_points

    site.install("zclock", PLANTS.replace("plants", "clock"))
    own = next(point for point in entry_points(group="owlish.skills") if point.name == "clock")
    registry = load_registry(points=[*site.points(), own], holders=lambda name: frozenset({"guest-zclock"}))
    assert [type(skill).__module__ for skill in registry.skills] == ["skills.clock"]
    assert "its name 'clock' is already taken by owlish " in registry.failures[0].sentence
