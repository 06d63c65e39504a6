"""Where platforms put persons into their JSON: tables of keys, and what they were seen to name.

Sources: VK's schema 5.199, Telegram's TL layer of Telethon 1.45, the export of Telegram Desktop.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_NAMES_TEXT = """
    actor author_name bdate birthday contact contact_information deactivated display_name domain email emails
    first_name forwarded_from forwarded_name friends from full_name fullname home_phone last_name maiden_name members
    mobile mobile_phone name nick nickname patronymic peer_name phone phone_number phones post_author profile profiles
    reply_from_name saved_from saved_from_name screen_name sender signature surname tel telephone user_name username
    usernames users vcard via_bot from_name
    имя фамилия отчество фио телефон почта автор
"""
NAMES = frozenset(_NAMES_TEXT.split())
"""Keys that say who somebody is: dropped with all that is under them."""

_DROPPED_TEXT = """
    access_hash access_key access_token file_reference hash message photo photos profile_photo sizes stripped text
    text_entities track_code userpic avatar
"""
DROPPED = frozenset(_DROPPED_TEXT.split())
"""Keys of texts that the versions keep, of pictures and of keys to a platform's files."""

_ACCOUNTS_TEXT = """
    account account_id actor_id admin_author_id admin_id author author_id created_by creator_id deleter_id from_id
    inviter_id joined_id member_id owner_id peer_user profile_id reply_to_author_id reply_to_user sender_id signer_id
    to_id uid user user_id userid via_bot_id
    author_ids liked likers likes[] recent_voters recent_repliers user_ids viewers voters[]
"""
ACCOUNTS = frozenset(_ACCOUNTS_TEXT.split())
"""Keys of account numbers: a positive number, `user5` or `id5` becomes a pseudonym; communities stay."""

_COMMUNITY = re.compile(r"^(?:-\d+|(?:channel|chat|club|public|event)\d+|page)$", re.IGNORECASE)
_WORDS = re.compile(r"[A-ZА-ЯЁ]?[a-zа-яё]+|[A-ZА-ЯЁ]+")
_CONTACT = re.compile(
    r"e?mails?|(?:tele|home|mobile)?phones?|tel|mobile|cell|whatsapp|viber|skype|passport|snils|inn|birth\w*|bday"
    r"|(?:first|last|middle|full|display|user|nick|sur|father)?names?|nick|nicks|alias|login|logins|patronymic"
    r"|avatar\w*|userpics?|vcard"
    r"|имя|имени|имен|имена|фамили\w{1,3}|отчеств\w{1,2}|фио|ник|ника|никнейм\w{0,2}|логин\w{0,2}|телефон\w{0,3}"
    r"|почт\w{1,3}|паспорт\w{0,2}|снилс|инн|аватар\w{0,3}|псевдоним\w{0,2}"
)
"""Words of keys that say who somebody is or how to reach them."""
_WHO = re.compile(
    r"users?|userid|userids|uid|uids|authors?|authorid|creators?|commenters?|commentators?|owners?|ownerid|senders?"
    r"|actors?|members?|participants?|profiles?|persons?|people|friends?|followers?|subscribers?|accounts?|inviters?"
    r"|signers?|posters?|writers?|voters?|viewers?|likers?|admins?|moderators?|recipients?|peers?|contacts?|from"
    r"|автор\w{0,3}|пользовател\w{1,3}|участник\w{0,3}|отправител\w{1,3}|создател\w{1,3}|владел\w{1,4}"
    r"|подписчик\w{0,3}|комментатор\w{0,3}|заявител\w{1,3}|профил\w{1,3}|контакт\w{0,3}|житель|жител\w{1,3}"
)
"""Words of keys of accounts."""
_ACCOUNT = re.compile(r"^(?:user|id)?\d+$", re.IGNORECASE)
_PIECE = re.compile(r"\w+")
DEPTH = 24
"""JSON nested deeper than this is not kept: no platform nests so, and recursion has an end."""
LONGEST_KEY, LONGEST_PIECE = 100, 100_000
LONG_ID = 10_000
"""Shorter numbers are looked for only under the keys of accounts: elsewhere they are counts."""


