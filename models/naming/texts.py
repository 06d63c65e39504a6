"""Texts whose words are known to name persons or not: drawn frames, and real texts with drawn persons in them.

Real texts lie outside the project and are read only while the judge learns. A person is put where a mask stands
([ФИО], an answer's @житель), for a pronoun, and behind or instead of a word for a living one: nobody's name is learnt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from models.naming.people import HERE, Drawing
from nlp.dictionary import readings
from nlp.namesakes import PLACE_BEFORE
from nlp.naming import PERSONAL, roles

CASE = {"n": "nomn", "g": "gent", "d": "datv", "a": "accs", "i": "ablt", "l": "loct"}
SLOT = re.compile(r"\{(\w)(?::(\w+))?\}|\[(\w)(?::(\w+))?\]|<(\w)>")
MASKED = re.compile(r"\[ФИО\]|^@житель(?=,)")
WORD = re.compile(r"(?<![\w\[@«\"-])[А-Яа-яё]{2,20}(?![\w\]»\"-])")
PRONOUNS = {
    "он": ("nomn", "masc"), "она": ("nomn", "femn"), "ему": ("datv", "masc"), "нему": ("datv", "masc"),
    "нее": ("gent", "femn"), "неё": ("gent", "femn"), "него": ("gent", "masc"), "ней": ("ablt", "femn"),
    "ним": ("ablt", "masc"), "вам": ("datv", "femn"), "вас": ("gent", "masc"), "мне": ("datv", "masc"),
}  # fmt: skip
PREPOSITIONS = {
    "у": "gent", "от": "gent", "для": "gent", "без": "gent", "к": "datv", "с": "ablt", "со": "ablt", "о": "loct",
    "спасибо": "datv", "за": "accs", "на": "accs",
}  # fmt: skip
SHARE = 0.12
"""Share of the places in a real text that might hold a person that get one."""


@dataclass(frozen=True)
class Marked:
    """A text, spans [start, end) of its persons, and spans of which nothing is known."""

    text: str
    persons: tuple[tuple[int, int], ...]
    doubtful: tuple[tuple[int, int], ...] = ()


def frames() -> list[str]:
    """Sentences with slots."""
    lines = (HERE / "frames.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@dataclass(frozen=True)
class Clauses:
    """What real texts lend to frames: clauses, words for living ones, verbs in the past by gender."""

    clauses: Sequence[str]
    living: Sequence[str]
    things: Sequence[str]
    verbs: dict[str, Sequence[str]]


def borrowed(texts: Sequence[str]) -> Clauses:
    """From masked real texts; names of the dictionary among the words are left out."""
    living: dict[str, int] = {}
    things: dict[str, int] = {}
    verbs: dict[str, dict[str, int]] = {"masc": {}, "femn": {}}
    clauses: list[str] = []
    for text in texts:
        for part in re.split(r"[.!?\n,;]+", text):
            part = part.strip()
            words = part.split()
            if 2 <= len(words) <= 9 and part.islower() and "[" not in part:
                clauses.append(part)
        for word in WORD.findall(text[:400]):
            if word.islower():
                _count(word, living, things, verbs)
    often = [word for word, times in living.items() if times > 2]
    objects = [word for word, times in things.items() if times > 4]
    return Clauses(
        clauses, often, objects, {key: [w for w, n in found.items() if n > 1] for key, found in verbs.items()}
    )


def _count(word: str, living: dict[str, int], things: dict[str, int], verbs: dict[str, dict[str, int]]) -> None:
    parse = readings(word)[0]
    tag = parse.tag
    if "NOUN" in tag and "anim" in tag and not PERSONAL & tag.grammemes:
        living[parse.normal_form] = living.get(parse.normal_form, 0) + 1
    elif "NOUN" in tag and "inan" in tag and not {"Geox", "Abbr"} & tag.grammemes:
        things[parse.normal_form] = things.get(parse.normal_form, 0) + 1
    elif "VERB" in tag and "past" in tag and "sing" in tag and tag.gender in verbs:
        verbs[tag.gender][word] = verbs[tag.gender].get(word, 0) + 1


def drawn(frame: str, people: Drawing, lent: Clauses) -> Marked:
    """A frame with its slots filled."""
    made, persons, end, size = [], [], 0, 0
    gender = people.gender()
    for slot in SLOT.finditer(frame):
        gap = frame[end : slot.start()]
        kind = slot[2] or slot[4] or ""
        if slot[1]:
            filled = people.person(CASE[slot[1]], kind, gender)
        elif slot[3]:
            filled = people.namesake(CASE[slot[3]], kind)
        else:
            filled = _lent(slot[5], gender, people.draw, lent)
        size += len(gap)
        if slot[1]:
            persons.append((size, size + len(filled)))
            gender = people.gender() if people.draw.random() < 0.5 else gender
        size += len(filled)
        made += [gap, filled]
        end = slot.end()
    text = "".join([*made, frame[end:]])
    if people.draw.random() < 0.6:
        text = text[:1].upper() + text[1:]
    return Marked(text, tuple(persons))


def _lent(slot: str, gender: str, draw: Random, lent: Clauses) -> str:
    if slot == "c":
        return draw.choice(lent.clauses)
    if slot == "v":
        return draw.choice(lent.verbs[gender])
    noun = draw.choice(lent.things if slot == "o" else lent.living)
    if slot == "o":
        return noun
    parse = next((each for each in readings(noun) if "nomn" in each.tag), None)
    found = parse.inflect({CASE[slot], "sing"}) if parse is not None else None
    return str(found.word) if found is not None else noun


def peopled(text: str, told: Sequence[tuple[int, int, str]], people: Drawing) -> Marked:
    """A real text with drawn persons; `told` are spans (start, end, PER | LOC | ORG) that another judge found."""
    made: list[str] = []
    persons: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int]] = []
    end = size = 0
    for start, stop, filled, named in sorted(_changes(text, told, people)):
        if start < end:
            continue
        size += start - end
        made += [text[end:start], filled]
        (persons if named else doubtful).append((size, size + len(filled)))
        size += len(filled)
        end = stop
    return Marked("".join([*made, text[end:]]), tuple(persons), tuple(doubtful))


def _changes(text: str, told: Sequence[tuple[int, int, str]], people: Drawing) -> Iterator[tuple[int, int, str, bool]]:
    """(start, end, what stands there, whether it is a person; else nothing is known)."""
    for found in MASKED.finditer(text):
        if found.group() == "[ФИО]":
            yield *found.span(), people.person(_governed(text[: found.start()])), True
        elif people.draw.random() < 0.8:
            yield *found.span(), people.person("nomn", people.draw.choice(("F", "F", "F", "FS", "FP"))), True
    for start, stop, kind in told:
        if kind == "PER" and "ФИО" not in text[start:stop] and "житель" not in text[start:stop]:
            yield start, stop, text[start:stop], _sure(text, start, stop)
    for found in WORD.finditer(text):
        low = found.group().lower()
        if people.draw.random() < SHARE:
            change = _change(found, low, people)
            if change is not None:
                yield change
                continue
        given = found.group()[0].isupper() and {"Name", "Patr"} & readings(low)[0].tag.grammemes
        if given and not any(a <= found.start() < b for a, b, _ in told):
            yield *found.span(), found.group(), False


def _sure(text: str, start: int, stop: int) -> bool:
    """Whether what another judge took for a person is one: words of names, no street nor school."""
    words = re.findall(r"[а-яё]+", text[start:stop].lower())
    before = text[:start].split()[-1:]
    street = len(words) == 1 and before and before[0].lower() in ("на", "по", "до", "и", "-", "ул", "ул.")
    return bool(words) and all(map(roles, words)) and not street and not PLACE_BEFORE.search(text[:start])


def _change(found: re.Match[str], low: str, people: Drawing) -> tuple[int, int, str, bool] | None:
    if low in PRONOUNS:
        case, gender = PRONOUNS[low]
        return *found.span(), people.person(case, people.draw.choice(("F", "S", "S", "F", "FP", "", "P")), gender), True
    tag = readings(low)[0].tag
    if not ("NOUN" in tag and "anim" in tag and "sing" in tag) or PERSONAL & tag.grammemes or not tag.gender:
        return None
    if tag.gender not in ("masc", "femn") or str(tag.case) not in CASE.values():
        return None
    person = people.person(str(tag.case), people.draw.choice(("F", "S", "S", "FP", "")), str(tag.gender))
    if people.draw.random() < 0.5:
        return *found.span(), person, True
    return found.end(), found.end(), f" {person}", True


def _governed(before: str) -> str:
    """A guess at the case of who stands behind: by a preposition, or by the noun before."""
    words = before.split()
    last = words[-1].lower() if words else ""
    if last in PREPOSITIONS:
        return PREPOSITIONS[last]
    if last.isalpha():
        tag = readings(last)[0].tag
        if "NOUN" in tag and "anim" in tag and str(tag.case) in CASE.values():
            return str(tag.case)
    return "nomn"
