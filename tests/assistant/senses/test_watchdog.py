import numpy as np

from assistant.senses.watchdog import Watchdog

QUIET = np.full(10, 1e-7, np.float32)
ZEROS = np.zeros(10, np.float32)


def test_a_stream_that_stops_delivers_nothing_after_the_limit():
    dog = Watchdog(2.0, now=0.0)
    dog.feed(QUIET, 1.0)
    assert not dog.delivers_nothing(2.9) and dog.delivers_nothing(3.0)


def test_a_stream_that_never_starts_delivers_nothing():
    dog = Watchdog(2.0, now=5.0)
    assert not dog.delivers_nothing(6.0) and dog.delivers_nothing(7.0)


def test_exact_zeros_are_dead_and_the_quietest_noise_is_not():
    zeros, quiet = Watchdog(2.0, now=0.0), Watchdog(2.0, now=0.0)
    for n in range(30):
        zeros.feed(ZEROS, n / 10)
        quiet.feed(QUIET, n / 10)
    assert zeros.delivers_zeros() and not quiet.delivers_zeros()


def test_one_sample_of_sound_ends_the_zeros():
    dog = Watchdog(2.0, now=0.0)
    dog.feed(ZEROS, 5.0)
    assert dog.delivers_zeros()
    dog.feed(QUIET, 5.1)
    assert not dog.delivers_zeros()
