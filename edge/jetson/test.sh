#!/bin/sh
# What jetson-containers runs in the finished image: it sees, it hears, and ONNX Runtime has the providers of a Jetson.
set -eu
owlish --version
owlish doctor || true
python3 -c '
import onnxruntime
have = onnxruntime.get_available_providers()
assert "CUDAExecutionProvider" in have, f"ONNX Runtime {onnxruntime.__version__} has only {have}"'
folder=$(python3 -c 'import assistant, os; print(os.path.dirname(assistant.__file__))')
owlish transcribe "$folder/samples/question.flac" | grep -i "what is on the table"
