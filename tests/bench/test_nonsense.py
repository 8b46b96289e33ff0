"""The language model of random weights: a server can load it, and its words are random but readable as text."""

from __future__ import annotations

from pathlib import Path

import pytest

transformers = pytest.importorskip("transformers")

from bench.nonsense import main  # noqa: E402


@pytest.mark.parametrize("endless", [False, True])
def test_what_is_written_is_loaded_and_answers_a_chat(tmp_path: Path, endless: bool) -> None:
    main([str(tmp_path), *["--endless"] * endless])
    words = transformers.AutoTokenizer.from_pretrained(tmp_path)
    network = transformers.AutoModelForCausalLM.from_pretrained(tmp_path)
    asked = words.apply_chat_template(
        [{"role": "user", "content": "Why?"}], add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    assert words.decode(asked["input_ids"][0]) == "<s>user: Why?</s><s>assistant: "
    answer = network.generate(**asked, max_new_tokens=1200)[0, asked["input_ids"].shape[1] :]
    assert words.decode(answer, skip_special_tokens=True)
    assert (len(answer) == 1200) == endless
