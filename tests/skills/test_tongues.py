"""German and Chinese: dialogues with the skills that speak them, as they are typed and as recognizers write them."""

from __future__ import annotations

import pytest

from tests.installed import router
from tests.skills.talk import Talk

pytestmark = pytest.mark.usefixtures("berlin")


def german(*texts: str) -> list[str]:
    return Talk(language="de")(*texts)


def chinese(*texts: str) -> list[str]:
    return Talk(language="zh")(*texts)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (("Stell einen Timer auf anderthalb Stunden",), "Timer auf eine Stunde und 30 Minuten gestellt."),
        (("Timer 1,5 Stunden",), "Timer auf eine Stunde und 30 Minuten gestellt."),
        (("stelle einen timer auf fuenf minuten",), "Timer auf 5 Minuten gestellt."),
        (("Stell mal einen Timer auf eine Dreiviertelstunde",), "Timer auf 45 Minuten gestellt."),
        (("Kannst du bitte einen Nudeltimer auf dreissig Minuten stellen?",), "Der Nudel-Timer ist auf 30 Minuten gestellt."),
        (
            ("Stell zwei Timer auf fünf und zehn Minuten", "Lösche den zweiten", "Welche bleiben?"),
            "Ein Timer ist gestellt. Der Timer über 5 Minuten läuft noch 5 Minuten.",
        ),
        (
            ("Stell einen Timer auf fünf Minuten", "Nein, zehn", "Welche Timer laufen?"),
            "Ein Timer ist gestellt. Der Timer über 10 Minuten läuft noch 10 Minuten.",
        ),
        (("Stell einen Timer auf fünf Minuten, nein, zehn",), "Timer auf 10 Minuten gestellt."),
        (
            (
                "Stell einen Timer",
                "fünf Minuten",
                "Verlängere ihn um zwei Minuten",
                "Pausiere ihn",
                "Setz ihn fort",
                "Lösche ihn",
                "Rückgängig",
            ),
            "Timer auf 7 Minuten gestellt.",
        ),
        (
            ("Timer fünf Minuten und Wecker auf sieben",),
            "Timer auf 5 Minuten gestellt. Der Wecker ist gestellt: morgen um 7 Uhr.",
        ),
        (
            ("Wecker auf sieben und acht", "Lösche den zweiten", "Welche sind noch gestellt?"),
            "Ein Wecker ist gestellt: Morgen um 7 Uhr.",
        ),
        (("Wecker auf sieben und acht", "Rückgängig"), "Es ist kein Wecker gestellt."),
        (("Weck mich morgen um sieben", "nein, um acht", "Verschieb ihn auf halb neun"), "Der Wecker ist gestellt: morgen um 8 Uhr 30."),
        (("Weck mich eine Stunde vor Mittag",), "Der Wecker ist gestellt: morgen um 11 Uhr."),
        (("Wecke mich jeden zweiten Dienstag um viertel nach sechs",), "Der Wecker ist gestellt: jeden zweiten Dienstag um 6 Uhr 15."),
        (
            ("Wecke mich jeden Werktag um 6.30 Uhr", "Überspring den Wecker morgen"),
            "Übersprungen. Er klingelt wieder am Donnerstag um 6 Uhr 30.",
        ),
        (("Stell den Wecker auf 7:30 Uhr", "Stell ihn zehn Minuten später"), "Der Wecker ist gestellt: morgen um 7 Uhr 40."),
        (("Welcher Tag ist heute?", "Und morgen?"), "Das ist Mittwoch, der 15. November."),
        (("Wie viele Tage sind es noch bis Weihnachten?",), "Noch 41 Tage; das ist Montag, der 25. Dezember."),
        (("Was ist morgen für ein Tag?",), "Das ist Mittwoch, der 15. November."),
        (("Ich möchte morgen um sieben geweckt werden",), "Der Wecker ist gestellt: morgen um 7 Uhr."),
        (("Wieviel Uhr ist es?",), "Es ist 23 Uhr 13."),
        (("Sprich viel lauter", "Mach das rückgängig"), "Ich spreche jetzt leiser."),
        (("Tschüß",), "Auf Wiedersehen."),
        (("Was ist fünf plus drei?", "mal zwei", "geteilt durch fünf"), "3,2."),
        (("Wie viel ist 1.000 mal 2,5?",), "2500."),
        (("Fünfzehn Prozent von achtzig",), "12."),
        (
            ("Erinnere mich morgen um sieben daran, die Oma anzurufen", "nein, um acht"),
            "Ich erinnere dich morgen um 8 Uhr: die Oma anzurufen.",
        ),
        (("Erinnere mich an den Müll in zehn Minuten",), "Ich erinnere dich heute um 23 Uhr 23: den Müll."),
        (("Erinnere mich daran, morgen um 10 den Müll rauszubringen",), "Ich erinnere dich morgen um 10 Uhr: den Müll rauszubringen."),
        (
            ("Erinnere mich daran, acht Eier zu kaufen", "morgen um neun", "lösche sie", "rückgängig"),
            "Ich erinnere dich morgen um 9 Uhr: acht Eier zu kaufen.",
        ),
        (("Setz Milch auf die Einkaufsliste", "und Käse"), "Ich habe Käse auf die Einkaufsliste geschrieben."),
        (
            ("Kannst du bitte noch Eier, Brot und zwei Flaschen Wein auf den Einkaufszettel schreiben?", "Lies meine Liste vor"),
            "Auf der Einkaufsliste stehen 3 Dinge: Eier, Brot und zwei Flaschen Wein.",
        ),
        (("Milch Eier Brot auf die Einkaufsliste", "Streich ein Ei von der Liste"), "Ich habe Eier von der Einkaufsliste gestrichen."),
        (
            ("Wir brauchen noch Kaffee und Klopapier", "Hak den Kaffee ab", "Was fehlt noch?"),
            "Auf der Einkaufsliste steht nur Klopapier.",
        ),
        (("Die Butter ist alle", "Leere die Einkaufsliste", "ja gern", "Rückgängig"), "Die Einkaufsliste ist wieder wie zuvor: Butter."),
        (
            ("Schreib Oma anrufen auf meine To-do-Liste", "Was muss ich heute erledigen?"),
            "Auf der To-do-Liste steht nur Oma anrufen.",
        ),
        (
            ("Batterien auf die Baumarktliste", "klar", "Welche Listen habe ich?"),
            "Du hast eine Liste: die Baumarktliste mit einem Eintrag.",
        ),
        (
            ("Erstelle eine Packliste mit Socken", "Verschieb die Socken auf die Einkaufsliste", "Rückgängig"),
            "Ich habe Socken von der Einkaufsliste auf die Packliste verschoben.",
        ),
        (("Erstelle eine Liste", "Party", "Lösche die Partyliste"), "Die Partyliste ist gelöscht."),
    ],
)
def test_german(said: tuple[str, ...], heard: str) -> None:
    assert german(*said)[-1].endswith(heard)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (("设一个两个半小时的定时器",), "两个小时30分钟的定时器已设置。"),
        (("定时一百二十秒",), "2分钟的定时器已设置。"),
        (("定时三刻钟",), "45分钟的定时器已设置。"),
        (("能不能帮我定一个 5 分钟的计时器？",), "5分钟的定时器已设置。"),
        (("設置一個五分鐘的定時器",), "5分钟的定时器已设置。"),
        (("设置五分钟和十分钟的定时器", "取消第二个", "还剩哪些？"), "有一个定时器。5分钟的定时器还剩5分钟。"),
        (("设置一个五分钟的定时器", "不，十分钟", "有哪些定时器？"), "有一个定时器。10分钟的定时器还剩10分钟。"),
        (("设置一个定时器", "五分钟", "加两分钟", "暂停", "继续", "取消它", "撤销"), "7分钟的定时器已设置。"),
        (("设七点和八点的闹钟", "取消第二个", "还有哪些"), "有一个闹钟：明天早上7点。"),
        (("明天早上七點叫我起床", "不，八点", "把闹钟改到八点半"), "闹钟已设：明天上午8点30分。"),
        (("中午前一个小时叫我起床",), "闹钟已设：明天上午11点。"),
        (("每隔一周的星期二早上七点叫我起床",), "闹钟已设：每隔一周的星期二早上7点。"),
        (("每个工作日早上六点半叫我起床", "跳过明天的闹钟"), "已跳过，下次是星期四早上6点30分。"),
        (("今天星期几？", "那明天呢？"), "那是11月15日，星期三。"),
        (("离圣诞节还有几天？",), "还有41天，12月25日，星期一。"),
        (("现在几点了？",), "现在晚上11点13分。"),
        (("大声一点", "撤销"), "我现在说得小声一些。"),
        (("三加五等于多少？", "乘以二"), "16。"),
        (("八十的百分之十五是多少",), "12。"),
        (("明天早上七点提醒我吃药", "不，八点"), "我会在明天上午8点提醒您：吃药。"),
        (("提醒我吃药", "明天早上八点", "取消它", "撤销"), "我会在明天上午8点提醒您：吃药。"),
        (("请帮我把牛奶鸡蛋面包加到购物清单里", "购物清单上有什么？"), "购物清单上有3样：牛奶、鸡蛋和面包。"),
        (("在购物清单上加鸡蛋、面包和两瓶可乐", "不用买可乐了"), "已把两瓶可乐从购物清单上删掉。"),
        (("把雞蛋加到購物清單裡", "鸡蛋买好了", "还要买什么？"), "购物清单上的都勾掉了。"),
        (("黄油吃完了", "清空购物清单", "是的", "撤销"), "购物清单恢复成了原来的样子：黄油。"),
        (("黄油吃完了", "清空购物清单", "不要"), "好的，什么都没有改。"),
        (("把给奶奶打电话加到待办清单里", "今天要做什么？"), "待办清单上只有给奶奶打电话。"),
        (("把电池写到五金清单上", "好的", "我有哪些清单？"), "您有一个清单：五金清单（1样）。"),
        (("新建一个清单", "行李", "在行李清单上加iPhone充电器"), "已把iPhone充电器加到行李清单。"),
    ],
)
def test_chinese(said: tuple[str, ...], heard: str) -> None:
    assert chinese(*said)[-1].endswith(heard)


@pytest.mark.parametrize("language", ["de", "zh"])
def test_help_and_what_is_offered_instead_are_in_the_language_itself(language: str) -> None:
    offered, helped = Talk(language=language)("zrkv", "hilfe" if language == "de" else "帮助")
    assert "alarm" not in offered + helped and "set a" not in offered + helped


def test_two_numbers_in_a_row_are_no_sum() -> None:
    """Else each "und" of a long sentence begins another wish, and all ways to part it are tried."""
    assert german("sieben und acht")[0].startswith("Das kann ich nicht.")
    assert len(router(language="de").wishes("Stell einen Wecker auf " + "sieben und " * 26, "de")) == 1
