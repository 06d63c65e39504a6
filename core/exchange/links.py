"""Which incident an item speaks of: by its number, by its link, by text, place and time. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from core.exchange.items import Item, Link, Linked
from core.incidents import Board, Newcomer, likely
from core.labels import Assessment, Kind, Theme
from core.posts import Platform, PostKey
from core.reasons import Reason
from core.risk import Level

SURE = 0.85
"""From this score on (of 1: theme, place, words, nearness in time) an item is linked at once; from the rules' threshold
for questions (`core.incidents.nearest`) on a person is asked."""
_PLATFORMS = {
    "vk.com": Platform.VK,
    "vk.ru": Platform.VK,
    "ok.ru": Platform.OK,
    "odnoklassniki.ru": Platform.OK,
    "t.me": Platform.TELEGRAM,
    "telegram.me": Platform.TELEGRAM,
    "max.ru": Platform.MAX,
}


def platform_of(link: str) -> Platform | None:
    """The platform that a link leads to, None where it is none of ours."""
    try:
        host = (urlsplit(link).hostname or "").lower()
    except ValueError:
        return None
    return _PLATFORMS.get(host.removeprefix("www.").removeprefix("m."))


_UNSAID = Assessment(Theme.NONE, (), Kind.PROBLEM, 0.0, 0.0, 0, 0.0, 0, 0.0, {}, "")


def newcomer(item: Item, words: frozenset[str], place: str) -> Newcomer:
    """An item as the rules of grouping see a post; its number is negative, so that it meets no post's."""
    key = PostKey(Platform.FILE, f"exchange:{item.system}", item.number)
    return Newcomer(-item.id, key, item.received, item.theme, Level.LOW, _UNSAID, "", place, words=words)


def linked(
    item: Item,
    post: Newcomer,
    board: Board,
    window: timedelta,
    numbers: Mapping[str, int],
    urls: Mapping[str, int],
) -> Linked:
    """The item's incident: what a person refused is never proposed again by the caller. The order is that of sureness:
    the number that an incident bears, the post that the link leads to, the likeness."""
    if item.number in numbers:
        return Linked(Link.LINKED, numbers[item.number], Reason("item_number"))
    if item.url and item.url in urls:
        return Linked(Link.LINKED, urls[item.url], Reason("item_link"))
    found = likely(post, board, window, most=1)
    if not found:
        return Linked()
    trace, points = found[0]
    state = Link.LINKED if points >= SURE else Link.PROPOSED
    return Linked(state, board.now(trace.incident_id), Reason("item_alike", round(points, 2)))
