"""What an answer about a picture costs, part by part, beside ViLT-B/32 and CLIP ViT-B/32 in the same run on the same threads.

    python -m bench.fusion [--rounds 30] [--threads 1,2] [--photo FILE]

The two references have the published sizes and random weights (no time depends on a weight) and run in torch, FP32; their pictures are
not even resized, ours are. Every round times each part once, so that a busy machine is unfair to none; on one thread the processor's own
time stands beside the clock's, because it stays the same while others use the machine. Then: what a fresh process that only answers keeps
in memory, sizes, our graphs in FP32, FP16 and INT8, and the kernels that really run. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.commands.bench_sight import frame
from assistant.errors import BadInput
from assistant.paths import model_dir
from assistant.senses.files import load_frame
from bench.graphs import GRAPHS, QUESTION, precisions
from bench.timing import Work, cells, middle_and_least, shown, timed
from models import door, weights
from models.drawings.names import COLOURS, names
from models.drawings.runtime import ARTEFACT, Drawn
from models.memory import MB, peak, resident
from models.store import Store
from models.vilbert.frontend import LOOKED, FrontEnd, recoloured
from models.vilbert.runtime import Fusion

FIRST, ABOUT_PEOPLE = "first answer", "first answer about people"
"""The second looks at the people in the picture from near, where there are some."""
LEAST = 15
"""How many times faster than ViLT a first answer has to be."""


@door.sentences({})
def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.fusion", description="Latency, memory and size of the fusion, beside ViLT and CLIP."
    )
    parser.add_argument("--rounds", type=door.count, default=30)
    parser.add_argument("--threads", type=counts, default="1,2", help="by comma (default: %(default)s)")
    parser.add_argument("--photo", type=photo, help="a picture to ask about (default: a frame of the bundled video)")
    parser.add_argument("--resident", choices=("ours", "vilt", "clip"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    pixels = picture(options.photo)
    if options.resident:
        answers = first_answers(pixels, 1)[FIRST] if options.resident == "ours" else references(1)[options.resident]
        for _ in range(10):
            answers()
        print(json.dumps({"now": resident(), "most": peak()}))
        return
    print(f"{pixels.shape[1]} x {pixels.shape[0]} pixels, {options.rounds} rounds, {QUESTION!r}\n")
    print(latency(pixels, options.threads, options.rounds))
    print(f"\n{memory(options.photo)}\n\n{sizes()}\n")
    print(precisions(pixels, options.rounds))


def counts(text: str) -> list[int]:
    """Of threads, by comma."""
    return [door.count(number) for number in text.split(",")]


def photo(text: str) -> Path:
    """The type of an option that names a picture; for argparse."""
    try:
        load_frame(Path(text))
    except BadInput as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return Path(text)


def picture(photo: Path | None) -> np.ndarray:
    return load_frame(photo).pixels if photo else frame()


# ---- latency


def parts(pixels: np.ndarray, threads: int) -> dict[str, Work]:
    store = Store(model_dir())
    front, fusion = FrontEnd(store, threshold=LOOKED, threads=threads), Fusion()
    sight = front.see(pixels)
    tokens = front.tokens(sight)
    kept = fusion.see(tokens)
    return {
        "detector": lambda: front.detector(pixels, LOOKED),
        "backbone": lambda: front.backbone(pixels),
        "drawings": lambda: front.drawings(pixels),
        "a drawn thing from near": lambda: front.closely.named(pixels, undecided(pixels)),
        "people from near": lambda: front.near(pixels, sight),
        "colours, tags and tokens": lambda: front.tokens(recoloured(sight, pixels)),
        f"see ({len(tokens)} tokens)": lambda: fusion.see(tokens),
        "further question": lambda: fusion.read(kept, QUESTION),
        "caption": lambda: fusion.caption(kept),
    }


def undecided(pixels: np.ndarray) -> Drawn:
    """One find in the middle that nobody can name yet."""
    height, width = pixels.shape[:2]
    box, even = np.array([[0.4 * width, 0.4 * height, 0.6 * width, 0.6 * height]], np.float32), np.full((1, len(names())), 1 / len(names()))
    return Drawn(box, even.astype(np.float32), np.zeros((1, len(COLOURS)), np.float32), np.ones(1, np.float32))


def first_answers(pixels: np.ndarray, threads: int) -> dict[str, Work]:
    """Everything from pixels to an answer, nothing kept from before; as the assistant asks, the fusion on one thread."""
    front, fusion = FrontEnd(Store(model_dir()), threshold=LOOKED, threads=threads), Fusion()
    return {
        FIRST: lambda: fusion.read(fusion.see(front(pixels)), QUESTION),
        ABOUT_PEOPLE: lambda: fusion.read(fusion.see(front.tokens(front.near(pixels, front.see(pixels)))), QUESTION),
    }


def references(threads: int) -> dict[str, Work]:
    """ViLT's picture is as its own preparation makes 640 x 480: 512 x 384. CLIP embeds one picture and one label."""
    import torch

    vilt, clip = networks()
    torch.set_num_threads(threads)
    asked = {"input_ids": torch.randint(1, 1000, (1, 11)), "pixel_values": torch.randn(1, 3, 384, 512)}
    label, small = torch.randint(1, 1000, (1, 11)), torch.randn(1, 3, 224, 224)
    as_read = torch.inference_mode()
    return {"vilt": as_read(lambda: vilt(**asked)), "clip": as_read(lambda: clip(input_ids=label, pixel_values=small))}


