"""Obscene words, plain or masked («х***», «п***ц»): what no official paper quotes.

The cases of the language are tests/unit/nlp/cases/obscene.txt. A word too many costs a quote, one too few an official
his paper: coarse words count as well.
"""

import re

from nlp.normalise import normalise

_BEFORE = r"(?:на|по|до|о|от|за|ни|не|вы|при|про|пере|рас|рос|раз|роз|под|об|с|в|у)?"
_HARD = r"(?:на|по|до|за|ни|не|вы|у|при|про|пере|о|(?:с|в|об|под|раз|от|из)[ъь])?"
ROOTS = (
    rf"{_BEFORE}ху(?:й|[яёю]|и(?!нг)|е[влмнсртцч])",
    r"\w{0,8}п[иеё]зд",
    r"(?:вы)?бляд|блят|бля(?!\w)",
    rf"{_HARD}[её]б(?:а|и|л|н|у|ё|е|ы|ок|оть|(?!\w))",
    r"\w{0,8}долбо[её]б",
    r"муд(?:а[кч]|ил|о[зхеё]|ня(?!\w))",
    r"г[оа]ндон|залуп|шлюх|ублюд|мраз(?:ь|и|ей)(?!\w)",
    r"пид[оа]р|педрил",
    r"сук[аиу](?!\w)|сучар",
    r"(?:за|по|от|под)?жоп|(?:за|об?)?говн|дерьм|(?:за|об|на|по|до)?ср(?:ан|ать|ал(?!ь))",
)
PLAIN = re.compile(rf"(?<!\w)(?:{'|'.join(ROOTS)})")
MASKS = (
    r"[а-яё]{1,3}[*#@$]+[а-яё]{1,8}(?!\w)",  # бл*дь
    r"[а-яё]{1,3}[*#@$]{3,}",  # п***
    r"х[*#@$]+(?!\w)",
    r"[хпб]\.{2,}[а-яё]{1,3}(?!\w)",
)
MASKED = re.compile(rf"(?<![\w*#@$])(?:{'|'.join(MASKS)})")
"""One to three letters, then marks in place of the others. Two stars behind a word are bold type («за 3 **года**»)."""


def obscene(text: str) -> bool:
    """Whether an obscene word stands in it.

    >>> obscene("Какого х*** нет воды"), obscene("Хулиганы разбили окно")
    (True, False)
    """
    low = text.lower()
    return MASKED.search(low) is not None or PLAIN.search(normalise(text).lower()) is not None
