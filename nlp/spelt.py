"""Addresses of mail that are spelt out or slipped: «sasha (собака) ya.ru», «petr @ ya.ru», a comma for a full stop."""

import re

from nlp.naming import lowered

SPELT = re.compile(
    r"(?<![\w.])[a-zа-яё0-9][a-zа-яё0-9._-]{1,40}[ ]{0,2}"
    r"(?:\(at\)|\[at\]|\{at\}|(?<= )at(?= )|(?<= )собач?к[аи](?= )|[(\[«\"{]собач?к[аи][)\]»\"}]|@[ ])"
    r"[ ]{0,2}[a-zа-яё0-9-]{2,30}"
    r"[ ]{0,2}(?:\.|,|\(dot\)|\[dot\]|(?<= )dot(?= )|точка)[ ]{0,2}(?:ru|com|рф|ру|ком|net|org|su)(?!\w)",
    re.IGNORECASE,
)
SPELT_SIGNS = ("соба", "@ ", "at")
SLIPPED = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,40}[ ,;]{1,2}(?:ru|com|su|net|org|рф)(?!\w)", re.IGNORECASE)
"""A comma or a blank in place of the full stop."""


def spelt(text: str) -> str:
    """A text with [почта] in their places."""
    low = lowered(text)
    text = SPELT.sub("[почта]", text) if any(sign in low for sign in SPELT_SIGNS) else text
    return SLIPPED.sub("[почта]", text) if "@" in text else text
