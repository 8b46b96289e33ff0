"""`owlish skills`: what each may, and how a person changes it."""

from __future__ import annotations

import json
import shutil
from contextlib import closing

import anyio
import pytest

from assistant.memory.audit import Access, Audit
from assistant.memory.database import Database
from assistant.memory.storage import PUT, all_holders
from tests.assistant.routing.guests import Site
from tests.inline import InlineWorker

WEATHER = """
from assistant.skill import Skill

class Guest(Skill):
    name = "barometer"
    permissions = ("network:api.open-meteo.com", "camera")

    async def handle(self, turn): ...
"""


@pytest.fixture
def barometer(owlish, tmp_path, monkeypatch) -> Site:
    site = Site(tmp_path / "site", monkeypatch)
    site.install("barometer", WEATHER)
    owlish.environment["PYTHONPATH"] = f"{owlish.environment.get('PYTHONPATH', '')}:{site.folder}".strip(":")
    return site


def permissions(owlish, skill: str) -> dict[str, str]:
    return next(row["permissions"] for row in owlish.rows("skills", "--json") if row["skill"] == skill)


@pytest.mark.slow
def test_a_guest_is_listed_with_what_it_declares_and_what_it_was_granted(owlish, barometer) -> None:
    assert permissions(owlish, "barometer") == {"network:api.open-meteo.com": "asked for", "camera": "asked for"}
    assert owlish("skills", "grant", "barometer", "network:api.open-meteo.com").stdout == "barometer: network:api.open-meteo.com granted.\n"
    assert permissions(owlish, "barometer") == {"network:api.open-meteo.com": "granted", "camera": "asked for"}
    text = owlish("skills").stdout
    assert "network:api.open-meteo.com (granted)" in text and "guest-barometer 1.0" in text
    assert owlish("skills", "revoke", "barometer").stdout.count("will be asked for.") == 2
    assert permissions(owlish, "barometer") == {"network:api.open-meteo.com": "asked for", "camera": "asked for"}


@pytest.mark.slow
def test_what_a_skill_left_behind_is_told_and_can_be_forgotten(owlish, barometer: Site, says_one_sentence) -> None:
    owlish("skills", "grant", "barometer", "camera")
    path = owlish.home / "data" / "owlish.db"
    with closing(Database(path)) as database:
        for skill, owner in (("barometer", "guest-barometer"), ("barometer", "guest-attic"), ("timer", "owlish")):
            database.write(PUT, (skill, owner, "row", "{}"))
    shutil.rmtree(barometer.folder)
    assert "barometer (guest-attic), barometer (guest-barometer). To delete it: owlish skills forget" in owlish("skills").stdout
    says_one_sentence(r"^Nothing is kept for coin; something is kept for barometer, timer\.$", "skills", "forget", "coin")
    says_one_sentence(r"of guest-attic and guest-barometer have kept something; name one: ", "skills", "forget", "barometer")
    done = owlish("skills", "forget", "barometer", "guest-barometer")
    assert done.stdout == "barometer (guest-barometer): 1 row and 1 decision about what it may are forgotten.\n"
    owlish("skills", "forget", "barometer")
    with closing(Database(path)) as database:
        assert all_holders(database) == {("timer", "owlish")} and "forget SKILL" not in owlish("skills").stdout


def test_where_nothing_is_kept_of_any_skill_forgetting_says_so(says_one_sentence) -> None:
    nothing = r"^Nothing is kept for coin, nor for any other skill: there is nothing to forget\.$"
    says_one_sentence(nothing, "skills", "forget", "coin")


def test_a_package_that_was_granted_something_keeps_its_name(owlish, barometer: Site) -> None:
    owlish("skills", "grant", "barometer", "camera")
    barometer.install("attic", WEATHER)  # before it in the alphabet
    done = owlish("skills", "--json")
    assert '"from": "guest-barometer 1.0"' in done.stdout and '"camera": "granted"' in done.stdout
    taken = "its name 'barometer' is already taken by guest-barometer 1.0; uninstall guest-attic."
    assert f"Skill 'attic' (guest-attic 1.0) failed to load: {taken}" in done.stderr


def test_what_comes_with_owlish_looks_until_that_is_revoked(owlish) -> None:
    assert permissions(owlish, "look") == {"camera": "granted"}
    assert owlish("skills", "revoke", "look", "camera").stdout == "look: camera denied.\n"
    assert permissions(owlish, "look") == {"camera": "denied"}
    owlish("skills", "grant", "look", "camera")
    assert permissions(owlish, "look") == {"camera": "granted"}


def test_what_cannot_be_granted_is_one_sentence(says_one_sentence) -> None:
    says_one_sentence(r"^There is no skill 'nobody'; there are alarm, calculator, ", "skills", "grant", "nobody", "camera")
    says_one_sentence(r"^Skill 'clock' \(owlish .*\) does not declare camera; it declares nothing\.$", "skills", "grant", "clock", "camera")
    says_one_sentence(r"^Skill 'look' \(owlish .*\) does not declare files; it declares camera\.$", "skills", "revoke", "look", "files")


def test_listing_makes_no_database_and_a_damaged_one_is_told(owlish) -> None:
    owlish("skills")
    owlish("skills", "audit")
    path = owlish.home / "data" / "owlish.db"
    assert not path.exists()
    path.write_bytes(b"no database at all, but bytes " * 50)
    done = owlish("skills", "--json")
    assert done.returncode == 0 and "damaged" in done.stderr and '"look"' in done.stdout


def test_the_name_of_a_picture_does_not_rule_the_terminal(owlish) -> None:
    (owlish.home / "data").mkdir(exist_ok=True)
    log = Audit(Database(owlish.home / "data" / "owlish.db"), InlineWorker("memory"))
    anyio.run(log.add, Access("door", "saved", "/x/\x1b]0;mine\x07a\nb.jpg", "go\x1b[2J", 3))
    text = owlish("skills", "audit").stdout
    assert r"/x/\x1b]0;mine\x07a\nb.jpg" in text and r"go\x1b[2J" in text


def test_a_log_that_cannot_be_read_is_no_empty_one(owlish) -> None:
    (owlish.home / "data").mkdir(exist_ok=True)
    (owlish.home / "data" / "owlish.db").write_bytes(b"nonsense " * 999)
    done = owlish("skills", "audit")
    assert (done.returncode, done.stdout) == (2, "") and "owlish.db is damaged" in done.stderr


def test_the_log_is_shown_for_people_and_for_programs(owlish) -> None:
    assert owlish("skills", "audit").stdout.startswith("No skill has looked")
    (owlish.home / "data").mkdir(exist_ok=True)
    log = Audit(Database(owlish.home / "data" / "owlish.db"), InlineWorker("memory"))
    anyio.run(log.add, Access("look", "look", "webcam", "ask: answer", 3, 41))
    for frame in (50, 51, 52):
        anyio.run(log.add, Access("watch", "look", "webcam", "background: describe", 0, frame))
    anyio.run(log.add, Access("barometer", "network", "api.open-meteo.com", "now", 4))
    text = owlish("skills", "audit").stdout
    for part in ("frame 41 of webcam", "ask: answer", "frames 50 to 52 of webcam", ", 3 times until", "api.open-meteo.com"):
        assert part in text
    (row,) = owlish.rows("skills", "audit", "--skill", "barometer", "--json")
    assert (row["act"], row["target"], row["frame"], row["turn"]) == ("network", "api.open-meteo.com", None, 4)
    assert json.loads(owlish("skills", "audit", "--json").stdout.splitlines()[1])["times"] == 3
