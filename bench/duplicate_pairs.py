"""The seeded generator of pairs: copies of a text by the edits of reposts, and different texts that look alike.

It knows nothing of the detector: neither its word lists nor its thresholds. Names and places that are put in the place
of others come from the labelled places of the corpus and from the lists below.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from bench.corpus import LONG_WORD, MASKS, Text, weight
from bench.look_alikes import OTHERS

DAY = (
    r"(?:январ|феврал|март|апрел|ма[йея]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|понедел|вторник|сред[уы]|четверг|пятниц|суббот|воскрес)"
)
EMOJI = "😡🔥❗️👍😂🙏🤦‍♀️‼️❤️🚨"
TWINS = str.maketrans("аеорсухАЕОРСХВНКМТ", "aeopcyxAEOPCXBHKMT")
NEIGHBOURS = {"а": "о", "о": "а", "е": "и", "и": "е", "т": "ь", "с": "м", "д": "л", "н": "г", "р": "п", "в": "ф"}
PREFACES = (
    "Репост!", "копирую из соседнего чата:", "Пишут в соседней группе:", "Прислали в личку, выкладываю", "Анонимно.",
    "Переслано из домового чата", "Соседи, почитайте!", "❗️❗️ВАЖНО❗️❗️", "Нашла в другой группе, почитайте:",
)  # fmt: skip
TAILS = (
    "#нашгород #жкх", "https://vk.com/wall-1_234", "Сделайте репост!", "Максимальный репост, пожалуйста!",
    "Подписывайтесь на наш канал", "(с) соседка", "P.S. кто ещё с этим столкнулся? пишите",
    "@admin опубликуйте пожалуйста", "👇👇👇",
)  # fmt: skip
FILLERS = ("очень", "вообще", "опять", "просто", "конечно", "ведь", "снова", "реально", "короче", "кстати")


@dataclass(frozen=True, slots=True)
class Pair:
    """`one` is stored under `key`, `other` is asked for."""

    key: str
    one: str
    other: str
    same: bool
    kind: str


def pairs(texts: list[Text], each: int, seed: int) -> list[Pair]:
    """`each` pairs of every kind that the texts allow."""
    made = []
    for kind, edit in COPIES.items():
        draw = random.Random(f"{seed} {kind}")
        enough = [text for text in texts if weight(text.text) >= (12 if kind in ("words", "mixed") else 6)]
        drawn = (
            Pair(text.key, text.text, edit(text.text, draw), True, kind) for text in draw.sample(enough, len(enough))
        )
        made += islice((pair for pair in drawn if weight(pair.other) >= 5), each)
    for kind, other in OTHERS.items():
        draw = random.Random(f"{seed} {kind}")
        candidates = list(other(texts, draw))
        for number, (key, one, two) in enumerate(draw.sample(candidates, min(each, len(candidates)))):
            made.append(Pair(key or f"{kind}:{number}", one, two, False, kind))
    return made


def exact(text: str, draw: random.Random) -> str:
    return text


def marks(text: str, draw: random.Random) -> str:
    """Other case, ё, smiles and marks."""
    text = draw.choice((str.lower, str.upper, str))(text.replace("ё", "е")) if draw.random() < 0.7 else text
    text = re.sub(r"[,!?]", lambda found: draw.choice(("", found.group(), found.group() * 3)), text)
    words = text.split(" ")
    for _ in range(draw.randint(1, 4)):
        words.insert(draw.randint(0, len(words)), draw.choice(EMOJI))
    return " ".join(words) + draw.choice(("", "!!!", "…", ")))", "😡😡😡"))


def lookalikes(text: str, draw: random.Random) -> str:
    share = draw.choice((0.1, 0.5, 1.0))
    return re.sub(
        rf"({MASKS.pattern})|\w",
        lambda found: found[0] if found[1] or draw.random() > share else found[0].translate(TWINS),
        text,
    )


def preface(text: str, draw: random.Random) -> str:
    return draw.choice(PREFACES) + draw.choice((" ", "\n")) + text


def tail(text: str, draw: random.Random) -> str:
    return text + draw.choice((" ", "\n", "\n\n")) + " ".join(draw.sample(TAILS, draw.randint(1, 2)))


def quote(text: str, draw: random.Random) -> str:
    before = draw.choice(("", "Цитата: ", "Вот что пишут: ", "Из соседней группы: "))
    return before + draw.choice(("«{}»", '"{}"', "“{}”", "> {}")).format(text)


def cut(text: str, draw: random.Random) -> str:
    """The first 60–100 %, at a word or inside it."""
    part = text[: int(len(text) * draw.uniform(0.6, 1.0))]
    part = part.rsplit(" ", 1)[0] if draw.random() < 0.7 else part
    return part + draw.choice(("…", "...", "… Показать полностью", ""))


def plain(words: list[str]) -> list[int]:
    """Where lower-case words stand that are neither numbers, dates, names nor denials: these may be edited."""
    fit = re.compile(rf"(?!{DAY})[а-яё]{{2,}}[,.!?]?")
    return [
        at
        for at, word in enumerate(words)
        if fit.fullmatch(word) and word.rstrip(",.!?") not in ("не", "нет", "без", "ни")
    ]


def words(text: str, draw: random.Random) -> str:
    """Up to a tenth of the words are left out, put in, moved by one or replaced by another plain word."""
    parts = text.split(" ")
    for _ in range(max(1, int(len(parts) * draw.uniform(0.03, 0.1)))):
        free = plain(parts)
        if len(free) < 5:
            break
        at = draw.choice(free)
        what = draw.randrange(4)
        if what == 0:
            del parts[at]
        elif what == 1:
            parts.insert(at, draw.choice(FILLERS))
        elif what == 2:
            parts[at] = draw.choice([*FILLERS, *(parts[other].strip(",.!?") for other in free)])
        elif at + 1 < len(parts) and at + 1 in free:
            parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return " ".join(parts)


def typos(text: str, draw: random.Random) -> str:
    """One slip in every eighth word of four letters and more: a letter lost, doubled, swapped or a neighbour's."""
    parts = text.split(" ")
    long = [at for at, word in enumerate(parts) if LONG_WORD.fullmatch(word)]
    for at in draw.sample(long, min(len(long), max(1, len(long) // 8))):
        word, spot = parts[at], draw.randrange(1, len(parts[at]) - 1)
        parts[at] = draw.choice(
            (
                word[:spot] + word[spot + 1 :],
                word[:spot] + word[spot] + word[spot:],
                word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :],
                word[:spot] + NEIGHBOURS.get(word[spot], "а") + word[spot + 1 :],
            )
        )
    return " ".join(parts)


def lines(text: str, draw: random.Random) -> str:
    """One line becomes two or more, many become one."""
    return re.sub(r"\s+", " ", text) if "\n" in text else re.sub(r"(?<=[.!?,]) ", "\n", text)


def mixed(text: str, draw: random.Random) -> str:
    """Three edits one after another."""
    for edit in draw.sample((words, typos, marks, lookalikes, lines), 2):
        text = edit(text, draw)
    return draw.choice((preface, tail, quote, cut))(text, draw)


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    edit.__name__: edit for edit in (exact, marks, lookalikes, preface, tail, quote, cut, words, typos, lines, mixed)
}
