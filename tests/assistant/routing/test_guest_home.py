"""A guest's home has all that a home has."""

from __future__ import annotations

from assistant.held import HeldHome, HeldSight
from assistant.routing.guest_asks import MEMBERS
from assistant.routing.guest_home import GuestHome, GuestSight
from assistant.skill import Home, Sight, Storage


def test_everything_that_a_home_lends_is_held_and_carried() -> None:
    members = {name for name in vars(Home) if not name.startswith("_")} | {"sight", "storage"}
    assert members <= {*dir(HeldHome), "sight", "storage"}
    assert members <= {*dir(GuestHome), "sight", "storage"}
    places = (("sight", Sight), ("storage", Storage))
    looks, rows = ({f"{place}.{name}" for name in vars(kind) if not name.startswith("_")} for place, kind in places)
    here = {"now", "skills", "sight", "storage"}
    assert set(MEMBERS) == (members - here) | looks | rows
    assert {name.removeprefix("sight.") for name in looks} <= {*dir(HeldSight)} & {*dir(GuestSight)}
