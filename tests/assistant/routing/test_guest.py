"""Guests in processes of their own: what they are lent works as it does at home, and nothing that they do harms the house."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

from assistant import config, network
from assistant.consent import Holder
from assistant.errors import CameraError, NetworkError, PermissionDenied, SkillError, StoreError
from assistant.events import Region
from assistant.held import HeldHome
from assistant.routing import guest as guest_module
from assistant.routing import guest_trial
from assistant.routing.dates import when
from assistant.routing.guest import GuestSkill
from assistant.routing.guest_wire import line, message, sound_reply
from assistant.routing.registry import Registry, load_registry
from assistant.routing.runner import run_skill
from assistant.skill import Reply, Turn
from assistant.when import When
from tests.assistant.house import House
from tests.assistant.routing.guests import HEAD, Site, site  # noqa: F401

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's own locks are Linux's")

EVERYTHING = (
    HEAD
    + """
import anyio, asyncio, ctypes, fcntl, os, resource, socket, subprocess, sys, threading, time
from datetime import datetime
import numpy as np
from assistant.errors import OwlishError, SkillError
from assistant.events import AudioChunk

def refused(code):
    if code == -1 and ctypes.get_errno() in (1, 13):
        raise PermissionError

def fails(act):
    try:
        act()
    except PermissionError:
        return True

