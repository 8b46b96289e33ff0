"""Before numpy is loaded: its BLAS would wake a thread for each core even for products of a vector, which then spins and takes the
processor from all others; every large network runs in ONNX Runtime, whose threads the settings count."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
