"""A checkpoint becomes what is shipped: graphs, INT8, the facts beside them, parity, calibration, the manifest."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from models import weights
from models.errors import DamagedModel
from models.vilbert.calibrate import calibrate
from models.vilbert.evaluate import agreeing
from models.vilbert.export import export, quantize, read_checkpoint
from models.vilbert.losses import used_words
from models.vilbert.network import Decoder, ViLBERT, parameters
from models.vilbert.runtime import ARTEFACTS, Fusion
from models.vilbert.vocabulary import LISTS, Vocabulary, vocabulary

COMPARED = 60
"""Pictures, of ten questions each, on which INT8 is compared with the plain graphs."""
ALIKE = 0.98
"""Share of the same answers below which nothing is signed; the shipped weights reach 99.5 % (of five draws, 99.2 to 99.7)."""


def ship(checkpoint: Path, table: Path, out: Path | None = None, *, plain: bool = False) -> None:
    """out: where to; without it the repository's weights, which are signed. Raises DamagedModel where INT8 is too far off for that."""
    words = vocabulary()
    network, decoder, saved = read_checkpoint(checkpoint, words, np.load(table))
    used, facts = used_words(words), facts_of(network, decoder, saved, words, "fp32" if plain else "int8")
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        for path in export(network, decoder, used, Path(scratch)).values():
            shutil.copyfile(path, made / path.name) if plain else quantize(path, made / path.name)
        write(made, facts)
        if not plain:
            write(Path(scratch), facts)
            _compare(Path(scratch), made, signed=out is None)
        write(made, {**facts, **calibrate(made)})
        _put(made, out)


def _compare(plain: Path, made: Path, *, signed: bool) -> None:
    same, of = agreeing(Fusion(plain), Fusion(made), COMPARED)
    print(f"In INT8 {same} of {of} simulated questions are answered as in FP32.")
    if signed and same < ALIKE * of:
        raise DamagedModel(
            f"INT8 answers {same} of {of} questions as FP32 does; {100 * ALIKE:.0f} % were expected, so nothing was signed. "
            "Look at the graphs with --out DIR, with and without --plain."
        )


def facts_of(network: ViLBERT, decoder: Decoder, saved: Mapping, words: Vocabulary, precision: str) -> dict:
    """What lies beside the graphs, before calibration. saved: steps, questions and seconds, as a checkpoint has them."""
    return {
        "version": f"{saved['step']}-{saved['seen']}",
        "parameters": parameters(network) + parameters(decoder),
        "precision": precision,
        "steps": saved["step"],
        "questions": saved["seen"],
        "seconds": round(saved["seconds"]),
        "dimensions": network.dimensions(),
        "lists": words.digest,
        "temperature": 1.0,
        "abstain_temperature": 1.0,
        "caption_words": [words.words[row] for row in used_words(words).tolist()],
    }


def _put(made: Path, out: Path | None) -> None:
    """All at once, when everything has been made: whoever reads the weights meanwhile still finds the old ones."""
    folder = out or weights.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in ARTEFACTS:
        shutil.copyfile(made / name, folder / name)
        print(f"{name:<24}{(folder / name).stat().st_size / 1e6:8.2f} MB")
    if out is None:
        for name in (*ARTEFACTS, *LISTS):
            weights.sign(name)


def write(folder: Path, facts: dict) -> None:
    (folder / "vilbert.json").write_text(json.dumps(facts) + "\n", "utf-8")
