"""The seeded generator of pairs: copies of a text by the edits of reposts, and different texts that look alike.

It knows nothing of the detector: neither its word lists nor its thresholds. Names and places that are put in the place
of others come from the labelled places of the corpus and from the lists below.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

import profiles

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
MASKS = re.compile(r"\[[^\[\]]{1,20}\]|https?://\S+|[@#]\S+")
NUMBER = re.compile(r"(?<![\w#])\d{1,3}(?!\d)")
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
STREETS = (
    "Ленина", "Мира", "Садовой", "Гагарина", "Полевой", "Школьной", "Лесной", "Советской", "Кирова", "Чапаева",
    "Пушкина", "Новой", "Заречной", "Победы", "Октябрьской", "Молодёжной", "Парковой", "Южной", "Энгельса",
)  # fmt: skip
TEMPLATES = (
    "нет {what} на {street} {house}", "Добрый день! На {street} {house} нет {what} с утра, когда дадут?",
    "Здравствуйте, уже третий день нет {what} по адресу {street}, дом {house}. Куда звонить?",
    "Соседи, у кого ещё на {street} нет {what}?",
    "Когда вернут {what} в доме {house} на {street}, сколько можно ждать, у нас дети",
    "Уважаемые жители! {day} по адресу {street}, {house} будет временно ограничена подача {what} в связи с"
    " ремонтными работами. Приносим извинения за доставленные неудобства.",
    "Напоминаем, что {day} на {street}, {house} состоится собрание жителей. Приглашаем всех принять участие.",
)  # fmt: skip
WHATS = ("воды", "света", "газа", "отопления", "горячей воды", "интернета")
DAYS = (
    "12 мая",
    "13 мая",
    "2 июня",
    "в понедельник",
    "в среду",
    "25.11.2024 с 10:00 до 16:00",
    "26.11.2024 с 9:00 до 15:00",
)
SHORTS = (
    "да", "и у нас", "спасибо!", "Добрый день!", "+1", "ужас", "и у нас тоже нет", "полностью согласна", "👍👍👍",
    "нет воды", "Спасибо большое!", "а когда?", "Здравствуйте!", "поддерживаю", "а у нас есть", "какой дом?", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A stored text: its key, its labelled places and its thread."""

    key: str
    text: str
    places: tuple[str, ...] = ()
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """`one` is stored under `key`, `other` is asked for."""

    key: str
    one: str
    other: str
    same: bool
    kind: str


def corpus(most: int) -> list[Text]:
    """Different texts of ../shared, else of the demo; at most `most`, by a fixed draw."""
    if SHARED.is_dir():
        files = [SHARED / "train.jsonl", SHARED / "unlabelled.jsonl", *sorted((SHARED / "walls").glob("*.jsonl"))]
    else:
        files = sorted(profiles.DEMO.glob("*.jsonl"))
    known = {text.text: text for text in rows(files)}
    found = list(known.values())
    return random.Random(0).sample(found, min(most, len(found)))


def rows(files: list[Path]) -> Iterator[Text]:
    for path in files:
        for number, row in enumerate(map(json.loads, path.read_text("utf-8").splitlines())):
            if row.get("text"):
                thread = row.get("context") or str(row.get("post_id") or "")
                places = tuple(place if isinstance(place, str) else place["text"] for place in row.get("places") or ())
                yield Text(f"{path.stem}:{number}", row["text"], places, thread)


def weight(text: str) -> int:
    """How many different long words a text has outside masks."""
    return len(set(LONG_WORD.findall(MASKS.sub(" ", text.lower()))))


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


