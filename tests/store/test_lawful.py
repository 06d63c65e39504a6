"""Residents who call each other to complain are within their right (59-ФЗ, ст. 6), however many they are."""

from dataclasses import replace
from datetime import timedelta

import profiles
from core import usecases
from core.incidents import Incident, IncidentQuery, Nature, Status
from core.labels import Assessment, Sign, Subject, Theme
from core.ports import Batch
from core.posts import Platform, Post, SourceKey
from core.risk import Level
from core.scope import Scope
from nlp.fingerprints import StoredCopies
from store.ledger import Store
from tests.conftest import NOW
from tests.made import DAY, post, said, views

PROFILE = profiles.read(profiles.path_of("standard"))
CALL = "Котельная встала, батареи ледяные, пишите все в прокуратуру"


class Model:
    """A call to complain where "прокуратуру" stands, grave and loud; an ordinary complaint else."""

    version = "test-1"

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        return [self._one(subject.text) for subject in subjects]

    def _one(self, text: str) -> Assessment:
        call = "прокуратуру" in text
        grave = {Sign.CROWD: 0.95, Sign.CORRUPT: 0.9, Sign.VULNERABLE: 0.9}
        made = said(Theme.HOUSING, lawful_call=call, places=())
        return replace(made, risk=3, risk_score=2.9, neg_score=2.9, signs=grave) if call else made


def take(store: Store, scope: Scope, *found: Post) -> None:
    with store.begin() as work:
        usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
    usecases.assess(store, scope, Model(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    while usecases.group(store, scope, PROFILE, StoredCopies(), str, NOW):
        pass


def storm_of(store: Store, scope: Scope, text: str) -> Incident:
    """Eight of these within two hours, in a theme of which little is written; what stands then."""
    quiet = [post(n, f"крыша подъезд{n} протекает", published=DAY - timedelta(days=30 - 3 * n)) for n in range(1, 9)]
    loud = [
        post(100 + n, f"{text} {n}", published=DAY + timedelta(minutes=10 * n), counters=views(25_000, n))
        for n in range(8)
    ]
    take(store, scope, *quiet)
    take(store, scope, *loud)
    with store.read() as work:
        (storm,) = work.incidents.find(scope, IncidentQuery(storm=True)).incidents
    return storm


def test_a_storm_of_lawful_calls_is_a_matter_of_medium_level_at_most(store: Store, scope: Scope) -> None:
    storm = storm_of(store, scope, CALL)
    assert (storm.nature, storm.status, storm.level) == (Nature.MATTER, Status.REGISTERED, Level.MEDIUM)


def test_a_storm_of_calls_becomes_a_risk_once_a_complaint_joins(store: Store, scope: Scope) -> None:
    storm = storm_of(store, scope, CALL)
    take(store, scope, post(300, "котельная встала, батареи ледяные у нас", published=DAY + timedelta(minutes=95)))
    with store.read() as work:
        grown = work.incidents.get(scope, storm.id)
    assert len(grown.members) == 9
    assert (grown.nature, grown.status) == (Nature.RISK, Status.FOUND)


def test_a_storm_of_complaints_alone_is_a_risk(store: Store, scope: Scope) -> None:
    assert storm_of(store, scope, "Котельная встала, батареи ледяные").nature is Nature.RISK
