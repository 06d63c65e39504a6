"""The journal: who did what to which id, in a chain that shows a change, a gap or a forgery.

An entry is sealed over all that it says and over the seal of the one before it, a chain a profile. It holds ids, codes
and keyed digests, never texts or pseudonyms: so what is erased elsewhere never stands here, and the chain stays whole.
"""

from core.journal.chain import START, Broken, Entry, Link, broken, seal
from core.journal.query import JournalPage, JournalQuery
from core.journal.titles import GROUPS, title
from core.journal.wording import Keyed, plain_digest, worded

__all__ = [
    "GROUPS",
    "START",
    "Broken",
    "Entry",
    "JournalPage",
    "JournalQuery",
    "Keyed",
    "Link",
    "broken",
    "plain_digest",
    "seal",
    "title",
    "worded",
]
