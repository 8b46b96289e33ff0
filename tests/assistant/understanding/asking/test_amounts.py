from __future__ import annotations

from math import inf

import pytest

from assistant.understanding.asking.amounts import Amount, Compared, Sum, asked, how_many, number_of, of_parts

CARS, PEOPLE = "how many cars are there", "how many people are there"


@pytest.mark.parametrize(
    ("question", "of", "least", "most"),
    [
        ("Are there at least two cars?", CARS, 2, inf),
        ("is there more than one car", CARS, 2, inf),
        ("are there fewer than three cars", CARS, -inf, 2),
        ("are there at most 4 cars in the picture", CARS, -inf, 4),
        ("do you see exactly two cars", CARS, 2, 2),
        ("is there only one person", PEOPLE, 1, 1),
        ("are there two people or more", PEOPLE, 2, inf),
        ("are two people here", PEOPLE, 2, 2),
        ("are there about five people", PEOPLE, 4, 6),
        ("are there nearly five people", PEOPLE, 4, 5),
        ("are there between two and six people", PEOPLE, 2, 6),
        ("are there three to six people", PEOPLE, 3, 6),
        ("are there several people", PEOPLE, 2, inf),
        ("are there a couple of people", PEOPLE, 2, 2),
        ("are there two people wearing hats", "how many people are wearing hats", 2, 2),
        ("are there three people with hats", "how many people with hats are there", 3, 3),
        ("can you see two red cups on the table", "how many red cups are on the table", 2, 2),
    ],
)
def test_whether_there_are_so_many_is_told_by_how_many_there_are(question, of, least, most):
    assert asked(question) == Amount((of,), least, most)


def test_a_number_is_meant_exactly_and_one_is_any():
    assert asked("are there two cars") == Amount((CARS,), 2, 2)
    assert asked("is there one car") == Amount((CARS,), 1, inf)


def test_what_may_be_all_that_is_counted_of_a_crowd_does_not_deny_that_there_are_many():
    many = asked("are there many people")
    assert isinstance(many, Amount) and many.many
    assert many.is_told_by([5], False) and not many.is_told_by([3], True) and many.is_told_by([1], True) and not many.is_told_by([1], False)
    assert asked("are there many trees") is None


@pytest.mark.parametrize(
    ("question", "least", "most"),
    [
        ("is anybody else here", 2, inf),
        ("anyone else?", 2, inf),
        ("do you see anyone else in the room", 2, inf),
        ("is there another person", 2, inf),
        ("are there other people", 2, inf),
        ("is there a second person", 2, inf),
        ("is there a third person", 3, inf),
        ("is nobody else there", -inf, 1),
        ("is there no one else", -inf, 1),
    ],
)
def test_whether_somebody_else_is_there_is_told_by_how_many_people_are(question, least, most):
    assert asked(question) == Amount((PEOPLE,), least, most)


def test_another_thing_is_one_more_of_its_kind():
    assert asked("is there another car on the road") == Amount(("how many cars are on the road",), 2, inf)


@pytest.mark.parametrize(
    "question", ["is he alone", "is she by herself", "is the woman on her own", "is the little girl alone", "am i the only one here"]
)
def test_who_is_alone_is_one_person(question):
    alone = asked(question)
    assert alone == Amount((PEOPLE,), 1, 1, some=True)
    assert isinstance(alone, Amount) and not alone.is_told_by([0], True) and alone.is_told_by([1], False)


@pytest.mark.parametrize(
    ("question", "least", "most"),
    [
        ("are there two or more cars", 2, inf),
        ("are there two cars or more", 2, inf),
        ("are there three or fewer cars here", -inf, 3),
        ("are there 100 people", 100, 100),
    ],
)
def test_more_and_fewer_may_stand_before_what_is_counted(question, least, most):
    amount = asked(question)
    assert isinstance(amount, Amount) and (amount.least, amount.most) == (least, most)


