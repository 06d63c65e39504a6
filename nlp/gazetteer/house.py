"""Numbers of houses as residents and registers write them, and how alike two of them are.

"5к2", "д. 5 корп. 2", "5/2", "дом 5 литера А", "5-2", "5 к.2 лит.Б", "д5", "5 строение 1". Texts come in lower case
with ё folded. The cases are tests/unit/nlp/cases/gazetteer_houses.txt.
"""

import re
from dataclasses import dataclass

NUMBER = r"\d{1,4}(?:[ ]?[-–/][ ]?\d{1,4}(?!\d))*"
LETTER = (
    r"[а-я]{1,2}(?![а-я]|\.?[ ]?\d)|[ ](?![вксуо][ ](?!(?:на|по|в|у)[ ]))[а-я](?![а-я.]|[ ]?\d)"
    r"|[ ](?!(?:на|по|во|до|от|из|за|не|же|ли|бы|мы|вы|он|я|ул|пр|кв|км|кг|мм|см|га|шт|гр)$)[а-я]{2}$"
)
PART = (
    r"[ ,.]{0,3}(?:(?:корпус[а-я]{0,2}|корп|кор|к)\.?[ ]?№?[ ]?(?P<corpus>\d{1,3})(?P<of_corpus>[а-я](?![а-я]))?"
    r"|(?:строени[а-я]{1,2}|стр|ст|соор[а-я]{0,6})\.?[ ]?(?P<part>\d{1,3})(?!\d)"
    r"|(?:литер[а-я]?|лит)[.-]?[ ]?(?P<liter>[а-я]{1,2}\d?)(?![а-я])"
    r"|л\.[ ]?(?P<short_liter>[а-я])(?![а-я]))"
)
MEASURE = (
    r"\d|:\d|[.,]\d"
    r"|[ ]?(?:%|₽|(?:руб|рубл[а-я]{1,3}|лет|год[ау]?|мин|минут[аыу]?|час[ау]?|часов|чел|человека?|раза?|тыс"
    r"|тысяч[аи]?|млн|км|кг|процент[а-я]{0,3}|градус[а-я]{0,3})(?![а-я]))"
)
"""What follows a number that is no house's: a measure, a score, a time."""
EACH_PART = re.compile(PART)
HOUSE = re.compile(
    rf"(?:(?<![а-я])(?P<cue>(?:дом[а-я]{{0,2}}|д|владени[ея]|вл|номер)\.?[ ]?(?:№|номер)?|№)[ ]?|(?<![а-я\d/-]))"
    rf"(?P<number>{NUMBER})(?!{MEASURE})(?P<letter>{LETTER})?"
    rf"(?P<parts>(?:{re.sub(r'[?]P<[a-z_]+>', '?:', PART)}){{0,4}})"
)
SUFFIX = r"(?:ая|яя|я|ой|ей|й|ый|ий|ом|ем|го|ого|его|ому|ему|му|ую|юю|ю|м|е|ые|х|ых|ым|им)"
ORDINAL = re.compile(
    rf"(?<![а-я\d/-])(\d{{1,3}})(?:-{SUFFIX}(?![а-я])|{SUFFIX}(?![а-я])(?=[ ][а-я]{{3}})|(?=[ ]?(?:км|лет)(?![а-я])))"
)
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class House:
    """A number in its parts: "28-30 к10 лит Б" is (28, 30), "", "10", "", "б"; `corner` is the number on a crossing
    street or a building, whichever the writer meant by a slash."""

    numbers: tuple[int, ...]
    corner: tuple[int, ...] = ()
    letter: str = ""
    corpus: str = ""
    part: str = ""
    liter: str = ""

    @property
    def letters(self) -> str:
        """Letter and liter: people do not tell them apart."""
        return self.letter + self.liter

    @property
    def flat(self) -> tuple[int, ...]:
        """All numbers in a row: "5к2", "5/2" and "5-2" are one."""
        return *self.numbers, *self.corner, *([int(self.corpus)] if self.corpus else [])

    @property
    def plain(self) -> bool:
        """Whether it is one number and nothing else."""
        return len(self.flat) == 1 and not self.letters and not self.part

    def __str__(self) -> str:
        number = "/".join(["-".join(map(str, self.numbers)), *map(str, self.corner)]) + self.letter
        told = (f"к{self.corpus}", self.corpus), (f"стр{self.part}", self.part), (f"лит {self.liter}", self.liter)
        return " ".join([number, *(text for text, given in told if given)])


def house_of(found: re.Match[str]) -> House:
    """The house of a match of `HOUSE`."""
    first, *corner = re.split(r"[ ]?/[ ]?", found["number"])
    more = [number for part in corner for number in map(int, DIGITS.findall(part))]
    told: dict[str, str] = {}
    for part in EACH_PART.finditer(found["parts"]):
        told |= {name: value for name, value in part.groupdict().items() if value}
    letter = (found["letter"] or "").strip() + told.get("of_corpus", "")
    liter = told.get("liter", told.get("short_liter", ""))
    numbers = tuple(map(int, DIGITS.findall(first)))
    return House(numbers, tuple(more), letter, told.get("corpus", ""), told.get("part", ""), liter)


def parse(text: str) -> House | None:
    """A text that is a house and nothing else ("дом 5 литера А"); None for any other."""
    found = HOUSE.fullmatch(text.lower().replace("ё", "е").strip())
    return house_of(found) if found else None


def likeness(said: House, known: House) -> float:
    """How surely a known house is the one that is said, 0–1; 0 for another number."""
    if said.part != known.part and said.part and known.part:
        return 0.0
    if said.flat == known.flat:
        return _same_number(said, known)
    if said.flat[0] not in covered(known) and said.flat[0] != known.flat[0]:
        return 0.0
    return _near_number(said, known)


def _same_number(said: House, known: House) -> float:
    exact = 1.0 if (said.corner, said.corpus, said.part) == (known.corner, known.corpus, known.part) else 0.97
    if said.letters == known.letters:
        return exact if said.letter == known.letter else exact - 0.01
    if known.liter == "а" and said.letters == known.letter:
        return 0.96
    if said.liter == "а" and said.letter == known.letters:
        return 0.95
    return _other_letters(said.letters, known.letters)


def _other_letters(said: str, known: str) -> float:
    if not said:
        return 0.8
    return 0.7 if not known or known.startswith(said) or said.startswith(known) else 0.4


def _near_number(said: House, known: House) -> float:
    """One of the two tells more numbers than the other: a range, a corner, a building."""
    letters = 1.0 if said.letters == known.letters else 0.97 if known.letters == "а" else 0.8
    if said.letters and said.letters != known.letters:
        letters = 0.6
    if len(said.flat) == 1:
        return letters * (0.9 if known.corner and not known.corpus else 0.85)
    shared = said.flat[: len(known.flat)] == known.flat[: len(said.flat)]
    return letters * (0.75 if shared else 0.45 if said.flat[0] == known.flat[0] else 0.3)


def covered(known: House) -> tuple[int, ...]:
    """Numbers that a house stands for: "7-11" is 7, 9 and 11."""
    if len(known.numbers) == 2 and 0 < known.numbers[1] - known.numbers[0] <= 12:
        return tuple(range(known.numbers[0], known.numbers[1] + 1, 2)) + known.numbers[1:]
    return known.numbers
