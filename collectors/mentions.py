"""Names of accounts that stand in the words of a post: a private person's becomes `@житель`. Pure.

A name alone does not say whose it is. Names that the centre reads anyway, and those of bots (Telegram: they all end
in `bot`) stay; so does a link that leads to a post, because only channels and groups have posts.
"""

import re
from collections.abc import Callable

RESIDENT, TELEPHONE = "@житель", "[телефон]"

_SIGNS = ("@", ".me", "tg://")
"""One of these stands in every text that the patterns change."""
_HOST = r"(?<![\w.-])(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/"
_PHONE = re.compile(rf"{_HOST}\+\d{{7,15}}(?!\w)", re.IGNORECASE | re.ASCII)
_NAME = r"[a-z][a-z0-9_]{3,31}"
_NAMED = re.compile(
    rf"{_HOST}@?(?P<link>{_NAME})(?![a-z0-9_])(?!/\d)/?(?:\?[^\s),\]]*)?"
    rf"|(?:https?://)?(?<![\w.-])(?P<host>{_NAME})\.t\.me(?!\w)(?!/\d)/?"
    rf"|tg://resolve\?domain=(?P<app>{_NAME})(?!&post=)(?:&[^\s),\]]*)?"
    r"|(?<![\w.+@/-])(?<!\d\|)@(?P<said>[a-z][a-z0-9_]{2,63}(?:\.[a-z0-9_]{1,63}){0,4})(?![a-z0-9_@])",
    re.IGNORECASE,
)
# Behind a digit and a bar it is VK's own mention of a community: [club5|@selo].
_WORDS_TEXT = """
    addemoji addlist addstickers addtheme boost confirmphone contact giftcode invoice joinchat login proxy setlanguage
    share socks
"""
_WORDS = frozenset(_WORDS_TEXT.split())
"""Words of t.me itself that stand where a name would."""

_NUMBERED = re.compile(r"(?:club|public|event)\d+")
"""Communities of VK by their numbers."""

Known = Callable[[str], bool]
"""Whether a name, in small letters, is that of a source."""


def nobody(name: str) -> bool:
    """No name is known."""
    return False


def veiled(text: str, known: Known = nobody) -> str:
    """The words without names of private persons' accounts, and without phones in links."""
    low = text.lower()
    if not any(map(low.__contains__, _SIGNS)):
        return text
    return _NAMED.sub(lambda found: _veil(found, known), _PHONE.sub(TELEPHONE, text))


def _veil(found: re.Match[str], known: Known) -> str:
    name = str(found[found.lastgroup or 0]).lower()
    stays = name in _WORDS or name.endswith("bot") or _NUMBERED.fullmatch(name) or known(name)
    return found[0] if stays else RESIDENT
