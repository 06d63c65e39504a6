"""newsfeed.search as raw JSON: 200 posts a call, the newest first, 1,000 of a span of time at most."""

from collections.abc import Iterator

from collectors.vk.client import VkClient
from collectors.vk.pages import Page, Raw, page_of
from collectors.vk.where import SearchFor

SEARCH = "newsfeed.search"
PAGE, MOST = 200, 1000


def pages(client: VkClient, wanted: SearchFor, since: int, until: int) -> Iterator[Page]:
    """Pages of what was published between two moments (unix seconds), the newest first.

    VK shows a thousand of them and no more, so what lies behind is asked for as a search that ends there.
    """
    while True:
        oldest, shown = until, 0
        for page in _shown(client, wanted, since, until):
            yield page
            shown += len(page.items)
            oldest = min([oldest, *(raw["date"] for raw in page.items if type(raw.get("date")) is int)])
        if shown < MOST or not since < oldest < until:
            return
        until = oldest


def _shown(client: VkClient, wanted: SearchFor, since: int, until: int) -> Iterator[Page]:
    after, shown = "", 0
    while shown < MOST:
        page = page_of(client.call(SEARCH, asked(wanted, since, until) | ({"start_from": after} if after else {})))
        yield page
        shown += PAGE
        after = page.next
        if not page.items or not after:
            return


def asked(wanted: SearchFor, since: int, until: int) -> dict[str, object]:
    """Parameters of newsfeed.search. It knows no radius: that is applied to what it shows."""
    given = {"q": wanted.words or None, "latitude": wanted.lat, "longitude": wanted.lon}
    span = {"start_time": since, "end_time": until, "count": PAGE, "extended": 0}
    return {name: value for name, value in (given | span).items() if value is not None}


def of_community(raw: Raw) -> bool:
    """Whether a post stands on the wall of a community: walls of persons are not read."""
    owner = raw.get("owner_id")
    return type(owner) is int and owner < 0
