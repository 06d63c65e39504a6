"""Different texts that look alike: what a detector of copies must keep apart. It knows nothing of the detector."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from bench.corpus import MASKS, Text, weight

NUMBER = re.compile(r"(?<![\w#])\d{1,3}(?!\d)")
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


OTHERS: dict[str, Callable[[list[Text], random.Random], Iterator[tuple[str, str, str]]]] = {
    made.__name__: made for made in (number, place, announcement, template, greeting, short, thread, nearest)
}
