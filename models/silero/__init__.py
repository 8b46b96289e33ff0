"""Silero VAD, 16 kHz (MIT)."""
