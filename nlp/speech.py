"""Words put into the form that a sentence needs: counted things, cases of titles, verbs beside a number (pymorphy3).

The cases of the language are tests/unit/nlp/cases/speech.txt.
"""

from functools import lru_cache
from typing import Any

from nlp.dictionary import readings

NOMN, GENT, DATV, ACCS, ABLT, LOCT = "nomn", "gent", "datv", "accs", "ablt", "loct"
GENDERS = ("masc", "femn", "neut")
MOST = 1_000


def one(count: int) -> bool:
    """Whether a number takes the singular: 1, 21, 101, not 11."""
    return count % 10 == 1 and count % 100 != 11


def few(count: int) -> bool:
    """Whether it takes the paucal: 2, 3, 4, 22, not 12."""
    return 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14


def number(value: float, digits: int = 0) -> str:
    """A number as Russian writes it: `1 234`, `12,5` (thin spaces do not break a line)."""
    text = f"{value:,.{digits}f}".replace(",", "\u00a0").replace(".", ",")
    return text if text != "-0" else "0"


@lru_cache(maxsize=4096)
def _parse(word: str, pos: frozenset[str]) -> Any:
    found = readings(word.lower())
    named = [each for each in found if each.tag.POS in pos]
    nominative = [each for each in named if "nomn" in each.tag]
    return next(iter([*nominative, *named]), None)


NOUNS, ADJECTIVES = frozenset({"NOUN"}), frozenset({"ADJF", "PRTF"})


def counted(count: int, phrase: str, case: str = NOMN) -> str:
    """A number with the thing it counts, given in the nominative singular: adjectives, then a noun.

    >>> counted(2, "информационный риск")
    '2 информационных риска'
    """
    return f"{number(count)}\u00a0{things(count, phrase, case)}"


def things(count: int, phrase: str, case: str = NOMN) -> str:
    """The thing alone, in the form that stands beside the number."""
    *adjectives, noun = phrase.split()
    straight = case in (NOMN, ACCS)
    if one(count):
        forms = [_form(word, ADJECTIVES, case, "sing", _gender(noun)) for word in adjectives]
        return " ".join([*forms, _form(noun, NOUNS, case, "sing")])
    if straight and few(count):
        plural = NOMN if _gender(noun) == "femn" else GENT
        return " ".join(
            [*(_form(word, ADJECTIVES, plural, "plur") for word in adjectives), _form(noun, NOUNS, GENT, "sing")]
        )
    wanted = GENT if straight else case
    return " ".join(
        [*(_form(word, ADJECTIVES, wanted, "plur") for word in adjectives), _form(noun, NOUNS, wanted, "plur")]
    )


def _gender(noun: str) -> str:
    parse = _parse(noun, NOUNS)
    return next((gender for gender in GENDERS if parse and gender in parse.tag), "masc")


def _form(word: str, pos: frozenset[str], case: str, many: str, gender: str = "") -> str:
    parse = _parse(word, pos)
    if parse is None:
        return word
    wanted = {case, many, *({gender} if gender and many == "sing" else ())}
    if case == ACCS and gender == "masc":
        wanted.add("inan")
    found = parse.inflect(wanted)
    return _as_written(word, found.word) if found else word


def _as_written(word: str, form: str) -> str:
    """As the given word was: a capital, an abbreviation."""
    if word.isupper() and len(word) > 1:
        return word
    return form[:1].upper() + form[1:] if word[:1].isupper() else form


def did(verb: str, count: int, noun: str) -> str:
    """A verb in the past beside a counted thing: neuter, but for one: `поступило 5 вопросов`, `поступил 21 вопрос`."""
    gender = _gender(noun.split()[-1]) if one(count) else "neut"
    parse = _parse(verb, frozenset({"INFN"}))
    found = parse.inflect({"past", "sing", gender}) if parse else None
    return found.word if found else verb


def was(participle: str, count: int, noun: str) -> str:
    """A short participle beside a counted thing: `закрыто 5 вопросов`, `закрыт 1 вопрос`, `закрыта 1 ямка`."""
    gender = _gender(noun.split()[-1]) if one(count) else "neut"
    parse = _parse(participle, frozenset({"PRTS", "PRTF"}))
    found = parse.inflect({"PRTS", "sing", gender}) if parse else None
    return found.word if found else participle


