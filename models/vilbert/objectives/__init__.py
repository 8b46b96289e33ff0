"""The losses, one a file, each with its formula; `tests/models/vilbert/test_objectives.py` compares them with numpy."""
