""" "And the chair" after "what colour is the cup": the sentence before with another value, or the next that is asked after it."""

from __future__ import annotations

import re

from assistant.phrases import Phrases
from assistant.understanding.dialogue.deeds import Deeds
from assistant.understanding.dialogue.measures import Measures, without_end
from assistant.understanding.dialogue.moment import NEVER, Moment
from assistant.understanding.dialogue.persons import Persons
from assistant.understanding.dialogue.pictures import Pictures
from models.lexicon import is_many, plural


class FollowUps:
    def __init__(self, phrases: Phrases, measures: Measures, deeds: Deeds, persons: Persons, pictures: Pictures) -> None:
        words = phrases.section("follow_up")
        self._patterns = [re.compile(pattern) for pattern in words.get("patterns", ())]
        kinds = ("now", "pronouns", "several", "other", "articles")
        self._now, self._pronouns, self._several, self._other, self._articles = (tuple(words.get(kind, ())) for kind in kinds)
        self._further = phrases.section("further")
        patterns = ("again", "side", "owned", "last_thing")
        self._again, self._side, self._owned, self._last_thing = (re.compile(words.get(kind, NEVER.pattern)) for kind in patterns)
        behind, other_than = (words.get(kind, NEVER.pattern) for kind in ("before_it", "no_it"))
        self._its = {pronoun: re.compile(rf"\b({behind}) {re.escape(pronoun)}(?!\w)(?! (?:{other_than})\b)") for pronoun in self._pronouns}
        self._in_short = phrases.section("in_short")
        self._measures, self._deeds, self._persons, self._pictures = measures, deeds, persons, pictures

    def further(self, whole: Moment | None) -> str:
        """What "and tomorrow" asks for after it; empty where nothing of the kind does."""
        return self._further.get(whole.intent, "") if whole else ""

    def counts(self, moment: Moment) -> bool:
        """Whether numbers are all that was said: "what is 15 percent of 80"."""
        return bool(moment.chosen) and not moment.said and self._measures.within(moment.text.lower())

    def asks_elsewhere(self, moment: Moment) -> bool:
        """Whether the same can be asked about somebody or something else, or at another side of the picture."""
        text = moment.text.lower().strip(" ?.!")
        return self._persons.ask(moment) or (moment.looked and any(one.search(text) for one in (self._side, self._last_thing)))

    def speaks_of_it(self, text: str) -> bool:
        return any(re.search(rf"\b{re.escape(pronoun)}\b", text.lower()) for pronoun in self._pronouns)

    def completed(self, text: str, whole: Moment | None, topic: Moment | None, last: Moment | None) -> tuple[str, ...]:
        """
        text:  normal form
        whole: the last turn that was said whole: after "no, seven" that is still "wake me at six"
        topic: the last turn about a thing
        last:  the last turn
        Returns the sentences that may be meant, the likeliest first; none where it leans on nothing.
        """
        if last and last.reply.engine and self._again.fullmatch(text):
            return (last.text,)
        if pictured := self._pictures.meant(text, last, topic):
            return (self._persons.placed(pictured, topic.text.lower()) if topic else pictured,)
        found: list[str] = []
        matches = filter(None, (pattern.fullmatch(text) for pattern in self._patterns))
        for match in (match for match in matches if self._measures.is_value(match["thing"])):
            if match["thing"] in self._now:
                return (whole.text,) if whole and not whole.reply.undo else ()
            if whole and (whole.said or self.asks_elsewhere(whole)):
                found += self._with_instead(whole, match)
            elif whole and (counted := self._measures.number_instead(whole.text.lower(), match["thing"])):
                found.append(counted)
            if (further := self.further(whole)) and not self._has_article(match):
                found.append(further.replace("{thing}", match["thing"]))
        return tuple(dict.fromkeys(found)) or (self._about(text, topic) if topic else ())

    def _with_instead(self, whole: Moment, match: re.Match[str]) -> list[str]:
        """The sentence with another value: at another side where it names one."""
        before = whole.text.lower().strip(" ?.!")
        side, old = self._side.search(match["thing"]), self._side.search(before)
        if side and old and not self._persons.are_named(match["thing"]):
            return [before.replace(old[0], side[0], 1)]
        other = self._persons.instead(before, match["thing"])
        if not other and not whole.said and (last := self._last_thing.search(before)):
            return [f"{before[: last.start()]}{self._with_article(match)}"]
        if other or not whole.said or self._persons.are_told(match["thing"]):
            return [other] if other else []
        added = [f"{before} {match['thing']}"] if self._adds(whole, match["thing"]) else []
        return added + [
            self._instead(before, old, self._deeds.done_to(whole, old, self._with_article(match)) or new)
            for old, new in self._exchanges(whole, match["thing"])
        ]

    def _about(self, text: str, topic: Moment) -> tuple[str, ...]:
        """ "Where is it" is about the thing that was spoken of, and so is a bare "where"; "is he smiling" about the man on the left."""
        for pattern, meant in self._in_short.items():
            if re.fullmatch(pattern, text):
                return (meant.replace("{thing}", topic.thing),)
        about = self._persons.placed(text, topic.text.lower())
        for pronoun, it in self._its.items():
            thing = plural(topic.thing) if pronoun in self._several and not is_many(topic.thing) else topic.thing
            about = it.sub(rf"\g<1> the {thing}", about, count=1)
        return () if about == text else (about,)

    def _has_article(self, match: re.Match[str]) -> bool:
        """ "And the date" is another question, "and tomorrow" the same of another day."""
        return self._with_article(match) != match["thing"]

    def _with_article(self, match: re.Match[str]) -> str:
        article = next((one for one in self._articles if f" {match.string[: match.start('thing')]}".endswith(f" {one} ")), "")
        return f"{article} {match['thing']}".strip()

    def _adds(self, whole: Moment, new: str) -> bool:
        """ "And tomorrow" where no time was said; it takes the place of nothing."""
        return self._measures.a_day(new) and not any(map(self._measures.within, whole.said))

    def _exchanges(self, whole: Moment, new: str) -> list[tuple[str, str]]:
        """What was said and what takes its place: behind the same preposition, else what was foremost, else another of its kind."""
        lead, _, rest = new.partition(" ")
        kind = self._measures.within(new)
        alike = [said for said in whole.said if self._measures.within(said) == kind] if rest and lead in self._measures.leads else []
        behind = [(said, rest) for said in alike if f" {lead} {said}" in whole.text.lower()]
        foremost = self._takes_place_of(whole, new)
        others = [said for said in whole.said if said != foremost and self._measures.within(said) == kind] if foremost else []
        return [*behind, *((old, new) for old in (foremost, *others) if old)]

    def _takes_place_of(self, whole: Moment, new: str) -> str:
        """What was said foremost; a time that of a time. Empty where a time comes with what is none, and both would have to change."""
        times = [said for said in whole.said if self._measures.within(said)]
        if self._measures.within(whole.foremost) == self._measures.within(new) or not times:
            return whole.foremost
        return times[0] if self._measures.alone(new) else "" if self._measures.within(new) else whole.foremost

    def _instead(self, before: str, old: str, new: str) -> str:
        """ "Other one" after a cup is the other cup; "that one" is that cup."""
        if new in self._pronouns:
            article = f"(?:\\b(?:{'|'.join(self._articles)}) )?"
            return re.sub(article + re.escape(old), f"{new.split()[0]} {old}", before, count=1)
        if self._measures.within(old) and self._measures.within(new):
            new = self._measures.in_its_place(old, new)
        new = f"{new.split()[0]} {old}" if new in self._other else without_end(before, old, new)
        article = f"(?:(?:{'|'.join(self._articles)}) )?" if self._articles and self._owned.match(new) else ""
        return re.sub(rf"(?<![a-z0-9]){article}{re.escape(old)}(?![a-z0-9])", lambda _: new, before, count=1)