class Guest(Skill):
    name = "door"
    permissions = ("camera", "speech", "files", "network:a.org")
    memory = 0

    async def handle(self, turn):
        if turn.text == "mistaken":
            return "hello"
        said = await getattr(self, turn.text)(turn)
        return said if isinstance(said, Reply) else Reply(str(said), undo="go back")

    async def lent(self, turn):
        home = turn.home
        await home.storage.put("row", {"n": 1, "@": "Reply"})
        await home.storage.put("other", {})
        await home.storage.delete("other")
        await home.sleep_until(home.now() - 1)
        await home.announce(Reply("hello"))
        lines = [line async for line in home.stream("https://a.org/", json={"a": [1, None]})]
        frame = await home.sight.frame()
        return [
            (await home.sight.answer("is there a cup")).regions[0].label, (await home.sight.ground("cup")).box,
            (await home.sight.read()).short, frame.pixels.shape, frame.index, dict(await home.storage.rows()),
            await home.play(AudioChunk(np.zeros(800, np.float32))), await home.fetch("https://a.org/x"), lines,
            turn.slots["name"], dict(turn.context), [one.name for one in home.skills()],
        ]

    async def remembers(self, turn):
        self.memory += 1
        return self.memory

    async def rules_the_terminal(self, turn):
        return "\\x1b]0;mine\\x07hello\\x9b2J there"

    async def fails_at_the_terminal(self, turn):
        raise SkillError("\\x1b]0;mine\\x07 hello")

    async def undeclared(self, turn):
        return await turn.home.fetch("https://evil.example/")

    async def blind(self, turn):
        return await turn.home.sight.describe()

    async def meets(self, turn):
        try:
            return await turn.home.fetch("https://evil.example/")
        except OwlishError as error:
            return f"{type(error).__name__}: {error}"

    async def speaks_on(self, turn):
        return Reply("One.", more=self.pieces())

    async def breaks_off(self, turn):
        return Reply("One.", more=self.pieces(fail=True))

    async def pieces(self, fail=False):
        yield "Two"
        yield ". Three."
        if fail:
            raise ZeroDivisionError("on purpose")

    async def dated(self, turn):
        await turn.home.storage.put("tea", {"ends": datetime.now()})

    async def wide(self, turn):
        await turn.home.storage.put("tea", {"text": "x" * 70_000})

    async def long_named(self, turn):
        await turn.home.storage.put("tea" * 30_000, {})

    async def never(self, turn):
        await anyio.sleep_forever()

    async def spins(self, turn):
        while True:
            pass

    async def hungry(self, turn):
        return len(bytearray(2 * 2**30))

    async def crashes(self, turn):
        raise ZeroDivisionError("on purpose")

    async def leaves(self, turn):
        sys.exit(3)

    async def dies(self, turn):
        os._exit(3)

    async def aborts(self, turn):
        os.abort()

    async def lingers(self, turn):
        async def lives_on():
            try:
                await turn.home.sleep_until(turn.home.now() + 3600)
            except SkillError as error:
                self.heard = [str(error)]
            try:
                await turn.home.announce(Reply("too late"))
            except SkillError as error:
                self.heard.append(str(error))

        self.lingering = asyncio.create_task(lives_on())
        await anyio.sleep(0)  # it asks while the turn goes on

    async def heard_last(self, turn):
        await self.lingering
        return self.heard

    async def prints(self, turn):
        for _ in range(1000):
            print("x" * 1000)
            print("y", file=sys.stderr)
            os.write(1, b"no json at all")
        return "printed"

    async def floods(self, turn):
        while True:
            turn.home._process.send({"ask": 1, "call": turn.home._call, "what": "storage.rows", "with": {}})

    async def nonsense(self, turn):
        turn.home._process._outgoing.write(b"no json at all\\n")
        await anyio.sleep_forever()

    async def endless(self, turn):
        while True:
            turn.home._process._outgoing.write(b"x" * 2**20)

    async def liar(self, turn):
        turn.home._process.send({"done": turn.home._call, "reply": ["no", "reply"]})
        await anyio.sleep_forever()

    async def private(self, turn):
        return await turn.home.ask("__class__", x=1)

    async def mistyped(self, turn):
        return await turn.home.ask("fetch", url=3, json=None, headers=None)

    async def internet(self, turn):
        try:
            socket.create_connection(("127.0.0.1", 9))
        except OwlishError as error:
            return f"{type(error).__name__}: {error}"

    async def native(self, turn):
        libc = ctypes.CDLL(None, use_errno=True)
        return [libc.socket(family, 1, 0) for family in (1, 2, 10, 16)]

    async def forks(self, turn):
        said = []
        for act in (os.fork, lambda: subprocess.run([sys.executable, "-c", "0"]), lambda: os.execv(sys.executable, ["python"])):
            try:
                act()
                said.append("done")
            except OSError as error:
                said.append(type(error).__name__)
        return said

    async def signals(self, turn):
        try:
            os.kill(os.getppid(), 0)
        except OSError as error:
            return type(error).__name__

    async def reaches(self, turn):
        libc, house = ctypes.CDLL(None, use_errno=True), os.getppid()
        readable, _ = os.pipe()
        acts = dict(
            queues=lambda: refused(libc.sigqueue(house, 0, None)),
            owns=lambda: fcntl.fcntl(readable, fcntl.F_SETOWN, house),
            looks=lambda: resource.prlimit(house, resource.RLIMIT_CPU),
            pins=lambda: os.sched_setaffinity(house, {0}),
            slows=lambda: os.setpriority(os.PRIO_PROCESS, house, 19),
            shares=lambda: refused(libc.shmget(1, 4096, 0o1666)),
            opens=lambda: os.chmod(SECRET, 0o777),
            gives=lambda: os.chown(SECRET, os.getuid(), os.getgid()),
            dates=lambda: os.utime(SECRET),
            cuts=lambda: os.truncate(SECRET, 0),
            marks=lambda: os.setxattr(SECRET, "user.mark", b"x"),
            watches=lambda: refused(libc.inotify_add_watch(libc.inotify_init1(0), SECRET.encode(), 0xFFF)),
        )
        return [name for name, act in acts.items() if not fails(act)]

    async def threads(self, turn):
        return await anyio.to_thread.run_sync(threading.get_ident) != threading.get_ident()

    async def spies(self, turn):
        said = []
        for path in (SECRET, SITE + "/new", "/etc/passwd", "/proc/" + str(os.getppid()) + "/environ"):
            try:
                open(path, "w" if path.endswith("new") else "r")
                said.append("opened " + path)
            except OSError as error:
                said.append(type(error).__name__)
        return said

    async def surroundings(self, turn):
        open("mine", "w").write("x")
        return [sorted(os.environ), sorted(set(os.listdir(".")) - {"mine"}), len(os.listdir("/proc/self/fd")) < 12]

    async def photo(self, turn):
        folder = await turn.home.pictures()
        (folder / "cup.jpg").write_bytes(b"a picture")
        (folder / "link.jpg").symlink_to(SECRET)
        (folder / ".hidden").write_bytes(b"x")
        return "saved"

    async def linked(self, turn):
        folder = await turn.home.pictures()
        folder.rmdir()
        folder.symlink_to(os.path.dirname(SECRET))
        return "saved"
