"""Messages asked for by their numbers: what is still there, albums whole, and what is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.telegram.client import Peer, Reading
from collectors.telegram.client.reading import ALBUM
from collectors.telegram.mapping import Raw, grouped
from collectors.telegram.room import first
from core.errors import Poison
from core.ports import Refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """Of the numbers asked for: `groups` of messages that are there, `gone` numbers, what could not be read."""

    groups: tuple[list[Raw], ...] = ()
    gone: tuple[int, ...] = ()
    refused: tuple[Refusal, ...] = ()
    unread: tuple[int, ...] = ()


def by_numbers(reading: Reading, peer: Peer, numbers: Sequence[int], albums: Mapping[int, int]) -> Asked:
    """Ask for keys of messages. An album is gone when all its parts are; a request that fails buries none."""
    if not numbers:
        return Asked()
    try:
        page = reading.by_ids(peer, numbers)
        groups, unread = _whole(reading, peer, page.messages, numbers, albums), page.unread
    except Poison as error:
        return Asked(refused=(Refusal(str(error), "id", payload=str(list(numbers))),))
    there = {first(parts, albums) for parts in groups} | {raw["id"] for parts in groups for raw in parts}
    return Asked(tuple(groups), tuple(n for n in numbers if n not in there and n not in unread), (), unread)


def _whole(
    reading: Reading, peer: Peer, messages: Sequence[Raw], numbers: Sequence[int], albums: Mapping[int, int]
) -> list[list[Raw]]:
    """The messages, and the albums of which only a part was asked for."""
    keys = {number: album for album, number in albums.items()}
    wanted = {raw["grouped_id"]: raw["id"] for raw in messages if raw.get("grouped_id")}
    wanted |= {keys[number]: number for number in numbers if number in keys}
    groups = grouped(raw for raw in messages if not raw.get("grouped_id"))
    if wanted:
        near = {n for number in wanted.values() for n in range(max(1, number - ALBUM + 1), number + ALBUM)}
        around = reading.by_ids(peer, sorted(near)).messages
        groups += grouped(raw for raw in around if raw.get("grouped_id") in wanted)
    return groups
