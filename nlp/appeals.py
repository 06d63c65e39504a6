"""Calls to complain to the authorities, which is a right (59-ФЗ, art. 2 and 6), told apart from other calls.

`lawful_call` is about the text, never its author: a call to others and the author's own "буду писать" are one right.
The rule is tables of words (`nlp.appeal_words`) and one walk over them, linear in the text.
The cases are tests/unit/nlp/cases/appeals.txt.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from nlp.appeal_words import (
    ACTS,
    ADDRESSEES,
    APPEALING,
    ASKING,
    BRIDGES,
    CALLING,
    COMPLAINTS,
    DENIED,
    DESTINATIONS,
    DOCUMENTS,
    ELSEWHERE,
    GATHER,
    GOING_ON,
    HABIT,
    IDLE,
    INSISTS,
    LINES,
    NOMINATIVE,
    OFFICIAL,
    OWN,
    PHRASES,
    PLACES,
    PRESS,
    REPORTS,
    SHARED,
    SIGNING,
    SURNAME,
    TO_A_MAN,
    TOGETHER,
    UNLAWFUL,
    URGES,
    WRITING,
)

# The cheap test: a text without any of these holds no act of appeal.
STEMS = ("пис", "пиш", "жал", "обра", "звон", "суд", "кляуз", "петиц", "завал", "заяв", "иск", "претенз", "строч",
         "ката", "дой", "достуч", "сми", "тв", "газет", "журнал", "блогер", "редакц", "теле", "репорт",
         "прокуратуру", "инспекцию", "гжи", "надзор", "здрав", "минобр", "следком")  # fmt: skip
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
WORD = re.compile(r"[^\W\d_]+")
MOST_CHARS = 10_000
NEAR, BESIDE = 200, 80
"""Characters that an appeal may span, and those between a call and its act."""


class Word(NamedTuple):
    """A word in lower case, where it begins, and how it was written."""

    text: str
    at: int
    written: str


@lru_cache(maxsize=50_000)
def _roles(word: str) -> frozenset[str]:
    """What a word can be in an appeal, by itself."""
    appealing = word in APPEALING or word in GOING_ON
    found = {
        "call": word in URGES or word in CALLING or appealing,
        "act": word in ACTS or word in APPEALING or (word in GOING_ON and word not in CALLING) or word in DOCUMENTS,
        "to": word in ADDRESSEES or word in PRESS or word in COMPLAINTS or word.endswith("надзор"),
        "share": word in SHARED,
        "press": word in PRESS,
    }
    return frozenset(role for role, holds in found.items() if holds)


CALL, ACT, TO, SHARE, NEWS, MAN = (1 << at for at in range(6))
BITS = {"call": CALL, "act": ACT, "to": TO, "share": SHARE, "press": NEWS}


def bits(token: str) -> int:
    """What a lower-case token, or a part of it between hyphens, may be in an appeal beside any neighbours."""
    return reduce(or_, map(_bits, token.replace("ё", "е").split("-")))


@lru_cache(maxsize=50_000)
def _bits(word: str) -> int:
    found = sum(BITS[role] for role in _roles(word))
    if word.startswith(("петици", "коллективн", "общедомов", "совместн")) or word in SIGNING:
        found |= CALL | ACT | TO
    if word.startswith(("подпис", "обращени")):
        found |= ACT | TO
    if word in DESTINATIONS:
        found |= CALL | ACT | TO
    if word == "пос" or word.startswith("лини"):
        found |= TO
    return found | (MAN if word in TO_A_MAN else 0)


def may_call(found: int) -> bool:
    """The cheap test: whether a text with words of these bits may be a call to appeal; no is certain, yes is not."""
    if not found & CALL:
        return False
    return bool((found & ACT and found & (TO | MAN)) or (found & SHARE and found & NEWS))


def lawful_call(text: str) -> bool:
    """Whether a text calls people to appeal to those who must answer (or says its author will), and to nothing else.

    It reads at most 10,000 characters and looks for a call, an act of appeal and an addressee within 200 characters,
    or for a collective appeal; a strike, a blocked road, violence, a rally or a boycott that is not denied makes it no.
    """
    written = text[:MOST_CHARS].replace("ё", "е").replace("Ё", "Е")
    lower = written.lower()
    if not may_call(reduce(or_, map(_bits, WORD.findall(lower)), 0)):
        return False
    if not any(map(lower.__contains__, STEMS)) or _official(lower):
        return False
    sentences = [found.group() for found in SENTENCE.finditer(written)]
    starts = [found.start() for found in SENTENCE.finditer(written)]
    parted = [_words(sentence, start) for sentence, start in zip(sentences, starts, strict=True)]
    if not _appeals(parted, [sentence.rstrip().endswith("?") for sentence in sentences]):
        return False
    return not _unlawful([word.text for words in parted for word in words])


def _official(lower: str) -> bool:
    return any(map(lower.__contains__, OFFICIAL)) and not any(map(lower.__contains__, INSISTS))


def _words(sentence: str, start: int) -> list[Word]:
    found = WORD.finditer(sentence)
    return [Word(each.group().lower(), start + each.start(), each.group()) for each in found]


def _appeals(parted: Sequence[Sequence[Word]], asked: Sequence[bool]) -> bool:
    """One walk with the last place of each role: the nearest call, act and addressee before each word."""
    last: dict[str, int] = {}
    complains = any(word.text in COMPLAINTS for words in parted for word in words)
    for words, asks in zip(parted, asked, strict=True):
        if asks and any(word.text in ASKING for word in words):
            continue
        for at, roles in _said(words, complains):
            last |= dict.fromkeys(roles, at)
            if roles and (_meet(last, "act", "to", at) or _meet(last, "share", "press", at)):
                return True
    return False


def _meet(last: dict[str, int], act: str, to: str, at: int) -> bool:
    if not {"call", act, to} <= last.keys():
        return False
    return abs(last["call"] - last[act]) <= BESIDE and at - min(last["call"], last[act], last[to]) <= NEAR


def _said(words: Sequence[Word], complains: bool) -> Iterator[tuple[int, frozenset[str]]]:
    """Place and roles of each word of a sentence, in the light of its neighbours."""
    texts = [word.text for word in words]
    may = [_bits(text) for text in texts]
    if not any(may):
        return
    to_a_man = any(found & MAN for found in may)
    reports = any(text in REPORTS for text in texts)
    habit = any(text in HABIT for text in texts)
    for number, word in enumerate(words):
        if not may[number] and not to_a_man:
            continue
        before, after = texts[max(0, number - 2) : number], texts[number + 1 : number + 5]
        roles = _roles(word.text) | _together(word.text, before, after)
        if "to" not in roles and _is_a_man(word, texts[max(0, number - 3) : number]):
            roles |= {"to"}
        yield word.at, roles - _taken_back(word.text, before, after, reports, habit, complains)


def _together(text: str, before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Roles that a word has only beside others: a collective complaint, a petition, signatures, a hot line."""
    whole = frozenset({"call", "act", "to"})
    if text.startswith("петици"):
        return whole
    if text.startswith(("коллективн", "общедомов", "совместн")) and any(word in DOCUMENTS for word in after[:2]):
        return whole
    if text in SIGNING and any(word in DOCUMENTS or word.startswith("подпис") for word in after):
        return whole
    if text in {"подписи", "подписей", "подписями"}:
        return frozenset({"act", "to"})
    if text in DESTINATIONS and before[-1:] == ["в"]:
        return whole if before[0] in TOGETHER else frozenset({"act", "to"})
    if text.startswith("обращени") and any(word in WRITING for word in before):
        return frozenset({"act", "to"})
    if text.startswith("лини") and any(word in LINES for word in before):
        return frozenset({"to"})
    return frozenset()


