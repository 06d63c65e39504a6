"""Names of weekdays and months in their cases."""

Forms = tuple[str, ...]
NOMN, GENT, DATV, ACCS, ABLT, LOCT = range(6)
"""Places of the cases among the forms; those of the plural stand behind them, in the same order."""


def _forms(stem: str, one: str, many: str = "") -> Forms:
    """A stem with its endings, a dot for none."""
    return tuple(stem + end.strip(".") for end in f"{one} {many}".split())


MALE = ". а у . ом е", "и ов ам и ами ах"
WEEKDAYS: tuple[Forms, ...] = (
    _forms("понедельник", *MALE),
    _forms("вторник", *MALE),
    _forms("сред", "а ы е у ой е", "ы . ам ы ами ах"),
    _forms("четверг", *MALE),
    _forms("пятниц", "а ы е у ей е", "ы . ам ы ами ах"),
    _forms("суббот", "а ы е у ой е", "ы . ам ы ами ах"),
    _forms("воскресен", "ье ья ью ье ьем ье", "ья ий ьям ья ьями ьях"),
)
SOFT = "ь я ю ь ем е"
MONTHS: tuple[Forms, ...] = (
    _forms("январ", "ь я ю ь ём е"),
    _forms("феврал", "ь я ю ь ём е"),
    _forms("март", ". а у . ом е"),
    _forms("апрел", SOFT),
    _forms("ма", "й я ю й ем е"),
    _forms("июн", SOFT),
    _forms("июл", SOFT),
    _forms("август", ". а у . ом е"),
    _forms("сентябр", "ь я ю ь ём е"),
    _forms("октябр", "ь я ю ь ём е"),
    _forms("ноябр", "ь я ю ь ём е"),
    _forms("декабр", "ь я ю ь ём е"),
)


def inside(names: tuple[Forms, ...]) -> str:
    """A pattern of all forms, the longest first."""
    return "|".join(sorted({form for forms in names for form in forms}, key=len, reverse=True))


def place_of(names: tuple[Forms, ...], word: str, likelier: int | None = None) -> tuple[int, int]:
    """Which name a form is of, and the place of the form: of several alike the `likelier`, else the first."""
    number = next(number for number, forms in enumerate(names) if word in forms)
    places = [place for place, form in enumerate(names[number]) if form == word]
    return number, likelier if likelier in places else places[0]
