"""The words of a text that tell its cause: dictionary forms of nouns and verbs, without names of places."""

import re
from functools import lru_cache
from math import fsum

from nlp.dictionary import readings
from nlp.lemmas import form
from nlp.masks import mask
from nlp.normalise import normalise
from nlp.obscene import obscene
from nlp.tokens import words

TELLING = frozenset({"NOUN", "VERB", "INFN", "ADJF", "PRTF", "PRTS", "ADJS"})
NAMES = frozenset({"Geox", "Name", "Surn", "Patr", "Anum"})
EMPTY = frozenset(
    {
        *(
            "день",
            "год",
            "человек",
            "люди",
            "раз",
            "дело",
            "просьба",
            "вопрос",
            "быть",
            "мочь",
            "стать",
            "весь",
            "самый",
        ),
        *(
            "наш",
            "ваш",
            "свой",
            "который",
            "такой",
            "какой",
            "каждый",
            "другой",
            "никакой",
            "этот",
            "один",
            "должный",
            "самый",
        ),
        *("сделать", "делать", "хотеть", "знать", "сказать", "говорить", "ответ", "администрация", "улица", "дом"),
    }
)
"""Words of any complaint."""
WHERE_AND_WHEN = frozenset(
    {
        *("этаж", "подъезд", "квартира", "двор", "район", "город", "село", "поселок", "адрес"),
        *("минута", "час", "сутки", "неделя", "месяц", "утро", "вечер", "ночь", "начало", "конец", "время"),
        *("писать", "написать", "звонить", "позвонить", "обращаться", "обратиться", "ждать", "прийти", "приходить"),
        *("трубка", "брать", "взять", "дозвониться", "дозваниваться", "дозвон", "звонок", "телефон", "диспетчер"),
        *("отвечать", "ответить", "отписка", "отписаться", "игнорировать", "игнор", "молчать", "реагировать"),
        *("группа", "фото", "образец", "житель", "сосед"),
    }
)
"""Where, when and that it was said, that nobody could be reached: of any cause."""
NUMBER = r",? (?:д\. ?|дом )?\d{1,3}(?!\d)(?: ?[а-я](?!\w))?"
SPAN = r"(?! ?(?:дн|день|час|сут|недел|мес|лет|год|раз|руб|чел|мин|шт))"
HOUSED = re.compile(rf"\b(?:[А-ЯЁ][\w-]{{2,40}}(?={NUMBER}{SPAN})|[\w-]{{3,40}}(?={NUMBER}(?! ?\w)))")
"""What stands before the number of a house is mostly a street; before a span ("воды 3 дня") it is what is told."""

CAPITAL = re.compile(r"\b[А-ЯЁ][а-яё-]{2,30}")


@lru_cache(maxsize=20_000)
def written(lemma: str) -> str:
    """A dictionary form whose ё is folded, with its ё; of an adjective that is as often one as a noun («холодное») its
    own form."""
    known = readings(lemma)
    nouns, adjectives = ([each for each in known if kind in each.tag] for kind in ("NOUN", "ADJF"))
    if nouns and adjectives and fsum(each.score for each in adjectives) >= fsum(each.score for each in nouns):
        return str(adjectives[0].normal_form)
    return next((each.normal_form for each in known if each.normal_form.replace("ё", "е") == lemma), lemma)


def telling(text: str, streets: frozenset[str] = frozenset()) -> frozenset[str]:
    """Dictionary forms of words of four letters and more, as the dictionary writes them («ребёнок»); those of which
    names of `streets` are made are left out where the text writes them with a capital."""
    said = HOUSED.sub(" ", mask(text))
    named = {form(word.lower()).lemma for word in CAPITAL.findall(said)} & streets if streets else frozenset()
    found = (form(word) for word in words(normalise(said)))
    return frozenset(
        written(each.lemma)
        for each in found
        if len(each.lemma) > 3
        and each.lemma not in named
        and each.lemma not in EMPTY | WHERE_AND_WHEN
        and each.tags & TELLING
        and not each.tags & NAMES
        and not obscene(each.lemma)
    )
