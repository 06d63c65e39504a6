"""Privacy at the door: what names a private person is changed before a post exists (DESIGN §6.3).

Accounts become pseudonyms, mentions of persons `@житель`, names and phones of the platform's JSON go away. The other
words of a post are kept as written: a text without its places and numbers cannot be answered.
"""

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache

from collectors import persons
from collectors.mentions import RESIDENT, Known, nobody, veiled
from collectors.walk import Harder, Walk, Walks, lean
from core.posts import Platform
from core.privacy import Pseudonyms

LONGEST_EXTRA = 200
"""Characters kept of a string under a key that we do not know."""
ACCOUNTS = 50_000
"""Pseudonyms remembered, so that a wall of comments does not hash the same person again and again."""

LONGEST_CAPTION, CAPTIONS = 60, 20_000
"""Short strings are remembered, with what became of them: most are keys and words of a platform's JSON."""

_ACCOUNT = re.compile(r"^(?:user|id)(\d+)$", re.IGNORECASE)
_NEGATIVE = re.compile(r"^-(\d{1,20})$", re.ASCII)
_ADDRESS = re.compile(r"^[a-z][\w.-]{1,63}$", re.ASCII | re.IGNORECASE)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_VK = r"(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|vkontakte\.ru)/"
_OWNED = r"(?:id|wall|photo|video|clip|album|albums|photos|videos|audios|write)"
_PERSON = re.compile(
    rf"\[(?:{_VK})?id\d+(?::[^|\]]*)?\|[^\]]*\]"  # [id1|Имя Фамилия], [id1:bp-1_2|Имя], [https://vk.com/id1|Имя]
    rf"|[@*]id\d+\b(?:\s*\([^)\n]{{0,100}}\))?"  # @id1 (Имя Фамилия)
    rf"|{_VK}(?:[\w.]*\?(?:w|z)=)?{_OWNED}\d[^\s\])|]*"  # a personal page, a personal wall
    r"|tg://user\?id=\d+",
    re.IGNORECASE,
)
_COMMUNITY = re.compile(r"\[(?:club|public|event)\d+(?::[^|\]]*)?\|([^\]]*)\]", re.IGNORECASE)
_SIGNS = ("[id", "@id", "*id", "vk.com/", "vk.ru/", "vkontakte.ru/", "tg://user", "[club", "[public", "[event")
"""One of these stands in every text that the patterns change: most texts are spared the search."""