"""
)


class Guests:
    """Some guests in a house where the person has granted everything that they declare."""

    def __init__(self, house: House, registry: Registry) -> None:
        self.house, self.registry = house, registry

    def home(self, name: str, turn: int = 1) -> HeldHome:
        return HeldHome(self.house.home, Holder.of(self.registry.loaded_as(name)), self.house.consent, "go", turn)  # type: ignore[arg-type]

    async def say(self, text: str, name: str = "door", longest: float = 8.0) -> str:
        turn = Turn(text, "go", {"name": "there"}, self.home(name), context={"thing": "cup", "last_reply": "a secret"})
        return (await run_skill(self.registry.get(name), turn, longest)).text

    def live(self, work: Callable[[], Awaitable[Any]], backend: str = "asyncio") -> Any:
        async def lived() -> Any:
            try:
                return await work()
            finally:
                await self.registry.end()

        return anyio.run(lived, backend=backend)

    def hear(self, *texts: str, backend: str = "asyncio", **more: Any) -> list[str]:
        """What is said to each text, or the error's sentence."""

        async def talk() -> list[str]:
            said = []
            for text in texts:
                try:
                    said.append(await self.say(text, **more))
                except (SkillError, CameraError) as error:
                    said.append(str(error))
            return said

        return self.live(talk, backend)


@pytest.fixture
def guests(site: Site, tmp_path: Path) -> Guests:  # noqa: F811
    (tmp_path / "secret").write_text("of the person")
    constants = f"SECRET, SITE = {str(tmp_path / 'secret')!r}, {str(site.folder)!r}\n"
    site.install("door", EVERYTHING + constants)
    (tmp_path / "album").mkdir()
    house = House(tmp_path / "album")
    house.grant("door", "guest-door", "camera", "speech", "files", "network:a.org")
    registry = load_registry(points=site.points())
    assert not registry.failures
    return Guests(house, registry)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_what_is_lent_works_in_another_process_as_it_does_at_home(guests: Guests, backend: str) -> None:
    (said,) = guests.hear("lent", backend=backend)
    assert said == str(
        [
            *("cup", (0, 0, 1, 1), "EXIT", (2, 2, 3), 77, {"row": {"n": 1, "@": "Reply"}}),
            *(True, b"https://a.org/x", ["one", "two"], "there", {"thing": "cup"}, ["door"]),
        ]
    )
    assert guests.house.home.announced == ["hello"]
    assert [entry[1] for entry in guests.house.log()] == ["network", "frame", "look", "look", "look", "network"]


def test_the_words_are_read_without_running_the_guest_in_the_house(guests: Guests) -> None:
    skill = guests.registry.get("door")
    assert isinstance(skill, GuestSkill) and skill.permissions[0] == "camera"
    assert guests.registry.loaded_as("door").distribution == "guest-door 1.0"
    assert [one.intent for one in guests.registry.loaded[0].wording.candidates("go home")] == ["go"]
    assert not [name for name in sys.modules if name.startswith("guest_door")]


