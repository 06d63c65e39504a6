"""A "no" that is taken back: all is as it was before it, on both databases."""

from datetime import timedelta

import pytest

from core import usecases
from core.incidents import Answered, Proposal
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW
from tests.made import post
from tests.store.test_incidents import PROFILE, take

HOUR = timedelta(hours=1)


@pytest.fixture
def asked(store: Store, scope: Scope) -> Proposal:
    """A question whether two incidents are one."""
    take(store, scope, post(1, "яма на Заречной"), post(2, "опять яма на Заречной"))
    with store.read() as work:
        (found,) = work.proposals.find(scope, Answered.OPEN)
    return found


def decline(store: Store, scope: Scope, asked: Proposal, hours: int) -> None:
    with store.begin() as work:
        usecases.decide(work, scope, PROFILE, asked.id, False, NOW + hours * HOUR)


def part(store: Store, scope: Scope, asked: Proposal, hours: int) -> None:
    """Merge by hand, and undo it."""
    with store.begin() as work:
        one = work.incidents.brief(scope, asked.incident_id)
        usecases.merge(work, scope, PROFILE, one.id, one.revision, asked.other_id, NOW + hours * HOUR)
        emptied = work.incidents.brief(scope, one.id)
        usecases.unmerge(work, scope, PROFILE, one.id, emptied.revision, NOW + (hours + 1) * HOUR)


def take_back(store: Store, scope: Scope, asked: Proposal, hours: int) -> None:
    with store.begin() as work:
        usecases.ask_again(work, scope, asked.id, NOW + hours * HOUR)


def parted(store: Store, scope: Scope, asked: Proposal) -> int:
    """How many posts the rules keep from the two."""
    with store.read() as work:
        assert work.proposals.get(scope, asked.id).status is Answered.OPEN
        return sum(len(work.proposals.kept_apart(scope, each)) for each in (asked.incident_id, asked.other_id))


def test_what_the_no_alone_kept_apart_may_come_together(store: Store, scope: Scope, asked: Proposal) -> None:
    decline(store, scope, asked, 1)
    take_back(store, scope, asked, 2)
    assert parted(store, scope, asked) == 0


def test_a_merge_undone_before_the_no_stays_undone(store: Store, scope: Scope, asked: Proposal) -> None:
    part(store, scope, asked, 1)
    decline(store, scope, asked, 3)
    take_back(store, scope, asked, 4)
    assert parted(store, scope, asked) == 2


def test_a_merge_undone_after_the_no_stays_undone(store: Store, scope: Scope, asked: Proposal) -> None:
    """Once the "no" took away with it what the undone merge kept apart too: a storm drew the one into the other."""
    decline(store, scope, asked, 1)
    part(store, scope, asked, 2)
    take_back(store, scope, asked, 4)
    assert parted(store, scope, asked) == 2
