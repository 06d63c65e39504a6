"""In the discussion of a channel: which message is the copy of which post."""

from collections.abc import Mapping, Sequence

from collectors.telegram.client import Peer, Reading
from collectors.telegram.mapping import Raw, copied_post, grouped, thread_top

ROOTS = 1000
"""Discussed posts remembered, the newest first; an older one is asked for when it is spoken of."""

NO_POST = 0
"""Stands for the top of a thread that is no copy of a post."""


def roots(
    reading: Reading, peer: Peer, channel: Peer, known: Mapping[int, int], messages: Sequence[Raw], own: frozenset[int]
) -> dict[int, int]:
    """Number of a copy -> post of the channel; those that are only spoken of are asked for once.

    `own` are numbers of messages that are known to be no copies.
    """
    found = {**known, **_copies(messages, channel)}
    met = {int(raw["id"]) for raw in messages}
    spoken = {top for raw in messages if (top := thread_top(raw)) is not None}
    asked = sorted(spoken - found.keys() - met - own)
    if asked:
        found |= dict.fromkeys(asked, NO_POST) | _copies(reading.by_ids(peer, asked).messages, channel)
    return dict(sorted(found.items())[-ROOTS:])


def _copies(messages: Sequence[Raw], channel: Peer) -> dict[int, int]:
    """Number in the discussion -> post of the channel; of an album the smallest post."""
    copies: dict[int, int] = {}
    for parts in grouped(messages):
        posts = [post for raw in parts if (post := copied_post(raw, channel.id)) is not None]
        copies |= {int(raw["id"]): min(posts) for raw in parts if posts}
    return copies