def test_one_process_serves_turn_after_turn_and_what_it_prints_goes_nowhere(guests: Guests) -> None:
    first, printed, crashed, again = guests.hear("remembers", "prints", "crashes", "remembers")
    assert (first, printed, again) == ("1", "printed", "2")
    assert crashed.startswith("Skill 'door' failed: ZeroDivisionError: on purpose, door.py:")


def test_what_lives_on_after_its_turn_is_told_that_the_home_was_that_of_the_turn(guests: Guests) -> None:
    _, said = guests.hear("lingers", "heard_last")
    over = "The turn is over, and what it was lent with it; what goes on longer belongs in background."
    assert said == str([over, over]) and guests.house.home.announced == []


def test_what_is_still_coming_of_a_reply_comes_with_it(guests: Guests) -> None:
    said, broken = guests.hear("speaks_on", "breaks_off")
    assert said == "One. Two. Three."
    assert broken.startswith("Skill 'door' failed: ZeroDivisionError: on purpose, door.py:")


def test_a_reply_cannot_rule_the_terminal(guests: Guests) -> None:
    assert guests.hear("rules_the_terminal", "fails_at_the_terminal") == ["]0;minehello2J there", "]0;mine hello"]


def test_nor_can_the_label_of_a_region() -> None:
    region = Region((0, 0, 1, 1), "\x1b[2Jcat" + 99 * "s", 0.5)
    assert sound_reply(Reply("here", (region,))).regions[0].label == "[2Jcat" + 74 * "s"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("spins", "had not answered after 1 s and was given up."),
        ("dies", "has ended in the middle of its work (exit code 3)."),
        ("leaves", "has ended in the middle of its work (exit code 3)."),
        ("aborts", "has ended in the middle of its work (SIGABRT)."),
        ("floods", "flooded the house with messages, and its process was ended."),
        ("nonsense", "sent what is no message, and its process was ended."),
        ("endless", "sent a message without end, and its process was ended."),
    ],
)
def test_a_process_that_is_of_no_use_is_ended_and_another_takes_its_place(guests: Guests, text: str, sentence: str) -> None:
    first, failed, again = guests.hear("remembers", text, "remembers", longest=1.0 if text == "spins" else 8.0)
    assert (first, again) == ("1", "1")
    assert failed == f"Skill 'door' {sentence}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("never", "Skill 'door' had not answered after 1 s and was given up."),
        ("hungry", "Skill 'door' wanted more memory than a guest gets (guests.memory in the configuration)."),
        ("mistaken", "Skill 'door' returned str; a Reply is expected."),
        ("liar", "Skill 'door' returned list; a Reply is expected."),
    ],
)
def test_what_a_guest_gets_over_is_told_and_the_process_stays(guests: Guests, text: str, sentence: str) -> None:
    assert guests.hear("remembers", text, "remembers", longest=1.0 if text == "never" else 8.0) == ["1", sentence, "2"]


def test_a_row_that_cannot_be_kept_as_it_is_is_refused(guests: Guests) -> None:
    for text, start, size in (("wide", "tea'", 70_015), ("long_named", "teatea", 90_002)):
        with pytest.raises(StoreError, match=rf"^The row '{start}.* has {size} characters; a row of a guest may have 65536\.$"):
            guests.live(partial(guests.say, text))
    (dated,) = guests.hear("dated")
    assert dated.startswith("Skill 'door' failed: TypeError: storage.put: 'ends' of the row 'tea' is of type datetime; ")
    assert ", door.py:" in dated
    assert guests.house.database.read("SELECT * FROM rows") == []


def test_a_hang_costs_a_new_turn_no_more_than_half_a_second(guests: Guests) -> None:
    async def timed() -> float:
        await guests.say("remembers")
        begin = anyio.current_time()
        with anyio.move_on_after(0.2):
            await guests.say("spins")
        return anyio.current_time() - begin

    assert guests.live(timed) < 2.0