def networks() -> tuple:
    try:
        from transformers import CLIPConfig, CLIPModel, ViltConfig, ViltForQuestionAnswering
    except ImportError:
        raise SystemExit("The references need torch and transformers; run: pip install -e '.[train]'") from None
    answering = ViltConfig()
    answering.num_labels = 3129
    return ViltForQuestionAnswering(answering).eval(), CLIPModel(CLIPConfig()).eval()


def latency(pixels: np.ndarray, threads: Sequence[int], rounds: int) -> str:
    columns: dict[str, dict[str, tuple[float, float]]] = {}
    for many in threads:
        spent = timed({**parts(pixels, many), **first_answers(pixels, many), **references(many)}, rounds)
        for row, clock in enumerate(("", ", CPU") if many == 1 else ("",)):
            columns[f"{many} thread{'s' if many > 1 else ''}{clock}"] = {name: middle_and_least(both[row]) for name, both in spent.items()}
    rows = [cells("ms: p50 (min)", list(columns))]
    rows += [cells(name, [shown(column[name]) for column in columns.values()]) for name in next(iter(columns.values()))]
    rows.append("\ntimes faster: p50 (min)")
    for name, ours in ((name, ours) for name in ("vilt", "clip") for ours in (FIRST, ABOUT_PEOPLE, "further question")):
        ratios = [(column[name][0] / column[ours][0], column[name][1] / column[ours][1]) for column in columns.values()]
        aim = f"   (aim: {LEAST})" if (name, ours) == ("vilt", FIRST) else ""
        rows.append(cells(f"{ours} than {name}", [shown(ratio, 1) for ratio in ratios]) + aim)
    return "\n".join(rows)


# ---- memory and size


def memory(photo: Path | None) -> str:
    """Of each after ten answers."""
    rows = [f"{'MB of a fresh process':<28}{'now':>20}{'most':>20}"]
    for name in ("ours", "vilt", "clip"):
        command = [sys.executable, "-m", "bench.fusion", "--resident", name, *(["--photo", str(photo)] if photo else [])]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        rows.append(cells(name, [f"{told['now'] / MB:.0f}", f"{told['most'] / MB:.0f}"]))
    return "\n".join(rows)


def sizes() -> str:
    store = Store(model_dir())
    ours = {
        "detector": store.get("ssd-mobilenet-v2-coco").folder / "detector.onnx",
        "backbone": store.get("efficientnet-lite0").folder / "backbone.onnx",
        "namer": store.get("efficientnet-lite3").folder / "namer.onnx",
    }
    ours |= {"drawings": weights.verified(ARTEFACT), **{f"vilbert_{name}": weights.verified(f"vilbert_{name}.onnx") for name in GRAPHS}}
    rows = [f"{'':<28}{'MB on disk':>20}{'M numbers':>20}"]
    told = [(name, path.stat().st_size, numbers(path)) for name, path in ours.items()]
    told.append(("all of ours", sum(row[1] for row in told), sum(row[2] for row in told)))
    for name, network in zip(("ViLT-B/32, FP32", "CLIP ViT-B/32, FP32"), networks(), strict=True):
        many = sum(part.numel() for part in network.parameters())
        told.append((name, 4 * many, many))
    return "\n".join([*rows, *(cells(name, [f"{size / 1e6:.2f}", f"{many / 1e6:.2f}"]) for name, size, many in told)])


def numbers(path: Path) -> int:
    import onnx

    return sum(int(np.prod(item.dims)) for item in onnx.load(path).graph.initializer)


if __name__ == "__main__":
    main()