def agreed(participle: str, phrase: str) -> str:
    """A short participle in agreement with what it is said of.

    >>> agreed("составлен", "Еженедельная аналитическая записка"), agreed("составлен", "Рейтинг получателей")
    ('составлена', 'составлен')
    """
    _, gender, many = _head(phrase.split()) or (0, "masc", "sing")
    parse = _parse(participle, frozenset({"PRTS"}))
    found = parse.inflect({many, *({gender} if many == "sing" else ())}) if parse else None
    return found.word if found else participle


def title(phrase: str, case: str) -> str:
    """A position or a title in a case: the words up to and with its head noun change, what depends on it stays.

    >>> title("Начальник отдела ЖКХ", DATV)
    'Начальнику отдела ЖКХ'
    """
    words = phrase.split()
    head = _head(words)
    if head is None:
        return phrase
    place, gender, many = head
    forms = [_form(each, ADJECTIVES, case, many, gender) for each in words[:place]]
    noun = [_noun(words[place], case, many)] if place < len(words) and _is(words[place], NOUNS) else []
    return " ".join([*forms, *noun, *words[place + len(noun) :]])


def _head(words: list[str]) -> tuple[int, str, str] | None:
    """Where the head noun stands, its gender and number; where adjectives stand alone (`управляющий делами`), behind
    them. None where the first word is neither."""
    for place, word in enumerate(words[:6]):
        parse = _parse(word, NOUNS | ADJECTIVES)
        if parse is None or "nomn" not in parse.tag:
            return (place, "masc", "sing") if place else None
        if parse.tag.POS in NOUNS:
            gender = next((each for each in GENDERS if each in parse.tag), "masc")
            return place, gender, "plur" if "plur" in parse.tag else "sing"
    return None


def _is(word: str, pos: frozenset[str]) -> bool:
    parse = _parse(word, NOUNS | ADJECTIVES)
    return parse is not None and parse.tag.POS in pos and "nomn" in parse.tag


def _noun(word: str, case: str, many: str) -> str:
    """Both halves of `экономист-программист` change alike; of an abbreviation nothing does."""
    return "-".join(_form(part, NOUNS, case, many) for part in word.split("-"))


def lower(phrase: str) -> str:
    """A title within a sentence: its first letter small, unless it is a name or an abbreviation."""
    first = phrase.split(" ", 1)[0]
    if first.isupper() or any(letter.isupper() for letter in first[1:]):
        return phrase
    parse = _parse(first, NOUNS | ADJECTIVES)
    named = parse is not None and {"Geox", "Name", "Surn"} & set(map(str, parse.tag.grammemes))
    return phrase if named else phrase[:1].lower() + phrase[1:]


def percent(share: float) -> str:
    """A share of the whole as a person reads it; what is not nothing is never written as 0 %."""
    value = 100 * share
    if 0 < value < 1:
        return "менее 1\u00a0%"
    return f"{number(round(value))}\u00a0%"


def growth(value: float | None, now: int, before: int) -> str:
    """A change in words: `рост на 25 %`, `в 3,5 раза больше`, `снижение на 10 %`, `без изменений`, `ранее не было`."""
    if value is None:
        return "ранее не было" if now else "нет"
    if now == before:
        return "без изменений"
    if value >= 1:
        times = now / before
        said = number(times, 0 if times == int(times) or times >= 10 else 1)
        return f"в\u00a0{said}\u00a0{'раза' if _thrice(times) else 'раз'} больше"
    return f"{'рост' if value > 0 else 'снижение'} на\u00a0{percent(abs(value))}"


def _thrice(times: float) -> bool:
    """A fraction takes the singular genitive, as 2, 3 and 4 do."""
    return few(round(times)) if times == int(times) or times >= 10 else True


def listed(found: list[str]) -> str:
    """Some things in a row: `а, б и в`."""
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + " и " + found[-1] if found else ""


MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