def test_it_is_told_that_it_may_not_and_may_say_so(guests: Guests) -> None:
    refused, met = guests.hear("undeclared", "meets")
    assert refused.startswith("Skill 'door' (guest-door 1.0) reached for network:evil.example, which it does not declare")
    assert met == f"PermissionDenied: {refused}"
    assert [entry[1:3] for entry in guests.house.log()] == [("refused", "network:evil.example")]


CALLER = (
    HEAD
    + """
import anyio
from assistant.errors import NetworkError

class Guest(Skill):
    name = "caller"
    permissions = ("network:127.0.0.1",)

    async def handle(self, turn):
        return Reply(await getattr(self, turn.text)(turn.home))

    async def call(self, home):
        return str(await home.fetch("http://127.0.0.1:1/"))

    async def meet(self, home):
        try:
            return str(await self.call(home))
        except NetworkError as error:
            return f"met: {error}"

    async def call_two(self, home):
        async with anyio.create_task_group() as both:
            both.start_soon(self.call, home)
            both.start_soon(anyio.sleep_forever)

    async def trip(self, home):
        async with anyio.create_task_group() as both:
            both.start_soon(self.fall)

    async def fall(self):
        raise ZeroDivisionError("on purpose")
"""
)
NOBODY = "127.0.0.1 cannot be reached; check that a server runs there, and its port."


@pytest.fixture
def caller(site: Site, tmp_path: Path) -> Guests:  # noqa: F811
    """In a house with a real way out."""
    site.install("caller", CALLER)
    house = House(tmp_path / "album")
    house.grant("caller", "guest-caller", "network:127.0.0.1")
    house.home.fetch = network.fetch  # type: ignore[method-assign]
    return Guests(house, load_registry(points=site.points()))


@pytest.mark.parametrize("text", ["call", "call_two"])
def test_a_host_that_is_not_there_is_what_is_said_for_it(caller: Guests, text: str) -> None:
    with pytest.raises(NetworkError, match=f"^{NOBODY}$"):
        caller.live(partial(caller.say, text, "caller"))


def test_a_guest_can_catch_that_as_a_network_error(caller: Guests) -> None:
    assert caller.hear("meet", name="caller") == [f"met: {NOBODY}"]


def test_what_fails_in_a_task_group_is_told_by_itself(caller: Guests) -> None:
    (told,) = caller.hear("trip", name="caller")
    assert told.startswith("Skill 'caller' failed: ZeroDivisionError: on purpose, caller.py:")


def test_having_nothing_to_see_stays_what_it_is(guests: Guests) -> None:
    guests.house.home.sight.regions = ()
    with pytest.raises(CameraError, match=r"^I have no camera\.$"):
        guests.live(lambda: guests.say("blind"))


def test_what_was_not_decided_is_wanted_of_the_person(guests: Guests) -> None:
    guests.house.database.write("DELETE FROM grants")
    home = guests.home("door")

    async def look() -> None:
        with pytest.raises(PermissionDenied):
            await run_skill(guests.registry.get("door"), Turn("blind", "go", {}, home), 8.0)

    guests.live(look)
    assert home.wanted == "camera"


@linux
def test_the_kernel_refuses_sockets_processes_signals_and_other_people_s_files(guests: Guests) -> None:
    internet, native, forks, signals, spies = guests.hear("internet", "native", "forks", "signals", "spies")
    assert internet.startswith("OfflineError: A guest opens no socket: ") and internet.endswith("ask with home.fetch.")
    assert native == "[-1, -1, -1, -1]"
    assert forks == "['PermissionError', 'PermissionError', 'PermissionError']"
    assert signals == "PermissionError"
    assert spies == "['PermissionError', 'PermissionError', 'PermissionError', 'PermissionError']"


@linux
def test_nothing_that_it_does_reaches_the_house_or_what_the_kernel_says_of_a_file(guests: Guests) -> None:
    assert guests.hear("reaches") == ["[]"]


