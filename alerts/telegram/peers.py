"""Whom a bot writes to: chats and persons by number, or as a name was resolved."""

from typing import Any

from telethon.tl import types

from core.errors import Denied

CHANNEL_MARK = "-100"
"""How Telegram's bots write the number of a channel or supergroup."""


def numbered(address: str) -> Any:
    """A chat by its number. A bot may leave access_hash 0 for chats that it is in and for persons who wrote to it."""
    if address.startswith(CHANNEL_MARK) and address[1:].isdecimal():
        return types.InputPeerChannel(int(address.removeprefix(CHANNEL_MARK)), 0)
    if not address.removeprefix("-").isdecimal():
        raise Denied("Telegram: адрес должен быть номером чата или @именем")
    number = int(address)
    return types.InputPeerChat(-number) if number < 0 else types.InputPeerUser(number, 0)


def chosen(found: Any) -> Any:
    """A channel or person as Telegram told of it. Raises Denied for anything else."""
    if isinstance(found, types.Channel):
        return types.InputPeerChannel(found.id, found.access_hash or 0)
    if isinstance(found, types.User):
        return types.InputPeerUser(found.id, found.access_hash or 0)
    raise Denied("Telegram: такого имени нет")
