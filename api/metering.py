"""Figures for Prometheus: what the store tells at the moment of asking, and what this process counted.

Names of sources are figures' labels; no text, person, incident or login is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from api.services import Services
from core import errors, usecases
from core.flags import FlagStatus
from core.incidents import Deadline, IncidentQuery
from core.ports import Work
from core.posts import SourceState
from core.scope import system


class Stored(Collector):
    """What the store tells at the moment of asking."""

    def __init__(self, given: Services) -> None:
        self._given = given

    def collect(self) -> Iterator[Metric]:
        """All families. Raises Transient where the database is away."""
        now = self._given.clock.now()
        with self._given.ledger.read() as work:
            yield from _sources(self._given, work, now)
            yield from _work(self._given, work)
            yield from _clocks(self._given, work, now)
        up = GaugeMetricFamily("mcu_check_up", "Checks of health: 1 is good", labels=["check"])
        for name, check in self._given.checks.items():
            up.add_metric([name], 0.0 if _says(check) else 1.0)
        yield up


def _says(check: object) -> str:
    try:
        return str(check()) if callable(check) else ""
    except errors.McuError as error:
        return str(error)


def _sources(given: Services, work: Work, now: datetime) -> Iterable[Metric]:
    lag = GaugeMetricFamily(
        "mcu_source_lag_seconds", "From publication to our first sight of it", labels=["source", "quantile"]
    )
    age = GaugeMetricFamily("mcu_source_read_age_seconds", "Since the last good reading", labels=["source"])
    silent = GaugeMetricFamily("mcu_source_silent_seconds", "Silence beyond the source's habit", labels=["source"])
    states = GaugeMetricFamily("mcu_sources", "Sources by state", labels=["state"])
    found = usecases.examine(work, system(given.profile.code), now)
    for each in found:
        name = str(each.source.key)
        for quantile, value in (("0.5", each.lag.p50), ("0.95", each.lag.p95)):
            if value is not None:
                lag.add_metric([name, quantile], value.total_seconds())
        if each.source.succeeded_at is not None:
            age.add_metric([name], max(0.0, (now - each.source.succeeded_at).total_seconds()))
        silent.add_metric([name], each.silent_for.total_seconds() if each.silent_for else 0.0)
    counted = Counter(each.source.state for each in found)
    for state in SourceState:
        states.add_metric([state.value], counted[state])
    return lag, age, silent, states


def _work(given: Services, work: Work) -> Iterable[Metric]:
    scope = system(given.profile.code)
    cards = GaugeMetricFamily("mcu_cards", "Cards by status and level", labels=["status", "level"])
    counts = work.flags.counts(scope)
    for (status, level), count in counts.items():
        cards.add_metric([status.value, level.value], count)
    queue = GaugeMetricFamily("mcu_queue", "Cards that wait for a person")
    queue.add_metric([], sum(count for (status, _), count in counts.items() if status is FlagStatus.OPEN))
    waiting = GaugeMetricFamily("mcu_posts_waiting", "Versions of posts that no model has seen yet")
    waiting.add_metric([], work.assessments.waiting(scope))
    return cards, queue, waiting


def _clocks(given: Services, work: Work, now: datetime) -> Iterable[Metric]:
    family = GaugeMetricFamily("mcu_clocks_at_risk", "Clocks that end soon or ended", labels=["state"])
    for each in Deadline:
        query = IncidentQuery(deadlines=(each,), ended=False, at=now, limit=1)
        family.add_metric([each.value], work.incidents.find(system(given.profile.code), query).total)
    return (family,)


def exposed(given: Services) -> bytes:
    """All figures in Prometheus' text form."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Stored(given))
    return generate_latest(registry) + generate_latest(given.meter.registry)
