import os
import pickle
import struct
import zipfile
from collections import OrderedDict

import numpy as np
import pytest

from models.backbone.checkpoint import read, read_archive
from models.errors import DamagedModel

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001


class Evil:
    def __reduce__(self):
        return os.system, ("echo run > ran",)


def write(path, state: bytes, keys: object = (), storages: bytes = b"") -> None:
    """The five pickles and the storages, with any bytes in place of the state dict."""
    head = [pickle.dumps(value, 2) for value in (MAGIC, PROTOCOL, {})]
    path.write_bytes(b"".join(head) + state + pickle.dumps(list(keys), 2) + storages)


def tensor(shape: tuple[int, ...], stride: tuple[int, ...], offset: int = 0, kind: str = "torch\nFloatStorage") -> bytes:
    """Protocol 2 pickle of OrderedDict(w=tensor over storage "0"), as torch writes it."""
    numbers = lambda values: b"(" + b"".join(b"J" + struct.pack("<i", value) for value in values) + b"t"  # noqa: E731
    storage = b"(X\x07\x00\x00\x00storagec" + kind.encode() + b"\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x06NtQ"
    made = b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + b"J" + struct.pack("<i", offset) + numbers(shape) + numbers(stride)
    return b"\x80\x02ccollections\nOrderedDict\n)RX\x01\x00\x00\x00w" + made + b"\x89ccollections\nOrderedDict\n)RtRs."


FLOATS = struct.pack("<Q", 6) + np.arange(6, dtype="<f4").tobytes()


def test_tensors_come_out_in_any_stride_order(tmp_path):
    write(tmp_path / "plain.pth", tensor((2, 3), (3, 1)), ["0"], FLOATS)
    write(tmp_path / "turned.pth", tensor((3, 2), (1, 3)), ["0"], FLOATS)
    np.testing.assert_array_equal(read(tmp_path / "plain.pth")["w"], np.arange(6).reshape(2, 3))
    np.testing.assert_array_equal(read(tmp_path / "turned.pth")["w"], np.arange(6).reshape(2, 3).T)


def test_what_torch_saved_is_read_alike(tmp_path):
    torch = pytest.importorskip("torch")
    state = OrderedDict(weight=torch.randn(4, 3, 2), count=torch.tensor(7), turned=torch.randn(3, 5).t())
    torch.save(state, tmp_path / "saved.pth", _use_new_zipfile_serialization=False)
    for name, array in read(tmp_path / "saved.pth").items():
        np.testing.assert_array_equal(array, state[name].numpy())


@pytest.mark.parametrize("protocol", range(6))
def test_a_pickle_that_runs_a_command_runs_nothing(tmp_path, monkeypatch, protocol):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "evil.pth", pickle.dumps(OrderedDict(w=Evil()), protocol))
    with pytest.raises(DamagedModel, match="nothing in it was run"):
        read(tmp_path / "evil.pth")
    assert not (tmp_path / "ran").exists()


HOSTILE = {
    "a global": b"\x80\x02cos\nsystem\nX\x02\x00\x00\x00ls\x85R.",
    "a global by stack": b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02ls\x85R.",
    "an instance": b"(S'ls'\nios\nsystem\n.",
    "a new object": b"\x80\x02cbuiltins\nobject\n)\x81.",
    "an extension": b"\x80\x02\x82\x01.",
    "no mark": b"\x80\x02t.",
    "an empty stack": b"\x80\x02.",
    "no end": b"\x80\x02}",
    "an unknown opcode": b"\xff\xff\xff",
    "no dict": b"\x80\x02K\x01.",
    "a dict of numbers": b"\x80\x02}X\x01\x00\x00\x00wK\x01s.",
    "a long string that is not there": b"\x80\x02X\xff\xff\xff\x7f.",
}


@pytest.mark.parametrize("state", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_state_dict_is_one_sentence(tmp_path, state):
    write(tmp_path / "hostile.pth", state)
    with pytest.raises(DamagedModel, match="nothing in it was run"):
        read(tmp_path / "hostile.pth")


REACHING = {
    "past the end": tensor((2, 4), (4, 1)),
    "before the start": tensor((2,), (1,), offset=-3),
    "backwards": tensor((2,), (-1,), offset=4),
    "a strange storage": tensor((2,), (1,), kind="os\nsystem"),
    "more than there is, by a stride of zero": tensor((2_000_000_000, 2_000_000_000), (0, 0)),
}


@pytest.mark.parametrize("state", REACHING.values(), ids=REACHING.keys())
def test_no_tensor_reaches_outside_of_its_storage(tmp_path, state):
    write(tmp_path / "reaching.pth", state, ["0"], FLOATS)
    with pytest.raises(DamagedModel):
        read(tmp_path / "reaching.pth")


@pytest.mark.parametrize("count", [7, 1 << 40, (1 << 64) - 1])
def test_a_storage_that_claims_more_than_the_file_has_is_one_sentence(tmp_path, count):
    write(tmp_path / "short.pth", tensor((2, 3), (3, 1)), ["0"], struct.pack("<Q", count) + FLOATS[8:])
    with pytest.raises(DamagedModel):
        read(tmp_path / "short.pth")


# ---- the archives since 1.6


def test_what_torch_saves_today_is_read_alike(tmp_path):
    torch = pytest.importorskip("torch")
    shared = torch.randn(3, 5)
    saved = {"sizes": {"width": 64, "name": "tiny"}, "state": OrderedDict(half=torch.randn(4, 2).half(), turned=shared.t(), row=shared[1])}
    torch.save(saved, tmp_path / "saved.pt")
    found = read_archive(tmp_path / "saved.pt")
    assert found["sizes"] == saved["sizes"]
    for name, array in found["state"].items():
        np.testing.assert_array_equal(array, saved["state"][name].numpy())


@pytest.mark.parametrize("protocol", range(6))
def test_an_archive_that_runs_a_command_runs_nothing(tmp_path, monkeypatch, protocol):
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("evil.pt", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"state": Evil()}, protocol))
    with pytest.raises(DamagedModel, match="nothing in it was run"):
        read_archive(tmp_path / "evil.pt")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-30], lambda data: data[: len(data) // 2], lambda data: b"PK\x03\x04", lambda data: b""]
)
def test_an_archive_that_is_cut_is_one_sentence(tmp_path, damage):
    torch = pytest.importorskip("torch")
    torch.save({"w": torch.randn(100, 100)}, tmp_path / "cut.pt")
    (tmp_path / "cut.pt").write_bytes(damage((tmp_path / "cut.pt").read_bytes()))
    with pytest.raises(DamagedModel, match="nothing in it was run"):
        read_archive(tmp_path / "cut.pt")


def test_a_storage_that_is_shorter_than_it_says_is_one_sentence(tmp_path):
    with zipfile.ZipFile(tmp_path / "short.pt", "w") as archive:
        archive.writestr("archive/data.pkl", tensor((2, 3), (3, 1)).replace(b"NtQ", b"tQ"))
        archive.writestr("archive/data/0", b"\0" * 8)
    with pytest.raises(DamagedModel, match="nothing in it was run"):
        read_archive(tmp_path / "short.pt")
