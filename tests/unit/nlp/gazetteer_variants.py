"""How residents write an address: seeded variants of addresses that a list names, for the benchmark and the test.

Written before the resolver and without it: its own endings, its own abbreviations, its own slips of the hand.
A list is read at run time (`address,lat,lon`); the names of streets stand nowhere in the project.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

KINDS = ("inflected", "shortened", "misspelt", "house", "order", "mixed")
ADDRESS = re.compile(
    r"^(?:дом )?(?P<number>\d{1,4}(?:[-/]\d{1,4})*)\s?(?P<letter>[А-Яа-я]{1,2}(?![а-я]))?"
    r"(?:,? ?(?:к|корпус ?)(?P<corpus>\d+))?(?:,? ?(?:ст|строение ?)(?P<part>\d+))?"
    r"(?:,? ?(?:лит|литера) ?(?P<liter>[А-Я]))?$"
)
TYPES = {
    # nominative, short forms, gender, cases: о чём, чему, чего, что
    "улица": (("ул.", "ул", "ул. ", "ул "), "f", ("улице", "улице", "улицы", "улицу")),
    "проспект": (
        ("пр.", "пр-т ", "пр-кт ", "просп.", "пр ", "прт "),
        "m",
        ("проспекте", "проспекту", "проспекта", "проспект"),
    ),
    "переулок": (("пер.", "пер ", "пер. ", "пер-к "), "m", ("переулке", "переулку", "переулка", "переулок")),
    "набережная": (("наб.", "наб ", "наб. "), "f", ("набережной", "набережной", "набережной", "набережную")),
    "площадь": (("пл.", "пл ", "пл. "), "f", ("площади", "площади", "площади", "площадь")),
    "бульвар": (("б-р ", "бул.", "бульв. "), "m", ("бульваре", "бульвару", "бульвара", "бульвар")),
    "проезд": (("пр-д ", "пр.", "проезд "), "m", ("проезде", "проезду", "проезда", "проезд")),
    "шоссе": (("ш.", "ш "), "n", ("шоссе", "шоссе", "шоссе", "шоссе")),
    "линия": (("лин.", "л. "), "f", ("линии", "линии", "линии", "линию")),
}
BEFORE = (("на ", "в ", "на "), ("по ", "к "), ("с ", "у ", "возле ", "около "), ("на ", "через "))
ENDINGS = {
    "ая": ("ой", "ой", "ой", "ую"),
    "яя": ("ей", "ей", "ей", "юю"),
    "ний": ("нем", "нему", "него", "ний"),
    "кий": ("ком", "кому", "кого", "кий"),
    "гий": ("гом", "гому", "гого", "гий"),
    "чий": ("чьем", "чьему", "чьего", "чий"),
    "ый": ("ом", "ому", "ого", "ый"),
    "ой": ("ом", "ому", "ого", "ой"),
    "ое": ("ом", "ому", "ого", "ое"),
}
WATER = {"ки": ("ке", "ке", "ки", "ку"), "вы": ("ве", "ве", "вы", "ву")}
ORDINALS = ("", "перв", "втор", "третья", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят")
KEYBOARD = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
HEARD = {
    "о": "а",
    "а": "о",
    "е": "и",
    "и": "е",
    "я": "е",
    "д": "т",
    "т": "д",
    "б": "п",
    "г": "к",
    "з": "с",
    "в": "ф",
    "ж": "ш",
}
LATIN = str.maketrans("аеорсухАВЕКМНОРСТХ", "aeopcyxABEKMHOPCTX")


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a list: `street` as written, its `kind` (empty: not told) and `name`, the house in its parts."""

    street: str
    kind: str
    name: str
    number: str
    letter: str
    corpus: str
    part: str
    liter: str
    lat: float
    lon: float

    @property
    def house(self) -> tuple[str, ...]:
        """What tells one house of a street from another; a liter is written as a letter too."""
        return (self.number, (self.letter + self.liter).lower(), self.corpus, self.part)


@dataclass(frozen=True, slots=True)
class Variant:
    """What a resident writes, how it was made, and the address that is meant."""

    text: str
    kind: str
    meant: Address


def addresses(path: Path) -> list[Address]:
    """Addresses with a street and a house, the first one of each row."""
    with path.open(encoding="utf-8", newline="") as file:
        found = [_address(row["address"], float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)]
    return [each for each in found if each]


def _address(text: str, lat: float, lon: float) -> Address | None:
    parts = [part.strip() for part in text.split(",")][1:]
    parts = [part for part in parts if not part.endswith((" район",))]
    if len(parts) < 2:
        return None
    told = ", ".join(part for part in parts[1:] if re.match(r"\d|дом |лит|корпус|строение", part))
    house = parts[1] if re.match(r"\d", parts[1]) else told
    found = ADDRESS.match(house)
    if not found:
        return None
    words = parts[0].split()
    kind = next((word.lower() for word in words if word.lower() in TYPES), "")
    name = " ".join(word for word in words if word.lower() != kind)
    given = {key: value or "" for key, value in found.groupdict().items()}
    return Address(parts[0], kind, name, **given, lat=lat, lon=lon)