def storable(text: str) -> str:
    """The text without NUL and with U+FFFD for half surrogates: no database keeps either."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNSTORABLE.sub("\ufffd", text)
    return text


class Door:
    """Takes pseudonyms of the installation, a function that masks persons in a short string (`nlp.masks.mask`), and
    which names of accounts are those of sources: these stay in texts."""

    def __init__(self, pseudonyms: Pseudonyms, mask: Callable[[str], str], known: Known = nobody) -> None:
        self._mask, self._known = mask, known
        self._pseudonym = lru_cache(ACCOUNTS)(pseudonyms.of)
        self._numbered = lru_cache(ACCOUNTS)(self._account)
        self._short = lru_cache(CAPTIONS)(self._captioned)
        self._walks = Walks(self.caption, self.author, self._said)

    def author(self, platform: Platform, account: object) -> str:
        """The pseudonym of an account; `user5`, `id5` and `5` of one platform are one account."""
        return self._numbered(platform, account) if type(account) is int else self._account(platform, account)

    def _account(self, platform: Platform, account: object) -> str:
        text = storable(str(account))
        plain = _ACCOUNT.match(text)
        return self._pseudonym(platform, plain[1] if plain else text)

    def owner(self, platform: Platform, owner: int | str) -> str:
        """The address of a wall: `club5` for a community (-5), `user-…` for a person's (5, id5, user5, a name)."""
        text = storable(str(owner)).strip().removeprefix("@")
        community = _NEGATIVE.match(text)
        if community:
            return f"c{community[1].removeprefix('100')}" if platform is Platform.TELEGRAM else f"club{community[1]}"
        if _ADDRESS.match(text) and not _ACCOUNT.match(text):
            return text
        return f"user-{self.author(platform, text)}"

    def text(self, text: str) -> str:
        """A post's words: mentions and pages of persons become `@житель`, of communities `@Название`."""
        text = storable(text)
        low = text.lower()
        if not any(map(low.__contains__, _SIGNS)):
            return veiled(text, self._known)
        return _COMMUNITY.sub(r"@\1", veiled(_PERSON.sub(RESIDENT, text), self._known))

    def caption(self, text: str) -> str:
        """A title, an answer of a poll, any string that is not the words of a post: persons are masked in it."""
        return self._short(text) if len(text) <= LONGEST_CAPTION else self._captioned(text)

    def _captioned(self, text: str) -> str:
        return self._mask(self.text(text)) if text else ""

    def scrap(self, text: str) -> str:
        """What is kept of what is no JSON: its length and a digest. Whose words it holds, nobody can tell."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        return f"[{len(text)} знаков, sha256 {digest}…]" if text else ""

    def unknown(self, platform: Platform, extra: Mapping[str, object], row: Mapping[str, object]) -> dict[str, object]:
        """Keys of a file that we do not know: numbers, yes and no, short masked strings; no key of persons."""
        known = persons.known(row)
        return {
            self._string(key, known): self._value(platform, key, value, known, 1)
            for key, value in extra.items()
            if isinstance(value, (bool, int, float, str)) and len(str(value)) <= LONGEST_EXTRA
            if len(key) <= persons.LONGEST_KEY and not persons.named(key) and not persons.whose(key)
        }

    def raw(self, platform: Platform, mapping: Mapping[str, object], *, spare: bool = False) -> dict[str, object]:
        """The platform's JSON without its text and without names, phones, pictures and numbers of persons.

        `spare` leaves out what says None or False: the TL layer of Telegram has one for each flag that is not set.
        """
        try:
            return Walk(self._walks, platform, spare=spare).through(mapping)
        except Harder:
            return self.plainly(platform, lean(mapping) if spare else mapping)

    def plainly(self, platform: Platform, mapping: Mapping[str, object]) -> dict[str, object]:
        """The same as `raw` for any payload, looked through once for persons and once more without them."""
        known = persons.known(mapping)
        return {
            self._string(key, known): self._value(platform, key, value, known, 1)
            for key, value in mapping.items()
            if not persons.named(key)
        }

    def _value(self, platform: Platform, key: str, value: object, known: persons.Known, depth: int) -> object:
        if depth > persons.DEPTH or value is None or isinstance(value, bool):
            return value if depth <= persons.DEPTH else None
        if isinstance(value, str):
            return self._said(platform, key, value, known)
        if isinstance(value, int):
            return self.author(platform, value) if persons.account(key, value) or value in known.ids else value
        if isinstance(value, float):
            return value if math.isfinite(value) else None
        if isinstance(value, datetime):
            return value.isoformat()
        return self._nested(platform, key, value, known, depth)

    def _said(self, platform: Platform, key: str, value: str, known: persons.Known) -> str | None:
        if not persons.whose(key):
            return self._string(value, known)
        if persons.stray(key, value):
            return None
        return self.author(platform, value) if persons.account(key, value) else self._string(value, known)

    def _nested(self, platform: Platform, key: str, value: object, known: persons.Known, depth: int) -> object:
        if isinstance(value, (list, tuple)):
            return [self._value(platform, f"{key}[]", item, known, depth + 1) for item in value]
        if not isinstance(value, (dict, Mapping)):
            return None
        if persons.person(value):
            return self.author(platform, value.get("id", "")) if value.get("id") else None
        private = persons.whose(key) and "_" not in value
        return {
            self._string(str(name), known): self._value(
                platform, f"{name}_user" if private and name != "count" else str(name), item, known, depth + 1
            )
            for name, item in value.items()
            if not persons.named(str(name))
        }

    def _string(self, text: str, known: persons.Known) -> str:
        return known.blot(self.caption(text)) if text else ""