@lru_cache(4096)
def named(key: str) -> bool:
    """Whether a key is dropped: a person's name, contact or picture, or a text that the versions keep."""
    low = key.lower()
    dropped = low in NAMES or low in DROPPED or low.startswith("photo_")
    return dropped or (low not in ACCOUNTS and any(map(_CONTACT.fullmatch, _words(key))))


@lru_cache(4096)
def whose(key: str) -> bool:
    """Whether a key speaks of an account, by its name in a table or by a word in it (`replyToPeerId`, `автор_id`)."""
    low = key.lower()
    return low in ACCOUNTS or low.removesuffix("[]") in ACCOUNTS or any(map(_WHO.fullmatch, _words(key)))


def _words(key: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(key[:LONGEST_KEY])]


def account(key: str, value: int | str) -> bool:
    """Whether a value is the account of a person: communities of VK are negative, those of exports have words."""
    return bool(value) and whose(key) and not _COMMUNITY.match(str(value))


def stray(key: str, value: str) -> bool:
    """Whether a string under a key of accounts is no account: then it may be a name, and is dropped."""
    listed = key.lower() in ACCOUNTS or key.lower().removesuffix("[]") in ACCOUNTS
    return whose(key) and not listed and not _ACCOUNT.match(value) and not _COMMUNITY.match(value)


def mentioned(text: str) -> bool:
    """Whether a piece of JSON that cannot be parsed may have a key of persons: in doubt it has."""
    return "\ufffd" in text or any(named(word) or whose(word) for word in _PIECE.findall(text[:LONGEST_PIECE]))


def person(mapping: Mapping[object, object]) -> bool:
    """Whether an object describes a person as a whole."""
    return mapping.get("_") == "User" or "first_name" in mapping or "last_name" in mapping


@dataclass(frozen=True, slots=True)
class Known:
    """Persons named somewhere in a payload: their names and numbers are taken out wherever else they occur."""

    names: tuple[str, ...]
    ids: frozenset[int]
    needles: tuple[str, ...]

    def blot(self, text: str) -> str:
        """The text with the known names and numbers replaced."""
        # A pattern is made for the few strings only that hold one of them: to compile it costs more than all the rest.
        for needle in self.needles:
            if needle in text:
                return self._pattern().sub("[ФИО]", text)
        return text

    def _pattern(self) -> re.Pattern[str]:
        numbers = [rf"(?<!\d){number}(?!\d)" for number in sorted(self.ids)]
        return re.compile("|".join([*map(re.escape, self.names), *numbers]))


NOBODY = Known((), frozenset(), ())


def known(mapping: Mapping[str, object]) -> Known:
    """All persons that a payload names by its keys."""
    found: list[str | int] = []
    find("", mapping, 0, found)
    if not found:
        return NOBODY
    names = tuple(sorted({name for name in found if isinstance(name, str)}, key=len, reverse=True))
    ids = frozenset(number for number in found if isinstance(number, int))
    return Known(names, ids, (*names, *map(str, ids)))


def find(key: str, value: object, depth: int, into: list[str | int]) -> None:
    """Add what an object names to a list. The leaves come first: they are most of it."""
    if isinstance(value, (str, int)):
        if speaks(key) and not isinstance(value, bool):
            into += _named(key, value)
    elif value is None or depth > DEPTH:
        return
    elif isinstance(value, (dict, Mapping)):
        whole = person(value)
        for name, item in value.items():
            find("user_id" if whole and name == "id" else str(name), item, depth + 1, into)
    elif isinstance(value, (list, tuple)):
        for item in value:
            find(key if key.endswith("[]") else f"{key}[]", item, depth + 1, into)


@lru_cache(4096)
def speaks(key: str) -> bool:
    """Whether what stands under a key may name somebody: most keys are spared the rest."""
    return whose(key) or named(key.removesuffix("[]"))


def _calls(key: str, value: str) -> bool:
    bare = key.removesuffix("[]")
    return bare.lower() not in DROPPED and (named(bare) or stray(key, value))


def _named(key: str, value: str | int) -> tuple[str | int, ...]:
    if isinstance(value, str) and _calls(key, value) and len(value.strip()) > 2:
        return (value.strip(),)
    if not account(key, value):
        return ()
    digits = re.sub(r"\D", "", str(value))
    if digits:
        return (int(digits[:20]),) if int(digits[:20]) >= LONG_ID else ()
    return (str(value),) if len(str(value)) > 2 else ()