def _is_a_man(word: Word, before: Sequence[str]) -> bool:
    """A head by name: "буду писать Беглову", "жалуйтесь Воробьеву"."""
    if word.written == "ПОС":
        return True
    if not word.written[0].isupper() or not any(text in TO_A_MAN for text in before):
        return False
    own = any(text in OWN for text in before)
    return word.text.endswith(SURNAME) or (own and word.text.endswith(("у", "ю")))


def _taken_back(
    text: str, before: Sequence[str], after: Sequence[str], reports: bool, habit: bool, complains: bool
) -> frozenset[str]:
    """Roles that a neighbour takes from a word."""
    everything = frozenset({"call", "act", "to", "share", "press"})
    if before and _idle(text, before):
        return everything
    if reports and (text in DOCUMENTS or text.startswith(("подпис", "коллективн"))):
        return everything
    if (habit and text in GOING_ON) or (after and after[0] in ELSEWHERE):
        return everything
    return frozenset({"to"}) if text in NOMINATIVE and text not in {"суд", "суды"} and not complains else frozenset()


def _idle(text: str, before: Sequence[str]) -> bool:
    """Whether "не", "хватит" or "бесполезно" takes back a call or an act; a form that calls only "не" can deny."""
    if before[0] == "бы" or not _roles(text) & {"call", "act", "share"}:
        return False
    calls = text in APPEALING or text in GOING_ON or text in CALLING
    return before[-1] in {"не", "ни"} or (before[-1] in IDLE and not calls)


def _unlawful(texts: Sequence[str]) -> bool:
    """Whether anything but an appeal is called for, and not denied."""
    return any(_wrong(texts, at) and not _denied(texts, at) for at in range(len(texts)))


def _wrong(texts: Sequence[str], at: int) -> bool:
    pair = texts[at : at + 2]
    if texts[at] in UNLAWFUL or (len(pair) == 2 and any(pair[0] in one and pair[1] in two for one, two in PHRASES)):
        return pair[1:] != ["платить"] or "не" in texts[max(0, at - 1) : at + 1]
    return texts[at] in GATHER and any(text in PLACES for text in texts[at + 1 : at + 5])


def _denied(texts: Sequence[str], at: int) -> bool:
    """Whether the word is denied: "не митинг", "не призываю к бойкоту", "митинг? нет", "митинг не нужен"."""
    if texts[at] in {"не", "буду", "будем"}:
        return False
    before = [text for text in texts[max(0, at - 4) : at] if text not in {"к", "на", "выходить", "идти"}]
    after = texts[at + 1 : at + 3]
    if before and (before[-1] in DENIED or (len(before) > 1 and before[-2] in DENIED and before[-1] in BRIDGES)):
        return True
    return after[:1] == ["нет"] or (len(after) == 2 and after[0] == "не" and after[1] in BRIDGES)
