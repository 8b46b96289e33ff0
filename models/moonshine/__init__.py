"""Moonshine tiny (Jeffries et al. 2024, arXiv:2410.15608), English, as its makers quantized it."""
