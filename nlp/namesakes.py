"""Streets and objects that are named after people: what stands around a name says that it is a place."""

import re

PLACE_BEFORE = re.compile(
    r"(?:\b(?:ул|улиц[аыуей]{1,2}|пр|пр-т[а-я]?|пр-кт|просп|проспект[аеуом]{0,2}|пер|переул\w{1,4}|пл|площад\w{1,3}"
    r"|наб|набережн\w{1,3}"
    r"|бул|бульвар\w{0,2}|б-р|ш|шоссе|проезд\w{0,2}|тупик\w{0,2}|аллея|аллее|мост\w{0,2}|метро|станци\w{1,2}|ст"
    r"|парк\w{0,2}|сад\w{0,2}|сквер\w{0,2}"
    r"|школ\w{1,3}|гимнази\w{1,2}|лице\w{1,3}|больниц\w{1,3}|музе\w{1,2}|театр\w{0,2}|библиотек\w{1,2}"
    r"|памятник\w{0,2}|бюст\w{0,2}|дк|дворц?\w{1,2}"
    r"|дом\w{0,1}|кинотеатр\w{0,2}|завод\w{0,2}|остановк\w{1,2}|микрорайон\w{0,2}|мкр|посёлок|поселок|пос|село"
    r"|сел[еуа]|деревн\w{1,2}|д|г|город\w{0,2}"
    r"|им|имени|маршала|генерала|адмирала|академика|героя|космонавта|капитана|лётчика|летчика|партизана|композитора"
    r"|художника|писателя|поэта"
    r"|доктора|профессора|сержанта|лейтенанта|полковника|святого|святой|князя|братьев|сестёр)\.?[ \u00a0«\"]{0,3})$",
    re.IGNORECASE,
)
PLACE_AFTER = re.compile(
    r"[»\"]?[,]?[ \u00a0]{1,2}(?:ул|улиц[аыуей]{1,2}|пр|пр-т\w?|проспект\w{0,2}|переул\w{1,4}|пер|площад\w{1,2}|наб"
    r"|набережн\w{1,3}|бульвар\w{0,2}|шоссе|проезд\w{0,2}"
    r"|район\w{0,2}|округ\w{0,2}|област\w{1,2}|кра[йяею]|сад\w{0,2}|парк\w{0,2}|мост\w{0,2}|(?:д|дом)\.? ?\d)\b",
    re.IGNORECASE,
)
LOOK_BACK = 40


def place_around(found: re.Match[str], start: int, end: int) -> bool:
    """Whether the words [start, end) of the text that was searched name a place."""
    return placed(found.string, start, end)


def placed(text: str, start: int, end: int) -> bool:
    """Whether the words [start, end) of a text name a place."""
    return bool(PLACE_BEFORE.search(text[max(0, start - LOOK_BACK) : start]) or PLACE_AFTER.match(text[end : end + 24]))