def test_it_has_threads_a_folder_of_its_own_and_a_clean_environment(
    guests: Guests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_KEY", "of the person")
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    threads, surroundings = guests.hear("threads", "surroundings")
    assert threads == "True"
    threads = ["MALLOC_ARENA_MAX", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]
    assert surroundings == str([["HOME", "LANG", *threads, "OWLISH_OFFLINE", "PATH", "TMPDIR"], [], True])
    assert not [*(tmp_path / "scratch").iterdir()]


def test_only_what_a_home_has_can_be_asked_of_it(guests: Guests) -> None:
    private, mistyped = guests.hear("private", "mistyped")
    assert "'__class__' cannot be asked of the house so" in private
    assert "fetch was given url = '3', which is of the wrong type" in mistyped


def test_what_a_killed_house_left_of_its_guests_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, running = tmp_path / f"owlish-guest-{2**22 + 1}-x", tmp_path / f"owlish-guest-{os.getpid()}-x"
    for folder in (left, running):
        (folder / "pictures").mkdir(parents=True)
    made = guest_trial.own_folder()
    assert made.parent == tmp_path and made.name.startswith(f"owlish-guest-{os.getpid()}-")
    assert sorted(tmp_path.iterdir()) == sorted([running, made])


def test_its_pictures_are_moved_to_the_person_s_folder_and_links_are_not(guests: Guests) -> None:
    home = guests.home("door")

    async def twice() -> None:
        for _ in range(2):
            await run_skill(guests.registry.get("door"), Turn("photo", "go", {}, home), 8.0)
        await home.note_files()

    guests.live(twice)
    assert {path.name: path.read_bytes() for path in guests.house.home.folder.iterdir()} == {
        "cup.jpg": b"a picture",
        "cup-2.jpg": b"a picture",
    }
    assert [Path(entry[2]).name for entry in guests.house.log() if entry[1] == "saved"] == ["cup-2.jpg", "cup.jpg"]


def test_a_link_in_place_of_its_folder_leads_to_nothing_of_the_person_s(guests: Guests) -> None:
    assert guests.hear("linked") == ["saved"]
    assert not [*guests.house.home.folder.iterdir()]


def test_a_place_that_is_full_is_one_sentence_and_the_next_turn_may_work(guests: Guests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    (failed,) = guests.hear("remembers")
    assert failed == "Skill 'door' could not be started: No such file or directory."
    monkeypatch.undo()


def test_a_handle_that_is_wrapped_is_one(site: Site) -> None:  # noqa: F811
    wrapper = """
import functools

def wrapped(handle):
    @functools.wraps(handle)
    def wrapper(*arguments):
        return handle(*arguments)
    return wrapper

class Guest(Skill):
    name = "wrapped"

    @wrapped
    async def handle(self, turn): ...
"""
    site.install("wrapped", HEAD + wrapper)
    assert not load_registry(points=site.points()).failures


def test_a_guest_that_was_uninstalled_meanwhile_is_one_sentence(guests: Guests, site: Site) -> None:  # noqa: F811
    (site.folder / "guest_door" / "door.py").write_text("raise ImportError('gone')")
    assert guests.hear("remembers", "remembers") == ["Skill 'door' failed to start: ImportError: gone, door.py:1."] * 2


# ---- in the background

BACKGROUND = (
    HEAD
    + """
import anyio

class Guest(Skill):
    name = "clocked"
    permissions = ("speech",)

    def __init__(self, language="en"):
        super().__init__(language)
        self.asked = anyio.Event()

    async def handle(self, turn):
        self.asked.set()
        return Reply("I shall")

    async def background(self, home):
        await self.asked.wait()
        with anyio.move_on_after(0.05):
            await home.sleep_until(home.now() + 1000)
        await home.announce(Reply("it rings"))
        while SPINS:
            pass
        raise ValueError("done with it")

SPINS = False
"""
)


def clocked(site: Site, tmp_path: Path, code: str) -> Guests:  # noqa: F811
    site.install("clocked", code)
    house = House(tmp_path)
    house.grant("clocked", "guest-clocked", "speech")
    return Guests(house, load_registry(points=site.points()))


async def in_background(guests: Guests) -> str:
    """How the background ended, after one turn."""
    failed: list[str] = []
    skill = guests.registry.get("clocked")

    async def background() -> None:
        try:
            await skill.background(guests.home("clocked", turn=0))
        except SkillError as error:
            failed.append(str(error))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(background)
        assert await guests.say("go", "clocked") == "I shall"
    return failed[0]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_its_background_lives_beside_its_turns(site: Site, tmp_path: Path, backend: str) -> None:  # noqa: F811
    guests = clocked(site, tmp_path, BACKGROUND)
    failed = guests.live(lambda: in_background(guests), backend)
    assert failed.startswith("Skill 'clocked' failed: ValueError: done with it, clocked.py:")
    assert guests.house.home.announced == ["it rings"]


@linux
def test_a_background_that_works_without_end_is_ended(
    site: Site,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guest_module, "WATCHED", 0.2)
    monkeypatch.setattr(guest_module, "BURST", 0.8)
    guests = clocked(site, tmp_path, BACKGROUND.replace("SPINS = False", "SPINS = True"))
    ended = "Skill 'clocked' kept the processor busy for too long, and its process was ended."
    assert guests.live(lambda: in_background(guests)) == ended


# ---- what does not load

SKILL = HEAD + "class Guest(Skill):\n    async def handle(self, turn): ...\n"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import no_such_library", "No module named 'no_such_library'"),
        ("def handle(:", "invalid syntax"),
        ("raise RuntimeError('on purpose')", "on purpose"),
        ("import sys; sys.exit(3)", "3"),
        ("import os; os._exit(3)", "its process ended while it was loaded (exit code 3)."),
        ("import os; os.abort()", "its process ended while it was loaded (SIGABRT)."),
        ("import os; os.write(2, b'no thread left\\nterminate\\x1b called\\n'); os._exit(3)", "was loaded: terminate called."),
        ("import sys; [print('x' * 999, file=sys.stderr) for _ in range(999)]; raise RuntimeError('after all that')", "after all that"),
        ("x = bytearray(2 * 2**30)", "MemoryError"),
        (SKILL + "    name = 'a b'", "its name is 'a b'"),
        (SKILL + "    name = 'x'\n    permissions = ('microphone',)", "it declares the permission 'microphone'"),
        (SKILL + "    name = 'x'\n    permissions = 5", "it declares the permission 5; there are camera, "),
        (SKILL + "    name = 'x'\n    permissions = ('network:*',)", "it declares network:*, which is for skills that come with Owlish"),
        (SKILL + "    name = 'x'\n    takes_rest = True", "it would take what no other skill takes (takes_rest), which is for skills"),
        (SKILL + "    name = 'x'\n    timeout = -1", "its timeout is '-1'"),
        ("def f(): return {}['key']\nf()", "failed to load: KeyError: 'key', broken.py:1."),
        (HEAD + "class Guest(Skill):\n    name = 'x'", "guest_broken.broken:Guest has no handle"),
        (HEAD + "class Guest(Skill):\n    name = 'x'\n    def handle(self, turn): ...", "handle of guest_broken.broken:Guest is not async"),
        (SKILL + "    name = 'x'\n    def background(self, home): ...", "background of guest_broken.broken:Guest is not async"),
        (SKILL + "    name = 'x'\n    handle = 3", "handle of guest_broken.broken:Guest is not async"),
        ("import os; os.write(3, b'x'); [os.write(fd, b'no json\\n') for fd in range(3, 9)]", "failed to load: "),
    ],
)
def test_a_guest_that_does_not_load_is_named_with_its_distribution(site: Site, code: str, reason: str) -> None:  # noqa: F811
    site.install("broken", code)
    (failure,) = load_registry(points=site.points()).failures
    assert failure.sentence.startswith("Skill 'broken' (guest-broken 1.0) failed to load: ")
    assert reason in failure.sentence and failure.sentence.count(". ") == 1


