"""From words that are heard as names to what is taken out of a text: neighbours, initials; streets and shops stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.guess.known import personal
from nlp.guess.sight import TOKEN
from nlp.guess.words import Word
from nlp.namesakes import LOOK_BACK, placed

BLANK = re.compile(r"[ \u00a0-]{1,3}")
NEARLY, CAPITAL = -100, -240
"""A word beside a name is one, too, if the dictionary has it as a name, or it is no farther below the threshold; the
second where it has a capital."""
LOWER = 60
"""Words in small letters are as much less often names."""
SURE = 300
"""Behind a word for a place, or whole between quotes, a name must be as far above it."""
BEFORE = re.compile(r"(?<!\w)[А-ЯЁ]\.[ \u00a0]?(?:[А-ЯЁ]\.[ \u00a0]?)?$")
AFTER = re.compile(r"[ \u00a0]{1,2}[А-ЯЁ]\.(?:[ \u00a0]?[А-ЯЁ]\.)?(?!\w)|[ \u00a0][А-ЯЁ][ \u00a0][А-ЯЁ](?![\w.])")
"""Initials on either side."""
INITIALS = 8
"""Most characters of the initials before a name."""
OBJECT = re.compile(
    r"(?<!\w)(?:кафе|магазин\w{0,2}|тр?ц|салон\w{0,2}|аптек\w|гостиниц\w|отел\w{1,2}|ресторан\w{0,2}|пекарн\w|фирм\w"
    r"|ооо|колхоз\w{0,2}|совхоз\w{0,2}|снт|храм\w{0,2}|церк\w{2,4}|собор\w{0,2}|монастыр\w{0,2}|часовн\w|икон\w{1,2}"
    r"|свят\w{2,3}|ураган\w{0,2}|кот\w{0,2}|кошк\w{1,2}|п[её]с\w{0,2}|кличк\w|попугай|такси|картин\w|спектакл\w"
    r"|фильм\w{0,2})[ \u00a0«\"]{1,3}$",
    re.IGNORECASE,
)
"""What is called by a name and is no person."""
STREET = re.compile(
    r"(?<!\w)(?<!жалоба )(?<!жалобу )(?<!заявление )"
    r"(?:на|по|до|от|через|вдоль|угол|углу|пересечени\w с|перекр[её]ст\w{1,3}) $",
    re.IGNORECASE,
)
HOUSE = re.compile(
    r",?[ \u00a0]{1,2}(?:д(?:ом)?\.?[ ]?)?\d{1,3}[а-г]?(?![\w:]|[ ]?(?:лет|год|кв|мин|час|руб|т|проц|%|[-–]?й))"
)
"""What stands before a street that is called by a family name in the genitive, and a house behind it."""
FEW = 1
"""Of so few words nothing can be told: a search for a town is no person."""
WHITHER = frozenset({"в", "во", "из", "до", "под", "по", "через"})
"""Behind these a word that the dictionary has as no name is a village rather than a person."""
QUOTES = frozenset('«»"“”')
HIDDEN = {code: code + 0xEA00 - 0x400 for code in range(0x400, 0x460)}
"""Cyrillic letters in Unicode's private use."""
SHOWN = {hidden: code for code, hidden in HIDDEN.items()}
SECRET = re.compile("[\uea00-\uea5f]")


@dataclass(frozen=True, slots=True)
class Hearing:
    """A text, how far above the threshold those of its words are that may be names, all its words, and the words that
    the municipality has for places and bodies."""

    text: str
    named: Mapping[int, int]
    words: Sequence[Word]
    known: frozenset[str] = frozenset()
    tokens: Sequence[re.Match[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tokens", list(TOKEN.finditer(self.text)))

    def spans(self) -> list[tuple[int, int, bool]]:
        """(start, end, whether everybody knows the name) in the order of the text."""
        return sorted([*self._persons(), *self._fabled()])

    def _fabled(self) -> Iterator[tuple[int, int, bool]]:
        """«Маркс» with the first name before."""
        for at, each in enumerate(self.words):
            if each.fabled:
                first = at - 1 if at and self.words[at - 1].anywhere else at
                yield self.tokens[first].start(), self.tokens[at].end(), True

    def _persons(self) -> Iterator[tuple[int, int, bool]]:
        last = -1
        for at, least in self.named.items():
            if at > last and least > self._least(at):
                first, last = self._end(at, -1), self._end(at, 1)
                start, stop = self.tokens[first].start(), self.tokens[last].end()
                if self._known(first, last, start, stop):
                    continue
                best = max(self.named[each] for each in range(first, last + 1))
                fabled = any(each.fabled for each in self.words[first : last + 1])
                if best > SURE or fabled or not self._thing(start, stop):
                    yield (start, stop, True) if fabled else (*self._with_initials(start, stop), False)

    def _least(self, at: int) -> int:
        """How far above the threshold a word must be to begin a name."""
        lower = LOWER if self.tokens[at].group().islower() else 0
        whither = at > 0 and self.words[at].common and self.tokens[at - 1].group().lower() in WHITHER
        return lower + max(self.words[at].surer, SURE if whither else 0)

    def _end(self, at: int, step: int) -> int:
        """The last word on one side that belongs to the name."""
        while self._belongs(at + step) and self._together(min(at, at + step)):
            at += step
        return at

    def _belongs(self, at: int) -> bool:
        if at not in self.named:
            return False
        least = CAPITAL if self.tokens[at].group().istitle() else NEARLY
        return not self.words[at].common or self.named[at] > least

    def _together(self, one: int) -> bool:
        """Whether there are only blanks behind a word."""
        return BLANK.fullmatch(self.text, self.tokens[one].end(), self.tokens[one + 1].start()) is not None

    def _known(self, first: int, last: int, start: int, stop: int) -> bool:
        """Whether all of it are words for places and bodies that no person is called by; initials tell a person."""
        told = [self.tokens[at].group().lower().replace("ё", "е") for at in range(first, last + 1)]
        return all(each in self.known and not personal(each) for each in told) and (
            self._with_initials(start, stop) == (start, stop)
        )

    def _thing(self, start: int, stop: int) -> bool:
        """Whether a street, a shop, a play is called so."""
        text, before = self.text, self.text[max(0, start - LOOK_BACK) : start]
        quoted = text[start - 1 : start] in QUOTES and text[stop : stop + 1] in QUOTES
        genitive = text[start:stop].isalpha() and text[stop - 1 : stop] in "аяойгых"
        street = genitive and (STREET.search(before) or HOUSE.match(text, stop))
        few = len(self.words) <= FEW
        return bool(few or quoted or street or placed(text, start, stop) or OBJECT.search(before))

    def _with_initials(self, start: int, stop: int) -> tuple[int, int]:
        before = BEFORE.search(self.text[max(0, start - INITIALS) : start])
        after = AFTER.match(self.text, stop)
        return start - len(before.group()) if before else start, after.end() if after else stop
