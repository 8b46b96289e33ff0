"""What a person notices of INT8: the whole recognizer, the whole fusion and the routing, with all their graphs in FP32 and as shipped.

python -m bench.precision --whole
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.perception.asr import WhisperOnnx
from bench import asr
from bench.routing import LIST, NOBODY, labelled
from edge import samples, variants
from edge.networks import MEASURE, companions, find, link
from models import registry
from models.store import Prepared, Store

SIMULATED, RENDERED, VOICES, SPOKEN = 600, 240, 3, 15
"""Pictures of each kind, voices, and commands of each."""


def report(store: Store, count: int, as_json: bool) -> None:
    folder = store.root / "variants"
    for name, part in (("recognizer", recognizer), ("fusion", fusion), ("routing", routing)):
        for row in part(store, folder, count):
            print(
                json.dumps({"whole": name, **row}) if as_json else f"{name}: " + ", ".join(f"{k} {v}" for k, v in row.items()), flush=True
            )


def model_of(ids: tuple[str, ...], store: Store, folder: Path, scratch: Path) -> Path:
    """A model's folder with the FP32 graphs of these networks in place of the shipped ones."""
    for name in ids:
        network = find(name)
        plain = variants.make(network, "fp32", store, folder, fetch=True)
        if not scratch.exists():
            companions(network, store, scratch, plain)
        link(plain, scratch / network.file)
    return scratch


def recognizer(store: Store, folder: Path, count: int) -> Iterator[dict]:
    """Word error rate of commands in three voices and of real speech, where that is installed, at every noise; the gap with its 95 %."""
    clips = asr.synthetic(store, VOICES, SPOKEN) + asr.real(asr.REAL)
    for model in ("whisper-tiny.en", "whisper-base"):
        with TemporaryDirectory() as scratch:
            plain = model_of((f"{model}/encoder", f"{model}/decoder"), store, folder, Path(scratch) / "model")
            both = {"fp32": Prepared(registry.find(model), plain), "int8": store.get(model)}
            engines = {name: WhisperOnnx(prepared, threads=1, beam=1) for name, prepared in both.items()}
            rows = list(asr.measure(engines, clips))
        words = sum(row.words for row in rows if row.engine == "int8")
        rates = {name: round(100 * sum(row.errors for row in rows if row.engine == name) / words, 2) for name in engines}
        more = dict(zip(("points more", "from", "to"), (round(each, 2) for each in asr.difference(rows, "int8", "fp32")), strict=True))
        yield {"model": model, "clips": len(clips), "noises": len(asr.NOISES), "words": words, "wer %": rates, **more}


def fusion(store: Store, folder: Path, count: int) -> Iterator[dict]:
    """Answers by type on simulated and rendered pictures, and captions; the float graphs hold the weights of the shipped ones."""
    from models.drawings.sources import default_folder
    from models.vilbert.data.noise import TRAINED
    from models.vilbert.evaluate import answers, is_right, scores
    from models.vilbert.frontend import LOOKED, FrontEnd
    from models.vilbert.runtime import Fusion
    from models.vilbert.sets import rendered_set, simulated_set

    ids = ("vilbert-picture", "vilbert-question", "vilbert-caption")
    with TemporaryDirectory() as scratch:
        plain, small = Fusion(model_of(ids, store, folder, Path(scratch) / "model")), Fusion()
        sets = {"simulated": simulated_set(random.Random(MEASURE), SIMULATED, TRAINED)}
        look = FrontEnd(store, threshold=LOOKED)
        if default_folder().is_dir():
            sets["rendered"] = rendered_set(look, default_folder(), "train", MEASURE, RENDERED)
        for name, asked in sets.items():
            told = {kind: list(answers(engine, asked)) for kind, engine in (("fp32", plain), ("int8", small))}
            shares = {
                kind: scores((one.question.kind, is_right(one, reading, tokens)) for one, reading, tokens in rows)
                for kind, rows in told.items()
            }
            same = sum(first[1].answer == second[1].answer for first, second in zip(*told.values(), strict=True))
            lost = {
                kind: {"points": round(float(100 * (score.share - shares["int8"][kind].share)), 2), "of": score.of}
                for kind, score in shares["fp32"].items()
            }
            yield {"set": name, "questions": len(asked), "same answers": same, "lost": lost}
        seen = [look(pixels) for pixels in islice(samples.pictures(MEASURE), count)]
        said = [[engine.caption(engine.see(tokens))[0] for tokens in seen] for engine in (plain, small)]
        yield {"set": "captions", "pictures": len(seen), "same captions": sum(a == b for a, b in zip(*said, strict=True))}


def routing(store: Store, folder: Path, count: int) -> Iterator[dict]:
    """Which skill takes each sentence of the development list."""
    from assistant.routing.meaning import Meaning, read_background
    from assistant.routing.registry import load_registry
    from assistant.routing.router import Router
    from assistant.routing.vectors import Vectors
    from models.minilm.runtime import SentenceEncoder

    pairs = labelled(LIST)[:: max(1, len(labelled(LIST)) // (4 * count))]
    with TemporaryDirectory() as scratch:
        plain = Prepared(registry.find("all-minilm-l6-v2"), model_of(("sentence",), store, folder, Path(scratch) / "model"))
        took: dict[str, list[str]] = {}
        for name, prepared in (("fp32", plain), ("int8", store.get("all-minilm-l6-v2"))):
            vectors = Vectors(SentenceEncoder(prepared), Path(scratch) / name, name)
            router = Router(load_registry(), meaning=Meaning(vectors, read_background()))
            took[name] = [routed.chosen.skill if (routed := router.route(text)).chosen else NOBODY for text, _ in pairs]
    yield compared(took["fp32"], took["int8"], [skill for _, skill in pairs])


def compared(plain: Sequence[str], small: Sequence[str], wanted: Sequence[str]) -> dict:
    """The skill that took each sentence, by either encoder, and the one that was meant."""
    right = [sum(skill == meant for skill, meant in zip(took, wanted, strict=True)) for took in (plain, small)]
    same = sum(one == other for one, other in zip(plain, small, strict=True))
    return {"sentences": len(wanted), "same skill": same, "right fp32": right[0], "right int8": right[1]}