def variants(known: list[Address], count: int, seed: int) -> list[Variant]:
    """Seeded variants, the kinds in turn."""
    chance = Random(seed)
    return [
        Variant(MAKERS[kind](chance, meant), kind, meant)
        for kind, meant in ((KINDS[at % len(KINDS)], chance.choice(known)) for at in range(count))
    ]


def _assumed(chance: Random, at: Address) -> str:
    """The type that a resident has in mind where the list tells none: a street."""
    ending = at.name.split()[-1]
    fits = at.kind or ("улица" if ending.endswith(("ая", "а", "о", "ой", "ева", "ова", "ей")) else "")
    return fits if fits and chance.random() < 0.8 else at.kind and fits


def _case(chance: Random) -> tuple[int, str]:
    number = chance.choice((0, 0, 0, 1, 1, 2, 2, 3))
    return number, chance.choice(BEFORE[number])


def _inflect_word(word: str, case: int, gender: str) -> str:
    for ending, cases in ENDINGS.items():
        fits = {"ая": "f", "яя": "f", "ое": "n"}.get(ending, "m")
        if word.endswith(ending) and len(word) > 4 and fits == gender:
            return word[: -len(ending)] + cases[case]
    return word


def _number(chance: Random, word: str, case: int, gender: str) -> str:
    """`5-я` in a case: `5-ой`, `5ой`, `5`, `пятой`."""
    found = re.match(r"(\d+)-(?:я|й)$", word)
    if not found:
        return word
    digit = int(found.group(1))
    tail = ("ой", "ой", "ой", "ую")[case] if gender == "f" else ("ом", "ому", "ого", "й")[case]
    said = [f"{digit}-{tail}", f"{digit}{tail}", f"{digit}", f"{digit}-{tail[-1]}", word]
    if digit < len(ORDINALS) and digit != 3:
        said.append(ORDINALS[digit] + ("ой" if tail == "й" else tail))
    return chance.choice(said)


def _inflected(chance: Random, at: Address, kind: str) -> str:
    case, before = _case(chance)
    if at.kind == "набережная" and at.name.split()[0] in ("реки", "канала"):
        return before + f"{TYPES['набережная'][2][case]} {at.name}"
    gender = TYPES[kind or "улица"][1]
    name = " ".join(_number(chance, _inflect_word(word, case, gender), case, gender) for word in at.name.split())
    if not kind:
        return before + name
    noun = TYPES[kind][2][case]
    return before + (f"{noun} {name}" if at.street.split()[0].lower() == kind or not at.kind else f"{name} {noun}")


def house_forms(chance: Random, at: Address) -> str:
    """The house as somebody writes it; nothing is left out that tells it from another but the letter А of a liter."""
    number = at.number + chance.choice(("", " ")) * bool(at.letter) + chance.choice((at.letter, at.letter.lower()))
    told = [
        chance.choice((number, f"д.{number}", f"д. {number}", f"дом {number}", f"д{number}", f"дом №{number}", number))
    ]
    if at.corpus:
        joined = "" if at.letter or at.liter or not at.number.isdigit() else chance.choice(("/", "-", "", ""))
        if joined:
            return f"{told[0]}{joined}{at.corpus}"
        told.append(
            chance.choice(
                (f"к{at.corpus}", f"к.{at.corpus}", f"корп. {at.corpus}", f"корпус {at.corpus}", f"к {at.corpus}")
            )
        )
        if chance.random() < 0.3:
            told = ["".join((number, f"к{at.corpus}"))]
    if at.part:
        told.append(chance.choice((f"строение {at.part}", f"стр. {at.part}", f"стр{at.part}")))
    if at.liter:
        liter = chance.choice((at.liter, at.liter.lower()))
        told.append(chance.choice((f"литера {liter}", f"лит. {liter}", f"лит.{liter}", f"лит {liter}")))
    return chance.choice((" ", " ", ", ")).join(told)


def _plain_street(chance: Random, at: Address) -> str:
    kind = _assumed(chance, at)
    if not kind:
        return at.name
    return chance.choice((f"{kind} {at.name}", at.street if at.kind else f"{at.name} {kind}"))


def _short_name(chance: Random, name: str) -> str:
    words = name.split()
    first = words[0]
    if len(words) == 2 and first in ("реки", "канала") and first == "реки":
        return chance.choice((words[1], name))
    if len(words) == 2 and first in ("Большая", "Малая", "Большой", "Малый"):
        return chance.choice(
            (f"{first[0]}.{words[1]}", f"{first[0]}. {words[1]}", f"{first[:3]}. {words[1]}", f"{first[0]} {words[1]}")
        )
    if (
        len(words) == 2
        and not re.match(r"\d", first)
        and words[1].endswith(("го", "ва", "на", "ой"))
        and first[-1] in "аяы"
    ):
        return chance.choice(
            (words[1], f"{first[0]}. {words[1]}", f"{first[0]}.{words[1]}", f"{first[:2]}. {words[1]}")
        )
    return " ".join(_number(chance, word, 0, "f") if "-" in word else word for word in words)