def test_what_ends_a_process_before_it_can_speak_is_told(
    site: Site,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site.install("early", HEAD)
    monkeypatch.setattr(guest_trial, "BOOT", "import no_such_library")
    (failure,) = load_registry(points=site.points()).failures
    assert "its process ended while it was loaded: ModuleNotFoundError: No module named 'no_such_library'. " in failure.sentence


def test_a_cage_that_cannot_be_entered_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    site.install("caged", HEAD)
    monkeypatch.setattr(
        guest_trial, "start_message", lambda *_: {"entry": "guest_caged.caged:Guest", "memory": "much", "readable": [], "folder": "."}
    )
    (failure,) = load_registry(points=site.points()).failures
    assert "failed to load: 'str' object cannot be interpreted as an integer. " in failure.sentence


def test_a_guest_that_never_finishes_loading_is_given_up(
    site: Site,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guest_trial, "START", 1.0)
    site.install("slow", "while True: pass")
    assert "it did not load in 1 s" in load_registry(points=site.points()).failures[0].sentence


def test_more_memory_is_a_setting(site: Site, tmp_path: Path) -> None:  # noqa: F811
    site.install("big", SKILL + "    name = 'big'\n    x = bytearray(300 * 2**20)")
    assert load_registry(points=site.points(), config=config.Config(guests=config.Guests(memory=256))).failures
    assert not load_registry(points=site.points(), config=config.Config(guests=config.Guests(memory=1024))).failures


def test_no_process_is_left(guests: Guests) -> None:
    guests.hear("remembers")
    mine = Path(f"/proc/self/task/{os.getpid()}/children")
    if mine.exists():
        assert not [child for child in mine.read_text().split() if "guest_process" in Path(f"/proc/{child}/cmdline").read_text()]


def test_a_folder_that_is_on_the_path_for_a_moment_is_not_given_to_a_guest(
    guests: Guests,
    site: Site,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As OpenCV's own folder is, with its `typing`, while another thread imports it."""
    (tmp_path / "inside" / "typing").mkdir(parents=True)
    (tmp_path / "inside" / "typing" / "__init__.py").write_text("raise ImportError('not the standard one')")
    monkeypatch.syspath_prepend(str(tmp_path / "inside"))
    assert not load_registry(points=site.points()).failures
    assert guests.hear("remembers") == ["1"]
    start = guest_trial.start_message(site.points()[0], "en", guest_trial.Limits(2**29), tmp_path)
    assert str(tmp_path / "inside") not in start["readable"]


def test_a_home_that_is_a_link_is_no_more_readable_than_any_other(
    site: Site,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "disk" / "me").mkdir(parents=True)
    (tmp_path / "me").symlink_to(tmp_path / "disk" / "me")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setattr(guest_trial, "PATH", (str(tmp_path / "disk" / "me"), str(site.folder)))  # as of a program that is started there
    point = site.install("door", HEAD)
    start = guest_trial.start_message(point, "en", guest_trial.Limits(2**29), tmp_path / "guest")
    assert str(site.folder) in start["readable"] and str(tmp_path / "disk" / "me") not in start["readable"]


@pytest.mark.parametrize("words", ["tomorrow at seven", "every monday and friday", "in two hours", "the first of may"])
def test_a_moment_reaches_a_guest_as_the_moment_that_it_is(words: str) -> None:
    meant = when(words)
    assert isinstance(meant, When) and message(line({"slots": {"when": meant, "days": [meant]}}))["slots"] == {
        "when": meant,
        "days": [meant],
    }
