from assistant.senses.trouble import Troubles


def test_a_trouble_is_said_once_and_once_when_it_is_over():
    told = []
    troubles = Troubles("camera", told.append, lambda: 7.0)
    for _ in range(3):
        troubles.begin("lost", "It is gone.")
    for _ in range(3):
        troubles.end("lost", "It is back.")
    assert [(event.time, event.sentence, event.recovered) for event in told] == [(7.0, "It is gone.", False), (7.0, "It is back.", True)]


def test_kinds_of_trouble_are_told_apart():
    told = []
    troubles = Troubles("microphone", told.append, lambda: 0.0)
    troubles.begin("zeros", "It is muted.")
    troubles.begin("overflow", "Too busy.")
    troubles.end("zeros", "It speaks.")
    assert [event.sentence for event in told] == ["It is muted.", "Too busy.", "It speaks."]