def _shortened_street(chance: Random, at: Address) -> str:
    kind, name = _assumed(chance, at), _short_name(chance, at.name)
    if not kind or (chance.random() < 0.25 and kind != "набережная"):
        return name
    short = chance.choice(TYPES[kind][0])
    return chance.choice((f"{short}{name}", f"{short} {name}", f"{name} {short.strip()}")).replace("  ", " ")


def slip(chance: Random, word: str) -> str:
    """One slip of the hand in a word."""
    at = chance.randrange(1 if chance.random() < 0.9 else 0, len(word))
    letter = word[at]
    kinds: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else word[1] + word[0] + word[2:],
        lambda: word[:at] + _neighbour(chance, letter) + word[at + 1 :],
        lambda: word[:at] + _neighbour(chance, letter) + word[at:],
        lambda: word[:at] + letter + word[at:],
        lambda: (
            word[:at] + HEARD.get(letter, letter) + word[at + 1 :] if letter in HEARD else word[:at] + word[at + 1 :]
        ),
    )
    return chance.choice(kinds)()


def _neighbour(chance: Random, letter: str) -> str:
    for row in KEYBOARD:
        if letter in row:
            place = row.index(letter)
            return chance.choice(row[max(place - 1, 0) : place] + row[place + 1 : place + 2])
    return "о"


def misspell(chance: Random, text: str) -> str:
    """One slip in the longest word of a name, two where it is long, or Latin letters that look alike, or ё for е."""
    words = text.split(" ")
    able = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha() and word.lower() not in TYPES]
    if not able:
        return text
    at = max(able, key=lambda number: len(words[number]))
    if chance.random() < 0.12:
        words[at] = words[at].translate(LATIN)
        return " ".join(words)
    wrong = slip(chance, words[at].lower())
    if len(words[at]) >= 9 and chance.random() < 0.35:
        wrong = slip(chance, wrong)
    words[at] = wrong.capitalize() if words[at][0].isupper() else wrong
    return " ".join(words)


def _noise(chance: Random, text: str) -> str:
    dice = chance.random()
    return text.lower() if dice < 0.35 else text.upper() if dice < 0.43 else text


def _make_inflected(chance: Random, at: Address) -> str:
    return _noise(chance, f"{_inflected(chance, at, _assumed(chance, at))} {house_forms(chance, at)}")


def _make_shortened(chance: Random, at: Address) -> str:
    return _noise(chance, f"{_shortened_street(chance, at)}{chance.choice((' ', ', '))}{house_forms(chance, at)}")


def _make_misspelt(chance: Random, at: Address) -> str:
    street = misspell(chance, chance.choice((_plain_street(chance, at), _inflected(chance, at, _assumed(chance, at)))))
    return _noise(chance, f"{street}{chance.choice((' ', ', '))}{house_forms(chance, at)}")


def _make_house(chance: Random, at: Address) -> str:
    return f"{_plain_street(chance, at)}{chance.choice((' ', ', ', ','))}{house_forms(chance, at)}"


def _make_order(chance: Random, at: Address) -> str:
    kind, house = _assumed(chance, at), house_forms(chance, at)
    short = chance.choice(TYPES[kind][0]).strip() if kind else ""
    spoken = house if house.startswith("д") else f"дом {house}"
    forms = (
        f"{at.name} {short}, {house}" if kind else f"{at.name}, {house}",
        f"{kind} {at.name} {spoken}".strip(),
        f"{spoken} {_inflected(chance, at, kind)}",
        f"{spoken} {at.street}",
        f"{at.street}, {spoken}, СПб",
        f"г. Санкт-Петербург, {at.street}, {house}",
        f"у {spoken.replace('дом ', 'дома ')} {_inflected(chance, at, kind)}",
        f"{at.street} ({spoken})",
    )
    return _noise(chance, chance.choice(forms))


def _make_mixed(chance: Random, at: Address) -> str:
    street = chance.choice((_shortened_street(chance, at), _inflected(chance, at, _assumed(chance, at))))
    if chance.random() < 0.4:
        street = misspell(chance, street)
    before = chance.choice(("", "", "во дворе ", "напротив ", "подъезд 2, ", "адрес: "))
    return _noise(chance, f"{before}{street}{chance.choice((' ', ', ', ','))}{house_forms(chance, at)}")


MAKERS: dict[str, Callable[[Random, Address], str]] = {
    "inflected": _make_inflected,
    "shortened": _make_shortened,
    "misspelt": _make_misspelt,
    "house": _make_house,
    "order": _make_order,
    "mixed": _make_mixed,
}


def lines(made: list[Variant]) -> Iterator[str]:
    """For a person to look at."""
    return (f"{each.kind:<10} {each.text}  <=  {each.meant.street}, {' '.join(each.meant.house)}" for each in made)
