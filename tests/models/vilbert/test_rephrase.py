"""A network that learns further wordings from itself."""

import random
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
from models.vilbert.data.sources import Simulated  # noqa: E402
from models.vilbert.rephrase import LEARNS, Rephrasing, reworded  # noqa: E402
from models.vilbert.train import Plan, Trainer  # noqa: E402
from tests.models.vilbert import made  # noqa: E402

torch.set_num_threads(1)


def batches(seed: int = 0):
    return reworded(random.Random(seed), made.WORDS, [(1.0, Simulated())], 3, 4)


def trainer(folder, steps: int = 4) -> Trainer:
    network = made.network()
    plan = Plan(steps, rate=3e-3, half=False, warm_up=1, decay=0.0)
    return Trainer(network, made.decoder(network), made.WORDS, plan, folder, lesson=Rephrasing(network, made.WORDS))


def test_what_it_hears_in_the_words_of_its_teacher_it_knows_already():
    batch = next(batches())
    batch = replace(batch, ids=batch.heard)
    _, losses, _ = Rephrasing(made.network(), made.WORDS)(batch, captions=False)
    assert float(losses["answers"]) == pytest.approx(0, abs=1e-5)
    assert float(losses["embedding"]) == pytest.approx(0, abs=1e-5)


def test_other_words_come_to_mean_the_same(tmp_path):
    run, batch = trainer(tmp_path, 60), next(batches())
    losses = [run.step(batch) for _ in range(60)]
    lesson = run.lesson
    _, before, _ = Rephrasing(made.network(), made.WORDS)(batch, captions=False)
    _, after, _ = lesson(batch, captions=False)
    assert losses[-1] < losses[0] and float(after["answers"]) < 0.5 * float(before["answers"])


def test_only_the_reading_of_words_learns(tmp_path):
    run = trainer(tmp_path)
    before = {name: part.clone() for name, part in run.state.network.state_dict().items()}
    run.run(batches(), tell=lambda line: None)
    changed = {name for name, part in run.state.network.state_dict().items() if not torch.equal(part, before[name])}
    assert changed and all(name.startswith(LEARNS) for name in changed)


def test_a_run_goes_on_with_the_teacher_that_it_began_with(tmp_path):
    first = trainer(tmp_path)
    first.run(batches(), tell=lambda line: None)
    second = trainer(tmp_path, 6)
    assert second.resume() and second.state.step == 4
    taught = second.lesson._teacher[0].state_dict()
    assert all(torch.equal(part, taught[name]) for name, part in made.network().state_dict().items())
    assert not torch.equal(second.state.network.place, made.network().place)