def number(texts: list[Text], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """A text of up to 60 words with another house, time or sum."""
    for text in texts:
        found = NUMBER.findall(MASKS.sub(" ", text.text))
        if found and weight(text.text) >= 3 and len(text.text.split()) <= 60:
            old = draw.choice(found)
            new = draw.choice([str(other) for other in range(1, 120) if str(other) != old])
            yield text.key, text.text, re.sub(rf"(?<![\w#]){old}(?!\d)", new, text.text)


def place(texts: list[Text], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """A text of up to 40 words about another place."""
    known = sorted({place for text in texts for place in text.places})
    for text in texts:
        inside = [name for name in text.places if name in text.text]
        if inside and weight(text.text) >= 3 and len(text.text.split()) <= 40:
            other = draw.choice(known)
            if not set(other.lower().split()) & set(inside[0].lower().split()):
                yield text.key, text.text, text.text.replace(inside[0], other)


def announcement(texts: list[Text], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """A long text of numbers with other dates, houses and times."""
    for text in texts:
        if len(text.text) >= 300 and len(re.findall(r"\d+", text.text)) >= 3:
            other = NUMBER.sub(lambda _: str(draw.randint(1, 31)), text.text)
            if MASKS.sub(" ", other) != MASKS.sub(" ", text.text):
                yield text.key, text.text, other


def template(texts: list[Text], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """Two complaints or announcements by one pattern that differ in what, where or when."""
    for pattern in TEMPLATES * 200:
        one, two = (
            {
                "what": draw.choice(WHATS),
                "street": draw.choice(STREETS),
                "house": draw.randint(1, 99),
                "day": draw.choice(DAYS),
            }
            for _ in range(2)
        )
        used = [name for name in one if "{" + name + "}" in pattern and one[name] != two[name]]
        if used:
            kept = draw.choice(used)  # all but one difference are taken away
            two = one | {kept: two[kept]}
            case = draw.choice((str, str.lower))
            yield "", case(pattern.format(**one)), case(pattern.format(**two))


def greeting(texts: list[Text], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """Two different texts under one greeting and one thanks."""
    few = [text for text in texts if 3 <= weight(text.text) <= 15]
    for _ in range(1000 if len(few) > 1 else 0):
        one, two = draw.sample(few, 2)
        hello = draw.choice(
            (
                "Добрый день! ",
                "Здравствуйте! Подскажите, пожалуйста, ",
                "Доброго времени суток, уважаемая администрация! ",
            )
        )
        thanks = draw.choice(("", " Спасибо!", " Заранее спасибо за ответ!"))
        yield "", hello + one.text + thanks, hello + two.text + thanks


def short(texts: list[Text], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """Very short texts, even the same."""
    for _ in range(1000):
        one = draw.choice(SHORTS)
        yield "", one, draw.choice((one, one.upper(), one + "!", draw.choice(SHORTS), one + " " + draw.choice(SHORTS)))


def thread(texts: list[Text], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """Two comments of one thread."""
    threads = defaultdict(list)
    for text in texts:
        if text.thread and weight(text.text) >= 3:
            threads[text.thread].append(text)
    for said in threads.values():
        for one, two in pairwise(said):
            yield one.key, one.text, two.text


def nearest(texts: list[Text], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """Real texts and the most alike other text, by words; pairs above 0.8 are left to people: many are true repeats."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    few = [text for text in texts if weight(text.text) >= 4]
    matrix = TfidfVectorizer(sublinear_tf=True, min_df=1).fit_transform([text.text for text in few]).tocsr()
    found = []
    for start in range(0, len(few), 500):
        near = (matrix[start : start + 500] @ matrix.T).tolil()
        near.setdiag(0, start)
        near = near.tocsr()
        best = near.argmax(axis=1).A1
        found += [(near[row, best[row]], start + row, best[row]) for row in range(near.shape[0])]
    found = sorted({(score, *sorted(pair)) for score, *pair in found if score < 0.8}, reverse=True)[:600]
    for _, one, two in found:
        yield few[one].key, few[one].text, few[two].text


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    edit.__name__: edit for edit in (exact, marks, lookalikes, preface, tail, quote, cut, words, typos, lines, mixed)
}
OTHERS: dict[str, Callable[[list[Text], random.Random], Iterator[tuple[str, str, str]]]] = {
    made.__name__: made for made in (number, place, announcement, template, greeting, short, thread, nearest)
}