def test_what_no_detector_finds_is_not_denied_to_be_two_since_one_is_counted_nearly_always():
    cards, cars = asked("are there two cards"), asked("are there two cars")
    assert isinstance(cards, Amount) and isinstance(cars, Amount)
    assert not cards.is_told_by([1], True) and cards.is_told_by([3], True) and cars.is_told_by([1], True)


def test_nobody_asks_of_a_car_whether_it_is_alone():
    assert asked("is the car alone") is None and asked("is the bicycle the only one") == Amount(
        ("how many bicycles are there",), 1, 1, some=True
    )
    dog = asked("is the dog alone")
    assert isinstance(dog, Amount) and not dog.is_told_by([0, 1], True) and dog.is_told_by([1, 0], True)


def test_an_animal_beside_a_person_is_not_alone():
    assert asked("is the dog alone") == Amount(("how many dogs are there", PEOPLE), 1, 1, some=True)
    assert asked("is it alone") == Amount(("how many animals are there", PEOPLE), 1, 1, some=True)


def test_two_kinds_are_counted_together():
    assert asked("how many people and cars do you see") == Sum((PEOPLE, CARS))
    assert asked("how many black and white cats are there") is None


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("are there more cars than people", (2, 1)),
        ("are there fewer cars than people", (1, 2)),
        ("are there as many cars as people", (2, 2)),
    ],
)
def test_more_and_fewer_are_told_by_both_numbers(question, counts):
    compared = asked(question)
    assert isinstance(compared, Compared) and compared.of == (CARS, PEOPLE) and compared.whether
    assert compared.whether(*counts) and not compared.whether(*((3, 3) if counts != (2, 2) else (1, 2)))


@pytest.mark.parametrize(
    "question", ["are there more cars or people", "which are there more of, cars or people", "what is there more of, cars or people"]
)
def test_one_of_two_kinds_is_what_there_is_more_of(question):
    assert asked(question) == Compared((CARS, PEOPLE), None, ("cars", "people"))


@pytest.mark.parametrize(
    "question",
    [
        "are there two of them",
        "are there two or three cars",
        "are there more than two colors",
        "are there more cars on the left than on the right",
        "is there more water than sand",
        "is there another one",
        "is there a car",
        "what else is he holding",
        "is the man on the left alone",
        "is anybody else smiling",
        "how many cars are there",
    ],
)
def test_what_no_number_tells_is_left_alone(question):
    assert asked(question) is None


def test_parts_that_nobody_finds_are_not_counted():
    assert of_parts("how many legs does it have") and of_parts("How many eyes does she have?") and of_parts("does it have four legs")
    assert not of_parts("how many buttons does the case have") and not of_parts("how many windows are there")


def test_numbers_are_read_as_answers_say_them():
    assert [number_of(short) for short in ("zero", "two", "13", "a dog", "")] == [0, 2, 13, None, None]


def test_a_count_is_asked_for_in_the_plural():
    assert how_many("person") == PEOPLE
    assert how_many("man", " who wear hats") == "how many men wear hats"
    assert how_many("red cup", " that are on the table") == "how many red cups are on the table"


@pytest.mark.parametrize(
    ("question", "of", "least", "most"),
    [
        ("are two of them smiling", "how many of them are smiling", 2, 2),
        ("is one of them a woman", "how many of them are a woman", 1, inf),
        ("are at least three of the people men", "how many of the people are men", 3, inf),
        ("do two of them smile", "how many of them do smile", 2, 2),
    ],
)
def test_of_several_people_so_many_do_something(question, of, least, most):
    amount = asked(question)
    assert isinstance(amount, Amount) and (amount.of, amount.least, amount.most) == ((of,), least, most)


@pytest.mark.parametrize("question", ["is one of the brushes pink", "are two of the cups full", "is one of them smiling at her"])
def test_of_what_no_look_from_near_tells_no_number_is_asked_for(question):
    assert asked(question) is None
