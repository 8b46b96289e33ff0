"""Sums, percentages, averages, units."""

from __future__ import annotations

import anyio
import pytest

from skills.calculator import GRAMS_PER_CUP, Calculator, converted
from tests.installed import router
from tests.skills.home import SmallHome, say
from tests.skills.talk import Talk

ROUTER = router()


def reply(text: str) -> str:
    skill = Calculator()
    return anyio.run(lambda: say(ROUTER, skill, SmallHome(skill), text)).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what is twelve times fifteen", "180."),
        ("how much is fifteen percent of eighty?", "12."),
        ("what's the square root of two", "About 1.414."),
        ("two plus two", "4."),
        ("add 17 and 25", "42."),
        ("subtract 8 from 30", "22."),
        ("multiply six by seven", "42."),
        ("divide 90 by 4", "22.5."),
        ("divide 90 by zero", "That has no answer."),
        ("what is 7 divided by 0", "That has no answer."),
        ("what percent is 12 of 48", "25 percent."),
        ("round pi to four digits", "3.1416."),
        ("round pi", "3."),
        ("what is pi", "About 3.142."),
        ("two times pi", "About 6.283."),
        ("what's the tip on 64 dollars at 18 percent", "The tip is 11.52, 75.52 in all."),
        ("what is a 15 percent tip on 123.45", "The tip is 18.52, 141.97 in all."),
        ("log of 100", "2."),
        ("log of zero", "That has no answer."),
        ("sine of 30 degrees", "0.5."),
        ("what is the cosine of 180 degrees", "-1."),
        ("tangent of 90 degrees", "That has no answer."),
        ("is 97 prime", "97 is a prime number."),
        ("is 91 a prime number", "91 is no prime number: it is 7 times 13."),
        ("how much is a dozen", "12."),
        ("how much is two dozen", "24."),
        ("how many is half a dozen", "6."),
        ("add 8 percent tax to 19.99", "About 21.59."),
        ("15 percent off 49.99", "About 42.49."),
        ("15 percent of 49.99", "7.4985."),
        ("split 1000 dollars three ways", "About 333.33."),
        ("what is a 15 percent tip on 40 dollars", "The tip is 6, 46 in all."),
        ("what is the average of 4, 8 and 12", "8."),
        ("add up 3 4 and 5", "12."),
        ("convert five feet to centimeters", "5 feet is 152.4 centimeters."),
        ("what is 20 degrees celsius in fahrenheit", "20 degrees Celsius is 68 degrees Fahrenheit."),
        ("how many grams are in a cup of flour", "1 cup of flour is 125 grams."),
        ("how many cups of flour are in 500 grams", "500 grams of flour is 4 cups."),
        ("how many miles is 10 kilometers", "10 kilometers is 6.214 miles."),
        ("how many minutes are in an hour and a half", "1.5 hours is 90 minutes."),
        ("what's seven times eight", "56."),
        ("what is 12 plus 30 minus 5", "37."),
        ("what is a hundred divided by eight", "12.5."),
        ("how much is 15% of 200", "30."),
        ("what's 20 percent off 80", "64."),
        ("what is 80 minus 15 percent", "68."),
        ("take 20 percent off 50 dollars", "40."),
        ("add 19 percent to 100", "119."),
        ("what's 18 percent tip on 64 dollars", "The tip is 11.52, 75.52 in all."),
        ("how much should I tip on 50 dollars", "How many percent? Say, for example, 15 percent."),
        ("split 90 between 4 people", "22.5."),
        ("split 120 dollars three ways", "40."),
        ("what is half of 75", "37.5."),
        ("what's a third of 90", "30."),
        ("what is two thirds of 12", "8."),
        ("what's three quarters of 200", "150."),
        ("double 45", "90."),
        ("what is 7 squared", "49."),
        ("five cubed", "125."),
        ("what's 2 to the power of 10", "1024."),
        ("two to the tenth power", "1024."),
        ("the square root of 81", "9."),
        ("what is the cube root of 27", "3."),
        ("what's nine factorial", "362880."),
        ("what is 10 modulo 3", "1."),
        ("what's the remainder of 17 divided by 5", "2."),
        ("what's the average of 10 20 and 30", "20."),
        ("average of 90, 85 and 77", "84."),
        ("what's the sum of 3, 7 and 9", "19."),
        ("add 5 and 6 and 7", "18."),
        ("what's the product of 6 and 7", "42."),
        ("what is 45 as a percentage of 60", "75 percent."),
        ("what percent of 80 is 20", "25 percent."),
        ("30 is what percent of 120", "25 percent."),
        ("15 times 4 plus 2", "62."),
        ("three point five times two", "7."),
        ("minus five plus eight", "3."),
        ("how many centimeters in an inch", "1 inch is 2.54 centimeters."),
        ("convert 100 fahrenheit to celsius", "100 degrees Fahrenheit is 37.78 degrees Celsius."),
        ("what's 180 celsius in fahrenheit", "180 degrees Celsius is 356 degrees Fahrenheit."),
        ("how many feet is 2 meters", "2 meters is 6.562 feet."),
        ("5 foot 11 in centimeters", "5.917 feet is 180.3 centimeters."),
        ("how many grams in an ounce", "1 ounce is 28.35 grams."),
        ("convert 3 cups to milliliters", "3 cups is 709.8 milliliters."),
        ("how many tablespoons in a cup", "1 cup is 16 tablespoons."),
        ("how many teaspoons in a tablespoon", "1 tablespoon is 3 teaspoons."),
        ("how much is 200 grams of flour in cups", "200 grams of flour is 1.6 cups."),
        ("how many cups is 250 grams of sugar", "250 grams of sugar is 1.25 cups."),
        ("convert 500 grams of butter to cups", "500 grams of butter is 2.203 cups."),
        ("how many ounces in two cups of milk", "2 cups of milk is 17.21 ounces."),
        ("how many liters in a gallon", "1 gallon is 3.785 liters."),
        ("60 miles per hour in kilometers per hour", "60 miles per hour is 96.56 kilometers per hour."),
        ("how many seconds in a day", "1 day is 86400 seconds."),
        ("how many hours in a week", "1 week is 168 hours."),
        ("how many days in 3 weeks", "3 weeks is 21 days."),
        ("how many minutes are in two and a half hours", "2.5 hours is 150 minutes."),
        ("how many pounds is 70 kilos", "70 kilograms is 154.3 pounds."),
        ("what is 1 mile in kilometers", "1 mile is 1.609 kilometers."),
        ("how many kilobytes in a megabyte", "1 megabyte is 1000 kilobytes."),
        ("convert 2 acres to square meters", "2 acres is 8093.75 square meters."),
        ("what is 10 kilometers in miles", "10 kilometers is 6.214 miles."),
        ("what's 350 degrees fahrenheit in celsius", "350 degrees Fahrenheit is 176.7 degrees Celsius."),
        ("how many milliliters are in a pint", "1 pint is 473.2 milliliters."),
        ("how many square feet in an acre", "1 acre is 43560.2 square feet."),
        ("how many grams of sugar are in half a cup", "0.5 cups of sugar is 100 grams."),
        ("what is one half plus one third", "About 0.8333."),
        ("how much is 1000 minus 1", "999."),
        ("what's 1,250 times 2", "2500."),
        ("twelve hundred divided by 4", "300."),
        ("what is two hundred and fifty plus three hundred and forty", "590."),
        ("what is 5 percent of 1 million", "50000."),
        ("calculate 3 times 3 times 3", "27."),
        ("what do you get if you multiply 8 by 9", "72."),
        ("what's the difference between 100 and 37", "63."),
        ("what is the median of 3 5 and 9", "5."),
        ("what is the biggest of 4 9 and 2", "9."),
        ("round 3.7", "4."),
        ("round 3.14159 to two places", "3.14."),
        ("round 3.14159 to 4 decimal places", "3.1416."),
        ("what's 22 divided by 7 to two decimal places", "3.14."),
        ("round 1234 to the nearest hundred", "1200."),
        ("round 10 divided by 0 to two places", "That has no answer."),
        ("what's 22 over 7", "About 3.143."),
        ("what is sixteen minus nine", "7."),
        ("6 x 7", "42."),
        ("how much is 20 percent of 45 dollars", "9."),
        ("what is pi times 2", "About 6.283."),
        ("how many inches are there in 3 feet", "3 feet is 36 inches."),
        ("how tall is 6 feet in centimeters", "6 feet is 182.9 centimeters."),
        ("180 centimeters in feet and inches", "180 centimeters is 5 feet 11 inches."),
        ("how many stone is 80 kilograms", "80 kilograms is 12.6 stone."),
        ("what's 98.6 fahrenheit in celsius", "98.6 degrees Fahrenheit is 37 degrees Celsius."),
        ("how many weeks in a year", "1 year is 52.18 weeks."),
        ("two tablespoons of butter in grams", "2 tablespoons of butter is 28.38 grams."),
        ("how many grams is a tablespoon of honey", "1 tablespoon of honey is 21 grams."),
        ("convert 10 liters to meters", "I can't turn liters into meters."),
        ("ten divided by zero", "That has no answer."),
        ("convert 3 pounds to feet and inches", "I can't turn pounds into feet."),
        ("what is the factorial of 30", "About 2.653 times 10 to the power of 32."),
        ("what is the factorial of 100", "That is too large for me."),
        ("two to the power of a hundred", "About 1.268 times 10 to the power of 30."),
        ("ten to the power of twenty", "1 times 10 to the power of 20."),
        ("two to the power of five thousand", "That is too large for me."),
        ("1000000 times 1000000", "1000000000000."),
        ("1 divided by 1000000", "0.000001."),
        ("two point five million times two", "5000000."),
        ("point five plus point two five", "0.75."),
        ("what is 300.75 plus 2", "302.75."),
        ("what is 999.99 times 1", "999.99."),
        ("split 47.35 between 2 people", "23.675."),
        ("what is 123.45 plus 0.01", "123.46."),
        ("what's 0.1 plus 0.2", "0.3."),
        ("what is 1 divided by 7", "About 0.1429."),
        ("what is 1.23456 plus 1", "2.23456."),
        ("0 kelvin in celsius", "0 kelvin is -273.2 degrees Celsius."),
        ("convert 12.5 miles to kilometers", "12.5 miles is 20.12 kilometers."),
        ("what's eleven fifteenths as a decimal", "About 0.7333."),
        ("60 mph in km/h", "60 miles per hour is 96.56 kilometers per hour."),
        ("how many grams are in a cup of gravel", "I can't turn cups into grams."),
        ("12 + 7 * 3", "33."),
        ("what is 12 + 7 * 3?", "33."),
        ("what is 2*(3+4)", "14."),
        ("100 - 20 / 4", "95."),
        ("12 × 12 =", "144."),
        ("2^10", "1024."),
        (".5 + .25", "0.75."),
        ("what is -5 + 8", "3."),
        ("what is -300 celsius in fahrenheit", "Nothing is that cold: absolute zero is -273.15 degrees Celsius."),
        ("convert -500 fahrenheit to celsius", "Nothing is that cold: absolute zero is -459.67 degrees Fahrenheit."),
        ("what is minus ten kelvin in celsius", "Nothing is that cold: absolute zero is 0 kelvin."),
        ("what is -273.15 celsius in kelvin", "-273.15 degrees Celsius is 0 kelvin."),
        ("convert 123.45 miles to kilometers", "123.45 miles is 198.7 kilometers."),
        ("-5 degrees celsius in fahrenheit", "-5 degrees Celsius is 23 degrees Fahrenheit."),
        ("square of minus three", "9."),
    ],
)
def test_it_is_worked_out(text: str, said: str) -> None:
    assert reply(text) == said


def test_a_tip_without_a_percentage_is_asked_for() -> None:
    assert Talk()("how much should I tip on 50 dollars", "15 percent") == [
        "How many percent? Say, for example, 15 percent.",
        "The tip is 7.5, 57.5 in all.",
    ]


SEEN = ["how many cups are in the picture", "how many cups are there", "what is on the table", "count the cups"]


@pytest.mark.parametrize("text", SEEN)
def test_the_eyes_keep_their_questions(text: str) -> None:
    chosen = ROUTER.route(text).chosen
    assert chosen is None or chosen.skill != "calculator"


@pytest.mark.parametrize("text", ["what is twelve times", "five plus six and seven", "how much is 12 plus 7 3"])
def test_what_is_no_sum_yet_is_asked_for(text: str) -> None:
    routing = ROUTER.route(text)
    assert routing.question == "I need to know more. Say, for example: what is twelve times fifteen."


def test_a_kitchens_stuffs_convert_both_ways() -> None:
    for stuff in GRAMS_PER_CUP:
        assert converted(converted(3, "cup", "gram", stuff), "gram", "cup", stuff) == pytest.approx(3)
