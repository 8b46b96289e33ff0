from assistant.senses.backoff import FIRST, MOST, Backoff


def test_waits_double_up_to_a_limit_and_begin_anew_after_success():
    backoff = Backoff()
    waits = [backoff.failed() for _ in range(8)]
    assert waits[:3] == [FIRST, 2 * FIRST, 4 * FIRST] and waits[-2:] == [MOST, MOST]
    backoff.succeeded()
    assert backoff.failed() == FIRST
